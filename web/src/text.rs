//! Text as typed or pasted, brought into one form.

/// Digits and letters in half width, no invisible characters, single spaces, none at the ends. Chinese punctuation stays.
pub fn normal(text: &str) -> String {
    let visible = text.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'));
    let half: String = visible.map(half_width).collect();
    half.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Full-width digits and letters as input methods leave them, in half width.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// Why a line of text cannot be kept, in Chinese.
pub fn unfit(text: &str, longest: usize) -> Option<String> {
    if text.chars().any(char::is_control) {
        return Some("含有不可见的控制字符，请重新输入".into());
    }
    let count = text.chars().count();
    (count > longest).then(|| format!("最多 {longest} 个字，现有 {count} 个"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_letters_and_digits_become_plain_and_chinese_punctuation_stays() {
        assert_eq!(normal(" \u{feff}ＬｉＭ１２\u{3000} （甲）　"), "LiM12 （甲）");
        assert_eq!(normal("\u{200b}"), "");
    }

    #[test]
    fn too_long_and_invisible_texts_are_told_apart() {
        assert_eq!(unfit("东胜区", 3), None);
        assert_eq!(unfit("东胜区", 2).as_deref(), Some("最多 2 个字，现有 3 个"));
        assert!(unfit("a\u{7}", 9).is_some_and(|why| why.contains("控制字符")));
    }
}
