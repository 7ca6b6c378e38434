//! `sanmin election check`: 检查 without a browser: encrypts again what a phone revealed, and compares.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use ballot::cast::{Poll, Revealed, UnverifiedBallot};
use ballot::election::Election;
use clap::Args;
use serde_json::{Value, json};
use ureq::Agent;

use crate::commands::failed::Failed;
use crate::commands::files::read;
use crate::commands::say;

const MAX_BYTES: usize = 5 << 20;
const TIMEOUT: Duration = Duration::from_secs(30);

/// Arguments of `sanmin election check`.
#[derive(Args)]
pub struct Arguments {
    /// The election, such as https://ballot.example/v/UUID/election.json
    #[arg(long, value_name = "FILE|URL")]
    election: String,
    /// What was revealed, such as https://ballot.example/v/UUID/checks/TRACKER
    #[arg(long, value_name = "FILE|URL")]
    revealed: String,
    /// The tracker that the phone showed before it revealed anything; without it this proves less
    #[arg(long, value_name = "TRACKER")]
    tracker: Option<String>,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failed> {
    let wrong_use = |place: &str, error: &dyn std::fmt::Display| Failed::WrongUse(format!("{place}: {error}"));
    let election = Election::from_json(&fetch(&arguments.election)?).map_err(|error| wrong_use(&arguments.election, &error))?;
    let text = fetch(&arguments.revealed)?;
    let (ballot, revealed) = ballotbox::ballots::revealed_parts(&text)
        .ok_or_else(|| wrong_use(&arguments.revealed, &"expected {\"ballot\":…,\"revealed\":…}"))?;
    let ballot = UnverifiedBallot::from_json(ballot.as_bytes()).map_err(|error| wrong_use(&arguments.revealed, &error))?;
    let revealed = Revealed::from_json(revealed.as_bytes()).map_err(|error| wrong_use(&arguments.revealed, &error))?;
    let tracker = ballot.tracker().to_string();
    let expected = arguments.tracker.as_deref().map(|text| text.split_whitespace().collect::<String>().replace('-', "+").replace('_', "/"));
    let verdict = match expected {
        Some(expected) if expected != tracker => Err(format!("another ballot was revealed: its tracker is {tracker}")),
        _ => Poll::new(&election).check_revealed(&ballot, &revealed).map_err(|error| error.to_string()),
    };
    Ok(match verdict {
        Ok(choices) => {
            say(&if arguments.json {
                right_json(&election, &tracker, &choices)
            } else {
                right(&election, &tracker, &choices, arguments.tracker.is_some())
            });
            ExitCode::SUCCESS
        }
        Err(reason) => {
            if arguments.json {
                say(&format!("{}\n", json!({"right": false, "tracker": tracker, "error": reason})));
            }
            eprintln!("sanmin: {}: {reason}", arguments.revealed);
            ExitCode::FAILURE
        }
    })
}

/// Question and chosen answer, in order.
fn chosen<'a>(election: &'a Election, choices: &'a [usize]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let answer = |(question, choice): (&'a ballot::election::Question, &usize)| {
        (question.question.as_str(), question.answers.get(*choice).map_or("", String::as_str))
    };
    election.questions.iter().zip(choices).map(answer)
}

fn right(election: &Election, tracker: &str, choices: &[usize], compared: bool) -> String {
    let mut text = format!("right: ballot {tracker} encrypts\n");
    for (question, answer) in chosen(election, choices) {
        text.push_str(&format!("  {question}  {answer}\n"));
    }
    if !compared {
        text.push_str("not compared with a tracker noted before it was revealed (--tracker)\n");
    }
    text
}

fn right_json(election: &Election, tracker: &str, choices: &[usize]) -> String {
    let answers: Vec<Value> = chosen(election, choices).map(|(question, answer)| json!({"question": question, "answer": answer})).collect();
    format!("{}\n", json!({"right": true, "uuid": election.uuid.as_str(), "tracker": tracker, "choices": answers}))
}

/// A file, or what is at an address.
fn fetch(place: &str) -> Result<Vec<u8>, Failed> {
    if !place.starts_with("http://") && !place.starts_with("https://") {
        return read(Path::new(place), MAX_BYTES);
    }
    let agent: Agent = Agent::config_builder().timeout_global(Some(TIMEOUT)).user_agent("sanmin").build().into();
    let failed = |error: ureq::Error| Failed::WrongUse(format!("{place}: {error}"));
    let mut answer = agent.get(place).call().map_err(failed)?;
    answer.body_mut().with_config().limit(MAX_BYTES as u64).read_to_vec().map_err(failed)
}
