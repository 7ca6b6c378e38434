//! Why an archive is not accepted, and where.

use crate::archive::{EventType, TarError};
use crate::cast::BallotRefusalKind;
use crate::digest::Tracker;
use crate::json::ParseError;
use crate::tally::{ResultError, ShareError, TallyError};
use crate::trustee::TrusteeErrorKind;
use std::fmt;

/// Where something is wrong. Members, events (specification, "Public data"), questions and answers are counted from 0,
/// trustees from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The member of the archive, from 0; none when a file is compared with what was published.
    pub member: Option<u64>,
    /// The event that the member is, or belongs to.
    pub event: Option<u64>,
    /// The ballot.
    pub tracker: Option<Tracker>,
    /// The question.
    pub question: Option<usize>,
    /// The answer.
    pub answer: Option<usize>,
    /// The trustee.
    pub trustee: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        parts.extend(self.member.map(|member| format!("member {member}")));
        parts.extend(self.event.map(|event| format!("event {event}")));
        parts.extend(self.tracker.map(|tracker| format!("ballot {tracker}")));
        parts.extend(self.trustee.map(|trustee| format!("trustee {trustee}")));
        parts.extend(self.question.map(|question| format!("question {question}")));
        parts.extend(self.answer.map(|answer| format!("answer {answer}")));
        f.write_str(&parts.join(", "))
    }
}

/// Why an archive is not accepted, and where (specification, "Audit").
#[derive(Debug, thiserror::Error)]
#[error("{at}: {kind}")]
pub struct Refusal {
    /// What is wrong.
    pub kind: Box<RefusalKind>,
    /// Where.
    pub at: Box<Place>,
}

