//! Casting a ballot: encryption and proofs, in constant time (specification, "Homomorphic answers", "Proofs of interval
//! membership").
//!
//! The voter knows the randomness r of each ciphertext, so the commitments of a simulated proof need no power of α or β:
//! A = g^response α^c = g^(response + r·c) and B = y^response (β/g^M)^c = y^(response + r·c) g^((m − M)·c). Both proofs
//! of a choice are made by the same steps, and which one is real decides only which numbers go in.

use super::context::Poll;
use super::form::VerifiedBallot;
use super::reveal::{Revealed, RevealedAnswer};
use super::verify::overall_challenge;
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

/// Why a ballot cannot be made (specification, "Homomorphic answers": one value for each answer of each question).
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
    randomness: Vec<SecretScalar>,
}

/// An encrypted 0 or 1 and the secrets of its proof.
struct Bit {
    one: Choice,
    randomness: SecretScalar,
    nonce: SecretScalar,
    /// Challenge and response of the proof that is simulated.
    simulated: SecretScalar,
    response: SecretScalar,
    /// α, β, the real and the simulated commitments.
    points: [EdwardsPoint; 6],
}

impl Bit {
    fn prove(&self, start: &Transcript, ciphertext: &Ciphertext, commitments: &[Element; 4]) -> [Proof; 2] {
        let [real_a, real_b, feigned_a, feigned_b] = commitments.map(|element| *element.encoding());
        let pick = |zero, one| select_bytes(zero, one, self.one);
        let ordered = [pick(&real_a, &feigned_a), pick(&real_b, &feigned_b), pick(&feigned_a, &real_a), pick(&feigned_b, &real_b)];
        let transcript = start.clone().element(&ciphertext.alpha).text(",").element(&ciphertext.beta).text("|");
        let simulated = Proof { challenge: Scalar(self.simulated.0), response: Scalar(self.response.0) };
        let challenge = transcript.encodings(&ordered).challenge() - simulated.challenge;
        let honest = Proof { challenge, response: self.nonce.respond(&self.randomness, challenge) };
        [select(&honest, &simulated, self.one), select(&simulated, &honest, self.one)]
    }
}

