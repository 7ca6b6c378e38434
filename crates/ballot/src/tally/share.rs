//! A trustee's part in opening a total (specification, "Partial decryptions").

use super::count::VerifiedTally;
use crate::digest::Digest;
use crate::election::{MAX_ANSWERS, MAX_QUESTIONS};
use crate::group::{Element, SecretScalar};
use crate::json::{Canonical, ParseError, Reader, json_form, write_list};
use crate::proof::{Proof, decryption};
use crate::trustee::VerifiedTrustees;
use rand_core::CryptoRng;

/// Why a share is not accepted (specification, "Partial decryptions").
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// No trustee has this number.
    #[error("there is no trustee {0}")]
    NoSuchOwner(u64),
    /// The secret key is not that of any trustee of this election.
    #[error("the key is not that of a trustee of this election")]
    WrongKey,
    /// Not one factor and one proof for each answer.
    #[error("not as many factors and proofs as the tally has ciphertexts")]
    WrongShape,
    /// A factor that was not made with the trustee's key.
    #[error("question {question}, answer {answer}: the proof of the decryption does not verify")]
    Proof {
        /// The question, from 0.
        question: usize,
        /// The answer, from 0.
        answer: usize,
    },
}

/// Decryption factors with their proofs (specification, "Partial decryptions", partial_decryption).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialDecryption {
    /// α^x for each question and answer.
    pub factors: Vec<Vec<Element>>,
    /// For each factor the proof that it was made with the trustee's key.
    pub proofs: Vec<Vec<Proof>>,
}

/// A checked share and whose it is (specification, "Partial decryptions").
#[derive(Clone, Debug)]
pub struct VerifiedShare {
    owner: u64,
    share: PartialDecryption,
}

impl PartialDecryption {
    /// Makes the share of the trustee who holds `secret`, of a total that was checked against its ballots (specification,
    /// "Partial decryptions").
    ///
    /// # Errors
    /// If no trustee of the election has this key.
    pub fn make<R: CryptoRng + ?Sized>(
        tally: &VerifiedTally,
        trustees: &VerifiedTrustees,
        secret: &SecretScalar,
        rng: &mut R,
    ) -> Result<VerifiedShare, ShareError> {
        let key = secret.public();
        let owner = trustees.owner(&key).ok_or(ShareError::WrongKey)?;
        let election = tally.election();
        let (mut factors, mut proofs) = (Vec::new(), Vec::new());
        for answers in &tally.tally().0 {
            factors.push(answers.iter().map(|ciphertext| secret.power_of(&ciphertext.alpha)).collect());
            proofs.push(answers.iter().map(|ciphertext| decryption::prove(&election, &key, &ciphertext.alpha, secret, rng)).collect());
        }
        Ok(VerifiedShare { owner, share: PartialDecryption { factors, proofs } })
    }

    /// Checks a share that came from outside (specification, "Partial decryptions").
    ///
    /// # Errors
    /// The first factor whose proof does not verify.
    pub fn verify(self, owner: u64, tally: &VerifiedTally, trustees: &VerifiedTrustees) -> Result<VerifiedShare, ShareError> {
        let key = trustees.key(owner).ok_or(ShareError::NoSuchOwner(owner))?;
        let shape = tally.tally().shape();
        let right =
            self.factors.iter().map(Vec::len).eq(shape.iter().copied()) && self.proofs.iter().map(Vec::len).eq(shape.iter().copied());
        if !right {
            return Err(ShareError::WrongShape);
        }
        for (question, (answers, (factors, proofs))) in tally.tally().0.iter().zip(self.factors.iter().zip(&self.proofs)).enumerate() {
            for (answer, (ciphertext, (factor, proof))) in answers.iter().zip(factors.iter().zip(proofs)).enumerate() {
                if !decryption::verify(&tally.election(), &key, &ciphertext.alpha, factor, proof) {
                    return Err(ShareError::Proof { question, answer });
                }
            }
        }
        Ok(VerifiedShare { owner, share: self })
    }
}

impl VerifiedShare {
    /// Whose share it is, counted from 1.
    pub fn owner(&self) -> u64 {
        self.owner
    }

    /// The share as published.
    pub fn share(&self) -> &PartialDecryption {
        &self.share
    }

    /// What links the share with its owner in an archive (specification, "Partial decryptions",
    /// owned_partial_decryption).
    pub fn owned(&self) -> OwnedShare {
        OwnedShare { owner: self.owner, payload: Digest::of(self.share.to_json().as_bytes()) }
    }
}

impl Canonical for PartialDecryption {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"decryption_factors\":")?;
        let factors = reader.list(MAX_QUESTIONS, |reader, _| reader.list(MAX_ANSWERS, |reader, _| reader.element()))?;
        reader.token(",\"decryption_proofs\":")?;
        let proofs = reader.list(MAX_QUESTIONS, |reader, _| reader.list(MAX_ANSWERS, |reader, _| Proof::read(reader)))?;
        reader.token("}")?;
        Ok(PartialDecryption { factors, proofs })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"decryption_factors\":");
        write_list(&self.factors, out, |answers, out| write_list(answers, out, |factor, out| factor.write(out)));
        out.push_str(",\"decryption_proofs\":");
        write_list(&self.proofs, out, |answers, out| write_list(answers, out, |proof, out| proof.write(out)));
        out.push('}');
    }
}
json_form!(PartialDecryption);

/// Whose share a text is (specification, "Partial decryptions", owned_partial_decryption).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnedShare {
    /// The trustee, counted from 1 over the whole list.
    pub owner: u64,
    /// The SHA-256 of the share.
    pub payload: Digest,
}

impl Canonical for OwnedShare {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"owner\":")?;
        let owner = reader.integer()?;
        reader.token(",\"payload\":")?;
        let payload = reader.hash()?;
        reader.token("}")?;
        Ok(OwnedShare { owner, payload })
    }

    fn write(&self, out: &mut String) {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(out, "{{\"owner\":{},\"payload\":", self.owner);
        self.payload.write(out);
        out.push('}');
    }
}
json_form!(OwnedShare);
