//! Proofs that a decryption factor is α^x for the x behind a trustee's key (specification, "Partial decryptions").

use super::Proof;
use crate::digest::Digest;
use crate::group::{Element, Scalar, SecretScalar, Transcript, encode_all};
use rand_core::CryptoRng;

/// `decrypt|φ|X|A,B` as a challenge.
fn challenge(election: &Digest, key: &Element, commitments: &[[u8; 32]]) -> Scalar {
    Transcript::new("decrypt|").text(&election.to_base64()).text("|").element(key).text("|").encodings(commitments).challenge()
}

/// Proves that α^secret was made with the secret behind `key`.
pub(crate) fn prove<R: CryptoRng + ?Sized>(election: &Digest, key: &Element, alpha: &Element, secret: &SecretScalar, rng: &mut R) -> Proof {
    let nonce = SecretScalar::random(rng);
    let commitments = [*nonce.public().encoding(), *nonce.power_of(alpha).encoding()];
    let challenge = challenge(election, key, &commitments);
    Proof { challenge, response: nonce.respond(secret, challenge) }
}

/// Checks that `factor` is α^x with g^x = `key`.
pub(crate) fn verify(election: &Digest, key: &Element, alpha: &Element, factor: &Element, proof: &Proof) -> bool {
    use curve25519_dalek::edwards::EdwardsPoint;
    use curve25519_dalek::traits::VartimeMultiscalarMul;
    let b = EdwardsPoint::vartime_multiscalar_mul([proof.response.0, proof.challenge.0], [alpha.point(), factor.point()]);
    let commitments = encode_all(&[key.commitment(proof.challenge, proof.response), b]);
    challenge(election, key, &commitments) == proof.challenge
}
