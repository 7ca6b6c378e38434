//! Casting a ballot: encryption and proofs, in constant time.
//!
//! The voter knows the randomness r of each ciphertext, so the commitments of a simulated proof need no power of α or β:
//! A = g^response α^c = g^(response + r·c) and B = y^response (β/g^M)^c = y^(response + r·c) g^((m − M)·c). Both proofs
//! of a choice are made by the same steps, and which one is real decides only which numbers go in.

use super::context::Poll;
use super::form::VerifiedBallot;
use super::verify::answer_transcript;
use crate::credential::Credential;
use crate::elgamal::Ciphertext;
use crate::group::{Element, Scalar, SecretScalar, Transcript};
use crate::json::{Canonical, write_list};
use crate::proof::{Proof, schnorr::Statement};
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;
use rand_core::CryptoRng;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroize;

/// Why a ballot cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    /// Not one choice for each question.
    #[error("{given} choices for {questions} questions")]
    WrongNumber {
        /// Choices given.
        given: usize,
        /// Questions asked.
        questions: usize,
    },
    /// A choice that is not among the answers.
    #[error("question {question} has no such answer")]
    NoSuchAnswer {
        /// The question, from 0.
        question: usize,
    },
}

/// An encrypted and proven answer on its way into the text.
struct Answer {
    choices: Vec<Ciphertext>,
    individual: Vec<[Proof; 2]>,
    overall: Proof,
}

impl Poll {
    /// Makes a ballot that chooses answer `choices[i]` (from 0) for question i. Nothing about the choices decides what
    /// is computed or which memory is read.
    ///
    /// # Errors
    /// Choices that do not fit the questions.
    pub fn cast<R: CryptoRng + ?Sized>(
        &self,
        credential: &Credential,
        choices: &[usize],
        rng: &mut R,
    ) -> Result<VerifiedBallot, CastError> {
        if choices.len() != self.shape.len() {
            return Err(CastError::WrongNumber { given: choices.len(), questions: self.shape.len() });
        }
        if let Some(question) = choices.iter().zip(&self.shape).position(|(choice, answers)| choice >= answers) {
            return Err(CastError::NoSuchAnswer { question });
        }
        let secret = credential.private_key(&self.uuid);
        let public = secret.public();
        let start = self.transcript(public.encoding());
        let answers: Vec<Answer> =
            choices.iter().zip(&self.shape).map(|(choice, answers)| self.answer(&start, *choice, *answers, rng)).collect();
        let text = self.sign(&secret, &public, &answers, rng);
        let ciphertexts = answers.into_iter().map(|answer| answer.choices).collect();
        Ok(VerifiedBallot::made(text, public, ciphertexts))
    }

    fn answer<R: CryptoRng + ?Sized>(&self, start: &Transcript, choice: usize, answers: usize, rng: &mut R) -> Answer {
        let mut total = SecretScalar(curve25519_dalek::Scalar::ZERO);
        let mut choices = Vec::with_capacity(answers);
        let mut individual = Vec::with_capacity(answers);
        let individual_start = start.clone().text("|");
        for place in 0..answers {
            let chosen = (place as u64).ct_eq(&(choice as u64));
            let randomness = SecretScalar::random(rng);
            let ciphertext = self.encrypt(&randomness, chosen);
            individual.push(self.prove_bit(&individual_start, &ciphertext, &randomness, chosen, rng));
            total.add(&randomness);
            choices.push(ciphertext);
        }
        let overall = self.prove_one(start, &choices, &total, rng);
        Answer { choices, individual, overall }
    }

    fn encrypt(&self, randomness: &SecretScalar, chosen: Choice) -> Ciphertext {
        let mut message = EdwardsPoint::identity();
        message.conditional_assign(&ED25519_BASEPOINT_POINT, chosen);
        let beta = self.key_secret.power(randomness) + message;
        Ciphertext { alpha: randomness.public(), beta: Element::from_point(beta) }
    }

