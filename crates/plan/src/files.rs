//! The files of a plan as bytes in memory; who reads them from a disk or a database stands outside this crate.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// At most so many files.
pub const MAX_FILES: usize = 32;
/// At most so many bytes a file.
pub const MAX_FILE_BYTES: usize = 1 << 18;

/// The files of one plan: plain name → bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFiles(BTreeMap<String, Vec<u8>>);

/// A file that cannot be part of a plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileRefused {
    /// The name is not a plain one ending in `.toml` or `.csv`.
    #[error("`{0}`: a plan file has a plain name of a-z, 0-9, - and ends in .toml or .csv")]
    Name(String),
    /// One file is too large.
    #[error("{name}: {bytes} bytes, at most {MAX_FILE_BYTES} are read")]
    TooLarge {
        /// The file.
        name: String,
        /// Its size.
        bytes: usize,
    },
    /// There are too many files.
    #[error("more than {MAX_FILES} files; the file `{0}` is one too many")]
    TooMany(String),
    /// The same name came twice.
    #[error("{0}: the file is there twice")]
    Twice(String),
}

impl PlanFiles {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a file of a folder belongs to a plan: others, such as a read-me, are passed over.
    pub fn wants(name: &str) -> bool {
        let stem = name.strip_suffix(".toml").or_else(|| name.strip_suffix(".csv")).unwrap_or("");
        !stem.is_empty()
            && stem.len() <= 40
            && stem.starts_with(|c: char| c.is_ascii_lowercase())
            && stem.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When the name is not plain, the file too large, already there, or one too many.
    pub fn insert(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), FileRefused> {
        if !Self::wants(name) {
            return Err(FileRefused::Name(name.chars().take(80).collect()));
        }
        if bytes.len() > MAX_FILE_BYTES {
            return Err(FileRefused::TooLarge { name: name.into(), bytes: bytes.len() });
        }
        if self.0.contains_key(name) {
            return Err(FileRefused::Twice(name.into()));
        }
        if self.0.len() >= MAX_FILES {
            return Err(FileRefused::TooMany(name.into()));
        }
        self.0.insert(name.into(), bytes);
        Ok(())
    }

    /// Takes a file out, to put another in its place.
    pub fn remove(&mut self, name: &str) -> Option<Vec<u8>> {
        self.0.remove(name)
    }

    /// The bytes of one file.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// All files in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// SHA-256 in hex over (name, length, bytes) of each file in the order of names; lengths are 8 bytes big-endian.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (name, bytes) in self.iter() {
            hash.update((name.len() as u64).to_be_bytes());
            hash.update(name);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_of_modest_size_are_taken() {
        let mut files = PlanFiles::new();
        assert!(files.insert("venues.csv", vec![1]).is_ok());
        assert!(matches!(files.insert("venues.csv", vec![]), Err(FileRefused::Twice(_))));
        for bad in ["../venues.csv", "venues", ".csv", "Venues.csv", "会场.csv", "a/b.csv", "README.md"] {
            assert!(matches!(files.insert(bad, vec![]), Err(FileRefused::Name(_))), "{bad}");
        }
        assert!(matches!(files.insert("big.csv", vec![0; MAX_FILE_BYTES + 1]), Err(FileRefused::TooLarge { .. })));
        for n in 1..MAX_FILES {
            files.insert(&format!("f{n}.csv"), vec![]).unwrap();
        }
        assert!(matches!(files.insert("last.csv", vec![]), Err(FileRefused::TooMany(_))));
    }

    #[test]
    fn the_fingerprint_sees_every_byte_and_every_boundary() {
        let of = |pairs: &[(&str, &str)]| {
            let mut files = PlanFiles::new();
            for (name, text) in pairs {
                files.insert(name, text.as_bytes().to_vec()).unwrap();
            }
            files.fingerprint()
        };
        assert_eq!(of(&[("a.csv", "x"), ("b.csv", "y")]), of(&[("b.csv", "y"), ("a.csv", "x")]));
        assert_ne!(of(&[("a.csv", "x"), ("b.csv", "y")]), of(&[("a.csv", "xy"), ("b.csv", "")]));
        assert_ne!(of(&[("a.csv", "x")]), of(&[("a.csv", "y")]));
        assert_eq!(of(&[]).len(), 64);
    }
}
