//! A group of trustees of whom any K can open (specification, "Certificates", "Polynomials", "Threshold parameters").

use super::error::{TrusteeError, TrusteeErrorKind};
use super::key::TrusteeKey;
use super::signed::SignedMessage;
use crate::group::{Element, GROUP, Scalar};
use crate::json::{Canonical, ParseError, ParseErrorKind, Reader, json_form, write_list};
use crate::proof::{Proof, schnorr::Statement};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;
use std::collections::HashSet;

/// Most members of a group.
pub(crate) const MAX_MEMBERS: usize = 100;

/// The place of a certificate in its group (specification, "Certificates", context).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// Members of the group.
    pub size: u64,
    /// How many of them are enough.
    pub threshold: u64,
    /// Which of them this is, from 1.
    pub index: u64,
}

impl Canonical for Context {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"group\":")?;
        if reader.string()? != GROUP {
            return Err(reader.error(ParseErrorKind::NotSupported("another group than Ed25519")));
        }
        reader.token(",\"size\":")?;
        let size = reader.integer()?;
        reader.token(",\"threshold\":")?;
        let threshold = reader.integer()?;
        reader.token(",\"index\":")?;
        let index = reader.integer()?;
        reader.token("}")?;
        Ok(Context { size, threshold, index })
    }

    fn write(&self, out: &mut String) {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(out, "{{\"group\":\"{GROUP}\",\"size\":{},\"threshold\":{},\"index\":{}}}", self.size, self.threshold, self.index);
    }
}

/// What a certificate says (specification, "Certificates", cert_keys).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateKeys {
    /// Whose certificate it is.
    pub context: Context,
    /// Key of the owner's signatures.
    pub verification: Element,
    /// Key that secrets for the owner are encrypted with.
    pub encryption: Element,
}

impl Canonical for CertificateKeys {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"context\":")?;
        let context = Context::read(reader)?;
        reader.token(",\"verification\":")?;
        let verification = reader.element()?;
        reader.token(",\"encryption\":")?;
        let encryption = reader.element()?;
        reader.token("}")?;
        Ok(CertificateKeys { context, verification, encryption })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"context\":");
        self.context.write(out);
        out.push_str(",\"verification\":");
        self.verification.write(out);
        out.push_str(",\"encryption\":");
        self.encryption.write(out);
        out.push('}');
    }
}

/// A certificate: its keys, signed with the first of them (specification, "Certificates", cert).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The signed text.
    pub signed: SignedMessage,
    /// What it says.
    pub keys: CertificateKeys,
}

impl Certificate {
    /// Whether it is signed with its own key (specification, "Certificates").
    pub fn is_self_signed(&self) -> bool {
        self.signed.is_signed_by(&self.keys.verification)
    }
}

impl Canonical for Certificate {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        let (signed, keys) = inner(reader)?;
        Ok(Certificate { signed, keys })
    }

    fn write(&self, out: &mut String) {
        self.signed.write(out);
    }
}
json_form!(Certificate);

/// The exponentiated coefficients A_0 … A_t of a member's polynomial, signed (specification, "Polynomials", coefexps).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Coefficients {
    pub(crate) signed: SignedMessage,
    pub(crate) elements: RawCoefficients,
}

impl Canonical for Coefficients {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        let (signed, elements) = inner(reader)?;
        Ok(Coefficients { signed, elements })
    }

    fn write(&self, out: &mut String) {
        self.signed.write(out);
    }
}

/// Specification, raw_coefexps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawCoefficients(pub(crate) Vec<Element>);

impl Canonical for RawCoefficients {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"coefexps\":")?;
        let elements = reader.list(MAX_MEMBERS, |reader, _| reader.element())?;
        reader.token("}")?;
        Ok(RawCoefficients(elements))
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"coefexps\":");
        write_list(&self.0, out, |element, out| element.write(out));
        out.push('}');
    }
}

/// A signed message and what its text says.
fn inner<T: Canonical>(reader: &mut Reader<'_>) -> Result<(SignedMessage, T), ParseError> {
    let at = reader.at();
    let signed = SignedMessage::read(reader)?;
    // The place inside the message is reported from the start of the signed message.
    let value = T::parse(signed.message.as_bytes()).map_err(|error| ParseError { at, kind: error.kind })?;
    Ok((signed, value))
}

/// The text that a member signs after seeing all certificates: `certs_sig|{"certs":…,"coefexps":…}`.
pub(crate) fn certs_statement(certs: &[Certificate], coefficients: &RawCoefficients) -> String {
    let mut text = "certs_sig|{\"certs\":".to_owned();
    write_list(certs, &mut text, |cert, out| cert.write(out));
    text.push_str(",\"coefexps\":");
    write_list(&coefficients.0, &mut text, |element, out| element.write(out));
    text.push('}');
    text
}

/// ∏ A_k^(j^k): g to the power of the polynomial at j, by Horner's rule.
pub(crate) fn evaluate_in_exponent(coefficients: &RawCoefficients, at: u64) -> EdwardsPoint {
    let at = Scalar::from(at).0;
    coefficients.0.iter().rev().fold(EdwardsPoint::identity(), |value, coefficient| value * at + coefficient.point())
}

/// What is published of a threshold group (specification, "Threshold parameters", threshold_parameters).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThresholdParameters {
    pub(crate) threshold: u64,
    pub(crate) certs: Vec<Certificate>,
    pub(crate) coefficients: Vec<Coefficients>,
    pub(crate) signatures: Vec<Proof>,
    pub(crate) verification_keys: Vec<TrusteeKey>,
}

