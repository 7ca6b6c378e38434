//! Checking a ballot, cheapest first: election, shape, credential, signature, then the proofs.
//!
//! Of a choice (α, β) with proofs (c0, r0), (c1, r1) the commitments are A0 = g^r0 α^c0, A1 = g^r1 α^c1,
//! B0 = y^r0 β^c0 and B1 = y^r1 (β/g)^c1 = y^r1 β^c1 g^−c1. Powers of g and y come from tables; both powers of a point
//! and the check of its order share one pass over its doublings; one inversion encodes all commitments of a ballot.

use super::context::Poll;
use super::form::{RawAnswer, UnverifiedBallot, VerifiedBallot};
use super::refusal::{BallotRefusal, BallotRefusalKind};
use crate::credential::CredentialList;
use crate::elgamal::{Ciphertext, Sum};
use crate::group::{Digits, Element, Scalar, Transcript, encode_all, generator_table};
use crate::proof::schnorr::Statement;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::EdwardsPoint;

impl Poll {
    /// Checks everything about one ballot except what other ballots say (specification, "Vote", step 4, and "Audit"): whether
    /// its credential voted before, or was revoked, is the caller's to know. A text that this poll [remembers](Poll::remember), which its
    /// SHA-256 tells, only has its credential looked up again.
    ///
    /// # Errors
    /// The first thing that is wrong, with its question and answer.
    pub fn verify(&self, ballot: UnverifiedBallot, credentials: &CredentialList) -> Result<VerifiedBallot, BallotRefusal> {
        let credential = self.find(&ballot, credentials)?;
        let choices = if self.remembers(ballot.tracker()) {
            ballot.choices_checked_before()
        } else {
            check_signature(&ballot, credential)?;
            self.verify_answers(&ballot)?
        };
        Ok(ballot.into_verified(credential, choices))
    }

