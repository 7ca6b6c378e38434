//! Proofs of knowledge of one secret, which are signatures when a message is hashed with them.

use super::Proof;
use crate::digest::Digest;
use crate::group::{Element, GROUP, SecretScalar, Transcript, encode_all};
use rand_core::CryptoRng;

/// What a proof is about; each kind hashes its own prefix, so that none can pass for another.
pub(crate) enum Statement<'a> {
    /// `pok|group|X|A` (specification, "Verification keys").
    Key(&'a Element),
    /// `sig|hash|A` (specification, "Signatures").
    Ballot(&'a Digest),
    /// `sigmsg|M|A` (specification, "Public key infrastructure", Signing).
    Message(&'a str),
}

impl Statement<'_> {
    fn transcript(&self) -> Transcript {
        match self {
            Statement::Key(key) => Transcript::new("pok|").text(GROUP).text("|").element(key),
            Statement::Ballot(hash) => Transcript::new("sig|").text(&hash.to_base64()),
            Statement::Message(message) => Transcript::new("sigmsg|").text(message),
        }
        .text("|")
    }

    /// Proves knowledge of `secret`.
    pub(crate) fn prove<R: CryptoRng + ?Sized>(&self, secret: &SecretScalar, rng: &mut R) -> Proof {
        let nonce = SecretScalar::random(rng);
        let challenge = self.transcript().element(&nonce.public()).challenge();
        Proof { challenge, response: nonce.respond(secret, challenge) }
    }

    /// Checks that the maker of `proof` knows the secret behind `key`.
    pub(crate) fn verify(&self, key: &Element, proof: &Proof) -> bool {
        let commitment = encode_all(&[key.commitment(proof.challenge, proof.response)]);
        self.transcript().encodings(&commitment).challenge() == proof.challenge
    }
}
