//! A trustee's key file: whose it is in the open, seeds and keys sealed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ballot::ceremony::sitting::Member;
use ballot::group::system_random;
use keyfile::{Cost, KeyFile, MAX_KEY_FILE_BYTES, Passphrase};

use crate::commands::election::passphrase::PassphraseSource;
use crate::commands::failed::Failed;
use crate::commands::files::{Readers, read, replace_private, write_new};

const KIND: &str = "trustee";

/// An opened key file.
pub struct TrusteeFile {
    path: PathBuf,
    file: KeyFile,
    passphrase: Passphrase,
    /// What the trustee keeps.
    pub member: Member,
    /// How many trustees there are.
    pub members: u64,
    /// How many of them are enough.
    pub threshold: u64,
}

impl TrusteeFile {
    /// Makes a key file that is not there yet.
    pub fn create(path: &Path, passphrase: Passphrase, member: Member, members: u64, threshold: u64) -> Result<Self, Failed> {
        let public: BTreeMap<String, String> =
            [("trustee", member.number()), ("trustees", members), ("threshold", threshold), ("elections", member.elections() as u64)]
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_string()))
                .collect();
        let file = KeyFile::seal(KIND, public, member.to_secret().as_bytes(), &passphrase, Cost::STRONG, &mut system_random())
            .map_err(|error| Failed::file(path, error))?;
        write_new(path, file.to_text().as_bytes(), Readers::Owner)?;
        Ok(TrusteeFile { path: path.to_owned(), file, passphrase, member, members, threshold })
    }

    /// Opens a key file.
    pub fn open(path: &Path, passphrase: &PassphraseSource) -> Result<Self, Failed> {
        let wrong = |reason: &str| Failed::file(path, reason);
        let file = KeyFile::parse(&read(path, MAX_KEY_FILE_BYTES)?).map_err(|error| Failed::file(path, error))?;
        let (passphrase, secret) = passphrase.open(&file, KIND, path)?;
        let member = Member::from_secret(&secret).map_err(|error| Failed::file(path, format!("inside: {error}")))?;
        let number = |name: &str| {
            let text = file.public().get(name).ok_or_else(|| wrong(&format!("{name} is missing")))?;
            text.parse::<u64>().map_err(|_| wrong(&format!("{name} is not a number")))
        };
        let (members, threshold) = (number("trustees")?, number("threshold")?);
        Ok(TrusteeFile { path: path.to_owned(), passphrase, member, members, threshold, file })
    }

    /// Keeps what has changed.
    pub fn save(&mut self) -> Result<(), Failed> {
        let public = self.file.public().clone();
        let secret = self.member.to_secret();
        let file = self.file.reseal(public, secret.as_bytes(), &self.passphrase, &mut system_random());
        self.file = file.map_err(|error| Failed::file(&self.path, error))?;
        replace_private(&self.path, self.file.to_text().as_bytes()).map_err(|error| Failed::write(&self.path, error))
    }
}
