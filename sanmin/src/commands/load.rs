//! `sanmin load`: casts real ballots at a ballot host as a hall of phones does, and says how long they waited.

mod ballots;
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
use rehearsal::phones::BallotHost;
use url::Url;

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
    let (origin, uuid) = place(&arguments.url)?;
    let (host, election) = BallotHost::enter(&origin, uuid).map_err(|stumbled| Failed::WrongUse(stumbled.to_string()))?;
    let cards = ballots::cards(&arguments.credentials, arguments.ballots)?;
    let progress = bar(cards.len() as u64, "making ballots {bar:40} {pos}/{len}", !arguments.json);
    let ballots = ballots::make(&election, &cards, || progress.inc(1))?;
    progress.finish_and_clear();

    let before = arguments.pid.map(processor::seconds).transpose()?;
    let began = Instant::now();
    let outcomes = cast(arguments, &host, &ballots);
    let took = began.elapsed();
    let after = arguments.pid.map(processor::seconds).transpose()?;
    let used = before.zip(after).map(|(before, after)| after - before);
    let report = Report::of(&outcomes, took, used);
    say(&if arguments.json { report.json() } else { report.text() });
    Ok(if report.is_complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Posts each ballot when it is due; the waiting is counted from then, also when no phone was free.
fn cast(arguments: &Cast, host: &BallotHost, ballots: &[String]) -> Vec<Outcome> {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(ballots.len())));
    let progress = bar(ballots.len() as u64, "casting {bar:40} {pos}/{len} {eta}", !arguments.json);
    let began = Instant::now();
    let phone = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(ballot) = ballots.get(place) else { return };
            let share = place as f64 / ballots.len() as f64;
            let due = began + Duration::from_secs(arguments.seconds.into()).mul_f64(share);
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let twice = place * usize::from(arguments.double) % 100 < usize::from(arguments.double);
            let outcome = post(host, ballot, due, twice);
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

/// Host and election of an address such as cards lead to.
fn place(url: &Url) -> Result<(String, &str), Failed> {
    let uuid = url.path().strip_prefix("/v/").map(|uuid| uuid.trim_end_matches('/'));
    let uuid = uuid.filter(|uuid| !uuid.is_empty() && !uuid.contains('/') && matches!(url.scheme(), "http" | "https"));
    let wrong = || Failed::WrongUse(format!("--url {url}: expected an address such as http://localhost:7301/v/3qTgG8y7oP1zXk"));
    Ok((url.origin().ascii_serialization(), uuid.ok_or_else(wrong)?))
}

/// Posts a ballot until it is acknowledged or refused; `twice` posts it again afterwards.
fn post(host: &BallotHost, ballot: &str, due: Instant, twice: bool) -> Outcome {
    let mut outcome = Outcome::default();
    for round in 0..=u32::from(twice) {
        match host.insist(|| host.post("ballots", ballot)) {
            Err(_) => outcome.refused = Some("gave-up".to_owned()),
            Ok(insisted) => {
                outcome.again.extend(insisted.again);
                match insisted.answer.map(|answer| host.receipt(&answer, ballot)) {
                    Ok(Ok(_)) if round == 0 => outcome.waited = Some(due.elapsed()),
                    Ok(Ok(_)) => outcome.doubled = 1,
                    Ok(Err(_)) => outcome.refused = Some("wrong-receipt".to_owned()),
                    Err(word) => outcome.refused = Some(word),
                }
            }
        }
        if outcome.refused.is_some() {
            break;
        }
    }
    outcome
}
