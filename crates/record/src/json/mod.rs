//! Canonical JSON: the JSON Canonicalization Scheme of [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785.html), restricted to integers, strings,
//! arrays and objects.
//!
//! Every value has exactly one encoding, and [`parse`] accepts only that one, so that a hash of the bytes is a hash of the value.
//! Refused: floats, `true`, `false`, `null`, white space, unsorted or repeated keys, escapes that are not needed, integers that a double does
//! not hold exactly (RFC 8785, section 3.2.2.3; RFC 7493, section 2.2).

mod parse;
mod write;

use std::cmp::Ordering;

pub use parse::{JsonError, JsonErrorKind, parse};

/// Largest magnitude of an integer: 2^53 − 1.
pub const MAX_INTEGER: i64 = (1 << 53) - 1;
/// How deep arrays and objects may lie in each other.
pub const MAX_DEPTH: usize = 16;
/// Longest text that is read: the longest entry of a ledger.
pub const MAX_BYTES: usize = ledger::limits::MAX_ENTRY_BYTES;

/// A value that canonical JSON can express here (RFC 8785, section 3.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An integer within ±[`MAX_INTEGER`].
    Integer(Integer),
    /// Any Unicode text.
    String(String),
    /// Values in order.
    Array(Vec<Value>),
    /// Members with distinct keys, sorted.
    Object(Object),
}

/// An integer that a double holds exactly (RFC 8785, section 3.2.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Integer(i64);

/// Members in the order of RFC 8785, section 3.2.3, each key once.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Object(Vec<(String, Value)>);

impl Integer {
    /// The integer, if it is within ±[`MAX_INTEGER`].
    pub fn new(value: i64) -> Option<Self> {
        (-MAX_INTEGER..=MAX_INTEGER).contains(&value).then_some(Integer(value))
    }

    /// Its value.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl Object {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// The members, sorted.
    pub fn members(&self) -> &[(String, Value)] {
        &self.0
    }

    /// The members, sorted, to keep.
    pub fn into_members(self) -> impl Iterator<Item = (String, Value)> {
        self.0.into_iter()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let place = self.0.binary_search_by(|(member, _)| order(member, key)).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// Adds a member; returns the value back if the key is there already.
    pub fn insert(&mut self, key: String, value: Value) -> Result<(), Value> {
        match self.0.binary_search_by(|(member, _)| order(member, &key)) {
            Ok(_) => Err(value),
            Err(place) => {
                self.0.insert(place, (key, value));
                Ok(())
            }
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let place = self.0.binary_search_by(|(member, _)| order(member, key)).ok()?;
        Some(self.0.remove(place).1)
    }
}

/// RFC 8785, section 3.2.3: keys are compared as arrays of UTF-16 code units.
fn order(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

impl Value {
    /// The one encoding of this value (RFC 8785, section 3.2).
    pub fn to_text(&self) -> String {
        write::write(self)
    }
}
