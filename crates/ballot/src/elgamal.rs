//! Ciphertexts (specification, "Common structures" and "Homomorphic answers"): (α, β) = (g^r, y^r g^m).

use crate::group::Element;
use crate::json::{Canonical, ParseError, Reader, json_form};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;

/// An encrypted number whose two parts are known to be in the group (specification, "Common structures", ciphertext).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ciphertext {
    /// g^r.
    pub alpha: Element,
    /// y^r g^m.
    pub beta: Element,
}

impl Canonical for Ciphertext {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"alpha\":")?;
        let alpha = reader.element()?;
        reader.token(",\"beta\":")?;
        let beta = reader.element()?;
        reader.token("}")?;
        Ok(Ciphertext { alpha, beta })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"alpha\":");
        self.alpha.write(out);
        out.push_str(",\"beta\":");
        self.beta.write(out);
        out.push('}');
    }
}
json_form!(Ciphertext);

/// A running product of ciphertexts, encoded only when it is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Sum {
    alpha: EdwardsPoint,
    beta: EdwardsPoint,
}

impl Sum {
    pub(crate) fn new() -> Sum {
        Sum { alpha: EdwardsPoint::identity(), beta: EdwardsPoint::identity() }
    }

    pub(crate) fn add(&mut self, ciphertext: &Ciphertext) {
        self.alpha += ciphertext.alpha.point();
        self.beta += ciphertext.beta.point();
    }

    pub(crate) fn points(&self) -> [EdwardsPoint; 2] {
        [self.alpha, self.beta]
    }

    pub(crate) fn ciphertext(&self) -> Ciphertext {
        Ciphertext { alpha: Element::from_point(self.alpha), beta: Element::from_point(self.beta) }
    }
}
