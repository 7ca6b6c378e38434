//! The note itself (c2sp.org/signed-note, "Format").

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64;

use super::{Algorithm, KeyId, KeyName, VerifierKey};
use crate::cosignature;
use crate::limits::{MAX_NOTE_BYTES, MAX_SIGNATURES};

/// One signature line: `— <name> base64(key ID || signature)` (c2sp.org/signed-note, "Format"). Nothing says that it is
/// valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    name: KeyName,
    id: KeyId,
    bytes: Vec<u8>,
}

/// A text with signature lines (c2sp.org/signed-note, "Format"), of the right form but not verified. Trust the text only
/// after [`Note::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// Why bytes are no note, or a note is not to be trusted (c2sp.org/signed-note, "Format" and "Signatures").
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Longer than [`MAX_NOTE_BYTES`].
    #[error("longer than {MAX_NOTE_BYTES} bytes")]
    TooLong,
    /// Not UTF-8, or control characters other than newline.
    #[error("a character that a note cannot hold, at byte {0}")]
    Character(usize),
    /// No empty line before the signatures, no signature, or a text that does not end in a newline.
    #[error("a note is text, an empty line and signature lines, each line ended by a newline")]
    Form,
    /// A line below the empty line that is no signature line.
    #[error("signature line {0} is not of the form '— <name> <base64>'")]
    SignatureLine(usize),
    /// More than [`MAX_SIGNATURES`].
    #[error("more than {MAX_SIGNATURES} signatures")]
    TooManySignatures,
    /// A signature by a known key does not verify, so the whole note is rejected.
    #[error("the signature of {name} (key {id}) does not verify")]
    Invalid {
        /// Whose.
        name: KeyName,
        /// Which key.
        id: KeyId,
    },
    /// No signature by any known key.
    #[error("not signed by any of the known keys")]
    Unsigned,
}

/// What a verified note tells (c2sp.org/signed-note, "Signatures").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteVerdict<'a> {
    /// The valid signatures of known keys, in the order of the note, each key once.
    pub valid: Vec<(&'a VerifierKey, &'a Signature)>,
    /// How many signature lines are by keys that are not known; they are ignored.
    pub unknown: usize,
}

impl Signature {
    pub(crate) fn new(key: &VerifierKey, bytes: &[u8]) -> Self {
        Signature { name: key.name().clone(), id: key.id(), bytes: bytes.to_vec() }
    }

    /// Name of the key that is said to have signed.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// ID of that key.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The signature without the key ID.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it claims to be by this key.
    pub fn is_by(&self, key: &VerifierKey) -> bool {
        self.id == key.id() && self.name == *key.name()
    }

    /// Whether it is this key's valid signature of the text.
    pub fn verifies(&self, key: &VerifierKey, text: &str) -> bool {
        self.is_by(key)
            && match key.algorithm() {
                Algorithm::Ed25519 => self.bytes.as_slice().try_into().is_ok_and(|signature| key.verifies(text.as_bytes(), signature)),
                Algorithm::CosignatureV1 => cosignature::verifies(key, text, &self.bytes),
            }
    }
}

impl fmt::Display for Signature {
    /// The line without its newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.id.to_bytes().to_vec();
        bytes.extend(&self.bytes);
        write!(f, "— {} {}", self.name, BASE64.encode(&bytes))
    }
}

impl FromStr for Signature {
    type Err = NoteError;

    fn from_str(line: &str) -> Result<Self, NoteError> {
        let bad = || NoteError::SignatureLine(1);
        let (name, base64) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or_else(bad)?;
        let bytes = BASE64.decode(base64.as_bytes()).map_err(|_| bad())?;
        match bytes.split_first_chunk() {
            Some((id, signature)) if !signature.is_empty() => {
                Ok(Signature { name: name.parse().map_err(|_| bad())?, id: KeyId::from_bytes(*id), bytes: signature.to_vec() })
            }
            _ => Err(bad()),
        }
    }
}

impl Note {
    /// A note of this text, which must end in a newline, with these signatures, of which there must be one.
    pub fn new(text: String, signatures: Vec<Signature>) -> Result<Self, NoteError> {
        check_characters(text.as_bytes())?;
        if !text.ends_with('\n') || signatures.is_empty() {
            return Err(NoteError::Form);
        }
        let note = Note { text, signatures };
        note.within_limits()?;
        Ok(note)
    }

    /// Reads a note; see [`Note::check`] before trusting it.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > MAX_NOTE_BYTES {
            return Err(NoteError::TooLong);
        }
        let note = check_characters(bytes)?;
        // "the text is separated from the signatures by the last empty line in the note"
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Form)?;
        let lines = signatures.strip_suffix('\n').ok_or(NoteError::Form)?;
        let signatures = read_lines(lines)?;
        Ok(Note { text: format!("{text}\n"), signatures })
    }

    /// The signed text, with its final newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines, valid or not.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The note as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }

    /// Adds a signature; one by the same key is replaced.
    pub fn add(&mut self, signature: Signature) -> Result<(), NoteError> {
        let mut signatures = self.signatures.clone();
        signatures.retain(|old| old.name != signature.name || old.id != signature.id);
        signatures.push(signature);
        *self = Note::new(std::mem::take(&mut self.text), signatures)?;
        Ok(())
    }

    /// Verifies the signatures of known keys ("Signatures"): those of unknown keys are ignored, an invalid one by a known key rejects the whole
    /// note, and so does the lack of any by a known key. Which of the keys must have signed is for the caller to say.
    pub fn check<'a>(&'a self, known: &'a [VerifierKey]) -> Result<NoteVerdict<'a>, NoteError> {
        let mut verdict = NoteVerdict { valid: Vec::new(), unknown: 0 };
        for signature in &self.signatures {
            let Some(key) = known.iter().find(|key| signature.is_by(key)) else {
                verdict.unknown += 1;
                continue;
            };
            if !signature.verifies(key, &self.text) {
                return Err(NoteError::Invalid { name: signature.name.clone(), id: signature.id });
            }
            if !verdict.valid.iter().any(|(other, _)| *other == key) {
                verdict.valid.push((key, signature));
            }
        }
        if verdict.valid.is_empty() { Err(NoteError::Unsigned) } else { Ok(verdict) }
    }

    fn within_limits(&self) -> Result<(), NoteError> {
        if self.signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        if self.to_string().len() > MAX_NOTE_BYTES { Err(NoteError::TooLong) } else { Ok(()) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

/// Reads signature lines, separated by newlines.
pub(crate) fn read_lines(lines: &str) -> Result<Vec<Signature>, NoteError> {
    let mut signatures = Vec::new();
    for (line, number) in lines.split('\n').zip(1..) {
        if number > MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        signatures.push(line.parse().map_err(|_| NoteError::SignatureLine(number))?);
    }
    Ok(signatures)
}

/// "valid UTF-8 and MUST NOT contain any ASCII control characters (those below U+0020) other than newline"
fn check_characters(bytes: &[u8]) -> Result<&str, NoteError> {
    let text = std::str::from_utf8(bytes).map_err(|error| NoteError::Character(error.valid_up_to()))?;
    match bytes.iter().position(|byte| *byte < 0x20 && *byte != b'\n') {
        Some(at) => Err(NoteError::Character(at)),
        None => Ok(text),
    }
}
