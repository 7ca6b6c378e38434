//! What is wrong in a file, as a table.

use maud::{Markup, html};
use web::page::table::{Column, Row, Table, words};

/// Mistakes shown on one page.
const MOST_SHOWN: usize = 300;

/// What is wrong in one place; line 0 for what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub line: usize,
    pub what: String,
    pub remedy: &'static str,
}

/// The mistakes as a table; nothing if there are none.
pub(super) fn mistake_table(mistakes: &[Mistake]) -> Markup {
    if mistakes.is_empty() {
        return html! {};
    }
    let rows = mistakes.iter().take(MOST_SHOWN).map(|mistake| {
        let line = if mistake.line == 0 { "整个文件".to_string() } else { format!("第 {} 行", mistake.line) };
        Row::new([words(line), words(&mistake.what), words(mistake.remedy)])
    });
    html! {
        (Table::new("需要改正的地方", ["行", "错误", "怎么办"].map(Column::text)).rows(rows))
        @if mistakes.len() > MOST_SHOWN { p { "只列出前 " (MOST_SHOWN) " 处，改正后重新上传会列出其余的。" } }
    }
}
