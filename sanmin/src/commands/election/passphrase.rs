//! Where passphrases come from: a file for scripts, else the keyboard, without showing them.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use keyfile::{KeyFile, Passphrase};
use zeroize::Zeroizing;

use crate::commands::failed::Failed;
use crate::commands::files::read;

/// A passphrase is one line.
const MAX_PASSPHRASE_BYTES: usize = 4096;

/// Where the passphrase is.
#[derive(Args)]
pub struct PassphraseSource {
    /// A file whose first line is the passphrase [default: it is asked for]
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseSource {
    /// The passphrase of a file that is there.
    pub fn known(&self) -> Result<Passphrase, Failed> {
        match self.in_file()? {
            Some(passphrase) => Ok(passphrase),
            None => ask("Passphrase: "),
        }
    }

    /// A new passphrase; at the keyboard it is typed twice.
    pub fn fresh(&self) -> Result<Passphrase, Failed> {
        if let Some(passphrase) = self.in_file()? {
            return Ok(passphrase);
        }
        let (first, second) = (typed("New passphrase: ")?, typed("The same again: ")?);
        if first != second {
            return Err(Failed::WrongUse("the two passphrases differ; nothing was made".to_owned()));
        }
        checked(&first)
    }

    /// Opens a key file of the kind that is needed.
    pub fn open(&self, file: &KeyFile, kind: &str, path: &std::path::Path) -> Result<(Passphrase, Zeroizing<Vec<u8>>), Failed> {
        if file.kind() != kind {
            return Err(Failed::file(path, format!("a key file for {:?}, not for {kind:?}", file.kind())));
        }
        let passphrase = self.known()?;
        let secret = file.open(&passphrase).map_err(|error| Failed::file(path, error))?;
        Ok((passphrase, secret))
    }

    fn in_file(&self) -> Result<Option<Passphrase>, Failed> {
        let Some(path) = &self.passphrase_file else { return Ok(None) };
        let bytes = Zeroizing::new(read(path, MAX_PASSPHRASE_BYTES)?);
        let text = std::str::from_utf8(&bytes).map_err(|_| Failed::file(path, "not UTF-8"))?;
        checked(text.lines().next().unwrap_or_default()).map(Some)
    }
}

fn ask(prompt: &str) -> Result<Passphrase, Failed> {
    checked(&typed(prompt)?)
}

fn typed(prompt: &str) -> Result<Zeroizing<String>, Failed> {
    if !std::io::stdin().is_terminal() {
        return Err(Failed::WrongUse("no keyboard to ask for the passphrase; give --passphrase-file".to_owned()));
    }
    rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|error| Failed::Here(format!("cannot read the passphrase: {error}")))
}

fn checked(text: &str) -> Result<Passphrase, Failed> {
    Passphrase::new(text).map_err(|error| Failed::WrongUse(error.to_string()))
}
