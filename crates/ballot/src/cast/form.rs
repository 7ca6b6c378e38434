//! The text of a ballot, read without looking at its proofs.

use super::refusal::{BallotRefusal, BallotRefusalKind};
use crate::digest::{Digest, Tracker};
use crate::election::{MAX_ANSWERS, MAX_QUESTIONS, Uuid};
use crate::elgamal::Ciphertext;
use crate::group::{Candidate, Element};
use crate::json::{Canonical, ParseError, ParseErrorKind, Reader};
use crate::proof::Proof;

/// Longest ballot that is looked at, a limit of ours; 10 questions of 5 answers take less than 30,000 bytes.
pub const MAX_BALLOT_BYTES: usize = 4 << 20;

/// A ciphertext before its points were checked for their order.
pub(super) struct RawCiphertext {
    pub(super) alpha: Candidate,
    pub(super) beta: Candidate,
}

/// One answer (specification, "Homomorphic answers").
pub(super) struct RawAnswer {
    pub(super) choices: Vec<RawCiphertext>,
    /// For each choice the two proofs, of which one is simulated, that it is 0 or 1.
    pub(super) individual: Vec<[Proof; 2]>,
    pub(super) overall: Proof,
}

/// What a ballot says of itself before its answers: enough for a server to turn most of what is wrong away, at the price of
/// one decompression (specification, "Ballots").
pub struct Heading {
    uuid: Uuid,
    election: Digest,
    credential: Candidate,
}

impl Heading {
    /// Reads the beginning of a ballot; nothing is known about the rest.
    ///
    /// # Errors
    /// The first byte that is not that of a ballot's only accepted text.
    pub fn of(text: &[u8]) -> Result<Heading, BallotRefusal> {
        let refused = |ParseError { at, kind }| BallotRefusalKind::Form { at, kind }.anywhere();
        Heading::read(&mut Reader::new(text)).map_err(refused)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Heading, ParseError> {
        reader.token("{\"election_uuid\":")?;
        let uuid = Uuid::read(reader)?;
        reader.token(",\"election_hash\":")?;
        let election = reader.base64()?;
        reader.token(",\"credential\":")?;
        let credential = reader.candidate()?;
        Ok(Heading { uuid, election, credential })
    }

    /// Which election the ballot is for.
    pub fn uuid(&self) -> &Uuid {
        &self.uuid
    }

    /// Which text of it.
    pub fn election(&self) -> Digest {
        self.election
    }

    /// The encoding of the credential that the ballot claims.
    pub fn credential(&self) -> &[u8; 32] {
        &self.credential.encoding
    }
}

/// A text with the form of a ballot (specification, "Ballots"). Nothing is known about its proofs, its signature or its
/// voter.
pub struct UnverifiedBallot {
    text: Vec<u8>,
    pub(super) uuid: Uuid,
    pub(super) election: Digest,
    pub(super) credential: Candidate,
    pub(super) answers: Vec<RawAnswer>,
    pub(super) signed: Digest,
    pub(super) signature: Proof,
    /// The hash of the text without its signature.
    pub(super) digest: Digest,
    tracker: Tracker,
}

impl UnverifiedBallot {
    /// Reads a ballot (specification, "Ballots"). Costs a decompression for each point, no proof is looked at.
    ///
    /// # Errors
    /// The first byte that is not that of a ballot's only accepted text.
    pub fn from_json(text: &[u8]) -> Result<UnverifiedBallot, BallotRefusal> {
        if text.len() > MAX_BALLOT_BYTES {
            return Err(BallotRefusalKind::TooLong(MAX_BALLOT_BYTES).anywhere());
        }
        let mut place = (None, None);
        read(text, &mut place).map_err(|ParseError { at, kind }| BallotRefusal {
            kind: BallotRefusalKind::Form { at, kind },
            question: place.0,
            answer: place.1,
        })
    }

    /// The fingerprint that the voter is shown (specification, "Ballots", smart ballot tracker).
    pub fn tracker(&self) -> Tracker {
        self.tracker
    }

    /// The encoding of the credential that the ballot claims.
    pub fn credential(&self) -> &[u8; 32] {
        &self.credential.encoding
    }

