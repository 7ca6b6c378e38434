//! Keys of the server: 32 random bytes in `DATA/secrets/server.key`, readable by its owner alone, and what is derived
//! from them. They are never in the database nor in a backup of it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::id::random_bytes;

/// The keys of one installation. Has no `Debug`, so that it cannot slip into a log.
#[derive(Clone)]
pub struct Secrets {
    master: Zeroizing<[u8; 32]>,
}

/// Why the secrets cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The folder or file cannot be read or written.
    #[error("cannot use {path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is there but is not 64 hexadecimal digits.
    #[error("{0} is damaged: expected 64 hexadecimal digits; restore it from your safe, do not delete it while the database is in use")]
    Damaged(PathBuf),
    /// Other users of the machine can read the key.
    #[error("{0} can be read by others; run `chmod 600` on it")]
    Exposed(PathBuf),
}

/// Data sealed under another key, or changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open with this server's key")]
pub struct CannotOpen;

impl Secrets {
    /// Reads the key in `folder`, or makes it when the folder is new.
    pub fn open(folder: &Path) -> Result<Self, SecretsError> {
        let path = folder.join("server.key");
        let io_error = |source| SecretsError::Io { path: path.clone(), source };
        create_private_folder(folder).map_err(io_error)?;
        match fs::read_to_string(&path) {
            Ok(text) => {
                if is_exposed(&path).map_err(io_error)? {
                    return Err(SecretsError::Exposed(path));
                }
                let bytes = Zeroizing::new(HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).unwrap_or_default());
                let master = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| SecretsError::Damaged(path))?;
                Ok(Secrets { master: Zeroizing::new(master) })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let master = Zeroizing::new(random_bytes::<32>());
                let text = Zeroizing::new(HEXLOWER_PERMISSIVE.encode(master.as_slice()));
                if write_new(&path, text.as_bytes()).map_err(io_error)? { Ok(Secrets { master }) } else { Secrets::open(folder) }
            }
            Err(error) => Err(io_error(error)),
        }
    }

    /// Keys that live only as long as the process. For tests.
    pub fn ephemeral() -> Self {
        Secrets { master: Zeroizing::new(random_bytes()) }
    }

    fn keyed(&self, label: &str, text: &[u8]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(self.master.as_slice()).expect("HMAC takes a key of any length");
        mac.update(label.as_bytes());
        mac.update(&[0]);
        mac.update(text);
        mac.finalize().into_bytes().into()
    }

    /// A code that only this installation can make for `text`, 43 base64url characters. Labels keep uses apart.
    pub fn code(&self, label: &str, text: &str) -> String {
        BASE64URL_NOPAD.encode(&self.keyed(label, text.as_bytes()))
    }

    /// A key of its own for one use, such as the ledger's; servers that share the secrets share it.
    pub fn derive(&self, label: &str, text: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.keyed(label, text.as_bytes()))
    }

    /// Whether `given` is the code of `text`, compared in constant time.
    pub fn is_code(&self, label: &str, text: &str, given: &str) -> bool {
        self.code(label, text).as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// Encrypts a short value for storage; `owner` (a row's id) binds it to its place.
    pub fn seal(&self, label: &str, owner: &str, value: &[u8]) -> String {
        let nonce = random_bytes::<24>();
        let sealed = self
            .cipher(label)
            .encrypt(&XNonce::from(nonce), Payload { msg: value, aad: owner.as_bytes() })
            .expect("a short value always encrypts");
        BASE64URL_NOPAD.encode(&[nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Secrets::seal`] made with the same label and owner.
    pub fn unseal(&self, label: &str, owner: &str, sealed: &str) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).map_err(|_| CannotOpen)?;
        let (nonce, body) = bytes.split_first_chunk::<24>().ok_or(CannotOpen)?;
        self.cipher(label)
            .decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: owner.as_bytes() })
            .map(Zeroizing::new)
            .map_err(|_| CannotOpen)
    }

    fn cipher(&self, label: &str) -> XChaCha20Poly1305 {
        let key = Zeroizing::new(self.keyed("seal", label.as_bytes()));
        XChaCha20Poly1305::new_from_slice(key.as_slice()).expect("the key has 32 bytes")
    }
}

/// SHA-256 in lower-case hexadecimal, as tokens are stored.
pub fn fingerprint(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// Makes a folder that only its owner can enter, and the folders above it; a folder that is there stays as it is.
///
/// # Errors
/// When the system refuses.
#[cfg(unix)]
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes a folder, and the folders above it; a folder that is there stays as it is.
///
/// # Errors
/// When the system refuses.
#[cfg(not(unix))]
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Writes a file that was not there, whole or not at all: a full disk or a kill leaves no half of a key behind. False if another process was
/// first.
fn write_new(path: &Path, content: &[u8]) -> io::Result<bool> {
    let part = path.with_extension(format!("part-{}", HEXLOWER_PERMISSIVE.encode(&random_bytes::<8>())));
    let written = write_private(&part, content).and_then(|()| match fs::hard_link(&part, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        // A file system without links.
        Err(_) if !path.exists() => fs::rename(&part, path).map(|()| true),
        Err(error) => Err(error),
    });
    let _ = fs::remove_file(&part);
    if let (Ok(true), Some(folder)) = (&written, path.parent()) {
        // The name, too, must survive a loss of power.
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
    written
}

#[cfg(unix)]
fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(not(unix))]
fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_in_its_place_and_unchanged() {
        let secrets = Secrets::ephemeral();
        let sealed = secrets.seal("totp", "account-1", b"shared secret");
        assert_eq!(secrets.unseal("totp", "account-1", &sealed).unwrap().as_slice(), b"shared secret");
        assert_eq!(secrets.unseal("totp", "account-2", &sealed), Err(CannotOpen));
        assert_eq!(secrets.unseal("other", "account-1", &sealed), Err(CannotOpen));
        assert_eq!(Secrets::ephemeral().unseal("totp", "account-1", &sealed), Err(CannotOpen));
        assert_eq!(secrets.unseal("totp", "account-1", "short"), Err(CannotOpen));
    }

    #[test]
    fn the_key_is_made_once_kept_private_and_refused_when_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("secrets");
        let code = Secrets::open(&place).unwrap().code("form", "x");
        assert_eq!(Secrets::open(&place).unwrap().code("form", "x"), code);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let key = place.join("server.key");
            assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(Secrets::open(&place), Err(SecretsError::Exposed(_))));
            fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        }
        let files: Vec<_> = fs::read_dir(&place).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(files, ["server.key"], "nothing else is left");
        assert!(!write_new(&place.join("server.key"), b"another").unwrap(), "who comes second reads what is there");
        assert_eq!(Secrets::open(&place).unwrap().code("form", "x"), code);
        fs::write(place.join("server.key"), "not a key").unwrap();
        assert!(matches!(Secrets::open(&place), Err(SecretsError::Damaged(_))));
    }

    #[test]
    fn codes_differ_by_label_and_text() {
        let secrets = Secrets::ephemeral();
        let code = secrets.code("form", "session");
        assert!(secrets.is_code("form", "session", &code));
        assert!(!secrets.is_code("form", "other", &code));
        assert!(!secrets.is_code("link", "session", &code));
        assert!(!secrets.is_code("form", "session", ""));
    }
}
