//! Why a ballot is not accepted, and where in it.

use crate::group::ElementError;
use crate::json::ParseErrorKind;

/// Why a ballot is not accepted, with the place inside it (specification, "Vote", step 4). Questions and answers are
/// counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct BallotRefusal {
    /// What is wrong.
    pub kind: BallotRefusalKind,
    /// In which question.
    pub question: Option<usize>,
    /// At which of its answers.
    pub answer: Option<usize>,
}

/// What is wrong with a ballot, in the order in which it is looked at (specification, "Ballots", "Signatures", "Proofs of
/// interval membership").
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BallotRefusalKind {
    /// More bytes than a ballot can have.
    #[error("longer than {0} bytes")]
    TooLong(usize),
    /// Not the only accepted text of a ballot.
    #[error("byte {at}: {kind}")]
    Form {
        /// Bytes before the place.
        at: usize,
        /// What is wrong there.
        kind: ParseErrorKind,
    },
    /// A ballot of another election.
    #[error("made for another election (uuid)")]
    WrongUuid,
    /// A ballot for another text of this election.
    #[error("made for another text of the election (hash)")]
    WrongElectionHash,
    /// Another number of questions or answers than the election has.
    #[error("not as many answers as the election asks for")]
    WrongShape,
    /// The credential is not in the list.
    #[error("the credential is not in the list")]
    UnknownCredential,
    /// The signed hash is not that of the ballot.
    #[error("the signed hash is not that of the ballot")]
    WrongSignatureHash,
    /// The signature does not verify.
    #[error("the signature does not verify")]
    Signature,
    /// An α of bad order.
    #[error("alpha: {0}")]
    Alpha(ElementError),
    /// A β of bad order.
    #[error("beta: {0}")]
    Beta(ElementError),
    /// A choice is not proven to be 0 or 1.
    #[error("the proof that the choice is 0 or 1 does not verify")]
    IndividualProof,
    /// The choices are not proven to be exactly one.
    #[error("the proof that exactly one answer is chosen does not verify")]
    OverallProof,
}

impl BallotRefusalKind {
    /// The refusal without a place.
    pub(super) fn anywhere(self) -> BallotRefusal {
        BallotRefusal { kind: self, question: None, answer: None }
    }

    pub(super) fn at(self, question: usize, answer: Option<usize>) -> BallotRefusal {
        BallotRefusal { kind: self, question: Some(question), answer }
    }

    /// A short name that stays the same, for programs.
    pub fn name(&self) -> &'static str {
        match self {
            BallotRefusalKind::TooLong(_) => "ballot-too-long",
            BallotRefusalKind::Form { .. } => "ballot-form",
            BallotRefusalKind::WrongUuid => "wrong-uuid",
            BallotRefusalKind::WrongElectionHash => "wrong-election-hash",
            BallotRefusalKind::WrongShape => "wrong-shape",
            BallotRefusalKind::UnknownCredential => "unknown-credential",
            BallotRefusalKind::WrongSignatureHash => "wrong-signature-hash",
            BallotRefusalKind::Signature => "signature",
            BallotRefusalKind::Alpha(_) => "alpha",
            BallotRefusalKind::Beta(_) => "beta",
            BallotRefusalKind::IndividualProof => "individual-proof",
            BallotRefusalKind::OverallProof => "overall-proof",
        }
    }
}
