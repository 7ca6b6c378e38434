//! 检查: the randomness that a voter's page reveals of a ballot which will then never be cast.
//!
//! Anybody can encrypt the revealed choices again, α = g^r and β = y^r g^m, and see whether the page had encrypted what
//! the voter chose. The specification knows no such text; its form is ours, under the same rules as every message:
//! `{"election_hash":φ,"tracker":"…","answers":[{"choice":2,"randomness":["r",…]},…]}`, choices counted from 0.

use super::context::Poll;
use super::form::UnverifiedBallot;
use crate::digest::{Digest, Tracker};
use crate::election::{MAX_ANSWERS, MAX_QUESTIONS};
use crate::group::{Scalar, encode_all, generator_table};
use crate::json::{Canonical, ParseError, ParseErrorKind, Reader, json_form, write_list};
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;

/// What is revealed of one ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revealed {
    /// The SHA-256 of the election; its base64 is φ.
    pub election: Digest,
    /// The ballot that it belongs to.
    pub tracker: Tracker,
    /// For each question what was chosen, and the randomness.
    pub answers: Vec<RevealedAnswer>,
}

/// What is revealed of one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevealedAnswer {
    /// The chosen answer, from 0. Read from a text, it is among the answers.
    pub choice: usize,
    /// r of each answer's ciphertext.
    pub randomness: Vec<Scalar>,
}

/// Why a ballot is not the encryption of what was revealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevealError {
    /// The ballot was made for another election, or another text of it.
    #[error("the ballot is one of another election")]
    BallotOfAnotherElection,
    /// What is revealed speaks of another election.
    #[error("what is revealed is of another election")]
    RevealedOfAnotherElection,
    /// What is revealed speaks of another ballot.
    #[error("what is revealed is of another ballot")]
    AnotherBallot,
    /// The ballot has another number of questions or answers than the election.
    #[error("the ballot has another number of answers than the election")]
    BallotShape,
    /// Randomness for another number of questions or answers than the election has.
    #[error("not as much randomness as answers")]
    RevealedShape,
    /// The ballot encrypts something else, or with other randomness. Counted from 0.
    #[error("question {question}, answer {answer}: the ballot encrypts something else than was revealed")]
    Differs {
        /// The question.
        question: usize,
        /// Its first answer that differs.
        answer: usize,
    },
}

impl Canonical for RevealedAnswer {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"choice\":")?;
        let choice = reader.integer()?;
        reader.token(",\"randomness\":")?;
        let randomness = reader.list(MAX_ANSWERS, |reader, _| reader.scalar())?;
        let choice = usize::try_from(choice).ok().filter(|choice| *choice < randomness.len());
        let choice = choice.ok_or_else(|| reader.error(ParseErrorKind::Value("no randomness for the choice")))?;
        reader.token("}")?;
        Ok(RevealedAnswer { choice, randomness })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"choice\":");
        out.push_str(&self.choice.to_string());
        out.push_str(",\"randomness\":");
        write_list(&self.randomness, out, |number, out| number.write(out));
        out.push('}');
    }
}

impl Canonical for Revealed {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"election_hash\":")?;
        let election = reader.base64()?;
        reader.token(",\"tracker\":")?;
        let tracker = Tracker(reader.base64()?);
        reader.token(",\"answers\":")?;
        let answers = reader.list(MAX_QUESTIONS, |reader, _| RevealedAnswer::read(reader))?;
        reader.token("}")?;
        Ok(Revealed { election, tracker, answers })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"election_hash\":\"");
        out.push_str(&self.election.to_base64());
        out.push_str("\",\"tracker\":\"");
        out.push_str(&self.tracker.to_string());
        out.push_str("\",\"answers\":");
        write_list(&self.answers, out, |answer, out| answer.write(out));
        out.push('}');
    }
}
json_form!(Revealed);

impl Poll {
    /// The choices of a ballot, if it encrypts exactly what was revealed. Whether the ballot would have been accepted,
    /// its proofs and its signature, is for [`Poll::verify`] to say.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check_revealed(&self, ballot: &UnverifiedBallot, revealed: &Revealed) -> Result<Vec<usize>, RevealError> {
        if ballot.uuid != self.uuid || ballot.election != self.fingerprint {
            return Err(RevealError::BallotOfAnotherElection);
        }
        if revealed.election != self.fingerprint {
            return Err(RevealError::RevealedOfAnotherElection);
        }
        if revealed.tracker != ballot.tracker() {
            return Err(RevealError::AnotherBallot);
        }
        if !ballot.answers.iter().map(|answer| answer.choices.len()).eq(self.shape.iter().copied()) {
            return Err(RevealError::BallotShape);
        }
        if !revealed.answers.iter().map(|answer| answer.randomness.len()).eq(self.shape.iter().copied()) {
            return Err(RevealError::RevealedShape);
        }
        for (question, (answer, revealed)) in ballot.answers.iter().zip(&revealed.answers).enumerate() {
            let encodings = encode_all(&self.encrypt_again(revealed));
            let differs = answer
                .choices
                .iter()
                .zip(encodings.as_chunks::<2>().0)
                .position(|(choice, [alpha, beta])| choice.alpha.encoding != *alpha || choice.beta.encoding != *beta);
            if let Some(answer) = differs {
                return Err(RevealError::Differs { question, answer });
            }
        }
        Ok(revealed.answers.iter().map(|answer| answer.choice).collect())
    }

    /// α and β of each answer, in variable time: nothing of this is secret any more.
    fn encrypt_again(&self, revealed: &RevealedAnswer) -> Vec<EdwardsPoint> {
        let mut points = Vec::with_capacity(2 * revealed.randomness.len());
        for (answer, number) in revealed.randomness.iter().enumerate() {
            let message = if answer == revealed.choice { ED25519_BASEPOINT_POINT } else { EdwardsPoint::identity() };
            points.push(generator_table().add_power(EdwardsPoint::identity(), number));
            points.push(self.key_table.add_power(message, number));
        }
        points
    }
}
