//! Trustees of whom everything was checked (specification, "Verification keys", "Threshold parameters", "Trustees").

use super::error::{TrusteeError, TrusteeErrorKind};
use super::list::{TrusteeKind, Trustees};
use crate::digest::Digest;
use crate::group::Element;
use std::collections::HashSet;
use std::ops::Range;

/// One item's owners.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Places in the list of owners, from 0.
    pub(crate) owners: Range<usize>,
    /// How many of them are needed.
    pub(crate) needed: usize,
}

/// A list of trustees of whom every proof, signature and key was checked (specification, "Trustees").
#[derive(Clone, Debug)]
pub struct VerifiedTrustees {
    trustees: Trustees,
    keys: Vec<Element>,
    parts: Vec<Part>,
    election_key: Element,
}

impl Trustees {
    /// Checks everything about the trustees and works out the election's key (specification, "Verification keys",
    /// "Threshold parameters", "Trustees").
    ///
    /// # Errors
    /// The first thing that is wrong, with the trustee.
    pub fn verify(self) -> Result<VerifiedTrustees, TrusteeError> {
        let (mut keys, mut parts, mut sub_keys) = (Vec::new(), Vec::new(), Vec::new());
        for item in &self.0 {
            let first = keys.len();
            let fail = |kind| Err(TrusteeError { owner: first + 1, kind });
            let needed = match item {
                TrusteeKind::Single(key) => {
                    if key.signature.is_some() {
                        return fail(TrusteeErrorKind::UnexpectedSignature);
                    }
                    if !key.proves_knowledge() {
                        return fail(TrusteeErrorKind::ProofOfKnowledge);
                    }
                    keys.push(key.public_key);
                    sub_keys.push(key.public_key);
                    1
                }
                TrusteeKind::Pedersen(parameters) => {
                    sub_keys.push(parameters.verify().map_err(|error| TrusteeError { owner: first + error.owner, kind: error.kind })?);
                    keys.extend(parameters.verification_keys.iter().map(|key| key.public_key));
                    parameters.threshold as usize
                }
            };
            parts.push(Part { owners: first..keys.len(), needed });
        }
        if keys.is_empty() {
            return Err(TrusteeError { owner: 1, kind: TrusteeErrorKind::Nobody });
        }
        let mut seen = HashSet::new();
        if let Some(index) = keys.iter().position(|key| !seen.insert(*key.encoding())) {
            return Err(TrusteeError { owner: index + 1, kind: TrusteeErrorKind::Repeated });
        }
        let election_key = Element::product(&sub_keys);
        if election_key.is_identity() {
            return Err(TrusteeError { owner: 1, kind: TrusteeErrorKind::Identity });
        }
        Ok(VerifiedTrustees { trustees: self, keys, parts, election_key })
    }
}

impl VerifiedTrustees {
    /// The list as published.
    pub fn trustees(&self) -> &Trustees {
        &self.trustees
    }

    /// The product of all parts: the key that votes are encrypted with (specification, "Trustees").
    pub fn election_key(&self) -> Element {
        self.election_key
    }

    /// How many trustees there are in all.
    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// The key of a trustee, counted from 1.
    pub fn key(&self, owner: u64) -> Option<Element> {
        let index = usize::try_from(owner).ok()?.checked_sub(1)?;
        self.keys.get(index).copied()
    }

    /// The trustee who holds a key, counted from 1.
    pub fn owner(&self, key: &Element) -> Option<u64> {
        self.keys.iter().position(|known| known == key).map(|index| index as u64 + 1)
    }

    /// The SHA-256 of the list's text (specification, "Elections", setup_data).
    pub fn fingerprint(&self) -> Digest {
        Digest::of(self.trustees.to_json().as_bytes())
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }
}
