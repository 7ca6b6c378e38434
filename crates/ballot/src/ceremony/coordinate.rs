//! The coordinator's steps of the ceremony: routing and checking, without any secret.

use super::error::CeremonyError;
use super::messages::{MemberInput, MemberOutput, MemberPolynomial};
use crate::proof::{Proof, schnorr::Statement};
use crate::trustee::{
    Certificate, Coefficients, ThresholdParameters, TrusteeError, TrusteeErrorKind, certs_statement, verify_certificates,
};

/// Step 2: the checked certificates of all members (specification, "Certificates").
pub struct Certificates {
    certs: Vec<Certificate>,
    threshold: u64,
}

impl Certificates {
    /// Checks a complete set of certificates.
    ///
    /// # Errors
    /// The first certificate that is not exactly right, or comes twice.
    pub fn new(certs: Vec<Certificate>, threshold: u64) -> Result<Certificates, TrusteeError> {
        if threshold == 0 || threshold > certs.len() as u64 {
            return Err(TrusteeError { owner: 1, kind: TrusteeErrorKind::Threshold });
        }
        verify_certificates(&certs, threshold)?;
        Ok(Certificates { certs, threshold })
    }

    /// All certificates.
    pub fn all(&self) -> &[Certificate] {
        &self.certs
    }

    /// How many members are enough.
    pub fn threshold(&self) -> u64 {
        self.threshold
    }

    /// Step 4: checks the polynomials of all members (specification, "Polynomials").
    ///
    /// # Errors
    /// The first member whose polynomial is not exactly right.
    pub fn check_polynomials(&self, polynomials: Vec<MemberPolynomial>) -> Result<CheckedPolynomials<'_>, CeremonyError> {
        if polynomials.len() != self.certs.len() || polynomials.iter().any(|polynomial| polynomial.secrets.len() != self.certs.len()) {
            return Err(CeremonyError::Incomplete);
        }
        for (index, polynomial) in polynomials.iter().enumerate() {
            check_one(self, index, &polynomial.coefficients, &polynomial.signature)?;
        }
        Ok(CheckedPolynomials { certificates: self, polynomials })
    }
}

/// Checks the signed coefficients of one member.
pub(super) fn check_one(
    certificates: &Certificates,
    index: usize,
    coefficients: &Coefficients,
    signature: &Proof,
) -> Result<(), TrusteeError> {
    let fail = |kind| Err(TrusteeError { owner: index + 1, kind });
    let Some(cert) = certificates.certs.get(index) else { return fail(TrusteeErrorKind::Size) };
    if coefficients.elements.0.len() as u64 != certificates.threshold {
        return fail(TrusteeErrorKind::Size);
    }
    if !coefficients.signed.is_signed_by(&cert.keys.verification) {
        return fail(TrusteeErrorKind::CoefficientsSignature);
    }
    let statement = certs_statement(&certificates.certs, &coefficients.elements);
    if !Statement::Message(&statement).verify(&cert.keys.verification, signature) {
        return fail(TrusteeErrorKind::CertificatesSignature);
    }
    Ok(())
}

/// The polynomials of all members, checked as far as somebody without secrets can (specification, "Polynomials").
pub struct CheckedPolynomials<'a> {
    certificates: &'a Certificates,
    polynomials: Vec<MemberPolynomial>,
}

impl CheckedPolynomials<'_> {
    /// Step 4: what each member is handed (specification, "Vinputs").
    pub fn inputs(&self) -> Vec<MemberInput> {
        let coefficients: Vec<_> = self.polynomials.iter().map(|polynomial| polynomial.coefficients.clone()).collect();
        let signatures: Vec<_> = self.polynomials.iter().map(|polynomial| polynomial.signature).collect();
        let input = |(index, own): (usize, &MemberPolynomial)| MemberInput {
            polynomial: own.polynomial.clone(),
            secrets: self.polynomials.iter().filter_map(|polynomial| polynomial.secrets.get(index).cloned()).collect(),
            coefficients: coefficients.clone(),
            signatures: signatures.clone(),
        };
        self.polynomials.iter().enumerate().map(input).collect()
    }

    /// Step 6: the published parameters; every key is checked (specification, "Threshold parameters").
    ///
    /// # Errors
    /// The first member whose key is not exactly right.
    pub fn assemble(&self, outputs: &[MemberOutput]) -> Result<ThresholdParameters, CeremonyError> {
        let parameters = ThresholdParameters {
            threshold: self.certificates.threshold,
            certs: self.certificates.certs.clone(),
            coefficients: self.polynomials.iter().map(|polynomial| polynomial.coefficients.clone()).collect(),
            signatures: self.polynomials.iter().map(|polynomial| polynomial.signature).collect(),
            verification_keys: outputs.iter().map(|output| output.public_key.clone()).collect(),
        };
        parameters.verify()?;
        Ok(parameters)
    }
}
