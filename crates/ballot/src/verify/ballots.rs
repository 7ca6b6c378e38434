//! All ballots, in batches on all cores.

use super::refusal::{Place, Refusal, RefusalKind};
use super::setup::Setup;
use super::walk::{Step, Walk};
use super::{Options, Progress};
use crate::archive::EventType;
use crate::cast::{BallotRefusal, UnverifiedBallot, VerifiedBallot, in_parallel, threads};
use crate::digest::{Digest, Tracker};
use crate::tally::Counter;
use std::collections::HashSet;
use std::io::Read;

/// Ballots that one thread gets in one batch; a batch is all that is held of the archive.
const BATCH_PER_THREAD: usize = 16;

/// Who cast the ballots, in the order of the archive.
pub(super) struct Cast {
    pub(super) trackers: Vec<Tracker>,
    pub(super) voted: HashSet<[u8; 32]>,
}

/// The text of a ballot and where it stood.
struct Waiting {
    at: Place,
    tracker: Tracker,
    text: Vec<u8>,
}

/// Reads and checks all ballots up to the event `EndBallots`, and adds them up.
pub(super) fn read<R: Read>(walk: &mut Walk<R>, setup: &Setup, options: &mut Options<'_>) -> Result<(Cast, Counter), Refusal> {
    let poll = options.poll.filter(|poll| poll.fingerprint() == setup.poll.fingerprint()).unwrap_or(&setup.poll);
    let check = |ballot| poll.verify(ballot, &setup.credentials);
    let mut counter = Counter::new(poll);
    let cast = each(walk, options, check, |ballot: VerifiedBallot| {
        counter.add(&ballot);
        *ballot.credential().encoding()
    })?;
    Ok((cast, counter))
}

/// Reads all ballots up to the event `EndBallots` and checks by whom they were cast.
pub(super) fn read_signatures<R: Read>(walk: &mut Walk<R>, setup: &Setup, options: &mut Options<'_>) -> Result<Cast, Refusal> {
    let check = |ballot: UnverifiedBallot| setup.poll.verify_signature(&ballot, &setup.credentials);
    each(walk, options, check, |credential| *credential.encoding())
}

/// Calls `check` for each ballot, on all cores, then `take`, in the order of the archive, which tells the ballot's credential.
fn each<R: Read, T: Send>(
    walk: &mut Walk<R>,
    options: &mut Options<'_>,
    check: impl Fn(UnverifiedBallot) -> Result<T, BallotRefusal> + Sync,
    mut take: impl FnMut(T) -> [u8; 32],
) -> Result<Cast, Refusal> {
    let threads = threads(options.threads);
    let mut cast = Cast { trackers: Vec::new(), voted: HashSet::new() };
    let mut seen = HashSet::new();
    loop {
        let (batch, last) = read_batch(walk, &mut seen, threads * BATCH_PER_THREAD)?;
        let checked = in_parallel(batch.len(), threads, |index| {
            let text = batch.get(index).map(|waiting| waiting.text.as_slice()).unwrap_or_default();
            UnverifiedBallot::from_json(text).and_then(&check)
        });
        for (waiting, result) in batch.iter().zip(checked) {
            let credential = take(result.map_err(|refusal| refuse(waiting, refusal))?);
            if !cast.voted.insert(credential) {
                return Err(waiting.at.refuse(RefusalKind::RepeatedCredential));
            }
            cast.trackers.push(waiting.tracker);
        }
        if let Some(progress) = &mut options.progress {
            progress(Progress { ballots: cast.trackers.len() as u64, bytes: walk.bytes() });
        }
        if last {
            return Ok(cast);
        }
    }
}

/// Some ballots, and whether they were the last.
fn read_batch<R: Read>(walk: &mut Walk<R>, seen: &mut HashSet<Digest>, size: usize) -> Result<(Vec<Waiting>, bool), Refusal> {
    let mut batch = Vec::with_capacity(size);
    while batch.len() < size {
        match walk.step()? {
            Step::Data(digest, text) => {
                let tracker = Tracker(digest);
                let at = walk.at().ballot(tracker);
                if !seen.insert(digest) {
                    return Err(at.refuse(RefusalKind::RepeatedBallot));
                }
                walk.event(EventType::Ballot, Some(digest))?;
                batch.push(Waiting { at, tracker, text });
            }
            Step::Event(event) => {
                walk.expect(event, EventType::EndBallots, None)?;
                return Ok((batch, true));
            }
            Step::End => return Err(walk.refuse(RefusalKind::Ends { expected: EventType::EndBallots.name() })),
        }
    }
    Ok((batch, false))
}

fn refuse(waiting: &Waiting, refusal: BallotRefusal) -> Refusal {
    waiting.at.answer(refusal.question, refusal.answer).refuse(RefusalKind::Ballot(refusal.kind))
}
