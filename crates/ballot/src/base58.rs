//! Base58, the alphabet of credentials, seeds and identifiers (specification, "Basic types").

use rand_core::CryptoRng;

/// Base58: no 0, O, I or l.
pub(crate) const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// One unbiased character.
pub(crate) fn random_base58<R: CryptoRng + ?Sized>(rng: &mut R) -> u8 {
    loop {
        let mut byte = [0];
        rng.fill_bytes(&mut byte);
        // 232 is the largest multiple of 58 below 256.
        if byte[0] < 232 {
            return BASE58[usize::from(byte[0]) % BASE58.len()];
        }
    }
}
