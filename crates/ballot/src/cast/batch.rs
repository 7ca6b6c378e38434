//! Work on many ballots at once, on as many cores as are wanted.

use super::context::Poll;
use super::form::{UnverifiedBallot, VerifiedBallot};
use super::refusal::BallotRefusal;
use crate::credential::CredentialList;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// As many threads as are asked for; 0 stands for as many as the machine has.
pub(crate) fn threads(wanted: usize) -> usize {
    if wanted == 0 { thread::available_parallelism().map_or(1, Into::into) } else { wanted }
}

/// Calls `work` for each index below `count`, each thread taking the next one; the results in the order of the indices.
pub(crate) fn in_parallel<T: Send>(count: usize, threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            done.push((index, work(index)));
        }
    };
    let mut results = thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(count)).map(|_| scope.spawn(run)).collect();
        let mut results = run();
        for other in others {
            match other.join() {
                Ok(more) => results.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

impl Poll {
    /// Reads and checks many ballots on `threads` cores, 0 for as many as the machine has; the results in their order.
    /// As with [`Poll::verify`], whether a credential votes twice is the caller's to know.
    pub fn verify_all(&self, texts: &[&[u8]], credentials: &CredentialList, threads: usize) -> Vec<Result<VerifiedBallot, BallotRefusal>> {
        in_parallel(texts.len(), self::threads(threads), |index| {
            let text = texts.get(index).copied().unwrap_or_default();
            UnverifiedBallot::from_json(text).and_then(|ballot| self.verify(ballot, credentials))
        })
    }
}
