//! `sanmin draw verify DIR`.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use sortition::files::{Published, replay};
use sortition::limits::MAX_RANKING_BYTES;

use super::{Failed, print, read_start};
use crate::commands::say;

/// Arguments of `sanmin draw verify`.
#[derive(Args)]
pub struct Arguments {
    /// A folder with pool.csv, quotas.csv, draw.json and ranking.csv; replacements.csv is replayed when it is there
    dir: PathBuf,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
}

/// Draws again and tells the verdict.
pub(super) fn run(arguments: Arguments) -> Result<ExitCode, Failed> {
    let Arguments { dir, json } = arguments;
    if !dir.is_dir() {
        return Err(Failed::file(&dir, "no such folder"));
    }
    let read = |name: &str| match read_start(&dir.join(name), MAX_RANKING_BYTES) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failed::file(&dir.join(name), error)),
    };
    let (pool, quotas, draw) = (read("pool.csv")?, read("quotas.csv")?, read("draw.json")?);
    let (ranking, replacements) = (read("ranking.csv")?, read("replacements.csv")?);
    let published = Published {
        pool: pool.as_deref(),
        quotas: quotas.as_deref(),
        draw: draw.as_deref(),
        ranking: ranking.as_deref(),
        replacements: replacements.as_deref(),
    };
    match replay(published) {
        Ok(replayed) => {
            let outcome = print::Outcome::new(&replayed.terms, &replayed.draw, &replayed.ranking);
            let replacements = replacements.is_some().then_some(replayed.replacements.len());
            say(&if json { outcome.verified_json(replacements) } else { outcome.verified(replacements) });
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => {
            if json {
                say(&print::faults_json("valid", &faults));
            }
            // The first is the difference; what follows from it is only counted.
            let others = faults.told.len().saturating_sub(1) + faults.more;
            let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
            let first = faults.told.first().map(ToString::to_string).unwrap_or_default();
            eprintln!("sanmin: {}{}{first}{more}", dir.display(), std::path::MAIN_SEPARATOR);
            Ok(ExitCode::FAILURE)
        }
    }
}
