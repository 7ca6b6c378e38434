//! Every ballot is checked once more, multiplied into the total, and written to the archive in the order of its SHA-256; a page of ballots is in
//! memory at a time, so that a city may be larger than its server.

use std::fs::File;
use std::io::{BufWriter, Write};

use ballot::archive::{self, ArchiveWriter};
use ballot::cast::Poll;
use ballot::credential::CredentialList;
use ballot::group::Element;
use ballot::tally::Counter;
use record::Digest;
use tokio::sync::mpsc::Receiver;
use web::Refusal;

use super::published::Published;
use super::queries::Total;
use crate::ballots::StoredBallot;
use crate::election::Stored;

/// What is read of an election to count it, but for its ballots.
pub(super) struct Closed {
    pub stored: Stored,
    /// Public credentials in hexadecimal digits.
    pub credentials: Vec<String>,
    pub published: Published,
    /// Seconds since 1970, on every member of the archive.
    pub timestamp: u64,
}

/// The total, and the archive up to it in a file without a name, which ends with the value.
pub(super) struct Made {
    pub archive: File,
    pub total: Total,
}

/// Counts the ballots that come, on all cores; blocks until the last one has come. `known` may have seen them before.
///
/// # Errors
/// When what comes is not what was published, or a ballot is not valid; what was published is compared first, because it says more.
pub(super) fn count(closed: &Closed, known: Option<&Poll>, mut pages: Receiver<Vec<StoredBallot>>) -> Result<Made, Refusal> {
    let (election, trustees) = (closed.stored.read_election()?, closed.stored.read_trustees()?);
    let keys = closed.credentials.iter().map(|text| Element::from_hex(text.as_bytes()).map_err(Refusal::internal));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let credentials = CredentialList::sorted(keys).ok_or_else(|| Refusal::internal("a credential stands twice in the list"))?;
    closed.published.compare_setup(&closed.stored, &credentials)?;

    let own = Poll::new(&election);
    let poll = known.filter(|poll| poll.fingerprint() == own.fingerprint()).unwrap_or(&own);
    let file = tempfile::tempfile().map_err(|error| Refusal::internal(format!("no room for an archive among temporary files: {error}")))?;
    let archive = ArchiveWriter::begin(BufWriter::new(file), closed.timestamp, &election, trustees.trustees(), &credentials);
    let mut counting = Counting { counter: Counter::new(poll), archive: archive.map_err(Refusal::internal)?, poll, credentials };
    let (mut digests, mut wrong) = (Vec::new(), None);
    while let Some(page) = pages.blocking_recv() {
        digests.extend(page.iter().map(|ballot| Digest::of(ballot.text.as_bytes())));
        if wrong.is_none() {
            wrong = counting.add(&page)?;
        }
    }
    closed.published.compare_box(digests)?;
    match wrong {
        Some(why) => Err(Refusal::internal(format!("a stored ballot is not valid: {why}"))),
        None => counting.finish(),
    }
}

/// A total that grows, with its archive.
struct Counting<'a, W> {
    poll: &'a Poll,
    credentials: CredentialList,
    counter: Counter,
    archive: ArchiveWriter<W, archive::Open>,
}

impl<W: Write> Counting<'_, W> {
    /// Adds ballots; why one of them is none.
    fn add(&mut self, page: &[StoredBallot]) -> Result<Option<String>, Refusal> {
        let texts: Vec<&[u8]> = page.iter().map(|ballot| ballot.text.as_bytes()).collect();
        let checked = self.poll.verify_all(&texts, &self.credentials, 0);
        for (stored, checked) in page.iter().zip(checked) {
            match checked {
                Err(refusal) => return Ok(Some(refusal.to_string())),
                Ok(ballot) if ballot.tracker().0.to_hex() != stored.tracker => {
                    return Ok(Some(format!("its SHA-256 is not {}", stored.tracker)));
                }
                Ok(ballot) => {
                    self.counter.add(&ballot);
                    self.archive.ballot(&ballot).map_err(Refusal::internal)?;
                }
            }
        }
        Ok(None)
    }
}

impl Counting<'_, BufWriter<File>> {
    fn finish(self) -> Result<Made, Refusal> {
        let tally = self.counter.close().map_err(Refusal::internal)?;
        let total = Total { ballots: tally.ballots(), sha256: tally.sized().encrypted_tally.to_string() };
        let write = || -> std::io::Result<File> { Ok(self.archive.close()?.tally(&tally)?.finish()?.into_inner()?) };
        Ok(Made { archive: write().map_err(Refusal::internal)?, total })
    }
}
