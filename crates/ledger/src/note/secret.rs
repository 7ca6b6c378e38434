//! Keys that sign.

use data_encoding::BASE64;
use ed25519_dalek::{Signer, SigningKey};
use zeroize::Zeroizing;

use super::key::KeyParts;
use super::{Algorithm, BadKey, KeyName, Note, NoteError, Signature, VerifierKey};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};

/// A name, a role and an Ed25519 key. It is erased from memory when dropped and has no `Debug`.
///
/// Its text form is that of the Go implementation of notes, which log operators exchange:
/// `PRIVATE+KEY+<name>+<hex id>+<base64 of type and 32-byte seed>`; signed-note itself leaves it open.
pub(crate) struct SecretKey {
    verifier: VerifierKey,
    key: SigningKey,
}

const PREFIX: &str = "PRIVATE+KEY+";

impl SecretKey {
    pub(crate) fn from_seed(name: KeyName, algorithm: Algorithm, seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        SecretKey { verifier: VerifierKey::new(name, algorithm, key.verifying_key()), key }
    }

    pub(crate) fn parse(text: &str, algorithm: Algorithm) -> Result<Self, BadKey> {
        let KeyParts { name, id, algorithm: given, key: seed } = text.trim_end().strip_prefix(PREFIX).ok_or(BadKey::Form)?.parse()?;
        if given != algorithm {
            return Err(BadKey::Role { given, expected: algorithm });
        }
        let key = Self::from_seed(name, algorithm, &seed);
        if key.verifier.id() == id { Ok(key) } else { Err(BadKey::Id { given: id, expected: key.verifier.id() }) }
    }

    pub(crate) fn to_text(&self) -> Zeroizing<String> {
        // Nothing grows here, because growing would leave copies of the secret behind.
        let mut bytes = Zeroizing::new([self.verifier.algorithm().byte(); 33]);
        bytes.iter_mut().skip(1).zip(self.key.as_bytes()).for_each(|(place, byte)| *place = *byte);
        let public = format!("{PREFIX}{}+{}+", self.verifier.name(), self.verifier.id());
        let mut text = Zeroizing::new(String::with_capacity(public.len() + BASE64.encode_len(bytes.len())));
        text.push_str(&public);
        BASE64.encode_append(bytes.as_slice(), &mut text);
        text
    }

    pub(crate) fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

/// The key of a log: signs its checkpoints (c2sp.org/signed-note, "Ed25519 signatures"). Erased when dropped, never printed.
pub struct LogSigner(SecretKey);

impl LogSigner {
    /// A log's key from 32 random bytes. The name must be the log's origin.
    pub fn from_seed(name: KeyName, seed: &[u8; 32]) -> Self {
        LogSigner(SecretKey::from_seed(name, Algorithm::Ed25519, seed))
    }

    /// Reads [`LogSigner::to_text`].
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        SecretKey::parse(text, Algorithm::Ed25519).map(LogSigner)
    }

    /// The secret as `PRIVATE+KEY+…`, for a file that only its owner can read.
    pub fn to_text(&self) -> Zeroizing<String> {
        self.0.to_text()
    }

    /// The public key to hand out.
    pub fn verifier(&self) -> &VerifierKey {
        self.0.verifier()
    }

    /// Signs any text as a note.
    pub fn sign_text(&self, text: &str) -> Result<Note, NoteError> {
        Note::new(text.to_owned(), vec![Signature::new(self.verifier(), &self.0.sign(text.as_bytes()))])
    }

    /// Signs a checkpoint. The caller must have made sure that it continues all that this key signed before (tlog-checkpoint, "Signatures").
    pub fn sign(&self, checkpoint: &Checkpoint) -> Result<SignedCheckpoint, NoteError> {
        Ok(SignedCheckpoint::from_parts(checkpoint.clone(), self.sign_text(&checkpoint.text())?))
    }
}
