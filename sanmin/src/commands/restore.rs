//! `sanmin restore FILE`: a backup into an empty database.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use web::database::backup;

use super::backup::{describe, json};
use crate::composition;
use crate::options::DatabaseOptions;

/// Arguments of `sanmin restore`.
#[derive(Args)]
pub struct Arguments {
    /// The file that `sanmin backup` wrote
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseOptions,
    /// Only verify the file, without touching a database
    #[arg(long)]
    check: bool,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
}

/// Restores or verifies a backup.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let secrets = arguments.database.secrets_folder();
    let summary = if arguments.check {
        backup::check(&arguments.file)
    } else {
        let config = arguments.database.config()?;
        let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("cannot start: {error}"))?;
        runtime.block_on(backup::restore(&config, &composition::migrations(), &arguments.file))
    };
    let summary = summary.map_err(|error| error.to_string())?;
    let (done, next) = match arguments.check {
        true => ("whole: ", String::new()),
        false => (
            "restored ",
            format!("not included: the keys; before starting, put those of the saved installation into {}\n", secrets.display()),
        ),
    };
    super::say(&match arguments.json {
        true => json(&summary),
        false => format!("{done}{}\nSHA-256 {}: compare it with what was noted down\n{next}", describe(&summary), summary.sha256),
    });
    Ok(ExitCode::SUCCESS)
}
