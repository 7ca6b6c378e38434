//! `sanmin election cards`: the card maker's work, on a machine without a network.

mod sheet;

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use ballot::election::Election;
use ballot::group::system_random;
use ballotbox::cards::deck::{self, Deck, DeckError};
use clap::Args;
use keyfile::{Cost, KeyFile};
use url::Url;

use super::folder::{self, CREDENTIALS};
use super::passphrase::PassphraseSource;
use crate::commands::failed::Failed;
use crate::commands::files::{Readers, empty_folder, write_new};
use crate::commands::plan::read_settled;
use crate::commands::say;

/// The file to print and to destroy.
const PRINT: &str = "cards-to-print.html";
/// For the server: how many cards each venue has, and the SHA-256 of its list.
const VENUES: &str = "venues.json";
/// For the card maker's own safe: which public credentials each venue has.
const VENUE_LISTS: &str = "venue-lists.key.json";
/// What kind of key file that is.
pub(super) const VENUE_LISTS_KIND: &str = "venue-lists";

/// Arguments of `sanmin election cards`.
#[derive(Args)]
pub struct Arguments {
    /// The plan folder, such as plans/ordos-2024
    #[arg(long, value_name = "DIR")]
    plan: PathBuf,
    /// Which session, from 1
    #[arg(long, value_name = "N")]
    session: u32,
    /// That session's election.json
    #[arg(long, value_name = "FILE")]
    election: PathBuf,
    /// Where phones will find the ballot page, such as https://ballot.example.org
    #[allow(rustdoc::bare_urls)] // The line is also the help text.
    #[arg(long, value_name = "URL")]
    origin: Url,
    /// An empty folder
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let plan = read_settled(&arguments.plan)?;
    let session = plan.session(arguments.session).ok_or_else(|| {
        let sessions = plan.sessions().len();
        Failed::WrongUse(format!("--session {}: the plan has {sessions} sessions", arguments.session))
    })?;
    let election = folder::election(&arguments.election)?;
    check_departments(&plan, session.number, &election, &arguments.election)?;
    let address = ballot_address(&arguments.origin, &election)?;
    let passphrase = arguments.passphrase.fresh()?;
    let out = empty_folder(&arguments.out)?;

    let decks: Vec<Deck> =
        plan.venues.iter().map(|venue| Deck::make(&plan, venue, &election.uuid)).collect::<Result<_, _>>().map_err(not_made)?;
    let all = deck::merge(&decks).ok_or_else(|| not_made(DeckError::Alike))?;
    let kinds = sheet::Words { activity: &plan.activity.short_title, session: &session.name, number: session.number };
    print(&out.join(PRINT), &kinds, &decks, &address)?;
    write_new(&out.join(CREDENTIALS), all.to_json().as_bytes(), Readers::Usual)?;
    write_new(&out.join(VENUES), deck::venues(&election.uuid, session.number, &decks).to_text().as_bytes(), Readers::Usual)?;
    let lists = KeyFile::seal(
        VENUE_LISTS_KIND,
        about(&election, session.number),
        &deck::lists(&decks),
        &passphrase,
        Cost::STRONG,
        &mut system_random(),
    );
    let lists = lists.map_err(|error| Failed::Here(error.to_string()))?;
    write_new(&out.join(VENUE_LISTS), lists.to_text().as_bytes(), Readers::Owner)?;
    say(&instructions(&out, &decks, all.len()));
    Ok(())
}

/// The cards of one session must not be made for another.
fn check_departments(plan: &plan::Plan, session: u32, election: &Election, path: &Path) -> Result<(), Failed> {
    let departments: Vec<_> = plan.departments_of(session).into_iter().map(|department| department.name.as_str()).collect();
    let questions: Vec<_> = election.questions.iter().map(|question| question.question.as_str()).collect();
    if departments == questions { Ok(()) } else { Err(Failed::file(path, format!("not the election of session {session} of this plan"))) }
}

/// `https://ballot-host/v/{uuid}#`, which the credential is put behind.
fn ballot_address(origin: &Url, election: &Election) -> Result<String, Failed> {
    let plain = origin.path() == "/" && origin.query().is_none() && origin.fragment().is_none() && origin.username().is_empty();
    if !plain || !matches!(origin.scheme(), "https" | "http") || origin.host_str().is_none() {
        return Err(Failed::WrongUse(format!("--origin {origin}: only scheme, host and port, such as https://ballot.example.org")));
    }
    if origin.scheme() == "http" {
        eprintln!("sanmin: --origin {origin}: without TLS anybody on the way can change the ballot page; only for rehearsals");
    }
    Ok(format!("{}/v/{}#", origin.origin().ascii_serialization(), election.uuid))
}

fn print(path: &Path, words: &sheet::Words<'_>, decks: &[Deck], address: &str) -> Result<(), Failed> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || {
        let mut file = BufWriter::new(options.open(path)?);
        sheet::write(&mut file, words, decks, address)?;
        std::io::Write::flush(&mut file)?;
        file.get_ref().sync_all()
    };
    write().map_err(|error| Failed::write(path, error))
}

fn not_made(error: DeckError) -> Failed {
    match error {
        DeckError::Seats(_) => Failed::WrongUse(error.to_string()),
        DeckError::Alike => Failed::Here(error.to_string()),
    }
}

fn about(election: &Election, session: u32) -> BTreeMap<String, String> {
    [("election", election.uuid.to_string()), ("session", session.to_string())].map(|(name, value)| (name.to_owned(), value)).into()
}

fn instructions(out: &Path, decks: &[Deck], all: usize) -> String {
    let mut text = String::new();
    for deck in decks {
        text.push_str(&format!("{:>6} cards for {} ({} seats), list {}\n", deck.cards.len(), deck.name, deck.seats, deck.fingerprint()));
    }
    let file = |name: &str| out.join(name).display().to_string();
    text.push_str(&format!(
        "{all} cards in all\n\n\
         to print, then to destroy before two bodies:\n  {}\n  with it the printer's memory and this machine's disk; the private keys stand nowhere else\n\
         for the server:\n  {}\n  {}\n\
         for your own safe, never for the server:\n  {}\n",
        file(PRINT),
        file(CREDENTIALS),
        file(VENUES),
        file(VENUE_LISTS),
    ));
    text
}
