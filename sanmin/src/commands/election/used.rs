//! `sanmin election used`: the card maker's work after a session, on a machine without a network: with how many cards of each venue a ballot
//! was cast. Counts only leave that machine. Who signed the ballots is verified here; what they say is for trustees and public to verify.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ballot::credential::CredentialList;
use ballot::verify::verify_signatures;
use ballotbox::cards::used::{Used, UsedLine};
use clap::Args;
use keyfile::KeyFile;
use serde_json::{Map, Value};

use super::archive::reading;
use super::cards::VENUE_LISTS_KIND;
use super::passphrase::PassphraseSource;
use crate::commands::failed::Failed;
use crate::commands::files::{Readers, read, write_new};
use crate::commands::say;

/// The lists of all venues.
const MAX_LISTS_BYTES: usize = 64 << 20;

/// Arguments of `sanmin election used`.
#[derive(Args)]
pub struct Arguments {
    /// The sealed venue lists from your safe, venue-lists.key.json
    #[arg(long, value_name = "FILE")]
    venue_lists: PathBuf,
    /// The session's public archive of encrypted ballots
    #[arg(long, value_name = "FILE.bel")]
    archive: PathBuf,
    /// The file to write, used.json
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let path = &arguments.venue_lists;
    let file = KeyFile::parse(&read(path, MAX_LISTS_BYTES)?).map_err(|error| Failed::file(path, error))?;
    let signed = reading(&arguments.archive, true, verify_signatures)?.map_err(|refusal| Failed::file(&arguments.archive, refusal))?;
    let uuid = signed.election.uuid.as_str();
    if file.public().get("election").map(String::as_str) != Some(uuid) {
        return Err(Failed::file(path, format!("the venue lists of another election than {uuid}")));
    }
    let (_, lists) = arguments.passphrase.open(&file, VENUE_LISTS_KIND, path)?;
    let broken = |why: &str| Failed::file(path, format!("not the venue lists of the card maker: {why}"));
    let lists: Map<String, Value> = serde_json::from_slice(&lists).map_err(|_| broken("no JSON"))?;
    let mut seen = BTreeSet::new();
    let mut venues = Vec::new();
    for (venue, list) in &lists {
        let list = list.as_str().and_then(|text| CredentialList::from_json(text.as_bytes()).ok()).ok_or_else(|| broken(venue))?;
        let mut used = 0_u32;
        for key in list.keys() {
            if !seen.insert(*key.encoding()) {
                return Err(broken("a card stands in two venues"));
            }
            used += u32::from(signed.voted.contains(key.encoding()));
        }
        venues.push(UsedLine { venue: venue.clone(), used });
    }
    venues.sort_by(|one, other| one.venue.cmp(&other.venue));
    let sum: u64 = venues.iter().map(|line| u64::from(line.used)).sum();
    let ballots = signed.trackers.len() as u64;
    if sum != ballots {
        return Err(Failed::file(&arguments.archive, format!("{ballots} ballots, but the venue lists know the cards of only {sum}")));
    }
    let used = Used { v: 1, uuid: uuid.to_owned(), venues };
    write_new(&arguments.out, used.to_text().as_bytes(), Readers::Usual)?;
    let mut text = String::new();
    for line in &used.venues {
        text.push_str(&format!("{:>6} used in {}\n", line.used, line.venue));
    }
    text.push_str(&format!("{sum} ballots in all\nfor the server:\n  {}\n", arguments.out.display()));
    say(&text);
    Ok(())
}
