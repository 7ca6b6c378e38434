//! Group elements and their only accepted text (specification, "Ed25519": compressed form in hexadecimal).

use super::Scalar;
use super::powers::{Digits, powers};
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::traits::{Identity, IsIdentity};
use std::fmt;
use std::ops::{Add, Sub};

/// Characters of an element's text.
pub(crate) const HEX_LEN: usize = 64;
/// p = 2^255 − 19, big-endian: coordinates are below it.
const FIELD_PRIME: [u8; 32] = [
    0x7f, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 0xed,
];

/// Why a text is not a group element in its only accepted form (specification, "Ed25519").
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ElementError {
    /// Not 64 lower-case hexadecimal digits.
    #[error("not 64 lower-case hexadecimal digits")]
    NotHex,
    /// A second text of a point that already has one: a coordinate not below p, or a sign for x = 0.
    #[error("not the canonical encoding of a point")]
    NotCanonical,
    /// No point of the curve has this y coordinate.
    #[error("not a point of the curve")]
    NotOnCurve,
    /// The point has a component of small order.
    #[error("a point outside the subgroup of prime order")]
    OutsideSubgroup,
    /// The identity or another point whose order divides 8.
    #[error("a point of small order")]
    SmallOrder,
}

/// An element of the prime-order subgroup, with its encoding (specification, "Basic types", 𝔾, and "Ed25519").
///
/// ```
/// use ballot::group::{Element, ElementError};
///
/// let text = Element::generator().to_hex();
/// assert_eq!(Element::from_hex(text.as_bytes()), Ok(Element::generator()));
/// // The point (0, −1) of order 2.
/// let low = b"7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec";
/// assert_eq!(Element::from_hex(low), Err(ElementError::SmallOrder));
/// ```
#[derive(Clone, Copy)]
pub struct Element {
    point: EdwardsPoint,
    /// The compressed number, most significant byte first, as it is printed.
    encoding: [u8; 32],
}

impl Element {
    /// The generator g (specification, "Ed25519").
    pub fn generator() -> Element {
        Element::from_point(ED25519_BASEPOINT_POINT)
    }

    /// Reads 64 lower-case hexadecimal digits and checks everything that [`ElementError`] names (specification, "Ed25519").
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn from_hex(text: &[u8]) -> Result<Element, ElementError> {
        let (element, []) = Candidate::from_hex(text)?.check([])?;
        Ok(element)
    }

    /// The 64 hexadecimal digits.
    pub fn to_hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.encoding)
    }

    /// The compressed number, most significant byte first (specification, "Ed25519", compress).
    pub fn encoding(&self) -> &[u8; 32] {
        &self.encoding
    }

    pub(crate) fn point(&self) -> &EdwardsPoint {
        &self.point
    }

    pub(crate) fn from_point(point: EdwardsPoint) -> Element {
        let mut encoding = point.compress().to_bytes();
        encoding.reverse();
        Element { point, encoding }
    }

    /// Many elements with one inversion.
    pub(crate) fn from_points(points: &[EdwardsPoint]) -> Vec<Element> {
        points.iter().zip(encode_all(points)).map(|(point, encoding)| Element { point: *point, encoding }).collect()
    }

    pub(crate) fn is_identity(&self) -> bool {
        self.point.is_identity()
    }

    /// g^response × self^challenge in variable time: the commitment of a Schnorr proof, for public values only.
    pub(crate) fn commitment(&self, challenge: Scalar, response: Scalar) -> EdwardsPoint {
        EdwardsPoint::vartime_double_scalar_mul_basepoint(&challenge.0, &self.point, &response.0)
    }

    /// The product of many elements.
    pub(crate) fn product<'a>(elements: impl IntoIterator<Item = &'a Element>) -> Element {
        Element::from_point(elements.into_iter().fold(EdwardsPoint::identity(), |sum, element| sum + element.point))
    }
}

impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        self.encoding == other.encoding
    }
}

impl Eq for Element {}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({self})")
    }
}

impl Add for Element {
    type Output = Element;
    fn add(self, other: Element) -> Element {
        Element::from_point(self.point + other.point)
    }
}

impl Sub for Element {
    type Output = Element;
    fn sub(self, other: Element) -> Element {
        Element::from_point(self.point - other.point)
    }
}

/// A canonical encoding of a point of the curve whose order nobody has looked at yet. Ballots are read into these, so
/// that the check of the subgroup can share the doublings of the proofs.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) point: EdwardsPoint,
    pub(crate) encoding: [u8; 32],
}

impl Candidate {
    pub(crate) fn from_hex(text: &[u8]) -> Result<Candidate, ElementError> {
        let encoding = decode_hex(text).ok_or(ElementError::NotHex)?;
        let negative = encoding[0] & 0x80 != 0;
        let mut y = encoding;
        y[0] &= 0x7f;
        if y >= FIELD_PRIME {
            return Err(ElementError::NotCanonical);
        }
        let mut little = encoding;
        little.reverse();
        let point = CompressedEdwardsY(little).decompress().ok_or(ElementError::NotOnCurve)?;
        if negative && is_plus_or_minus_one(&y) {
            return Err(ElementError::NotCanonical);
        }
        Ok(Candidate { point, encoding })
    }

    /// Checks the order and raises the element to public numbers, all in one pass over its doublings.
    pub(crate) fn check<const N: usize>(&self, exponents: [&Digits; N]) -> Result<(Element, [EdwardsPoint; N]), ElementError> {
        let powers = powers(&self.point, exponents)?;
        Ok((Element { point: self.point, encoding: self.encoding }, powers))
    }

    /// The element, where these very bytes were checked before.
    pub(crate) fn checked_before(&self) -> Element {
        Element { point: self.point, encoding: self.encoding }
    }
}

/// x = 0 exactly for y = 1 and y = −1; then a sign would be a second encoding.
fn is_plus_or_minus_one(y: &[u8; 32]) -> bool {
    let mut one = [0; 32];
    one[31] = 1;
    let mut minus_one = FIELD_PRIME;
    minus_one[31] -= 1;
    *y == one || *y == minus_one
}

fn decode_hex(text: &[u8]) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let text: &[u8; HEX_LEN] = text.try_into().ok()?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

/// The encodings of many points with one inversion.
pub(crate) fn encode_all(points: &[EdwardsPoint]) -> Vec<[u8; 32]> {
    EdwardsPoint::compress_batch_alloc(points)
        .into_iter()
        .map(|compressed| {
            let mut encoding = compressed.to_bytes();
            encoding.reverse();
            encoding
        })
        .collect()
}
