//! Trustees: who holds the parts of an election's key (specification, "Verification keys", "Threshold parameters",
//! "Trustees").
//!
//! A list mixes trustees who must all take part ("Single") with groups of whom any K are enough ("Pedersen"), made in a
//! [`ceremony`](crate::ceremony). [`Trustees::verify`] checks every proof and gives [`VerifiedTrustees`], the form that
//! partial decryptions are checked with. Owners are counted from 1 over the whole list, the members of a group one after
//! another.
//!
//! ```
//! use ballot::group::{SecretScalar, system_random};
//! use ballot::trustee::{TrusteeKey, TrusteeKind, Trustees};
//!
//! let rng = &mut system_random();
//! let secrets = [SecretScalar::random(rng), SecretScalar::random(rng)];
//! let single = |secret| TrusteeKind::Single(Box::new(TrusteeKey::prove(secret, &mut system_random())));
//! let published = Trustees(secrets.iter().map(single).collect()).to_json();
//!
//! let trustees = Trustees::from_json(published.as_bytes())?.verify()?;
//! assert_eq!(trustees.count(), 2);
//! assert_eq!(trustees.owner(&secrets[1].public()), Some(2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
