//! Plots: bars with their numbers beside them, a table for whoever hears the page.

use maud::{Markup, html};

/// Horizontal bars: a label, a number, and the number in words.
pub(super) fn bars(title: &str, rows: &[(String, f64, String)]) -> Markup {
    let most = rows.iter().map(|(_, number, _)| *number).fold(f64::MIN_POSITIVE, f64::max);
    html! {
        table.bars {
            caption { (title) }
            @for (label, number, words) in rows {
                tr {
                    th scope="row" { (label) }
                    td { span.bar style=(format!("width:{:.1}%", number / most * 70.0)) {} (words) }
                }
            }
        }
    }
}
