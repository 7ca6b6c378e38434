//! Ballots made beforehand, on all cores.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, available_parallelism};

use ballot::cast::Poll;
use ballot::credential::Credential;
use ballot::election::Election;
use ballot::group::system_random;
use zeroize::Zeroizing;

use crate::commands::failed::Failed;

/// The cards of the file, at most so many.
pub fn cards(file: &Path, most: Option<usize>) -> Result<Vec<Credential>, Failed> {
    let text = Zeroizing::new(fs::read_to_string(file).map_err(|error| Failed::file(file, error))?);
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(most.unwrap_or(usize::MAX));
    let card =
        |(at, line): (usize, &str)| Credential::parse(line.trim()).map_err(|error| Failed::file(file, format!("line {}: {error}", at + 1)));
    let cards = lines.map(card).collect::<Result<Vec<_>, _>>()?;
    if cards.is_empty() { Err(Failed::file(file, "no credential in it")) } else { Ok(cards) }
}

/// One ballot a card, with choices by chance.
pub fn make(election: &Election, cards: &[Credential], done: impl Fn() + Sync) -> Result<Vec<String>, Failed> {
    let (poll, next) = (Poll::new(election), AtomicUsize::new(0));
    let work = || -> Result<Vec<(usize, String)>, String> {
        let mut made = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(card) = cards.get(place) else { return Ok(made) };
            let choices = choices(poll.shape())?;
            let ballot = poll.cast(card, &choices, &mut system_random()).map_err(|error| error.to_string())?;
            made.push((place, String::from_utf8(ballot.text().to_vec()).map_err(|error| error.to_string())?));
            done();
        }
    };
    let parts: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..available_parallelism().map_or(1, Into::into)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err("a thread panicked".to_owned()))).collect()
    });
    let parts: Vec<_> =
        parts.into_iter().collect::<Result<_, _>>().map_err(|error| Failed::Here(format!("cannot make ballots: {error}")))?;
    let mut all: Vec<_> = parts.into_iter().flatten().collect();
    all.sort_by_key(|(place, _)| *place);
    Ok(all.into_iter().map(|(_, text)| text).collect())
}

fn choices(shape: &[usize]) -> Result<Vec<usize>, String> {
    let chance = |answers: &usize| getrandom::u32().map(|number| number as usize % (*answers).max(1));
    shape.iter().map(chance).collect::<Result<_, _>>().map_err(|error| error.to_string())
}