    /// Checks by whom a ballot was cast, and nothing of what it says: not whether its answers can be counted. The credential's key.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify_signature(&self, ballot: &UnverifiedBallot, credentials: &CredentialList) -> Result<Element, BallotRefusal> {
        let credential = self.find(ballot, credentials)?;
        check_signature(ballot, credential)?;
        Ok(credential)
    }

    /// The credential of the list that a ballot of this election claims.
    fn find(&self, ballot: &UnverifiedBallot, credentials: &CredentialList) -> Result<Element, BallotRefusal> {
        if ballot.uuid != self.uuid {
            return Err(BallotRefusalKind::WrongUuid.anywhere());
        }
        if ballot.election != self.fingerprint {
            return Err(BallotRefusalKind::WrongElectionHash.anywhere());
        }
        if ballot.answers.len() != self.shape.len() {
            return Err(BallotRefusalKind::WrongShape.anywhere());
        }
        for (question, (answer, expected)) in ballot.answers.iter().zip(&self.shape).enumerate() {
            if answer.choices.len() != *expected {
                return Err(BallotRefusalKind::WrongShape.at(question, None));
            }
        }
        let place = credentials.place(ballot.credential());
        place.and_then(|place| credentials.keys().get(place).copied()).ok_or_else(|| BallotRefusalKind::UnknownCredential.anywhere())
    }

    fn verify_answers(&self, ballot: &UnverifiedBallot) -> Result<Vec<Vec<Ciphertext>>, BallotRefusal> {
        let mut points = Vec::with_capacity(self.shape.iter().map(|answers| 4 * answers + 4).sum());
        let mut choices = Vec::with_capacity(ballot.answers.len());
        for (question, answer) in ballot.answers.iter().enumerate() {
            let checked = self.commitments(answer, &mut points).map_err(|(place, kind)| kind.at(question, Some(place)))?;
            self.overall_commitments(answer, &checked, &mut points);
            choices.push(checked);
        }
        let encodings = encode_all(&points);
        let mut rest = encodings.as_slice();
        let start = self.transcript(ballot.credential());
        for (question, (answer, checked)) in ballot.answers.iter().zip(&choices).enumerate() {
            let (individual, after) = rest.split_at_checked(4 * checked.len()).unwrap_or_default();
            let (overall, after) = after.split_first_chunk::<4>().ok_or(BallotRefusalKind::OverallProof.at(question, None))?;
            rest = after;
            check_individual(&start, answer, checked, individual)
                .map_err(|place| BallotRefusalKind::IndividualProof.at(question, Some(place)))?;
            if overall_challenge(&start, checked, overall) != answer.overall.challenge {
                return Err(BallotRefusalKind::OverallProof.at(question, None));
            }
        }
        Ok(choices)
    }

    /// Checks the order of all points of an answer and appends A0, B0, A1, B1 of each choice.
    fn commitments(&self, answer: &RawAnswer, points: &mut Vec<EdwardsPoint>) -> Result<Vec<Ciphertext>, (usize, BallotRefusalKind)> {
        let (g, y) = (generator_table(), &self.key_table);
        let mut checked = Vec::with_capacity(answer.choices.len());
        for (place, (choice, [zero, one])) in answer.choices.iter().zip(&answer.individual).enumerate() {
            let challenges = [&Digits::new(&zero.challenge), &Digits::new(&one.challenge)];
            let (alpha, [a0, a1]) = choice.alpha.check(challenges).map_err(|error| (place, BallotRefusalKind::Alpha(error)))?;
            let (beta, [b0, b1]) = choice.beta.check(challenges).map_err(|error| (place, BallotRefusalKind::Beta(error)))?;
            let (a0, a1) = (g.add_power(a0, &zero.response), g.add_power(a1, &one.response));
            let (b0, b1) = (y.add_power(b0, &zero.response), y.add_power(b1, &one.response));
            let b1 = g.add_power(b1, &-one.challenge);
            points.extend([a0, b0, a1, b1]);
            checked.push(Ciphertext { alpha, beta });
        }
        Ok(checked)
    }

    /// Appends Σα, Σβ, and A, B of the proof that they encrypt 1.
    fn overall_commitments(&self, answer: &RawAnswer, checked: &[Ciphertext], points: &mut Vec<EdwardsPoint>) {
        let mut sum = Sum::new();
        for ciphertext in checked {
            sum.add(ciphertext);
        }
        let [alpha, beta] = sum.points();
        let proof = &answer.overall;
        let a = EdwardsPoint::vartime_double_scalar_mul_basepoint(&proof.challenge.0, &alpha, &proof.response.0);
        let without_one = beta - ED25519_BASEPOINT_POINT;
        let b = EdwardsPoint::vartime_double_scalar_mul_basepoint(&proof.challenge.0, &without_one, &curve25519_dalek::Scalar::ZERO);
        points.extend([alpha, beta, a, self.key_table.add_power(b, &proof.response)]);
    }
}

fn check_signature(ballot: &UnverifiedBallot, credential: Element) -> Result<(), BallotRefusal> {
    if ballot.signed != ballot.digest {
        return Err(BallotRefusalKind::WrongSignatureHash.anywhere());
    }
    if !Statement::Ballot(&ballot.digest).verify(&credential, &ballot.signature) {
        return Err(BallotRefusalKind::Signature.anywhere());
    }
    Ok(())
}

/// Checks the proofs that each choice is 0 or 1; the place of the first that is not.
fn check_individual(start: &Transcript, answer: &RawAnswer, checked: &[Ciphertext], commitments: &[[u8; 32]]) -> Result<(), usize> {
    let start = start.clone().text("|");
    for (place, ((ciphertext, [zero, one]), commitments)) in
        checked.iter().zip(&answer.individual).zip(commitments.chunks_exact(4)).enumerate()
    {
        let challenge =
            start.clone().element(&ciphertext.alpha).text(",").element(&ciphertext.beta).text("|").encodings(commitments).challenge();
        if zero.challenge + one.challenge != challenge {
            return Err(place);
        }
    }
    if commitments.len() == 4 * checked.len() { Ok(()) } else { Err(0) }
}

