//! Messages that only one member can read and only one can have written (specification, "Public key infrastructure",
//! Encrypting, and "Channels").
//!
//! Only AES-GCM is spoken, the algorithm of release 3.3.0; older releases' messages are refused by name.

use crate::group::{Element, SecretScalar};
use crate::json::{Canonical, ParseError, ParseErrorKind, Reader, write_string};
use crate::trustee::SignedMessage;
use aes_gcm::aead::{Aead, KeyInit, array::Array, consts::U32};
use aes_gcm::{AesGcm, aes::Aes256};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

type Cipher = AesGcm<Aes256, U32>;

/// Why a message of a channel cannot be read (specification, "Channels").
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// Not the text of a message.
    #[error("{0}")]
    Form(#[from] ParseError),
    /// Not encrypted with the reader's key, or changed.
    #[error("cannot be decrypted with this key")]
    Decryption,
    /// Not signed by the writer.
    #[error("not signed by the member that it should be from")]
    Signature,
    /// Meant for somebody else.
    #[error("meant for another recipient")]
    Recipient,
}

/// Specification, encrypted_msg.
struct Encrypted {
    alpha: Element,
    beta: Element,
    data: Vec<u8>,
}

impl Canonical for Encrypted {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        if !reader.take("{\"algorithm\":\"AES-GCM\",\"alpha\":") {
            return Err(reader.error(ParseErrorKind::NotSupported("another algorithm than AES-GCM")));
        }
        let alpha = reader.element()?;
        reader.token(",\"beta\":")?;
        let beta = reader.element()?;
        reader.token(",\"data\":")?;
        let broken = reader.error(ParseErrorKind::Value("not lower-case hexadecimal digits"));
        let data = data_encoding::HEXLOWER.decode(reader.string()?.as_bytes()).map_err(|_| broken)?;
        reader.token("}")?;
        Ok(Encrypted { alpha, beta, data })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"algorithm\":\"AES-GCM\",\"alpha\":");
        self.alpha.write(out);
        out.push_str(",\"beta\":");
        self.beta.write(out);
        out.push_str(",\"data\":\"");
        data_encoding::HEXLOWER.encode_append(&self.data, out);
        out.push_str("\"}");
    }
}

/// Specification, channel_msg.
struct Addressed {
    recipient: Element,
    message: Zeroizing<String>,
}

impl Canonical for Addressed {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"recipient\":")?;
        let recipient = reader.element()?;
        reader.token(",\"message\":")?;
        let message = Zeroizing::new(reader.string()?.into_owned());
        reader.token("}")?;
        Ok(Addressed { recipient, message })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"recipient\":");
        self.recipient.write(out);
        out.push_str(",\"message\":");
        write_string(&self.message, out);
        out.push('}');
    }
}

fn cipher(shared: &Element) -> Cipher {
    let key = Zeroizing::new(<[u8; 32]>::from(Sha256::new_with_prefix("key|").chain_update(shared.to_hex()).finalize()));
    Cipher::new(&Array(*key))
}

fn nonce(alpha: &Element) -> [u8; 32] {
    Sha256::new_with_prefix("iv|").chain_update(alpha.to_hex()).finalize().into()
}

/// send(sk, recipient, message): signed, then encrypted.
pub(super) fn send<R: CryptoRng + ?Sized>(
    signing: &SecretScalar,
    recipient: &Element,
    message: Zeroizing<String>,
    rng: &mut R,
) -> Result<String, ChannelError> {
    let addressed = Zeroizing::new(Addressed { recipient: *recipient, message }.text());
    let plain = Zeroizing::new(SignedMessage::sign(addressed.to_string(), signing, rng).text());
    let (r, s) = (SecretScalar::random(rng), SecretScalar::random(rng));
    let (alpha, shared) = (r.public(), s.public());
    let beta = r.power_of(recipient) + shared;
    let data = cipher(&shared).encrypt(&Array(nonce(&alpha)), plain.as_bytes()).map_err(|_| ChannelError::Decryption)?;
    Ok(Encrypted { alpha, beta, data }.text())
}

/// Decrypts, checks the writer's signature and that the message is meant for the reader.
pub(super) fn receive(text: &str, decryption: &SecretScalar, sender: &Element) -> Result<Zeroizing<String>, ChannelError> {
    let Encrypted { alpha, beta, data } = Encrypted::parse(text.as_bytes())?;
    let shared = beta - decryption.power_of(&alpha);
    let plain = cipher(&shared).decrypt(&Array(nonce(&alpha)), data.as_slice()).map_err(|_| ChannelError::Decryption)?;
    let plain = Zeroizing::new(plain);
    let signed = SignedMessage::parse(&plain)?;
    if !signed.is_signed_by(sender) {
        return Err(ChannelError::Signature);
    }
    let Addressed { recipient, message } = Addressed::parse(signed.message.as_bytes())?;
    if recipient != decryption.public() {
        return Err(ChannelError::Recipient);
    }
    Ok(message)
}
