//! The rule once more, as somebody would write it who has only read it: own HMAC, strings and sorted lists.

use sha2::{Digest, Sha256};

fn hmac(key: &[u8; 32], message: &str) -> Vec<u8> {
    let pad = |with: u8| (0..64).map(|n| key.get(n).copied().unwrap_or(0) ^ with).collect::<Vec<u8>>();
    let inner = Sha256::digest([pad(0x36), message.as_bytes().to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}

/// Rows of `ranking.csv` without its heading: cell, rank, number, session.
pub fn ranking(
    seed: &[u8; 32],
    activity: &str,
    sessions: usize,
    pool: &[(String, String)],
    quotas: &[(String, usize)],
) -> Vec<(String, usize, String, usize)> {
    let mut rows = Vec::new();
    for (cell, seats) in quotas {
        let sorted = |step: &str, mut people: Vec<String>| {
            people.sort_by_key(|number| {
                (hmac(seed, &format!("pingyi-draw/v1|{activity}|{step}|{cell}|{number}")), number.as_bytes().to_vec())
            });
            people
        };
        let ranked = sorted("rank", pool.iter().filter(|(_, of)| of == cell).map(|(number, _)| number.clone()).collect());
        let chosen = sorted("session", ranked.iter().take(seats * sessions).cloned().collect());
        for (n, number) in ranked.into_iter().enumerate() {
            let session = chosen.iter().position(|other| *other == number).map_or(0, |at| at / seats + 1);
            rows.push((cell.clone(), n + 1, number, session));
        }
    }
    rows
}
