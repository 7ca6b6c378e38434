//! The files of one election: `election.json`, `trustees.json`, `public_credentials.json`.

use std::path::{Path, PathBuf};

use ballot::credential::CredentialList;
use ballot::election::Election;
use ballot::json::ParseError;
use ballot::trustee::{Trustees, VerifiedTrustees};

use crate::commands::failed::Failed;
use crate::commands::files::read;

/// The election.
pub const ELECTION: &str = "election.json";
/// Its trustees.
pub const TRUSTEES: &str = "trustees.json";
/// Its public credentials.
pub const CREDENTIALS: &str = "public_credentials.json";

const MAX_ELECTION_BYTES: usize = 1 << 20;
const MAX_TRUSTEES_BYTES: usize = 4 << 20;
const MAX_CREDENTIALS_BYTES: usize = 128 << 20;

/// Reads `election.json`.
pub fn election(path: &Path) -> Result<Election, Failed> {
    message(path, MAX_ELECTION_BYTES, Election::from_json)
}

/// Reads and checks `trustees.json`, which must have made this election's key.
pub fn trustees(path: &Path, election: &Election) -> Result<VerifiedTrustees, Failed> {
    let trustees = message(path, MAX_TRUSTEES_BYTES, Trustees::from_json)?;
    let trustees = trustees.verify().map_err(|error| Failed::file(path, error))?;
    if trustees.election_key() != election.public_key {
        return Err(Failed::file(path, "not the trustees of this election: its key is not made of theirs"));
    }
    Ok(trustees)
}

/// Reads `public_credentials.json`, which must be in byte order.
pub fn credentials(path: &Path) -> Result<CredentialList, Failed> {
    let list = message(path, MAX_CREDENTIALS_BYTES, CredentialList::from_json)?;
    if !list.is_sorted() {
        return Err(Failed::file(path, "the list is not in byte order, so its order may tell who is who"));
    }
    Ok(list)
}

fn message<T>(path: &Path, limit: usize, parse: impl Fn(&[u8]) -> Result<T, ParseError>) -> Result<T, Failed> {
    parse(&read(path, limit)?).map_err(|error| Failed::file(path, error))
}

/// Whole names of the files of one session below a folder.
pub fn of_session(folder: &Path, session: u32) -> PathBuf {
    folder.join(format!("session-{session}"))
}
