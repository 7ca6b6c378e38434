//! The receipt (回执): the box's word that a ballot is in it. It proves acceptance, never content.

use ballot::digest::Digest;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};
use web::secrets::Secrets;

/// What the phone keeps: an Ed25519 signature by the box over `receipt|uuid|tracker`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The election.
    pub uuid: String,
    /// The ballot's SHA-256, base64 without padding.
    pub tracker: String,
    /// 128 hexadecimal digits.
    pub signature: String,
}

/// The public half of the key that signs an election's receipts, in hexadecimal digits: `elections.receipt_key`.
pub fn receipt_key(secrets: &Secrets, uuid: &str) -> String {
    Signing::of(secrets, uuid).public()
}

/// The key that signs an election's receipts. Has no `Debug`.
pub(super) struct Signing(SigningKey);

impl Signing {
    /// Derived from the server's secrets, so that servers of one activity sign alike and the database holds none of it.
    pub fn of(secrets: &Secrets, uuid: &str) -> Self {
        Signing(SigningKey::from_bytes(&secrets.derive("receipts", uuid)))
    }

    pub fn public(&self) -> String {
        data_encoding::HEXLOWER.encode(self.0.verifying_key().as_bytes())
    }

    /// Only for ballots that are durable.
    pub fn sign(&self, uuid: &str, tracker: Digest) -> Receipt {
        let tracker = tracker.to_base64();
        let signature = self.0.sign(signed_text(uuid, &tracker).as_bytes());
        Receipt { uuid: uuid.to_owned(), tracker, signature: data_encoding::HEXLOWER.encode(&signature.to_bytes()) }
    }
}

impl Receipt {
    /// Whether the box with this public key, in hexadecimal digits, signed it.
    pub fn is_of(&self, key: &str) -> bool {
        let bytes = |text: &str| data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap_or_default();
        let key = <[u8; 32]>::try_from(bytes(key)).ok().and_then(|key| VerifyingKey::from_bytes(&key).ok());
        let signature = Signature::from_slice(&bytes(&self.signature)).ok();
        let (Some(key), Some(signature)) = (key, signature) else { return false };
        key.verify(signed_text(&self.uuid, &self.tracker).as_bytes(), &signature).is_ok()
    }
}

fn signed_text(uuid: &str, tracker: &str) -> String {
    format!("receipt|{uuid}|{tracker}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_holds_for_one_ballot_of_one_election_and_one_box() {
        let secrets = Secrets::ephemeral();
        let receipt = Signing::of(&secrets, "election-1").sign("election-1", Digest::of(b"ballot"));
        let key = receipt_key(&secrets, "election-1");
        assert!(receipt.is_of(&key));
        assert!(!Receipt { uuid: "election-2".into(), ..receipt.clone() }.is_of(&key));
        assert!(!Receipt { tracker: Digest::of(b"other").to_base64(), ..receipt.clone() }.is_of(&key));
        assert!(!receipt.is_of(&receipt_key(&secrets, "election-2")));
        assert!(!receipt.is_of(&receipt_key(&Secrets::ephemeral(), "election-1")));
        assert!(!receipt.is_of("") && !Receipt { signature: "00".into(), ..receipt }.is_of(&key));
    }
}
