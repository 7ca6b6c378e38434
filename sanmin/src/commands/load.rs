//! `sanmin load`: casts real ballots at a ballot host as a hall of phones does, and says how long they waited.

mod ballots;
mod client;
mod live;
mod processor;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use url::Url;

use self::client::Client;
use self::report::{Outcome, Report};
use super::failed::{Failed, exit_code};
use super::progress::bar;
use super::say;

/// Arguments of `sanmin load`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    cast: Option<Cast>,
}

/// Other things to load a server with than ballots.
#[derive(Subcommand)]
enum What {
    /// Hold many pages open that show what is on stage, and measure the server's memory
    Live(live::Arguments),
}

/// Arguments of casting.
#[derive(Args)]
struct Cast {
    /// The election as its cards lead to it, such as http://localhost:7301/v/3qTgG8y7oP1zXk
    #[allow(rustdoc::bare_urls)] // The line is also the help text.
    #[arg(long, value_name = "URL")]
    url: Url,
    /// Private credentials of a rehearsal, one a line; each casts one ballot
    #[arg(long, value_name = "FILE")]
    credentials: PathBuf,
    /// Cast only so many of them
    #[arg(long, value_name = "N")]
    ballots: Option<usize>,
    /// Over how many seconds the ballots are spread evenly; 0 for all at once
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u32,
    /// Most phones that send at the same moment
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    phones: u16,
    /// How many of a hundred ballots are posted a second time, as phones do that lost the answer
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(0..=100))]
    double: u8,
    /// The server's process on this machine, to measure the processor time that a ballot costs it
    #[arg(long, value_name = "PID")]
    pid: Option<u32>,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
}

/// Status 0 if every ballot was acknowledged.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    match (arguments.what, arguments.cast) {
        (Some(What::Live(arguments)), _) => exit_code(live::run(&arguments)),
        (None, Some(arguments)) => exit_code(load(&arguments)),
        (None, None) => exit_code(Err(Failed::WrongUse("say what to load: --url and --credentials for ballots, or `live`".into()))),
    }
}

fn load(arguments: &Cast) -> Result<ExitCode, Failed> {
    let client = Client::new(&arguments.url)?;
    let (election, receipt_key) = client.election()?;
    let cards = ballots::cards(&arguments.credentials, arguments.ballots)?;
    let progress = bar(cards.len() as u64, "making ballots {bar:40} {pos}/{len}", !arguments.json);
    let ballots = ballots::make(&election, &cards, || progress.inc(1))?;
    progress.finish_and_clear();

    let before = arguments.pid.map(processor::seconds).transpose()?;
    let began = Instant::now();
    let outcomes = cast(arguments, &client, &ballots, &receipt_key);
    let took = began.elapsed();
    let after = arguments.pid.map(processor::seconds).transpose()?;
    let used = before.zip(after).map(|(before, after)| after - before);
    let report = Report::of(&outcomes, took, used);
    say(&if arguments.json { report.json() } else { report.text() });
    Ok(if report.is_complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Posts each ballot when it is due; the waiting is counted from then, also when no phone was free.
fn cast(arguments: &Cast, client: &Client, ballots: &[String], receipt_key: &str) -> Vec<Outcome> {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(ballots.len())));
    let progress = bar(ballots.len() as u64, "casting {bar:40} {pos}/{len} {eta}", !arguments.json);
    let began = Instant::now();
    let phone = || {
        let client = client.another();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(ballot) = ballots.get(place) else { return };
            let share = place as f64 / ballots.len() as f64;
            let due = began + Duration::from_secs(arguments.seconds.into()).mul_f64(share);
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let twice = place * usize::from(arguments.double) % 100 < usize::from(arguments.double);
            let outcome = client.cast(ballot, receipt_key, due, twice);
            progress.inc(1);
            if let Ok(mut outcomes) = outcomes.lock() {
                outcomes.push(outcome);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..usize::from(arguments.phones).min(ballots.len()) {
            scope.spawn(phone);
        }
    });
    progress.finish_and_clear();
    outcomes.into_inner().unwrap_or_default()
}
