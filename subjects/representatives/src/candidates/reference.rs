//! Reference numbers (报名编号): what a person is told and comes back with. Random, so that they say nothing.

use web::id::random_bytes;
use web::text::normal;

/// Letters and digits that nobody mistakes for one another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ#";
/// Characters of a reference; the last of the alphabet is left out, so each is one of 31.
const LENGTH: usize = 12;

/// A new reference: twelve characters, 59 bits.
pub fn new() -> String {
    let mut text = String::with_capacity(LENGTH);
    while text.len() < LENGTH {
        let index = usize::from(random_bytes::<1>()[0] % 32);
        match ALPHABET.get(index) {
            Some(b'#') | None => {}
            Some(letter) => text.push(char::from(*letter)),
        }
    }
    text
}

/// The reference in groups of four, as pages and messages show it.
pub fn shown(reference: &str) -> String {
    let letters: Vec<char> = reference.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The reference of what was typed; None if it can be none.
pub fn read(typed: &str) -> Option<String> {
    let text: String = normal(typed).chars().filter(|c| !matches!(c, ' ' | '-' | '—' | '－')).map(|c| c.to_ascii_uppercase()).collect();
    let fits = text.len() == LENGTH && text.bytes().all(|b| b != b'#' && ALPHABET.contains(&b));
    fits.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_as_it_is_shown_and_as_it_is_typed() {
        let one = new();
        assert_eq!(read(&shown(&one)), Some(one.clone()));
        assert_eq!(read(&format!(" {} ", shown(&one).to_lowercase())), Some(one.clone()));
        assert_ne!(new(), one);
        for wrong in ["", "ABCD", "ABCD-EFGH-JKM0", "ABCD-EFGH-JKM#"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
