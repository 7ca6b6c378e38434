//! The verifier: from the bytes of an archive to a result that can be relied on (specification, "Audit").
//!
//! [`verify`] accepts only what is exactly right and names the first thing that is not: what, and where. It reads the
//! archive once from start to end, keeps of each ballot only its fingerprint and credential, and checks proofs on all
//! cores. [`verify_total`] does the same for an archive that ends with the encrypted total: what a trustee is shown
//! before opening it. [`verify_signatures`] looks only at who cast the ballots. A consistent file can still have been made anew; [`Verified::compare`] holds it against what was
//! published before.

mod ballots;
mod opening;
mod published;
mod refusal;
mod setup;
mod walk;

pub use published::Published;
pub use refusal::{Place, Refusal, RefusalKind};

use crate::cast::Poll;
use crate::digest::{Digest, Tracker};
use crate::election::{Election, SetupData};
use crate::tally::{ElectionResult, VerifiedShare, VerifiedTally};
use crate::trustee::VerifiedTrustees;
use std::collections::HashSet;
use std::io::Read;

/// How far the verifier is (specification, "Audit").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Ballots checked.
    pub ballots: u64,
    /// Bytes of the archive read.
    pub bytes: u64,
}

/// How to verify (specification, "Audit").
#[derive(Default)]
pub struct Options<'a> {
    /// Threads that check proofs; 0 for as many as the machine has.
    pub threads: usize,
    /// An election that may have seen ballots of the archive before; if it is another's, or there is none, every proof is looked at.
    pub poll: Option<&'a Poll>,
    /// Called now and then.
    pub progress: Option<&'a mut (dyn FnMut(Progress) + 'a)>,
}

/// An archive of which everything was checked (specification, "Audit").
pub struct Verified {
    /// The election.
    pub election: Election,
    /// The fingerprints of election, trustees and credentials.
    pub setup: SetupData,
    /// When the archive was begun, in seconds since 1970.
    pub timestamp: u64,
    /// The trustees.
    pub trustees: VerifiedTrustees,
    /// How many credentials the list holds.
    pub credentials: usize,
    /// The ballots' fingerprints, in the order of the archive.
    pub trackers: Vec<Tracker>,
    /// Encodings of the credentials that were used.
    pub voted: HashSet<[u8; 32]>,
    /// The encrypted total, which is that of the ballots.
    pub tally: VerifiedTally,
    /// The trustees' shares.
    pub shares: Vec<VerifiedShare>,
    /// The opened total; none only after [`verify_total`].
    pub result: Option<ElectionResult>,
    /// The SHA-256 of the last event.
    pub head: Digest,
}

/// Verifies a whole archive, from the file alone (specification, "Audit", during and after the tally).
///
/// # Errors
/// The first thing that is not exactly right, with its place.
///
/// ```
/// use ballot::verify::{Options, verify};
///
/// // An archive that another program made.
/// let mut file = include_bytes!("../../tests/data/single-trustee.bel").to_vec();
/// let verified = verify(file.as_slice(), Options::default())?;
/// assert_eq!(verified.trackers.len(), 3);
/// assert_eq!(verified.result.ok_or("no result")?.0, [[1, 0, 1, 0, 1], [0, 0, 1, 1, 1]]);
///
/// // One changed bit anywhere is noticed, and the refusal says where.
/// let middle = file.len() / 2;
/// file[middle] ^= 1;
/// let refusal = verify(file.as_slice(), Options::default()).err().ok_or("accepted")?;
/// assert!(refusal.at.member.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify<R: Read>(input: R, options: Options<'_>) -> Result<Verified, Refusal> {
    run(input, options, true)
}

/// Verifies an archive that may end after the encrypted total or after any share (specification, "Tally": what trustees
/// check before they decrypt).
///
/// # Errors
/// As [`verify`].
pub fn verify_total<R: Read>(input: R, options: Options<'_>) -> Result<Verified, Refusal> {
    run(input, options, false)
}

/// An archive of which it is known who cast its ballots, and nothing else.
pub struct Signed {
    /// The election.
    pub election: Election,
    /// The ballots' fingerprints, in the order of the archive.
    pub trackers: Vec<Tracker>,
    /// Encodings of the credentials that were used.
    pub voted: HashSet<[u8; 32]>,
}

/// Verifies the setup, and of each ballot its form, its credential and its signature: enough to count which credentials were used, at a
/// tenth of the price. Whether the answers can be counted is not looked at, nor is anything behind the ballots.
///
/// # Errors
/// The first thing of these that is not exactly right, with its place.
pub fn verify_signatures<R: Read>(input: R, mut options: Options<'_>) -> Result<Signed, Refusal> {
    let mut walk = walk::Walk::new(input);
    let (_, setup) = setup::read(&mut walk)?;
    let cast = ballots::read_signatures(&mut walk, &setup, &mut options)?;
    Ok(Signed { election: setup.election, trackers: cast.trackers, voted: cast.voted })
}

impl Verified {
    /// Verifies what is put behind an archive that ends with its encrypted total: shares and result, to the last byte (specification,
    /// "Tally"). Both parts in a row are an archive that [`verify`] accepts. Places in a refusal are counted from the beginning of `rest`.
    ///
    /// # Errors
    /// As [`verify`]; nothing can follow an archive that has shares already.
    pub fn verify_rest(&self, rest: &[u8]) -> Result<ElectionResult, Refusal> {
        // Before the shares come Setup, the ballots, EndBallots and EncryptedTally.
        let mut walk = walk::Walk::after(rest, self.timestamp, self.head, 3 + self.trackers.len() as u64);
        if !self.shares.is_empty() || self.result.is_some() {
            return Err(walk.refuse(RefusalKind::AfterEnd));
        }
        let (_, result) = opening::read(&mut walk, &self.trustees, &self.tally, true)?;
        result.ok_or_else(|| walk.refuse(RefusalKind::Ends { expected: "Result" }))
    }
}

fn run<R: Read>(input: R, mut options: Options<'_>, whole: bool) -> Result<Verified, Refusal> {
    let mut walk = walk::Walk::new(input);
    let (timestamp, setup) = setup::read(&mut walk)?;
    let (cast, counter) = ballots::read(&mut walk, &setup, &mut options)?;
    let tally = opening::read_tally(&mut walk, counter)?;
    let (shares, result) = opening::read(&mut walk, &setup.trustees, &tally, whole)?;
    let setup::Setup { election, data, trustees, credentials, .. } = setup;
    Ok(Verified {
        election,
        setup: data,
        timestamp,
        trustees,
        credentials: credentials.len(),
        trackers: cast.trackers,
        voted: cast.voted,
        tally,
        shares,
        result,
        head: walk.head(),
    })
}
