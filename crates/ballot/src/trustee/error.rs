//! Why trustees are not accepted.

/// Why a list of trustees is not accepted (specification, "Trustees").
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("trustee {owner}: {kind}")]
pub struct TrusteeError {
    /// Which trustee, counted from 1 over the whole list.
    pub owner: usize,
    /// What is wrong.
    pub kind: TrusteeErrorKind,
}

/// What is wrong with a trustee (specification, "Verification keys", "Certificates", "Threshold parameters").
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrusteeErrorKind {
    /// Nobody in the list.
    #[error("the list is empty")]
    Nobody,
    /// The same key or certificate twice.
    #[error("a key comes twice")]
    Repeated,
    /// A threshold of 0 or above the size of the group.
    #[error("the threshold does not fit the size of the group")]
    Threshold,
    /// Lists of different lengths.
    #[error("not as many entries as the group's size or threshold asks for")]
    Size,
    /// A certificate for another place or another group.
    #[error("the certificate is for another place or group")]
    Context,
    /// A certificate that is not signed with its own key.
    #[error("the certificate's signature does not verify")]
    Certificate,
    /// Coefficients that are not signed by their owner.
    #[error("the signature of the coefficients does not verify")]
    CoefficientsSignature,
    /// The member's signature over all certificates.
    #[error("the signature over all certificates does not verify")]
    CertificatesSignature,
    /// A key that does not follow from the coefficients.
    #[error("the key does not follow from the coefficients")]
    VerificationKey,
    /// The proof that the secret is known.
    #[error("the proof of knowledge does not verify")]
    ProofOfKnowledge,
    /// A member's key without its owner's signature.
    #[error("the key is not signed by its owner")]
    KeySignature,
    /// A single trustee's key with a signature, which only a group's members have.
    #[error("a single trustee's key carries a signature")]
    UnexpectedSignature,
    /// The keys cancel out.
    #[error("the keys multiply to the identity")]
    Identity,
}
