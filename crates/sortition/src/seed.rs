//! The public seed, and the sources from which it is made.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::digest::{BadHex, read_hex};
use crate::limits::{MAX_SOURCE_NAME, MAX_SOURCE_TEXT, MAX_SOURCES};
use crate::text::{self, BadText, visible};

/// What the hash of the sources begins with.
const DOMAIN: &[u8] = b"pingyi-seed/v1\n";

/// The 32 public bytes that decide a draw. Its text form is 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seed([u8; 32]);

impl Seed {
    /// A seed from its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Seed(bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl FromStr for Seed {
    type Err = BadHex;

    fn from_str(text: &str) -> Result<Self, BadHex> {
        read_hex(text).map(Seed)
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seed({self})")
    }
}

/// The name under which a source of the seed was announced: visible text without `|`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceName(String);

impl SourceName {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SourceName {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        text::read(text, MAX_SOURCE_NAME, |c| c != '|' && visible(c)).map(SourceName)
    }
}

/// One public source of the seed, such as dice on a stage or a lottery draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    name: SourceName,
    text: String,
}

/// Something is wrong with the sources.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSources {
    /// There is none.
    #[error("a seed needs at least one source")]
    None,
    /// There are too many.
    #[error("more than {MAX_SOURCES} sources")]
    TooMany,
    /// A source has the name of an earlier one; its place in the order announced.
    #[error("source {0}: the name `{1}` stands before")]
    Twice(usize, String),
    /// The name of a source, by its place in the order announced.
    #[error("source {0}: its name: {1}")]
    Name(usize, BadText),
    /// The text of a source, by its place in the order announced.
    #[error("source {0}: its text: {1}")]
    Text(usize, BadText),
}

impl BadSources {
    /// The place of the source that is meant, from 1.
    pub fn place(&self) -> Option<usize> {
        match self {
            BadSources::None | BadSources::TooMany => None,
            BadSources::Twice(place, _) | BadSources::Name(place, _) | BadSources::Text(place, _) => Some(*place),
        }
    }
}

impl Source {
    /// The name under which it was announced.
    pub fn name(&self) -> &str {
        &self.name.0
    }

    /// What it said, in its canonical form: two people who type full-width and plain digits mean the same.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The sources in the order announced. At least one, each name once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Reads names and texts in the order announced. Texts are one line of visible characters.
    pub fn new<'a>(sources: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, BadSources> {
        let mut list = Vec::new();
        let mut names = BTreeSet::new();
        for (place, (name, text)) in (1..).zip(sources) {
            if place > MAX_SOURCES {
                return Err(BadSources::TooMany);
            }
            let name: SourceName = name.parse().map_err(|error| BadSources::Name(place, error))?;
            let text = text::read(text, MAX_SOURCE_TEXT, visible).map_err(|error| BadSources::Text(place, error))?;
            if !names.insert(name.clone()) {
                return Err(BadSources::Twice(place, name.0));
            }
            list.push(Source { name, text });
        }
        if list.is_empty() { Err(BadSources::None) } else { Ok(Sources(list)) }
    }

    /// The sources in the order announced.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Source> {
        self.0.iter()
    }

    /// The seed: SHA-256 of `pingyi-seed/v1\n`, followed by `{name}\t{text}\n` for each source in the order announced.
    pub fn seed(&self) -> Seed {
        let mut hash = Sha256::new_with_prefix(DOMAIN);
        for source in &self.0 {
            hash.update(source.name.0.as_bytes());
            hash.update(b"\t");
            hash.update(source.text.as_bytes());
            hash.update(b"\n");
        }
        Seed(hash.finalize().into())
    }
}

/// Where a draw's seed comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seeding {
    /// It was given as it is.
    Given(Seed),
    /// It is made from these sources.
    Sources(Sources),
}

impl Seeding {
    /// The seed.
    pub fn seed(&self) -> Seed {
        match self {
            Seeding::Given(seed) => *seed,
            Seeding::Sources(sources) => sources.seed(),
        }
    }

    /// The sources, none when the seed was given.
    pub fn sources(&self) -> &[Source] {
        match self {
            Seeding::Given(_) => &[],
            Seeding::Sources(sources) => &sources.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_is_the_hash_of_one_line_a_source() {
        let sources = Sources::new([("骰子", "3 5 1 6"), ("双色球 2025001", "０５ 09")]).expect("two sources");
        let by_hand = Sha256::digest("pingyi-seed/v1\n骰子\t3 5 1 6\n双色球 2025001\t05 09\n");
        assert_eq!(sources.seed(), Seed::new(by_hand.into()));
    }

    #[test]
    fn the_order_announced_counts() {
        let seed = |list: [(&str, &str); 2]| Sources::new(list).expect("two sources").seed();
        assert_ne!(seed([("a", "1"), ("b", "2")]), seed([("b", "2"), ("a", "1")]));
    }

    #[test]
    fn a_source_cannot_pretend_to_be_two() {
        assert!(matches!(Sources::new([("a", "1\nb\t2")]), Err(BadSources::Text(1, BadText::Character('\n')))));
        assert!(matches!(Sources::new([("a\tb", "1")]), Err(BadSources::Name(1, BadText::Character('\t')))));
        assert_eq!(Sources::new([("a", "1"), (" a", "2")]), Err(BadSources::Twice(2, "a".into())));
        assert_eq!(Sources::new([]), Err(BadSources::None));
    }

    #[test]
    fn a_seed_is_64_hexadecimal_digits() {
        assert!("00".repeat(32).parse::<Seed>().is_ok());
        for bad in ["", "0g", &"0".repeat(63), &"0".repeat(66), &"zz".repeat(32)] {
            assert_eq!(bad.parse::<Seed>(), Err(BadHex), "{bad}");
        }
    }
}