/// What is wrong with an archive (specification, "Audit", and the section of the message in question).
#[derive(Debug, thiserror::Error)]
pub enum RefusalKind {
    /// The tar around the members.
    #[error("tar: {0}")]
    Tar(#[from] TarError),
    /// The member `BELENIOS`.
    #[error("header: {0}")]
    Header(ParseError),
    /// The timestamp in the header is not the time on the members.
    #[error("the timestamp is not the time that the members carry")]
    Timestamp,
    /// The text of an event.
    #[error("event: {0}")]
    Event(ParseError),
    /// An event's parent is not the event before.
    #[error("the parent is not the event before")]
    Parent,
    /// An event's height is not the number of events before.
    #[error("the height is {found}, not the number of events before")]
    Height {
        /// As written.
        found: u64,
    },
    /// Another event than the one that must come.
    #[error("{found} where {expected} must come")]
    Order {
        /// What must come.
        expected: &'static str,
        /// What comes.
        found: EventType,
    },
    /// Data where an event must come.
    #[error("data where {expected} must come")]
    UnexpectedData {
        /// What must come.
        expected: &'static str,
    },
    /// The archive ends too early.
    #[error("the archive ends where {expected} must come")]
    Ends {
        /// What must come.
        expected: &'static str,
    },
    /// Something after the result.
    #[error("something after the end")]
    AfterEnd,
    /// An event's payload is not the data before it.
    #[error("the payload is not the data before the event")]
    Payload,
    /// The text of the election.
    #[error("election: {0}")]
    Election(ParseError),
    /// The text of the trustees.
    #[error("trustees: {0}")]
    TrusteesForm(ParseError),
    /// A trustee.
    #[error("{0}")]
    Trustee(TrusteeErrorKind),
    /// The text of the credentials.
    #[error("credentials: {0}")]
    Credentials(ParseError),
    /// The text of the setup data.
    #[error("setup data: {0}")]
    SetupForm(ParseError),
    /// The setup data name other fingerprints.
    #[error("the setup data name another {0}")]
    SetupData(&'static str),
    /// The election's key is not made of the trustees' keys.
    #[error("the election's key is not made of the trustees' keys")]
    ElectionKey,
    /// A ballot.
    #[error("{0}")]
    Ballot(BallotRefusalKind),
    /// The same ballot twice.
    #[error("the same ballot twice")]
    RepeatedBallot,
    /// Two ballots of one credential.
    #[error("a second ballot of one credential")]
    RepeatedCredential,
    /// The text of the encrypted tally.
    #[error("encrypted tally: {0}")]
    TallyForm(ParseError),
    /// The text of the tally's size.
    #[error("size of the tally: {0}")]
    SizedForm(ParseError),
    /// The tally's size names another tally.
    #[error("the size names another tally")]
    TallyHash,
    /// The tally is not that of the ballots.
    #[error("{0}")]
    Tally(TallyError),
    /// The text of a share.
    #[error("share: {0}")]
    ShareForm(ParseError),
    /// The text that links a share with its owner.
    #[error("owner of a share: {0}")]
    OwnerForm(ParseError),
    /// The owner's text names another share.
    #[error("the owner is named for another share")]
    ShareHash,
    /// A share.
    #[error("{0}")]
    Share(ShareError),
    /// The text of the result.
    #[error("result: {0}")]
    ResultForm(ParseError),
    /// The shares do not open the tally.
    #[error("{0}")]
    Opening(ResultError),
    /// The result is not the decryption.
    #[error("the published number is {published}, the opened one {opened}")]
    WrongResult {
        /// As published.
        published: u64,
        /// As opened.
        opened: u64,
    },
    /// The result has another number of questions or answers.
    #[error("not as many numbers as the election has answers")]
    ResultShape,
    /// A fingerprint is not the one that was published at setup.
    #[error("not the {0} that was published")]
    Published(&'static str),
    /// A published ballot is not in the archive.
    #[error("a published ballot is not in the archive")]
    MissingBallot,
    /// A ballot of the archive was not published.
    #[error("the ballot was not published")]
    UnpublishedBallot,
    /// The ballots are not in the byte order of their SHA-256.
    #[error("not in the byte order of the ballots' SHA-256")]
    BallotOrder,
    /// A ballot of a revoked credential.
    #[error("a ballot of the revoked credential {0}")]
    Revoked(String),
    /// More ballots than cards issued.
    #[error("{ballots} ballots, {issued} cards issued")]
    MoreThanIssued {
        /// Ballots in the archive.
        ballots: u64,
        /// Cards issued.
        issued: u64,
    },
    /// Another number of ballots than published.
    #[error("{ballots} ballots, {published} published")]
    BallotCount {
        /// Ballots in the archive.
        ballots: u64,
        /// As published.
        published: u64,
    },
}

impl RefusalKind {
    /// A short name that stays the same, for programs.
    pub fn name(&self) -> &'static str {
        match self {
            RefusalKind::Tar(TarError::Read(_)) => "read",
            RefusalKind::Tar(TarError::Truncated) => "truncated",
            RefusalKind::Tar(TarError::Header) => "tar-header",
            RefusalKind::Tar(TarError::Name) => "member-name",
            RefusalKind::Tar(TarError::Hash) => "member-hash",
            RefusalKind::Tar(TarError::Padding) => "tar-padding",
            RefusalKind::Tar(TarError::TooLong) => "member-too-long",
            RefusalKind::Header(_) => "header",
            RefusalKind::Timestamp => "timestamp",
            RefusalKind::Event(_) => "event-form",
            RefusalKind::Parent => "parent",
            RefusalKind::Height { .. } => "height",
            RefusalKind::Order { .. } => "event-order",
            RefusalKind::UnexpectedData { .. } => "unexpected-data",
            RefusalKind::Ends { .. } => "ends-early",
            RefusalKind::AfterEnd => "after-end",
            RefusalKind::Payload => "payload",
            RefusalKind::Election(_) => "election-form",
            RefusalKind::TrusteesForm(_) => "trustees-form",
            RefusalKind::Trustee(_) => "trustee",
            RefusalKind::Credentials(_) => "credentials-form",
            RefusalKind::SetupForm(_) => "setup-form",
            RefusalKind::SetupData(_) => "setup-data",
            RefusalKind::ElectionKey => "election-key",
            RefusalKind::Ballot(kind) => kind.name(),
            RefusalKind::RepeatedBallot => "repeated-ballot",
            RefusalKind::RepeatedCredential => "repeated-credential",
            RefusalKind::TallyForm(_) => "tally-form",
            RefusalKind::SizedForm(_) => "tally-size-form",
            RefusalKind::TallyHash => "tally-hash",
            RefusalKind::Tally(TallyError::NoBallots) => "no-ballots",
            RefusalKind::Tally(TallyError::WrongTotal { .. } | TallyError::WrongShape) => "wrong-total",
            RefusalKind::Tally(TallyError::WrongCount { .. }) => "wrong-count",
            RefusalKind::Tally(TallyError::WrongWeight { .. }) => "wrong-weight",
            RefusalKind::ShareForm(_) => "share-form",
            RefusalKind::OwnerForm(_) => "share-owner-form",
            RefusalKind::ShareHash => "share-hash",
            RefusalKind::Share(ShareError::NoSuchOwner(_)) => "share-owner",
            RefusalKind::Share(_) => "share-proof",
            RefusalKind::ResultForm(_) => "result-form",
            RefusalKind::Opening(ResultError::Repeated(_)) => "repeated-share",
            RefusalKind::Opening(ResultError::TooFew { .. }) => "too-few-shares",
            RefusalKind::Opening(ResultError::NotACount { .. }) => "not-a-count",
            RefusalKind::WrongResult { .. } | RefusalKind::ResultShape => "wrong-result",
            RefusalKind::Published(_) => "not-as-published",
            RefusalKind::MissingBallot => "missing-ballot",
            RefusalKind::UnpublishedBallot => "unpublished-ballot",
            RefusalKind::BallotOrder => "ballot-order",
            RefusalKind::Revoked(_) => "revoked-credential",
            RefusalKind::MoreThanIssued { .. } => "more-than-issued",
            RefusalKind::BallotCount { .. } => "ballot-count",
        }
    }
}

impl Place {
    pub(super) fn ballot(mut self, tracker: Tracker) -> Place {
        self.tracker = Some(tracker);
        self
    }

    pub(super) fn answer(mut self, question: Option<usize>, answer: Option<usize>) -> Place {
        (self.question, self.answer) = (question, answer);
        self
    }

    pub(super) fn trustee(mut self, trustee: u64) -> Place {
        self.trustee = Some(trustee);
        self
    }

    pub(super) fn refuse(self, kind: impl Into<RefusalKind>) -> Refusal {
        Refusal { kind: Box::new(kind.into()), at: Box::new(self) }
    }
}
