//! Tables as files for spreadsheet programs, to read and to write.

pub mod headed;
pub mod read;
pub mod write;
mod xlsx;

use std::borrow::Cow;

/// A cell that no spreadsheet program takes for a formula (CSV injection): a leading `=`, `+`, `-`, `@` (also in full
/// width or after spaces), tab or return gets an apostrophe before it. Plain negative numbers stay as they are.
pub fn safe_cell(text: &str) -> Cow<'_, str> {
    let dangerous =
        text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) && text.parse::<f64>().is_err();
    if dangerous { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay_numbers() {
        assert_eq!(safe_cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(safe_cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(safe_cell("-2+3"), "'-2+3");
        assert_eq!(safe_cell("  =1"), "'  =1");
        assert_eq!(safe_cell("＝1"), "'＝1");
        assert_eq!(safe_cell("-12"), "-12");
        assert_eq!(safe_cell("市统计局"), "市统计局");
    }
}
