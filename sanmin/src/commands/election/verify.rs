//! `sanmin election verify FILE.bel`.

mod ledger;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use ballot::verify::{Place, Refusal, Verified};
use clap::Args;
use serde_json::{Map, Value, json};

use super::archive::{reading, table};
use crate::commands::failed::{Failed, WRONG_USE};
use crate::commands::say;

/// Arguments of `sanmin election verify`.
#[derive(Args)]
pub struct Arguments {
    /// The election's archive
    #[arg(value_name = "FILE.bel")]
    archive: PathBuf,
    /// Compare with what was published before: the folder or address of a ledger
    #[arg(long, value_name = "DIR|URL")]
    ledger: Option<String>,
    /// Verifier keys of the ledger's log and witnesses, one a line
    #[arg(long, value_name = "FILE", requires = "ledger")]
    vkeys: Option<PathBuf>,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
}

/// What is wrong: a refusal of the archive, or of the archive against the ledger.
enum Wrong {
    Archive(Refusal),
    Ledger(ledger::Unpublished),
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failed> {
    let started = Instant::now();
    let verdict = match reading(&arguments.archive, !arguments.json, ballot::verify::verify)? {
        Err(refusal) => Err(Wrong::Archive(refusal)),
        Ok(verified) => match &arguments.ledger {
            None => Ok((verified, false)),
            Some(place) => ledger::compare(&verified, &arguments.archive, place, arguments.vkeys.as_deref())?.map(|()| (verified, true)),
        },
    };
    Ok(match verdict {
        Ok((verified, published)) => {
            say(&if arguments.json { right_json(&verified, started) } else { right(&verified, published, started) });
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            let (kind, at, message) = match &wrong {
                Wrong::Archive(refusal) => (refusal.kind.name(), place_json(&refusal.at), refusal.to_string()),
                Wrong::Ledger(unpublished) => (unpublished.kind(), Value::Object(Map::new()), unpublished.to_string()),
            };
            if arguments.json {
                say(&format!("{}\n", json!({"valid": false, "error": {"kind": kind, "at": at, "message": message}})));
            }
            eprintln!("sanmin: {}: {message}", arguments.archive.display());
            if kind == "read" { ExitCode::from(WRONG_USE) } else { ExitCode::FAILURE }
        }
    })
}

fn right(verified: &Verified, published: bool, started: Instant) -> String {
    let mut text = format!("right: election {} ({})\n", verified.election.uuid, verified.election.name);
    for (what, digest) in
        [("election", verified.setup.election), ("trustees", verified.setup.trustees), ("credentials", verified.setup.credentials)]
    {
        text.push_str(&format!("  {what:<12}{digest}\n"));
    }
    let owners: Vec<_> = verified.shares.iter().map(|share| share.owner().to_string()).collect();
    let (ballots, credentials) = (verified.trackers.len(), verified.credentials);
    text.push_str(&format!("{ballots} ballots of {credentials} credentials, opened by trustees {}\n", owners.join(", ")));
    if let Some(result) = &verified.result {
        text.push_str(&table(&verified.election, result));
    }
    text.push_str(if published {
        "as published in the ledger\n"
    } else {
        "not compared with a ledger: a consistent file can still have been made anew (--ledger)\n"
    });
    text.push_str(&format!("verified in {:.1} s\n", started.elapsed().as_secs_f64()));
    text
}

fn right_json(verified: &Verified, started: Instant) -> String {
    let verdict = json!({
        "valid": true,
        "uuid": verified.election.uuid.as_str(),
        "questions": verified.election.questions.len(),
        "credentials": verified.credentials,
        "ballots": verified.trackers.len(),
        "result": verified.result.as_ref().map(|result| &result.0),
        "seconds": started.elapsed().as_secs_f64(),
    });
    format!("{verdict}\n")
}

fn place_json(at: &Place) -> Value {
    let mut place = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            place.insert(name.to_owned(), value);
        }
    };
    put("member", at.member.map(Value::from));
    put("event", at.event.map(Value::from));
    put("tracker", at.tracker.map(|tracker| Value::from(tracker.to_string())));
    put("question", at.question.map(Value::from));
    put("answer", at.answer.map(Value::from));
    put("trustee", at.trustee.map(Value::from));
    Value::Object(place)
}
