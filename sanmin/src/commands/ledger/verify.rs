//! `sanmin ledger verify DIR|URL`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use jiff::Timestamp;
use ledger::limits::MAX_NOTE_BYTES;
use ledger::witness::Seen;
use ledger::{Origin, ReplayError, ReplayReport, SignedCheckpoint, Stopped, Trust, replay};
use record::Statement;
use serde_json::json;

use super::source::{Source, SourceError};
use super::trust::trust_of;
use crate::commands::failed::{Failed, WRONG_USE};
use crate::commands::files::read_capped;
use crate::commands::progress::bar;
use crate::commands::say;

/// Arguments of `sanmin ledger verify`.
#[derive(Args)]
pub struct Arguments {
    /// A folder with a ledger's files, or the address of a server below which they are
    #[arg(value_name = "DIR|URL")]
    place: String,
    /// Verifier keys of the log and of witnesses, one a line
    #[arg(long, value_name = "FILE")]
    vkeys: Option<PathBuf>,
    /// How many of the known witnesses must have cosigned [default: two, or as many as are known]
    #[arg(long, value_name = "N")]
    cosignatures: Option<usize>,
    /// A checkpoint kept from before, which this ledger must contain (repeatable)
    #[arg(long, value_name = "FILE")]
    seen: Vec<PathBuf>,
    /// Every entry must be a public statement of this program
    #[arg(long)]
    statements: bool,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
}

/// Verifies and prints the verdict.
pub(super) fn run(arguments: Arguments) -> Result<ExitCode, Failed> {
    let mut source = Source::open(&arguments.place).map_err(Failed::WrongUse)?;
    let (trust, origins) = trust(&arguments)?;
    let started = Instant::now();
    let bar = bar(0, "{bar:40} {human_pos}/{human_len} entries, {eta} left", !arguments.json);
    let mut types: BTreeMap<String, u64> = BTreeMap::new();
    let entry = |_: u64, bytes: &[u8]| {
        match Statement::from_bytes(bytes) {
            Ok(statement) => *types.entry(statement.kind().to_owned()).or_default() += 1,
            Err(error) if arguments.statements => return Err(Stopped(format!("not a public statement: {error}"))),
            Err(_) => *types.entry("(other)".to_owned()).or_default() += 1,
        }
        Ok(())
    };
    let replayed = replay(&mut source, &trust, entry, |progress| {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    let verdict = replayed.map(|report| (report, types));
    let same_log = |report: &ReplayReport| origins.iter().all(|origin| origin == report.checkpoint.origin());
    match verdict {
        Ok((report, _)) if !same_log(&report) => {
            Err(Failed::WrongUse(format!("--seen: a checkpoint of another log than {}", report.checkpoint.origin())))
        }
        Ok((report, types)) => {
            say(&if arguments.json { right_json(&report, &types, started) } else { right(&report, &types, started) });
            if !report.signed {
                eprintln!("sanmin: no --vkeys: the ledger agrees with its checkpoint, but who signed it was not checked");
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            if arguments.json {
                let error = json!({"kind": error.kind(), "at": error.place(), "message": error.to_string()});
                say(&format!("{}\n", json!({"valid": false, "error": error})));
            }
            eprintln!("sanmin: {}: {error}", arguments.place);
            Ok(if is_about_source(&error) { ExitCode::from(WRONG_USE) } else { ExitCode::FAILURE })
        }
    }
}

/// A source that fails says nothing about the ledger.
fn is_about_source(error: &ReplayError<SourceError>) -> bool {
    matches!(error, ReplayError::Source { .. })
}

/// What the reader brings along, and the origins of the checkpoints seen before.
fn trust(arguments: &Arguments) -> Result<(Trust, Vec<Origin>), Failed> {
    let mut trust = trust_of(arguments.vkeys.as_deref(), arguments.cosignatures)?;
    let mut origins = Vec::new();
    for file in &arguments.seen {
        let bytes = read_capped(file, MAX_NOTE_BYTES).map_err(|error| Failed::file(file, error))?;
        let signed = SignedCheckpoint::parse(&bytes).map_err(|error| Failed::file(file, error))?;
        if !trust.logs.is_empty() {
            signed.check(&trust.logs).map_err(|error| Failed::file(file, error))?;
        }
        trust.earlier.push(Seen::from(signed.unverified()));
        origins.push(signed.unverified().origin().clone());
    }
    Ok((trust, origins))
}

fn right(report: &ReplayReport, types: &BTreeMap<String, u64>, started: Instant) -> String {
    let checkpoint = &report.checkpoint;
    let mut text = format!("right: {}, {} entries, root {}\n", checkpoint.origin(), checkpoint.size(), checkpoint.root());
    text.push_str(&format!("short hash of the checkpoint: {}\n", checkpoint.root().short()));
    text.push_str(if report.signed { "signed by the log\n" } else { "signature not checked\n" });
    for cosignature in &report.cosignatures {
        text.push_str(&format!("cosigned by {} at {}\n", cosignature.witness.name(), time(cosignature.timestamp)));
    }
    if report.unknown_signatures > 0 {
        text.push_str(&format!("{} signatures by keys that are not known, ignored\n", report.unknown_signatures));
    }
    types.iter().for_each(|(name, count)| text.push_str(&format!("{count:>8}  {name}\n")));
    text.push_str(&format!("{} files read in {:.1} s\n", report.tiles + 1, started.elapsed().as_secs_f64()));
    text
}

fn right_json(report: &ReplayReport, types: &BTreeMap<String, u64>, started: Instant) -> String {
    let checkpoint = &report.checkpoint;
    let cosignature = |it: &ledger::Cosignature| json!({"witness": it.witness.name().as_str(), "timestamp": it.timestamp});
    let verdict = json!({
        "valid": true,
        "origin": checkpoint.origin().as_str(),
        "size": checkpoint.size(),
        "root": checkpoint.root().to_string(),
        "short": checkpoint.root().short(),
        "signed": report.signed,
        "cosignatures": report.cosignatures.iter().map(cosignature).collect::<Vec<_>>(),
        "unknown_signatures": report.unknown_signatures,
        "statements": types,
        "files": report.tiles + 1,
        "seconds": started.elapsed().as_secs_f64(),
    });
    format!("{verdict}\n")
}

fn time(seconds: u64) -> String {
    let time = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    time.map_or_else(|| format!("{seconds} s after 1970"), |time| time.to_string())
}
