//! Plots as SVG: bars with their numbers beside them, readable without colour and by a screen reader.

use maud::{Markup, html};

/// Units of the drawing.
const WIDTH: f64 = 640.0;
const ROW: f64 = 26.0;
const LABEL: f64 = 220.0;
const NUMBER: f64 = 90.0;

/// Horizontal bars: a label, a number, and the number in words.
pub(super) fn bars(title: &str, rows: &[(String, f64, String)]) -> Markup {
    let most = rows.iter().map(|(_, number, _)| *number).fold(f64::MIN_POSITIVE, f64::max);
    let height = rows.len() as f64 * ROW + 4.0;
    html! {
        figure {
            figcaption { (title) }
            svg role="img" aria-label=(title) viewBox={ "0 0 " (WIDTH) " " (height) } {
                @for (place, (label, number, words)) in rows.iter().enumerate() {
                    @let y = place as f64 * ROW;
                    @let width = (number / most * (WIDTH - LABEL - NUMBER)).max(1.0);
                    text x=(LABEL - 8.0) y=(y + 17.0) text-anchor="end" { (label) }
                    rect x=(LABEL) y=(y + 4.0) width=(format!("{width:.1}")) height=(ROW - 8.0) {}
                    text x=(format!("{:.1}", LABEL + width + 6.0)) y=(y + 17.0) { (words) }
                }
            }
        }
    }
}
