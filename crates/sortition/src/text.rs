//! One form of each text, so that everybody hashes the same bytes.

use unicode_normalization::UnicodeNormalization;

/// A text that cannot stand in a draw.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing, or only spaces.
    #[error("it is empty")]
    Empty,
    /// Longer than a text of this kind may be, in characters.
    #[error("it is longer than {0} characters")]
    TooLong(usize),
    /// A character that would make messages ambiguous, or that nobody can see.
    #[error("it holds the character U+{:04X}, which is not allowed here", u32::from(*.0))]
    Character(char),
}

/// The canonical form: no white space around it, full-width digits as ASCII digits, Unicode normalisation form C.
pub(crate) fn canonical(text: &str) -> String {
    text.trim().chars().map(plain_digit).nfc().collect()
}

fn plain_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        _ => c,
    }
}

/// The canonical form of a text of at most `longest` characters, each of them allowed.
pub(crate) fn read(text: &str, longest: usize, allowed: impl Fn(char) -> bool) -> Result<String, BadText> {
    // Looked at before normalising, so that a huge text costs nothing. Composing makes one character of a few.
    if text.chars().nth(longest.saturating_mul(4)).is_some() {
        return Err(BadText::TooLong(longest));
    }
    let text = canonical(text);
    if text.is_empty() {
        return Err(BadText::Empty);
    }
    if let Some(c) = text.chars().find(|c| !allowed(*c)) {
        return Err(BadText::Character(c));
    }
    if text.chars().nth(longest).is_some() { Err(BadText::TooLong(longest)) } else { Ok(text) }
}

/// Whether a character can be seen: neither a control character nor one that only changes how its neighbours look.
pub(crate) fn visible(c: char) -> bool {
    let hidden = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}');
    !c.is_control() && !hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_of_typing_one_text_become_the_same_bytes() {
        assert_eq!(canonical("　东胜区１２ "), "东胜区12");
        // A CJK compatibility ideograph and a letter with a combining accent.
        assert_eq!(canonical("\u{F9D1}e\u{301}"), "\u{516D}\u{E9}");
    }

    #[test]
    fn what_nobody_sees_is_refused() {
        for bad in ["a\u{200B}b", "a\nb", "a\u{202E}b", "\u{FEFF}a"] {
            assert!(matches!(read(bad, 10, visible), Err(BadText::Character(_))), "{bad:?}");
        }
        assert_eq!(read(" 　", 10, visible), Err(BadText::Empty));
        assert_eq!(read(&"长".repeat(11), 10, visible), Err(BadText::TooLong(10)));
        assert_eq!(read(&" ".repeat(1_000_000), 10, visible), Err(BadText::TooLong(10)));
    }
}
