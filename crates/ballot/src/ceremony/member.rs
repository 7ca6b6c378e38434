//! A member's steps of the ceremony.

use super::channel::{ChannelError, receive, send};
use super::coordinate::{Certificates, check_one};
use super::error::CeremonyError;
use super::messages::{MemberInput, MemberOutput, MemberPolynomial, read_secret, write_polynomial, write_secret};
use crate::base58::{BASE58, random_base58};
use crate::group::{Element, Scalar, SecretScalar};
use crate::json::Canonical;
use crate::proof::schnorr::Statement;
use crate::trustee::{
    Certificate, CertificateKeys, Coefficients, Context, RawCoefficients, SignedMessage, TrusteeKey, certs_statement, evaluate_in_exponent,
};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Characters of the seeds that we make: 256 bits. The specification's own have 22, which are read too.
const SEED_LEN: usize = 44;
const MIN_SEED_LEN: usize = 22;
const MAX_SEED_LEN: usize = 64;

/// A member's only secret: characters of base58, of which the keys for signing and decrypting are derived
/// (specification, "Public key infrastructure", Deriving keys). Overwritten when dropped, never printed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Seed(String);

impl Seed {
    /// A fresh seed of 256 bits.
    pub fn random<R: CryptoRng + ?Sized>(rng: &mut R) -> Seed {
        let mut text = String::with_capacity(SEED_LEN);
        text.extend((0..SEED_LEN).map(|_| char::from(random_base58(rng))));
        Seed(text)
    }

    /// Reads a seed of 22 to 64 characters.
    pub fn parse(text: &str) -> Option<Seed> {
        let right = (MIN_SEED_LEN..=MAX_SEED_LEN).contains(&text.len()) && text.bytes().all(|byte| BASE58.contains(&byte));
        right.then(|| Seed(text.to_owned()))
    }

    /// The text, for the member's key file.
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.clone())
    }

    /// Specification, "Deriving keys".
    fn derive(&self, prefix: &str) -> SecretScalar {
        let digest = Sha256::new_with_prefix(prefix).chain_update(&self.0).finalize();
        SecretScalar(Scalar::from_digest(digest.into()).0)
    }

    fn signing(&self) -> SecretScalar {
        self.derive("sk|")
    }

    fn decryption(&self) -> SecretScalar {
        self.derive("dk|")
    }

    /// Step 1: the certificate of member `index` (from 1) of `size`, of whom `threshold` are enough (specification,
    /// "Certificates").
    pub fn certificate<R: CryptoRng + ?Sized>(&self, size: u64, threshold: u64, index: u64, rng: &mut R) -> Certificate {
        let signing = self.signing();
        let context = Context { size, threshold, index };
        let keys = CertificateKeys { context, verification: signing.public(), encryption: self.decryption().public() };
        Certificate { signed: SignedMessage::sign(keys.text(), &signing, rng), keys }
    }

    /// Whether a text is a certificate of this seed.
    pub(super) fn made(&self, certificate: &[u8]) -> bool {
        let own =
            |cert: Certificate| cert.keys.verification == self.signing().public() && cert.keys.encryption == self.decryption().public();
        Certificate::from_json(certificate).is_ok_and(own)
    }

    /// The place of this member, from 0.
    fn place(&self, certificates: &Certificates) -> Result<usize, CeremonyError> {
        let (verification, encryption) = (self.signing().public(), self.decryption().public());
        let own = |cert: &Certificate| cert.keys.verification == verification && cert.keys.encryption == encryption;
        certificates.all().iter().position(own).ok_or(CeremonyError::NotAMember)
    }

    /// Step 3: a random polynomial, its values encrypted for the members, its coefficients committed and signed
    /// (specification, "Polynomials").
    ///
    /// # Errors
    /// If this seed belongs to no certificate.
    pub fn polynomial<R: CryptoRng + ?Sized>(&self, certificates: &Certificates, rng: &mut R) -> Result<MemberPolynomial, CeremonyError> {
        self.place(certificates)?;
        let signing = self.signing();
        let polynomial: Vec<SecretScalar> = (0..certificates.threshold()).map(|_| SecretScalar::random(rng)).collect();
        let raw = RawCoefficients(polynomial.iter().map(SecretScalar::public).collect());
        let signature = Statement::Message(&certs_statement(certificates.all(), &raw)).prove(&signing, rng);
        let mut secrets = Vec::with_capacity(certificates.all().len());
        for (index, cert) in certificates.all().iter().enumerate() {
            let value = evaluate(&polynomial, index as u64 + 1);
            secrets.push(send(&signing, &cert.keys.encryption, write_secret("secret", &value), rng)?);
        }
        let own = send(&signing, &self.decryption().public(), write_polynomial(&polynomial), rng)?;
        let coefficients = Coefficients { signed: SignedMessage::sign(raw.text(), &signing, rng), elements: raw };
        Ok(MemberPolynomial { polynomial: own, secrets, coefficients, signature })
    }

    /// Step 5: checks what all members sent, and adds up this member's key (specification, "Vinputs", "Voutputs").
    ///
    /// # Errors
    /// The first member whose message is not exactly right.
    pub fn finish<R: CryptoRng + ?Sized>(
        &self,
        certificates: &Certificates,
        input: &MemberInput,
        rng: &mut R,
    ) -> Result<MemberOutput, CeremonyError> {
        let place = self.place(certificates)?;
        let size = certificates.all().len();
        if [input.secrets.len(), input.coefficients.len(), input.signatures.len()] != [size; 3] {
            return Err(CeremonyError::Incomplete);
        }
        let (signing, decryption) = (self.signing(), self.decryption());
        let mut key = SecretScalar(curve25519_dalek::Scalar::ZERO);
        for (index, ((cert, secret), (coefficients, signature))) in
            certificates.all().iter().zip(&input.secrets).zip(input.coefficients.iter().zip(&input.signatures)).enumerate()
        {
            check_one(certificates, index, coefficients, signature)?;
            let failed = |error| CeremonyError::Message { from: index + 1, error };
            let text = receive(secret, &decryption, &cert.keys.verification).map_err(failed)?;
            let secret = read_secret("{\"secret\":", &text).map_err(|error| failed(error.into()))?;
            if secret.public() != Element::from_point(evaluate_in_exponent(&coefficients.elements, place as u64 + 1)) {
                return Err(CeremonyError::WrongSecret { from: index + 1 });
            }
            key.add(&secret);
        }
        let private_key = send(&signing, &decryption.public(), write_secret("decryption_key", &key), rng)?;
        Ok(MemberOutput { private_key, public_key: TrusteeKey::signed(&key, &signing, rng) })
    }

    /// The key that makes this member's shares, out of the text that [`Seed::finish`] gave (specification, "Voutputs",
    /// private_key).
    ///
    /// # Errors
    /// If the text is not this member's.
    pub fn private_key(&self, encrypted: &str) -> Result<SecretScalar, ChannelError> {
        let text = receive(encrypted, &self.decryption(), &self.signing().public())?;
        Ok(read_secret("{\"decryption_key\":", &text)?)
    }
}

/// f(at), by Horner's rule.
fn evaluate(polynomial: &[SecretScalar], at: u64) -> SecretScalar {
    let at = curve25519_dalek::Scalar::from(at);
    polynomial
        .iter()
        .rev()
        .fold(SecretScalar(curve25519_dalek::Scalar::ZERO), |value, coefficient| SecretScalar(value.0 * at + coefficient.0))
}
