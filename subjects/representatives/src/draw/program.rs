//! The fingerprint of the program that draws; it stands in the commitment, so that nobody changes the program after the freeze.

use std::fs::File;
use std::io::{self, Read};
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};
use sortition::Digest;
use web::Failure;
use web::background::off_thread;

static PROGRAM: OnceLock<String> = OnceLock::new();

/// SHA-256 of this program's file. Read once: what runs does not change when the file is replaced.
///
/// # Errors
/// If the file cannot be read.
pub async fn fingerprint() -> Result<Digest, Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure::Internal(format!("the program's own file: {error}"));
    if PROGRAM.get().is_none() {
        let hash = off_thread(hash).await?.map_err(|error| wrong(&error))?;
        let _ = PROGRAM.set(hash);
    }
    PROGRAM.get().map_or("", String::as_str).parse().map_err(|error| wrong(&error))
}

fn hash() -> io::Result<String> {
    let mut file = File::open(std::env::current_exe()?)?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        let count = file.read(&mut buffer)?;
        let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else { break };
        hash.update(read);
    }
    Ok(data_encoding::HEXLOWER.encode(&hash.finalize()))
}
