//! The key with which the box signs receipts of one election. It is derived, never stored.

use ed25519_dalek::SigningKey;
use web::secrets::Secrets;

/// The key of an election; all servers of one activity have the same.
pub fn signing_key(secrets: &Secrets, uuid: &str) -> SigningKey {
    SigningKey::from_bytes(&secrets.derive("receipts", uuid))
}

/// Its public half as 64 hexadecimal digits, as it stands in `election.setup`.
pub fn public_hex(key: &SigningKey) -> String {
    record::Digest::from_bytes(key.verifying_key().to_bytes()).to_string()
}
