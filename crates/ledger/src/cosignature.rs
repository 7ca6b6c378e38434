//! Timestamped signatures of witnesses (c2sp.org/tlog-cosignature, Ed25519 form).

use zeroize::Zeroizing;

use crate::note::SecretKey;
use crate::{Algorithm, BadKey, Checkpoint, KeyName, Note, Signature, VerifierKey};

/// A valid cosignature: this witness says that, at this time, the checkpoint was the largest it had seen, and consistent
/// (c2sp.org/tlog-cosignature, "Format").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// Who.
    pub witness: VerifierKey,
    /// When, in seconds since 1970, by the witness's clock.
    pub timestamp: u64,
}

/// The signed message ("Ed25519 signed message").
fn message(text: &str, timestamp: u64) -> String {
    format!("cosignature/v1\ntime {timestamp}\n{text}")
}

/// Splits `timestamped_signature` ("Format"): eight bytes of time, which "MUST NOT exceed 2^63 - 1" and must not be zero
/// (tlog-witness, "add-checkpoint"), then the signature.
fn split(bytes: &[u8]) -> Option<(u64, &[u8; 64])> {
    let (time, signature) = bytes.split_first_chunk::<8>()?;
    let time = u64::from_be_bytes(*time);
    ((1..=i64::MAX as u64).contains(&time)).then_some(time).zip(signature.try_into().ok())
}

pub(crate) fn verifies(key: &VerifierKey, text: &str, bytes: &[u8]) -> bool {
    split(bytes).is_some_and(|(time, signature)| key.verifies(message(text, time).as_bytes(), signature))
}

impl Cosignature {
    /// The valid cosignatures of known witnesses on a note. Others are passed over: [`Note::check`] judges the note as a whole.
    pub fn all(note: &Note, known: &[VerifierKey]) -> Vec<Cosignature> {
        let witnesses = known.iter().filter(|key| key.algorithm() == Algorithm::CosignatureV1);
        witnesses
            .filter_map(|key| {
                let signature = note.signatures().iter().find(|signature| signature.verifies(key, note.text()))?;
                Some(Cosignature { witness: key.clone(), timestamp: split(signature.bytes())?.0 })
            })
            .collect()
    }
}

/// The key of a witness (c2sp.org/tlog-cosignature, Ed25519). Erased when dropped, never printed.
pub struct WitnessSigner(SecretKey);

impl WitnessSigner {
    /// A witness's key from 32 random bytes.
    pub fn from_seed(name: KeyName, seed: &[u8; 32]) -> Self {
        WitnessSigner(SecretKey::from_seed(name, Algorithm::CosignatureV1, seed))
    }

    /// Reads [`WitnessSigner::to_text`].
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        SecretKey::parse(text, Algorithm::CosignatureV1).map(WitnessSigner)
    }

    /// The secret as `PRIVATE+KEY+…`, for a file that only its owner can read.
    pub fn to_text(&self) -> Zeroizing<String> {
        self.0.to_text()
    }

    /// The public key to hand out.
    pub fn verifier(&self) -> &VerifierKey {
        self.0.verifier()
    }

    /// Cosigns a checkpoint at a time in seconds since 1970. The caller must have checked what a cosignature states
    /// ([`crate::witness::judge`]). A time of zero, which verifiers refuse, becomes one.
    pub fn cosign(&self, checkpoint: &Checkpoint, timestamp: u64) -> Signature {
        let timestamp = timestamp.clamp(1, i64::MAX as u64);
        let mut bytes = timestamp.to_be_bytes().to_vec();
        bytes.extend(self.0.sign(message(&checkpoint.text(), timestamp).as_bytes()));
        Signature::new(self.verifier(), &bytes)
    }
}
