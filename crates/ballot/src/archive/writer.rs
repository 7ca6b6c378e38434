//! Writes an archive, event by event (specification, "Public data").

use super::event::{ArchiveHeader, Event, EventType};
use super::tar::{MemberKind, write_member};
use crate::cast::VerifiedBallot;
use crate::credential::CredentialList;
use crate::digest::Digest;
use crate::election::{Election, SetupData};
use crate::tally::{ElectionResult, VerifiedShare, VerifiedTally};
use crate::trustee::Trustees;
use crate::verify::Verified;
use std::io::{self, Write};
use std::marker::PhantomData;

/// Ballots can be added (specification, "Public data": after `Setup`).
pub struct Open;
/// No ballot can be added any more, the total is next (specification, "Public data": after `EndBallots`).
pub struct Closed;
/// The encrypted total is in, shares can be added, the result ends the archive (specification, "Public data": after
/// `EncryptedTally`).
pub struct Tallied;

/// An archive being written; `S` says how far the election is (specification, "Public data").
///
/// ```
/// use ballot::archive::{ArchiveWriter, Members};
/// use ballot::cast::Poll;
/// use ballot::credential::{Credential, CredentialList};
/// use ballot::election::{Election, Question, Uuid};
/// use ballot::group::{SecretScalar, system_random};
/// use ballot::trustee::{TrusteeKey, TrusteeKind, Trustees};
///
/// let rng = &mut system_random();
/// let trustee = TrusteeKey::prove(&SecretScalar::random(rng), rng);
/// let (uuid, card) = (Uuid::random(rng), Credential::random(rng));
/// let credentials = CredentialList::sorted(vec![card.public_key(&uuid)]).ok_or("a key twice")?;
/// let election = Election {
///     name: "One question".into(),
///     description: String::new(),
///     public_key: trustee.public_key,
///     questions: vec![Question { question: "Agreed?".into(), answers: vec!["yes".into(), "no".into()] }],
///     uuid,
///     administrator: None,
///     credential_authority: None,
/// };
/// let trustees = Trustees(vec![TrusteeKind::Single(Box::new(trustee))]);
///
/// let mut archive = ArchiveWriter::begin(Vec::new(), 1_700_000_000, &election, &trustees, &credentials)?;
/// archive.ballot(&Poll::new(&election).cast(&card, &[0], rng)?)?;
/// let file = archive.close()?.finish()?; // `close` takes the writer: no ballot can follow.
///
/// let mut members = Members::new(file.as_slice());
/// let mut count = 0;
/// while members.next_member()?.is_some() {
///     count += 1;
/// }
/// // The header; four data and `Setup`; a ballot and its event; `EndBallots`.
/// assert_eq!(count, 1 + 5 + 2 + 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ArchiveWriter<W, S> {
    out: W,
    mtime: u64,
    parent: Option<Digest>,
    height: u64,
    state: PhantomData<S>,
}

impl<W: Write> ArchiveWriter<W, Open> {
    /// Begins an archive with its setup (event `Setup`). `timestamp` is in seconds since 1970 and stands on every member.
    ///
    /// # Errors
    /// When the output cannot be written, as in all of these functions.
    pub fn begin(out: W, timestamp: u64, election: &Election, trustees: &Trustees, credentials: &CredentialList) -> io::Result<Self> {
        let mut writer = ArchiveWriter { out, mtime: timestamp, parent: None, height: 0, state: PhantomData };
        write_member(&mut writer.out, &MemberKind::Header, ArchiveHeader { timestamp }.to_json().as_bytes(), timestamp)?;
        let setup = SetupData {
            election: writer.data(election.to_json().as_bytes())?,
            trustees: writer.data(trustees.to_json().as_bytes())?,
            credentials: writer.data(credentials.to_json().as_bytes())?,
        };
        let payload = writer.data(setup.to_json().as_bytes())?;
        writer.event(EventType::Setup, Some(payload))?;
        Ok(writer)
    }

    /// Adds a ballot (event `Ballot`). Our own archives take them in the byte order of their SHA-256, so that the order says nothing
    /// about when they were cast.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn ballot(&mut self, ballot: &VerifiedBallot) -> io::Result<()> {
        let payload = self.data(ballot.text())?;
        self.event(EventType::Ballot, Some(payload))
    }

    /// Ends the ballots (event `EndBallots`).
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn close(mut self) -> io::Result<ArchiveWriter<W, Closed>> {
        self.event(EventType::EndBallots, None)?;
        Ok(self.next())
    }
}

impl<W: Write> ArchiveWriter<W, Closed> {
    /// Adds the encrypted total (event `EncryptedTally`).
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn tally(mut self, tally: &VerifiedTally) -> io::Result<ArchiveWriter<W, Tallied>> {
        self.data(tally.tally().to_json().as_bytes())?;
        let payload = self.data(tally.sized().to_json().as_bytes())?;
        self.event(EventType::EncryptedTally, Some(payload))?;
        Ok(self.next())
    }
}

impl<W: Write> ArchiveWriter<W, Tallied> {
    /// Goes on at the end of an archive that was verified and has no result yet; `out` stands after its last byte.
    /// `None` if the archive is complete.
    pub fn resume(out: W, archive: &Verified) -> Option<Self> {
        // Before the shares come Setup, the ballots, EndBallots and EncryptedTally.
        let height = 3 + archive.trackers.len() as u64 + archive.shares.len() as u64;
        let writer = ArchiveWriter { out, mtime: archive.timestamp, parent: Some(archive.head), height, state: PhantomData };
        archive.result.is_none().then_some(writer)
    }

    /// Adds a trustee's share (event `PartialDecryption`).
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn share(&mut self, share: &VerifiedShare) -> io::Result<()> {
        self.data(share.share().to_json().as_bytes())?;
        let payload = self.data(share.owned().to_json().as_bytes())?;
        self.event(EventType::PartialDecryption, Some(payload))
    }

    /// Adds the result (event `Result`), ends the archive and gives the output back.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn result(mut self, result: &ElectionResult) -> io::Result<W> {
        let payload = self.data(result.to_json().as_bytes())?;
        self.event(EventType::Result, Some(payload))?;
        self.finish()
    }
}

impl<W: Write, S> ArchiveWriter<W, S> {
    /// Stops here, for an archive that goes to the trustees or to an auditor before the result; gives the output back.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }

    /// The SHA-256 of the last event: the fingerprint of everything so far.
    pub fn head(&self) -> Option<Digest> {
        self.parent
    }

    fn data(&mut self, body: &[u8]) -> io::Result<Digest> {
        let digest = Digest::of(body);
        write_member(&mut self.out, &MemberKind::Data(digest), body, self.mtime)?;
        Ok(digest)
    }

    fn event(&mut self, kind: EventType, payload: Option<Digest>) -> io::Result<()> {
        let body = Event { parent: self.parent, height: self.height, kind, payload }.to_json();
        let digest = Digest::of(body.as_bytes());
        write_member(&mut self.out, &MemberKind::Event(digest), body.as_bytes(), self.mtime)?;
        self.parent = Some(digest);
        self.height += 1;
        Ok(())
    }

    fn next<T>(self) -> ArchiveWriter<W, T> {
        ArchiveWriter { out: self.out, mtime: self.mtime, parent: self.parent, height: self.height, state: PhantomData }
    }
}
