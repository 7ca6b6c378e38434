//! Messages signed by a member of a threshold group (specification, "Public key infrastructure", Signing).

use crate::group::{Element, SecretScalar};
use crate::json::{Canonical, ParseError, Reader, json_form, write_string};
use crate::proof::{Proof, schnorr::Statement};
use rand_core::CryptoRng;

/// A text with a signature (specification, "Public key infrastructure", Signing, signed_msg).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedMessage {
    /// What is signed.
    pub message: String,
    /// The signature.
    pub signature: Proof,
}

impl SignedMessage {
    /// Signs a text (specification, "Public key infrastructure", Signing).
    pub fn sign<R: CryptoRng + ?Sized>(message: String, signing: &SecretScalar, rng: &mut R) -> SignedMessage {
        let signature = Statement::Message(&message).prove(signing, rng);
        SignedMessage { message, signature }
    }

    /// Whether the owner of a verification key signed this (specification, "Public key infrastructure", Signing).
    pub fn is_signed_by(&self, verification: &Element) -> bool {
        Statement::Message(&self.message).verify(verification, &self.signature)
    }
}

impl Canonical for SignedMessage {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"message\":")?;
        let message = reader.string()?.into_owned();
        reader.token(",\"signature\":")?;
        let signature = Proof::read(reader)?;
        reader.token("}")?;
        Ok(SignedMessage { message, signature })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"message\":");
        write_string(&self.message, out);
        out.push_str(",\"signature\":");
        self.signature.write(out);
        out.push('}');
    }
}
json_form!(SignedMessage);
