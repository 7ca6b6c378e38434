//! The commitment: pool, quotas, rule and program are fixed, and shown to be fixed, before the seed is known.
//!
//! It is the root of a Merkle tree (RFC 6962, section 2.1, the tree of [`ledger`]) over these entries, texts in UTF-8:
//!
//! ```text
//! pingyi-pool/v1|terms|{activity}|{sessions}|{people}|{SHA-256 of quotas.csv}|{SHA-256 of the rule}|{SHA-256 of the program}[|{source}…]
//! pingyi-pool/v1|person|{salt}|{number}|{cell}|{channel}
//! ```
//!
//! The terms come first, then the people, ordered by the bytes of the number. Hashes and salts are lower-case hexadecimal digits. No
//! part of an entry holds a `|`, so each text is the entry of one thing only. A leaf is `SHA-256(0x00 || entry)`, a node
//! `SHA-256(0x01 || left || right)`. The whole check of one person's entry in Python:
//!
//! ```python
//! def root(entry, index, size, path):                      # path: hashes from the leaf upwards
//!     node, last, h = index, size - 1, sha256(b"\0" + entry.encode()).digest()
//!     for sibling in path:
//!         if node & 1 or node == last:
//!             h = sha256(b"\1" + sibling + h).digest()
//!             while node and not node & 1:
//!                 node, last = node >> 1, last >> 1
//!         else:
//!             h = sha256(b"\1" + h + sibling).digest()
//!         node, last = node >> 1, last >> 1
//!     return h
//! ```
//!
//! Without the salts, which stay with the operator and go to each person for their own entry, nobody can try out who is in the pool.
//! When pool and salts are published after the day, everybody can compute the root again.

mod levels;
mod opening;
mod terms;

pub use opening::{BadOpening, Opening, Salt};
pub use terms::Terms;

use ledger::{Edge, Hash, InclusionProof};

use crate::{Number, Pool};
use levels::Levels;
use opening::person_entry;

/// What every entry begins with.
const DOMAIN: &str = "pingyi-pool/v1";

/// The tree over terms and people, with the salts: a secret, of which only [`Committed::root`] is published.
#[derive(Clone)]
pub struct Committed {
    pool: Pool,
    salts: Vec<Salt>,
    levels: Levels,
    root: Hash,
}

/// There is no salt for this person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no salt for number {0}")]
pub struct NoSalt(pub Number);

impl Committed {
    /// Commits to the terms and to everybody in the pool.
    ///
    /// # Errors
    /// When `salt_of` has no salt for somebody.
    pub fn new(terms: &Terms, pool: &Pool, mut salt_of: impl FnMut(&Number) -> Option<Salt>) -> Result<Self, NoSalt> {
        let salt = |number: &Number| salt_of(number).ok_or_else(|| NoSalt(number.clone()));
        let salts: Vec<Salt> = pool.entries().iter().map(|entry| &entry.number).map(salt).collect::<Result<_, _>>()?;
        let people = pool.entries().iter().zip(&salts).map(|(entry, salt)| person_entry(entry, salt));
        let leaves = std::iter::once(terms.entry()).chain(people).map(|entry| Hash::of_entry(entry.as_bytes())).collect();
        let levels = Levels::new(leaves);
        let mut edge = Edge::new();
        levels.leaves().iter().for_each(|leaf| edge.append(*leaf));
        Ok(Committed { pool: pool.clone(), salts, levels, root: edge.root() })
    }

    /// The commitment, to be published in the ledger and read aloud.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// Entries in the tree: all people, and the terms.
    pub fn size(&self) -> u64 {
        self.levels.leaves().len() as u64
    }

    /// The path from the terms ([`Terms::entry`], place 0) to the root.
    pub fn prove_terms(&self) -> Option<InclusionProof> {
        self.path(0)
    }

    /// The proof for one person; `None` when the number is not in the pool.
    pub fn open(&self, number: &Number) -> Option<Opening> {
        let position = self.pool.position(number)?;
        let index = position as u64 + 1;
        Some(Opening {
            entry: self.pool.entries().get(position)?.clone(),
            salt: self.salts.get(position)?.clone(),
            index,
            size: self.size(),
            path: self.path(index)?,
        })
    }

    fn path(&self, index: u64) -> Option<InclusionProof> {
        InclusionProof::make(&mut &self.levels, index, self.size()).ok().flatten()
    }
}
