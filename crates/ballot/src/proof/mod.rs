//! Non-interactive proofs, each a pair (challenge, response) (specification, "Common structures").
//!
//! [`schnorr`] proves knowledge of one secret: signatures, proofs of possession. [`decryption`] proves that a factor was
//! made with a trustee's key. The proofs of a choice and of a whole answer live with the ballot, in [`crate::cast`].

pub mod decryption;
pub mod schnorr;

use crate::group::Scalar;
use crate::json::{Canonical, ParseError, Reader, json_form};

/// A proof (specification, "Common structures", proof).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The hash of statement and commitments, or one summand of it.
    pub challenge: Scalar,
    /// w − secret × challenge.
    pub response: Scalar,
}

impl Canonical for Proof {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"challenge\":")?;
        let challenge = reader.scalar()?;
        reader.token(",\"response\":")?;
        let response = reader.scalar()?;
        reader.token("}")?;
        Ok(Proof { challenge, response })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"challenge\":");
        self.challenge.write(out);
        out.push_str(",\"response\":");
        self.response.write(out);
        out.push('}');
    }
}
json_form!(Proof);