impl ThresholdParameters {
    /// How many members are enough.
    pub fn threshold(&self) -> u64 {
        self.threshold
    }

    /// How many members there are.
    pub fn size(&self) -> usize {
        self.certs.len()
    }

    /// Checks certificates, signatures and keys; gives the group's part of the election's key.
    pub(crate) fn verify(&self) -> Result<Element, TrusteeError> {
        let size = self.certs.len();
        let fail = |index: usize, kind| Err(TrusteeError { owner: index + 1, kind });
        if self.threshold == 0 || self.threshold > size as u64 {
            return fail(0, TrusteeErrorKind::Threshold);
        }
        if [self.coefficients.len(), self.signatures.len(), self.verification_keys.len()] != [size; 3] {
            return fail(0, TrusteeErrorKind::Size);
        }
        verify_certificates(&self.certs, self.threshold)?;
        for (index, (cert, coefficients)) in self.certs.iter().zip(&self.coefficients).enumerate() {
            if coefficients.elements.0.len() as u64 != self.threshold {
                return fail(index, TrusteeErrorKind::Size);
            }
            if !coefficients.signed.is_signed_by(&cert.keys.verification) {
                return fail(index, TrusteeErrorKind::CoefficientsSignature);
            }
        }
        for (index, ((cert, coefficients), signature)) in self.certs.iter().zip(&self.coefficients).zip(&self.signatures).enumerate() {
            let statement = certs_statement(&self.certs, &coefficients.elements);
            if !Statement::Message(&statement).verify(&cert.keys.verification, signature) {
                return fail(index, TrusteeErrorKind::CertificatesSignature);
            }
        }
        for (index, (cert, key)) in self.certs.iter().zip(&self.verification_keys).enumerate() {
            check_key(&self.coefficients, cert, key, index as u64 + 1).map_err(|kind| TrusteeError { owner: index + 1, kind })?;
        }
        Ok(Element::product(self.coefficients.iter().filter_map(|coefficients| coefficients.elements.0.first())))
    }
}

/// Checks the key of member `at`, from 1, against the coefficients of all.
pub(crate) fn check_key(all: &[Coefficients], cert: &Certificate, key: &TrusteeKey, at: u64) -> Result<(), TrusteeErrorKind> {
    if Element::from_point(share_in_exponent(all, at)) != key.public_key {
        return Err(TrusteeErrorKind::VerificationKey);
    }
    if !key.proves_knowledge() {
        return Err(TrusteeErrorKind::ProofOfKnowledge);
    }
    if !key.is_signed_by(&cert.keys.verification) {
        return Err(TrusteeErrorKind::KeySignature);
    }
    Ok(())
}

/// ∏_i ∏_k A_ik^(j^k): what the public key of member j must be.
pub(crate) fn share_in_exponent(all: &[Coefficients], at: u64) -> EdwardsPoint {
    all.iter().map(|coefficients| evaluate_in_exponent(&coefficients.elements, at)).sum()
}

/// Checks a complete set of certificates: contexts, self-signatures, no certificate of one member twice.
pub(crate) fn verify_certificates(certs: &[Certificate], threshold: u64) -> Result<(), TrusteeError> {
    let mut seen = HashSet::new();
    for (index, cert) in certs.iter().enumerate() {
        let fail = |kind| Err(TrusteeError { owner: index + 1, kind });
        if cert.keys.context != (Context { size: certs.len() as u64, threshold, index: index as u64 + 1 }) {
            return fail(TrusteeErrorKind::Context);
        }
        if !cert.is_self_signed() {
            return fail(TrusteeErrorKind::Certificate);
        }
        if !seen.insert(*cert.keys.verification.encoding()) || !seen.insert(*cert.keys.encryption.encoding()) {
            return fail(TrusteeErrorKind::Repeated);
        }
    }
    Ok(())
}

impl Canonical for ThresholdParameters {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"threshold\":")?;
        let threshold = reader.integer()?;
        reader.token(",\"certs\":")?;
        let certs = reader.list(MAX_MEMBERS, |reader, _| Certificate::read(reader))?;
        reader.token(",\"coefexps\":")?;
        let coefficients = reader.list(MAX_MEMBERS, |reader, _| Coefficients::read(reader))?;
        reader.token(",\"signatures\":")?;
        let signatures = reader.list(MAX_MEMBERS, |reader, _| Proof::read(reader))?;
        reader.token(",\"verification_keys\":")?;
        let verification_keys = reader.list(MAX_MEMBERS, |reader, _| TrusteeKey::read(reader))?;
        reader.token("}")?;
        Ok(ThresholdParameters { threshold, certs, coefficients, signatures, verification_keys })
    }

    fn write(&self, out: &mut String) {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(out, "{{\"threshold\":{},\"certs\":", self.threshold);
        write_list(&self.certs, out, |cert, out| cert.write(out));
        out.push_str(",\"coefexps\":");
        write_list(&self.coefficients, out, |coefficients, out| coefficients.write(out));
        out.push_str(",\"signatures\":");
        write_list(&self.signatures, out, |signature, out| signature.write(out));
        out.push_str(",\"verification_keys\":");
        write_list(&self.verification_keys, out, |key, out| key.write(out));
        out.push('}');
    }
}
json_form!(ThresholdParameters);
