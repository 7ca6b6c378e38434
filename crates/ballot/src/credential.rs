//! Credentials: the secret on a voter's card, and the list of public keys (specification, "Credentials").
//!
//! Whoever makes the cards keeps no copy and hands the server a [`CredentialList`] only: it says which keys may vote, never
//! whose they are.

use crate::base58::{BASE58, random_base58};
use crate::election::Uuid;
use crate::group::{Element, Scalar, SecretScalar};
use crate::json::{Canonical, ParseError, ParseErrorKind, Reader, json_form, write_list};
use rand_core::CryptoRng;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Lengths of the groups `XXXXX-XXXXXX-XXXXX-XXXXXX`.
const GROUPS: [usize; 4] = [5, 6, 5, 6];
const TEXT_LEN: usize = 25;
/// Most credentials of one election.
const MAX_CREDENTIALS: usize = 1_000_000;

/// A secret credential: 22 characters, 128 bits. The format has no check digit; a mistyped credential is noticed because
/// its public key is not in the list. Overwritten when dropped, never printed by accident, compared in constant time
/// (specification, "Credentials").
///
/// ```
/// use ballot::credential::{Credential, CredentialList};
/// use ballot::election::Uuid;
/// use ballot::group::system_random;
///
/// let uuid = Uuid::random(&mut system_random());
/// let card = Credential::random(&mut system_random());
/// let list = CredentialList::sorted(vec![card.public_key(&uuid)]).ok_or("a key twice")?;
///
/// // What is printed on the card leads to a key of the list, in this election only.
/// let read = Credential::parse(&card.reveal())?;
/// assert_eq!(list.place(read.public_key(&uuid).encoding()), Some(0));
/// let other = Uuid::random(&mut system_random());
/// assert_eq!(list.place(read.public_key(&other).encoding()), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Credential([u8; TEXT_LEN]);

/// A text that does not have the form of a credential (specification, "Credentials").
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a credential: four groups of 5, 6, 5 and 6 characters of base58, joined by hyphens")]
pub struct CredentialError;

impl Credential {
    /// A uniformly random credential (specification, "Credentials").
    pub fn random<R: CryptoRng + ?Sized>(rng: &mut R) -> Credential {
        let mut text = [b'-'; TEXT_LEN];
        for (place, character) in text.iter_mut().enumerate() {
            if !is_hyphen(place) {
                *character = random_base58(rng);
            }
        }
        Credential(text)
    }

    /// Reads a credential in its only form, hyphens included (specification, "Credentials").
    ///
    /// # Errors
    /// Any other text.
    pub fn parse(text: &str) -> Result<Credential, CredentialError> {
        let bytes: [u8; TEXT_LEN] = text.as_bytes().try_into().map_err(|_| CredentialError)?;
        let right = bytes.iter().enumerate().all(|(place, byte)| if is_hyphen(place) { *byte == b'-' } else { BASE58.contains(byte) });
        if right { Ok(Credential(bytes)) } else { Err(CredentialError) }
    }

    /// The text for the card.
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.iter().map(|byte| char::from(*byte)).collect())
    }

    /// The private key in one election: two SHA-256 of `derive_credential|uuid|i|c`, 512 bits modulo q (specification,
    /// "Credentials").
    pub fn private_key(&self, uuid: &Uuid) -> SecretScalar {
        let mut wide = Zeroizing::new([0u8; 64]);
        for (part, index) in wide.chunks_exact_mut(32).zip(["0", "1"]) {
            let mut hash = Sha256::new();
            for piece in ["derive_credential|", uuid.as_str(), "|", index, "|"] {
                hash.update(piece);
            }
            hash.update(self.0);
            part.copy_from_slice(&hash.finalize());
        }
        SecretScalar(Scalar::from_wide(&wide))
    }

    /// The public key in one election, which the list holds (specification, "Credentials").
    pub fn public_key(&self, uuid: &Uuid) -> Element {
        self.private_key(uuid).public()
    }
}

impl ConstantTimeEq for Credential {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

fn is_hyphen(place: usize) -> bool {
    place == GROUPS[0] || place == GROUPS[0] + GROUPS[1] + 1 || place == GROUPS[0] + GROUPS[1] + GROUPS[2] + 2
}

/// The public keys of all credentials of an election (specification, "Credentials", public_credentials): every one a
/// checked element, none twice. Weights are not supported: a listed weight is an error that says so.
pub struct CredentialList {
    keys: Vec<Element>,
    places: HashMap<[u8; 32], usize>,
}

impl CredentialList {
    /// A list in byte order, as the card maker hands it to the server. `None` if a key comes twice.
    pub fn sorted(mut keys: Vec<Element>) -> Option<CredentialList> {
        keys.sort_by(|one, other| one.encoding().cmp(other.encoding()));
        CredentialList::new(keys)
    }

    fn new(keys: Vec<Element>) -> Option<CredentialList> {
        let places: HashMap<_, _> = keys.iter().enumerate().map(|(place, key)| (*key.encoding(), place)).collect();
        (places.len() == keys.len()).then_some(CredentialList { keys, places })
    }

    /// How many credentials there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The public keys in the order of the list.
    pub fn keys(&self) -> &[Element] {
        &self.keys
    }

    /// Whether the list is in byte order, as ours are; other programs keep another order.
    pub fn is_sorted(&self) -> bool {
        self.keys.is_sorted_by(|one, other| one.encoding() < other.encoding())
    }

    /// The place of a key given by its encoding.
    pub fn place(&self, encoding: &[u8; 32]) -> Option<usize> {
        self.places.get(encoding).copied()
    }
}

impl Canonical for CredentialList {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        let keys = reader.list(MAX_CREDENTIALS, |reader, _| reader.credential())?;
        CredentialList::new(keys).ok_or_else(|| reader.error(ParseErrorKind::Value("a credential comes twice")))
    }

    fn write(&self, out: &mut String) {
        write_list(&self.keys, out, |key, out| key.write(out));
    }
}
json_form!(CredentialList);
