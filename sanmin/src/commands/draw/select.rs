//! `sanmin draw select --source NAME=TEXT …`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use sortition::files::{File, read_sources};
use sortition::limits::MAX_TABLE_BYTES;
use sortition::{Seeding, Sources};

use super::{Drawn, Failed, read_start};

/// Arguments of `sanmin draw select`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    drawn: Drawn,
    #[command(flatten)]
    sources: SourceArguments,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct SourceArguments {
    /// A source of the seed and what it said (repeatable, in the order announced)
    #[arg(long, value_name = "NAME=TEXT", value_parser = pair)]
    source: Vec<(String, String)>,
    /// The sources, a line each in the order announced: name, tab, text
    #[arg(long, value_name = "FILE")]
    sources: Option<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (name, text) = text.split_once('=').ok_or("there is no = between name and text")?;
    Ok((name.to_owned(), text.to_owned()))
}

/// Makes the seed and draws.
pub(super) fn run(arguments: Arguments) -> Result<ExitCode, Failed> {
    let sources = match &arguments.sources.sources {
        Some(path) => from_file(path)?,
        None => {
            let pairs = arguments.sources.source.iter().map(|(name, text)| (name.as_str(), text.as_str()));
            Sources::new(pairs).map_err(|error| Failed::WrongUse(format!("--source: {error}")))?
        }
    };
    arguments.drawn.draw(Seeding::Sources(sources))
}

fn from_file(path: &Path) -> Result<Sources, Failed> {
    let bytes = read_start(path, MAX_TABLE_BYTES).map_err(|error| Failed::file(path, error))?;
    let name = path.display().to_string();
    read_sources(File { name: &name, bytes: &bytes }).map_err(|faults| Failed::WrongUse(faults.to_string()))
}