/// The challenge of the proof that exactly one answer is chosen: the hash of `prove|S0|α1,β1,α2,β2…|Σα,Σβ|A,B`. `points`
/// are Σα, Σβ, A and B.
pub(super) fn overall_challenge<'a>(start: &Transcript, choices: &[Ciphertext], points: impl IntoIterator<Item = &'a [u8; 32]>) -> Scalar {
    let parts = choices.iter().flat_map(|choice| [choice.alpha.encoding(), choice.beta.encoding()]);
    let mut points = points.into_iter();
    let transcript = start.clone().text("|").encodings(parts).text("|").encodings(points.by_ref().take(2));
    transcript.text("|").encodings(points).challenge()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::Credential;
    use crate::election::{Election, Question, Uuid};
    use crate::group::{SecretScalar, system_random};
    use crate::trustee::TrusteeKey;

    fn election() -> Election {
        let rng = &mut system_random();
        Election {
            name: "One question".into(),
            description: String::new(),
            public_key: TrusteeKey::prove(&SecretScalar::random(rng), rng).public_key,
            questions: vec![Question { question: "Agreed?".into(), answers: vec!["yes".into(), "no".into()] }],
            uuid: Uuid::random(rng),
            administrator: None,
            credential_authority: None,
        }
    }

    #[test]
    fn who_signed_is_known_without_a_look_at_the_answers() {
        let (election, card) = (election(), Credential::random(&mut system_random()));
        let (key, poll) = (card.public_key(&election.uuid), Poll::new(&election));
        let list = CredentialList::sorted(vec![key]).expect("one key");
        let cast = poll.cast(&card, &[1], &mut system_random()).expect("a choice");
        let mut ballot = UnverifiedBallot::from_json(cast.text()).expect("a ballot");
        ballot.answers[0].individual.swap(0, 1);
        assert_eq!(poll.verify_signature(&ballot, &list), Ok(key));
        ballot.signature.response = ballot.signature.response + Scalar::ONE;
        assert_eq!(poll.verify_signature(&ballot, &list).expect_err("refused").kind, BallotRefusalKind::Signature);
        ballot.digest = crate::digest::Digest::of(b"another text");
        assert_eq!(poll.verify_signature(&ballot, &list).expect_err("refused").kind, BallotRefusalKind::WrongSignatureHash);
    }

    #[test]
    fn a_remembered_text_is_not_checked_again_by_the_same_poll_but_its_credential_is_looked_up() {
        let (election, card, other) = (election(), Credential::random(&mut system_random()), Credential::random(&mut system_random()));
        let (poll, stranger) = (Poll::new(&election), Poll::new(&election));
        let list = |card: &Credential| CredentialList::sorted(vec![card.public_key(&election.uuid)]).expect("one key");
        let cast = poll.cast(&card, &[1], &mut system_random()).expect("a choice");
        let read = || UnverifiedBallot::from_json(cast.text()).expect("a ballot");
        // What cannot come from any text: other proofs under the same SHA-256.
        let swapped = || {
            let mut ballot = read();
            ballot.answers[0].individual.swap(0, 1);
            ballot
        };
        assert_eq!(poll.verify(swapped(), &list(&card)).err().expect("refused").kind, BallotRefusalKind::IndividualProof);
        let right = poll.verify(read(), &list(&card)).expect("right");
        assert!(poll.verify(swapped(), &list(&card)).is_err(), "nothing is remembered by itself");
        poll.remember(&right);
        let again = poll.verify(swapped(), &list(&card)).expect("known by its SHA-256");
        assert_eq!(again.choices().len(), 1);
        assert_eq!(poll.verify(read(), &list(&other)).err().expect("refused").kind, BallotRefusalKind::UnknownCredential);
        assert!(stranger.verify(swapped(), &list(&card)).is_err(), "each poll relies on itself alone");
    }
}
