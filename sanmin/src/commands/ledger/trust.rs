//! Whom a reader of a ledger trusts: the keys in a file.

use std::path::Path;

use ledger::limits::MAX_KEYS_BYTES;
use ledger::{Algorithm, Trust, VerifierKey, read_keys};

use crate::commands::failed::Failed;
use crate::commands::files::read;

/// The design's rule: fewer than two cosignatures block the release.
const USUAL_COSIGNATURES: usize = 2;

/// The keys of log and witnesses in `vkeys`, and how many of the witnesses must have cosigned.
pub fn trust_of(vkeys: Option<&Path>, cosignatures: Option<usize>) -> Result<Trust, Failed> {
    let mut trust = Trust::default();
    if let Some(file) = vkeys {
        let keys = read_keys(&read(file, MAX_KEYS_BYTES)?).map_err(|error| Failed::file(file, error))?;
        (trust.logs, trust.witnesses) = keys.into_iter().partition(|key: &VerifierKey| key.algorithm() == Algorithm::Ed25519);
        if trust.logs.is_empty() {
            return Err(Failed::file(file, "no key of a log"));
        }
    }
    trust.cosignatures = cosignatures.unwrap_or(trust.witnesses.len().min(USUAL_COSIGNATURES));
    if trust.cosignatures > trust.witnesses.len() {
        let known = trust.witnesses.len();
        return Err(Failed::WrongUse(format!("--cosignatures {}: only {known} witnesses are known from --vkeys", trust.cosignatures)));
    }
    Ok(trust)
}
