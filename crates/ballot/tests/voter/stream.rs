//! Random numbers that can be had again.

use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// SHA-256 in counter mode: block i is the hash of the seed and of i in 8 bytes, most significant first. The same bytes
/// come from `voter/test/stream.mjs`.
pub struct Stream {
    seed: String,
    block: u64,
    left: Vec<u8>,
}

impl Stream {
    pub fn new(seed: &str) -> Stream {
        Stream { seed: seed.to_owned(), block: 0, left: Vec::new() }
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        while self.left.len() < bytes.len() {
            let hash = Sha256::new().chain_update(&self.seed).chain_update(self.block.to_be_bytes()).finalize();
            self.left.extend_from_slice(&hash);
            self.block += 1;
        }
        bytes.copy_from_slice(&self.left[..bytes.len()]);
        self.left.drain(..bytes.len());
        Ok(())
    }
}

impl TryCryptoRng for Stream {}