impl Poll {
    /// Makes a ballot that chooses answer `choices[i]` (from 0) for question i (specification, "Vote", "Homomorphic answers",
    /// "Proofs of interval membership", "Signatures", "Ballots"). Nothing about the choices decides what is computed or
    /// which memory is read.
    ///
    /// # Errors
    /// Choices that do not fit the questions.
    ///
    /// ```
    /// use ballot::cast::{CastError, Poll, UnverifiedBallot};
    /// use ballot::credential::Credential;
    /// use ballot::election::{Election, Question, Uuid};
    /// use ballot::group::{SecretScalar, system_random};
    ///
    /// let rng = &mut system_random();
    /// let question = |name: &str| Question { question: name.into(), answers: vec!["yes".into(), "no".into()] };
    /// let poll = Poll::new(&Election {
    ///     name: "Two questions".into(),
    ///     description: String::new(),
    ///     public_key: SecretScalar::random(rng).public(),
    ///     questions: vec![question("First"), question("Second")],
    ///     uuid: Uuid::random(rng),
    ///     administrator: None,
    ///     credential_authority: None,
    /// });
    /// let card = Credential::random(rng);
    /// let ballot = poll.cast(&card, &[0, 1], rng)?;
    /// assert_eq!(UnverifiedBallot::from_json(ballot.text())?.tracker(), ballot.tracker());
    /// assert_eq!(poll.cast(&card, &[0, 2], rng).err(), Some(CastError::NoSuchAnswer { question: 1 }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cast<R: CryptoRng + ?Sized>(
        &self,
        credential: &Credential,
        choices: &[usize],
        rng: &mut R,
    ) -> Result<VerifiedBallot, CastError> {
        self.encrypt(credential, choices, rng).map(|(ballot, _)| ballot)
    }

    /// Makes a ballot that is to be revealed instead of cast (检查), with what is to be revealed. It must never be cast afterwards.
    ///
    /// # Errors
    /// Choices that do not fit the questions.
    ///
    /// ```
    /// # use ballot::cast::{Poll, UnverifiedBallot};
    /// # use ballot::credential::Credential;
    /// # use ballot::election::{Election, Question, Uuid};
    /// # use ballot::group::{SecretScalar, system_random};
    /// # let rng = &mut system_random();
    /// # let election = Election {
    /// #     name: "One question".into(),
    /// #     description: String::new(),
    /// #     public_key: SecretScalar::random(rng).public(),
    /// #     questions: vec![Question { question: "?".into(), answers: vec!["yes".into(), "no".into()] }],
    /// #     uuid: Uuid::random(rng),
    /// #     administrator: None,
    /// #     credential_authority: None,
    /// # };
    /// # let (poll, card) = (Poll::new(&election), Credential::random(rng));
    /// let (ballot, revealed) = poll.cast_to_check(&card, &[1], rng)?;
    /// let ballot = UnverifiedBallot::from_json(ballot.text())?;
    /// assert_eq!(poll.check_revealed(&ballot, &revealed)?, [1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cast_to_check<R: CryptoRng + ?Sized>(
        &self,
        credential: &Credential,
        choices: &[usize],
        rng: &mut R,
    ) -> Result<(VerifiedBallot, Revealed), CastError> {
        let (ballot, randomness) = self.encrypt(credential, choices, rng)?;
        let open = |(choice, numbers): (&usize, Vec<SecretScalar>)| RevealedAnswer {
            choice: *choice,
            randomness: numbers.iter().map(|number| Scalar(number.0)).collect(),
        };
        let answers = choices.iter().zip(randomness).map(open).collect();
        let revealed = Revealed { election: self.fingerprint, tracker: ballot.tracker(), answers };
        Ok((ballot, revealed))
    }

    /// The ballot, and the secret numbers of each answer's encryptions.
    fn encrypt<R: CryptoRng + ?Sized>(
        &self,
        credential: &Credential,
        choices: &[usize],
        rng: &mut R,
    ) -> Result<(VerifiedBallot, Vec<Vec<SecretScalar>>), CastError> {
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
        let (ciphertexts, randomness) = answers.into_iter().map(|answer| (answer.choices, answer.randomness)).unzip();
        Ok((VerifiedBallot::made(text, public, ciphertexts), randomness))
    }

    fn answer<R: CryptoRng + ?Sized>(&self, start: &Transcript, choice: usize, answers: usize, rng: &mut R) -> Answer {
        let bits: Vec<Bit> = (0..answers).map(|place| self.bit((place as u64).ct_eq(&(choice as u64)), rng)).collect();
        let nonce = SecretScalar::random(rng);
        // One inversion encodes all points of the answer: those of the bits, then those of the proof over all.
        let points: Vec<EdwardsPoint> = bits.iter().flat_map(|bit| bit.points).chain(self.overall_points(&bits, &nonce)).collect();
        let elements = Element::from_points(&points);
        let (of_bits, of_all) = elements.as_chunks::<6>();
        let mut total = SecretScalar(curve25519_dalek::Scalar::ZERO);
        let mut choices = Vec::with_capacity(answers);
        let mut individual = Vec::with_capacity(answers);
        let individual_start = start.clone().text("|");
        for (bit, elements) in bits.iter().zip(of_bits) {
            let [alpha, beta, commitments @ ..] = elements;
            let ciphertext = Ciphertext { alpha: *alpha, beta: *beta };
            individual.push(bit.prove(&individual_start, &ciphertext, commitments));
            total.add(&bit.randomness);
            choices.push(ciphertext);
        }
        let challenge = overall_challenge(start, &choices, of_all.iter().map(Element::encoding));
        let overall = Proof { challenge, response: nonce.respond(&total, challenge) };
        Answer { choices, individual, overall, randomness: bits.into_iter().map(|bit| bit.randomness).collect() }
    }

    /// Encrypts 0 or 1, and commits to the proof that it is one of them (specification, "Proofs of interval membership").
    fn bit<R: CryptoRng + ?Sized>(&self, one: Choice, rng: &mut R) -> Bit {
        let [randomness, nonce, simulated, response] = std::array::from_fn(|_| SecretScalar::random(rng));
        let mut message = EdwardsPoint::identity();
        message.conditional_assign(&ED25519_BASEPOINT_POINT, one);
        // The real commitments are powers of w; the simulated ones of response + r·c, and of g^(m − M)·c with m − M = ±1.
        let exponent = SecretScalar(response.0 + randomness.0 * simulated.0);
        let mut shift = SecretScalar(-simulated.0);
        shift.0.conditional_assign(&simulated.0, one);
        let (g, y) = (|secret: &SecretScalar| EdwardsPoint::mul_base(&secret.0), |secret: &SecretScalar| self.key_secret.power(secret));
        let points = [g(&randomness), y(&randomness) + message, g(&nonce), y(&nonce), g(&exponent), y(&exponent) + g(&shift)];
        Bit { one, randomness, nonce, simulated, response, points }
    }

    /// Σα, Σβ, and the commitments A, B of the proof that the choices of an answer add up to 1.
    fn overall_points(&self, bits: &[Bit], nonce: &SecretScalar) -> [EdwardsPoint; 4] {
        let sum = |place: usize| bits.iter().map(|bit| bit.points[place]).sum();
        [sum(0), sum(1), EdwardsPoint::mul_base(&nonce.0), self.key_secret.power(nonce)]
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

/// `zero` if the choice is 0, else `one`, without a branch.
fn select_bytes(zero: &[u8; 32], one: &[u8; 32], choice: Choice) -> [u8; 32] {
    std::array::from_fn(|place| u8::conditional_select(&zero[place], &one[place], choice))
}
