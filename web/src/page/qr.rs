//! QR codes as pictures in the page.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// The quiet zone that readers need around a code, in modules.
const QUIET: usize = 4;

/// `text` as a QR code with an accessible name. A text that is too long for any code is said to be so.
pub fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return html! { p { "内容过长，不能生成二维码" } };
    };
    let side = code.width() + 2 * QUIET;
    html! {
        svg.qr role="img" aria-label=(label) viewBox={ "0 0 " (side) " " (side) } shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#ffffff" {}
            path fill="#000000" d=(dark_runs(&code)) {}
        }
    }
}

/// The dark modules, a path with one rectangle for each run of them in a row.
fn dark_runs(code: &QrCode) -> String {
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                path.push_str(&format!("M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET));
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_as_many_dark_modules_as_the_code() {
        let text = "https://example.org/office/setup/abcdefgh";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let dark = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        let path = dark_runs(&code);
        let lengths = path.split('h').skip(1).step_by(2).filter_map(|rest| rest.split('v').next()?.parse::<usize>().ok());
        assert_eq!(lengths.sum::<usize>(), dark);
        assert!(qr(text, "链接").0.contains(r#"aria-label="链接""#));
    }

    #[test]
    fn what_does_not_fit_is_said_and_is_no_panic() {
        assert!(qr(&"长".repeat(5_000), "x").0.contains("内容过长"));
    }
}