    /// The text as it was read.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The ciphertexts of a text that was found right before.
    pub(super) fn choices_checked_before(&self) -> Vec<Vec<Ciphertext>> {
        let ciphertext = |raw: &RawCiphertext| Ciphertext { alpha: raw.alpha.checked_before(), beta: raw.beta.checked_before() };
        self.answers.iter().map(|answer| answer.choices.iter().map(ciphertext).collect()).collect()
    }

    pub(super) fn into_verified(self, credential: Element, choices: Vec<Vec<Ciphertext>>) -> VerifiedBallot {
        VerifiedBallot { text: self.text, tracker: self.tracker, credential, choices }
    }
}

/// The place that is being read: question and answer.
type Place = (Option<usize>, Option<usize>);

fn read(text: &[u8], place: &mut Place) -> Result<UnverifiedBallot, ParseError> {
    let mut reader = Reader::new(text);
    let Heading { uuid, election, credential } = Heading::read(&mut reader)?;
    reader.token(",\"answers\":")?;
    let answers = reader.list(MAX_QUESTIONS, |reader, question| {
        *place = (Some(question), None);
        let answer = read_answer(reader, place);
        if answer.is_ok() {
            *place = (None, None);
        }
        answer
    })?;
    let unsigned = text.get(..reader.at()).unwrap_or_default();
    reader.token(",\"signature\":{\"hash\":")?;
    let signed = reader.base64()?;
    reader.token(",\"proof\":")?;
    let signature = Proof::read(&mut reader)?;
    reader.token("}}")?;
    reader.end()?;
    let digest = Digest::of_pieces(&[unsigned, b"}"]);
    let tracker = Tracker(Digest::of(text));
    Ok(UnverifiedBallot { text: text.to_vec(), uuid, election, credential, answers, signed, signature, digest, tracker })
}

fn read_answer(reader: &mut Reader<'_>, place: &mut Place) -> Result<RawAnswer, ParseError> {
    reader.token("{\"choices\":")?;
    let choices = reader.list(MAX_ANSWERS, |reader, answer| {
        place.1 = Some(answer);
        reader.token("{\"alpha\":")?;
        let alpha = reader.candidate()?;
        reader.token(",\"beta\":")?;
        let beta = reader.candidate()?;
        reader.token("}")?;
        Ok(RawCiphertext { alpha, beta })
    })?;
    place.1 = None;
    reader.token(",\"individual_proofs\":")?;
    let individual = reader.list(MAX_ANSWERS, |reader, answer| {
        place.1 = Some(answer);
        reader.token("[")?;
        let zero = Proof::read(reader)?;
        reader.token(",")?;
        let one = Proof::read(reader)?;
        reader.token("]")?;
        Ok([zero, one])
    })?;
    place.1 = None;
    if choices.is_empty() || choices.len() != individual.len() {
        return Err(reader.error(ParseErrorKind::Value("not as many proofs as choices")));
    }
    reader.token(",\"overall_proof\":[")?;
    let overall = Proof::read(reader)?;
    reader.token("]}")?;
    Ok(RawAnswer { choices, individual, overall })
}

/// A ballot of which everything was checked (specification, "Vote", step 4): only such ballots are stored, tallied or
/// written to an archive.
pub struct VerifiedBallot {
    text: Vec<u8>,
    tracker: Tracker,
    credential: Element,
    choices: Vec<Vec<Ciphertext>>,
}

impl VerifiedBallot {
    /// A ballot that this process has just made, proofs included.
    pub(super) fn made(text: String, credential: Element, choices: Vec<Vec<Ciphertext>>) -> VerifiedBallot {
        let tracker = Tracker(Digest::of(text.as_bytes()));
        VerifiedBallot { text: text.into_bytes(), tracker, credential, choices }
    }

    /// The text as it was cast.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The ballot's fingerprint (specification, "Ballots", smart ballot tracker).
    pub fn tracker(&self) -> Tracker {
        self.tracker
    }

    /// The public key of the credential that signed it.
    pub fn credential(&self) -> Element {
        self.credential
    }

    /// The encrypted choices of each question.
    pub fn choices(&self) -> &[Vec<Ciphertext>] {
        &self.choices
    }
}
