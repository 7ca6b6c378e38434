//! From bytes to text: UTF-8 with or without a byte order mark, or GBK as Excel writes it on a Chinese desk.

use std::borrow::Cow;

use encoding_rs::GB18030;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Reads UTF-8; None when it is not.
pub(super) fn utf8(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes.strip_prefix(BOM).unwrap_or(bytes)).ok()
}

/// Reads UTF-8, or else GBK (as its superset GB18030); None when it is neither.
pub(super) fn utf8_or_gbk(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match utf8(bytes) {
        Some(text) => Some(Cow::Borrowed(text)),
        None => GB18030.decode_without_bom_handling_and_without_replacement(bytes),
    }
}

/// The number of the line that holds byte `at`, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

/// A number's text with full-width digits made plain.
pub(super) fn plain_digits(text: &str) -> String {
    text.chars().map(|c| if ('０'..='９').contains(&c) { char::from(b'0' + (c as u32 - '０' as u32) as u8) } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gbk_and_marks_are_read_and_noise_is_not() {
        let (gbk, _, _) = encoding_rs::GBK.encode("东胜区");
        assert_eq!(utf8_or_gbk(&gbk).as_deref(), Some("东胜区"));
        assert_eq!(utf8_or_gbk("\u{feff}东胜区".as_bytes()).as_deref(), Some("东胜区"));
        assert_eq!(utf8_or_gbk(&[0xff, 0xff, 0x00]), None);
        assert_eq!(plain_digits("３1０"), "310");
    }
}
