//! Trustees: who holds the parts of an election's key (specification, "Verification keys", "Threshold parameters",
//! "Trustees").
//!
//! A list mixes trustees who must all take part ("Single") with groups of whom any K are enough ("Pedersen").
//! [`Trustees::verify`] checks every proof and gives [`VerifiedTrustees`], the form that partial decryptions are
//! checked with. Owners are counted from 1 over the whole list, the members of a group one after another.

mod error;
mod key;
mod list;
mod pedersen;
mod signed;
mod verified;

pub use error::{TrusteeError, TrusteeErrorKind};
pub use key::TrusteeKey;
pub use list::{TrusteeKind, Trustees};
pub use pedersen::{Certificate, CertificateKeys, Context, ThresholdParameters};
pub use signed::SignedMessage;
pub use verified::VerifiedTrustees;

pub(crate) use pedersen::{
    Coefficients, MAX_MEMBERS, RawCoefficients, certs_statement, check_key, evaluate_in_exponent, verify_certificates,
};
