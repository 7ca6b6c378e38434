//! `sanmin backup FILE`: everything in the database as one file, while the server runs.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use web::clock::{Clock, local_zone};
use web::database::Database;
use web::database::backup::{self, Summary};

use crate::options::DatabaseOptions;

/// Arguments of `sanmin backup`.
#[derive(Args)]
pub struct Arguments {
    /// The file to write; it must not exist yet
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseOptions,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
}

/// Saves the database.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let secrets = arguments.database.secrets_folder();
    let config = arguments.database.config()?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("cannot start: {error}"))?;
    let saved = runtime.block_on(async {
        let database = Database::attach(&config).await.map_err(|error| error.to_string())?;
        let saved = backup::backup(&database, &arguments.file, Clock::system().millis()).await.map_err(|error| error.to_string());
        database.close().await;
        saved
    })?;
    let secrets = secrets.display();
    super::say(&match arguments.json {
        true => json(&saved),
        false => format!(
            "saved {}\nto {}\nSHA-256 {}: note it down away from the file\nnot included: the keys in {secrets}; keep a copy of that folder in a safe, the backup cannot be used fully without it\n",
            describe(&saved),
            arguments.file.display(),
            saved.sha256
        ),
    });
    Ok(ExitCode::SUCCESS)
}

/// What a backup holds, in words.
pub(super) fn describe(summary: &Summary) -> String {
    let made_at = jiff::Timestamp::from_millisecond(summary.made_at).unwrap_or_default().to_zoned_datetime(local_zone());
    let made_at = made_at.strftime("%Y-%m-%d %H:%M:%S %:z");
    let Summary { rows, tables, schema, engine, .. } = summary;
    format!("{rows} rows of {tables} tables as of {made_at} (schema {schema:04}, from {engine})")
}

/// What a backup holds, as one JSON object.
pub(super) fn json(summary: &Summary) -> String {
    format!("{}\n", serde_json::to_string(summary).unwrap_or_default())
}
