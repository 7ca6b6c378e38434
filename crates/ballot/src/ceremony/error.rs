//! Why a ceremony stops.

use super::channel::ChannelError;
use crate::trustee::TrusteeError;

/// Why a step of the ceremony stops (specification, "Polynomials", "Vinputs", "Voutputs": what each step checks).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CeremonyError {
    /// A certificate, signature or key of a member.
    #[error("{0}")]
    Member(#[from] TrusteeError),
    /// A message to this member.
    #[error("message of member {from}: {error}")]
    Message {
        /// Who sent it, from 1.
        from: usize,
        /// What is wrong with it.
        error: ChannelError,
    },
    /// No certificate is made of this seed.
    #[error("no certificate belongs to this seed")]
    NotAMember,
    /// Not one message of each member.
    #[error("not one message of each member")]
    Incomplete,
    /// A secret that does not fit its sender's coefficients.
    #[error("the secret of member {from} does not fit that member's coefficients")]
    WrongSecret {
        /// Who sent it, from 1.
        from: usize,
    },
    /// A message to be sent cannot be encrypted.
    #[error("{0}")]
    Channel(#[from] ChannelError),
}
