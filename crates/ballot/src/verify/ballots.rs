//! All ballots, in batches on all cores.

use super::refusal::{Place, Refusal, RefusalKind};
use super::setup::Setup;
use super::walk::{Step, Walk};
use super::{Options, Progress};
use crate::archive::EventType;
use crate::cast::{BallotRefusal, threads};
use crate::digest::{Digest, Tracker};
use crate::tally::Counter;
use std::collections::HashSet;
use std::io::Read;

/// Ballots that one thread gets in one batch; a batch is all that is held of the archive.
const BATCH_PER_THREAD: usize = 16;

/// What is kept of the ballots.
pub(super) struct Counted {
    pub(super) counter: Counter,
    pub(super) trackers: Vec<Tracker>,
    pub(super) voted: HashSet<[u8; 32]>,
}

/// The text of a ballot and where it stood.
struct Waiting {
    at: Place,
    text: Vec<u8>,
}

/// Reads and checks all ballots up to the event `EndBallots`.
pub(super) fn read<R: Read>(walk: &mut Walk<R>, setup: &Setup, options: &mut Options<'_>) -> Result<Counted, Refusal> {
    let threads = threads(options.threads);
    let poll = options.poll.filter(|poll| poll.fingerprint() == setup.poll.fingerprint()).unwrap_or(&setup.poll);
    let mut counted = Counted { counter: Counter::new(poll), trackers: Vec::new(), voted: HashSet::new() };
    let mut seen = HashSet::new();
    loop {
        let (batch, last) = read_batch(walk, &mut seen, threads * BATCH_PER_THREAD)?;
        let texts: Vec<&[u8]> = batch.iter().map(|waiting| waiting.text.as_slice()).collect();
        for (waiting, result) in batch.iter().zip(poll.verify_all(&texts, &setup.credentials, threads)) {
            let ballot = result.map_err(|refusal| refuse(waiting, refusal))?;
            if !counted.voted.insert(*ballot.credential().encoding()) {
                return Err(waiting.at.refuse(RefusalKind::RepeatedCredential));
            }
            counted.counter.add(&ballot);
            counted.trackers.push(ballot.tracker());
        }
        if let Some(progress) = &mut options.progress {
            progress(Progress { ballots: counted.counter.ballots(), bytes: walk.bytes() });
        }
        if last {
            return Ok(counted);
        }
    }
}

/// Some ballots, and whether they were the last.
fn read_batch<R: Read>(walk: &mut Walk<R>, seen: &mut HashSet<Digest>, size: usize) -> Result<(Vec<Waiting>, bool), Refusal> {
    let mut batch = Vec::with_capacity(size);
    while batch.len() < size {
        match walk.step()? {
            Step::Data(digest, text) => {
                let at = walk.at().ballot(Tracker(digest));
                if !seen.insert(digest) {
                    return Err(at.refuse(RefusalKind::RepeatedBallot));
                }
                walk.event(EventType::Ballot, Some(digest))?;
                batch.push(Waiting { at, text });
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
