//! A trustee's public key with the proof that its secret is known (specification, "Verification keys").

use crate::group::{Element, SecretScalar};
use crate::json::{Canonical, ParseError, Reader, json_form};
use crate::proof::{Proof, schnorr::Statement};
use rand_core::CryptoRng;

/// A public key with its proof (specification, "Verification keys", trustee_public_key).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrusteeKey {
    /// Proof that the secret is known.
    pub pok: Proof,
    /// X = g^x.
    pub public_key: Element,
    /// The signature of its owner over the key's text; in threshold mode only.
    pub signature: Option<Proof>,
}

impl TrusteeKey {
    /// The public part of a secret, with its proof (specification, "Verification keys").
    pub fn prove<R: CryptoRng + ?Sized>(secret: &SecretScalar, rng: &mut R) -> TrusteeKey {
        let public_key = secret.public();
        TrusteeKey { pok: Statement::Key(&public_key).prove(secret, rng), public_key, signature: None }
    }

    /// The same, signed by the member of a group whose signing key is given (specification, "Voutputs").
    pub fn signed<R: CryptoRng + ?Sized>(secret: &SecretScalar, signing: &SecretScalar, rng: &mut R) -> TrusteeKey {
        let mut key = TrusteeKey::prove(secret, rng);
        key.signature = Some(Statement::Message(&key.public_key.to_hex()).prove(signing, rng));
        key
    }

    /// Whether the proof verifies (specification, "Verification keys").
    pub fn proves_knowledge(&self) -> bool {
        Statement::Key(&self.public_key).verify(&self.public_key, &self.pok)
    }

    /// Whether the key is signed by the owner of a verification key.
    pub(crate) fn is_signed_by(&self, verification: &Element) -> bool {
        self.signature.is_some_and(|signature| Statement::Message(&self.public_key.to_hex()).verify(verification, &signature))
    }
}

impl Canonical for TrusteeKey {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"pok\":")?;
        let pok = Proof::read(reader)?;
        reader.token(",\"public_key\":")?;
        let public_key = reader.element()?;
        let signature = if reader.take(",\"signature\":") { Some(Proof::read(reader)?) } else { None };
        reader.token("}")?;
        Ok(TrusteeKey { pok, public_key, signature })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"pok\":");
        self.pok.write(out);
        out.push_str(",\"public_key\":");
        self.public_key.write(out);
        if let Some(signature) = &self.signature {
            out.push_str(",\"signature\":");
            signature.write(out);
        }
        out.push('}');
    }
}
json_form!(TrusteeKey);