    /// Proves that a ciphertext holds 0 or 1 (specification, "Proofs of interval membership").
    fn prove_bit<R: CryptoRng + ?Sized>(
        &self,
        start: &Transcript,
        ciphertext: &Ciphertext,
        randomness: &SecretScalar,
        one: Choice,
        rng: &mut R,
    ) -> [Proof; 2] {
        let nonce = SecretScalar::random(rng);
        let simulated = SecretScalar::random(rng);
        let response = SecretScalar::random(rng);
        // The real commitments are powers of w; the simulated ones of response + r·c, and of g^(m − M)·c with m − M = ±1.
        let mut exponent = SecretScalar(response.0 + randomness.0 * simulated.0);
        let mut shift = SecretScalar(-simulated.0);
        shift.0.conditional_assign(&simulated.0, one);
        let real = [nonce.public(), Element::from_point(self.key_secret.power(&nonce))];
        let feigned = [exponent.public(), Element::from_point(self.key_secret.power(&exponent) + EdwardsPoint::mul_base(&shift.0))];
        exponent.zeroize();
        let (mut first, mut second) = ([[0; 32]; 2], [[0; 32]; 2]);
        for part in 0..2 {
            for byte in 0..32 {
                let (real, feigned) = (real[part].encoding()[byte], feigned[part].encoding()[byte]);
                first[part][byte] = u8::conditional_select(&real, &feigned, one);
                second[part][byte] = u8::conditional_select(&feigned, &real, one);
            }
        }
        let transcript = start.clone().element(&ciphertext.alpha).text(",").element(&ciphertext.beta).text("|");
        let challenge = transcript.encodings(&[first[0], first[1], second[0], second[1]]).challenge();
        let honest_challenge = challenge - Scalar(simulated.0);
        let honest = Proof { challenge: honest_challenge, response: nonce.respond(randomness, honest_challenge) };
        let simulated = Proof { challenge: Scalar(simulated.0), response: Scalar(response.0) };
        [select(&honest, &simulated, one), select(&simulated, &honest, one)]
    }

    /// Proves that the choices of an answer add up to 1.
    fn prove_one<R: CryptoRng + ?Sized>(&self, start: &Transcript, choices: &[Ciphertext], total: &SecretScalar, rng: &mut R) -> Proof {
        let nonce = SecretScalar::random(rng);
        let mut sum = crate::elgamal::Sum::new();
        for choice in choices {
            sum.add(choice);
        }
        let commitments = [*nonce.public().encoding(), *Element::from_point(self.key_secret.power(&nonce)).encoding()];
        let transcript = answer_transcript(start, choices.iter().map(|choice| (&choice.alpha, &choice.beta)));
        let challenge = transcript.encodings(&sum.encodings()).text("|").encodings(&commitments).challenge();
        Proof { challenge, response: nonce.respond(total, challenge) }
    }

    fn sign<R: CryptoRng + ?Sized>(&self, secret: &SecretScalar, public: &Element, answers: &[Answer], rng: &mut R) -> String {
        let mut text = String::with_capacity(answers.iter().map(|answer| 620 * answer.choices.len() + 256).sum::<usize>() + 512);
        text.push_str("{\"election_uuid\":");
        self.uuid.write(&mut text);
        text.push_str(",\"election_hash\":\"");
        text.push_str(&self.fingerprint.to_base64());
        text.push_str("\",\"credential\":");
        public.write(&mut text);
        text.push_str(",\"answers\":");
        write_list(answers, &mut text, |answer, out| {
            out.push_str("{\"choices\":");
            write_list(&answer.choices, out, |choice, out| choice.write(out));
            out.push_str(",\"individual_proofs\":");
            write_list(&answer.individual, out, |pair, out| write_list(pair, out, |proof, out| proof.write(out)));
            out.push_str(",\"overall_proof\":");
            write_list(&[answer.overall], out, |proof, out| proof.write(out));
            out.push('}');
        });
        let hash = crate::digest::Digest::of_pieces(&[text.as_bytes(), b"}"]);
        let proof = Statement::Ballot(&hash).prove(secret, rng);
        text.push_str(",\"signature\":{\"hash\":\"");
        text.push_str(&hash.to_base64());
        text.push_str("\",\"proof\":");
        proof.write(&mut text);
        text.push_str("}}");
        text
    }
}

/// `zero` if the choice is 0, else `one`, without a branch.
fn select(zero: &Proof, one: &Proof, choice: Choice) -> Proof {
    let pick = |zero: &Scalar, one: &Scalar| Scalar(curve25519_dalek::Scalar::conditional_select(&zero.0, &one.0, choice));
    Proof { challenge: pick(&zero.challenge, &one.challenge), response: pick(&zero.response, &one.response) }
}
