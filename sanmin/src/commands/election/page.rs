//! `sanmin election page export`: the ballot page's files, for a third party's host.

use std::path::{Path, PathBuf};

use ballot::election::Uuid;
use ballotbox::host::{INDEX_PATH, PageFiles};
use clap::{Args, Subcommand};

use crate::commands::failed::Failed;
use crate::commands::files::{Readers, empty_folder, write_new};
use crate::commands::say;
use crate::options::checked_origin;

/// Arguments of `sanmin election page`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: PageCommand,
}

#[derive(Subcommand)]
enum PageCommand {
    /// Write the very files that a server with this ballot origin serves and publishes in the ledger
    Export(Export),
}

#[derive(Args)]
struct Export {
    /// Where the ballot box is, such as https://ballot.example
    #[arg(long, value_name = "URL")]
    ballot_origin: String,
    /// An election whose cards lead here: its first page is written as v/UUID/index.html too; repeatable
    #[arg(long, value_name = "UUID")]
    election: Vec<String>,
    /// An empty folder, to be served as the root of a host
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let PageCommand::Export(export) = &arguments.command;
    let origin = checked_origin("--ballot-origin", Some(export.ballot_origin.clone())).map_err(Failed::WrongUse)?.unwrap_or_default();
    for uuid in &export.election {
        Uuid::parse(uuid).ok_or_else(|| Failed::WrongUse(format!("--election {uuid}: not the id of an election")))?;
    }
    let files = PageFiles::new(&origin);
    let statement = files.statement().map_err(Failed::Here)?;
    let out = empty_folder(&export.out)?;
    for (path, bytes) in files.all() {
        put(&out, path, bytes)?;
        if path == INDEX_PATH {
            for uuid in &export.election {
                put(&out, &format!("/v/{uuid}/index.html"), bytes)?;
            }
        }
    }
    for file in statement.files {
        say(&format!("{}  {}\n", file.sha256, file.path));
    }
    Ok(())
}

/// Writes a file at its path below the folder.
fn put(out: &Path, path: &str, bytes: &[u8]) -> Result<(), Failed> {
    let file = out.join(path.trim_start_matches('/'));
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|error| Failed::write(folder, error))?;
    }
    write_new(&file, bytes, Readers::Usual)
}
