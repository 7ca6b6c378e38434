//! Argon2id with memory that is used again: the 19 MiB of each hash, taken anew every time, would leave several times as much to every thread.

use std::cell::RefCell;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{CustomizedPasswordHasher, Error, PasswordHasher, Result};
use argon2::{Algorithm, Argon2, Block, Params, Version};

thread_local! {
    static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// The parameters that OWASP names first: 19 MiB, two passes.
pub(super) struct Argon(Params);

impl Argon {
    pub fn new() -> Self {
        Argon(Params::new(19 * 1024, 2, 1, None).expect("constant parameters within bounds"))
    }
}

impl PasswordHasher<PasswordHash> for Argon {
    fn hash_password_with_salt(&self, password: &[u8], salt: &[u8]) -> Result<PasswordHash> {
        self.hash_password_customized(password, salt, None, None, self.0.clone())
    }
}

impl CustomizedPasswordHasher<PasswordHash> for Argon {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash> {
        let algorithm = algorithm.map_or(Ok(Algorithm::Argon2id), Algorithm::try_from)?;
        let version = version.map_or(Ok(Version::V0x13), Version::try_from)?;
        let mut buffer = [0; Output::MAX_LENGTH];
        let out = buffer.get_mut(..params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)).ok_or(Error::OutputSize)?;
        MEMORY.with_borrow_mut(|memory| {
            memory.resize(params.block_count(), Block::default());
            let hashed = Argon2::new(algorithm, version, params.clone()).hash_password_into_with_memory(password, salt, out, &mut *memory);
            // Nothing of a password stays behind.
            memory.fill(Block::default());
            hashed
        })?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(Salt::new(salt)?),
            hash: Some(Output::new(out)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::PasswordVerifier;

    use super::*;

    #[test]
    fn hashes_are_those_of_the_library_and_hold_both_ways() {
        let library = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap());
        let (password, salt) = (b"correct horse", b"sixteen bytes ..");
        let ours = Argon::new().hash_password_with_salt(password, salt).unwrap();
        assert_eq!(ours, library.hash_password_with_salt(password, salt).unwrap());
        for _ in 0..2 {
            Argon::new().verify_password(password, &ours).unwrap();
            assert!(Argon::new().verify_password(b"battery staple", &ours).is_err());
        }
        let other = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
        let other: PasswordHash = other.hash_password_with_salt(password, salt).unwrap();
        Argon::new().verify_password(password, &other).expect("the parameters of the stored hash count");
    }
}
