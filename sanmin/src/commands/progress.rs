//! How far a long command is, on stderr.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that is drawn by this template, or nothing at all for programs that read the output.
pub fn bar(length: u64, template: &str, show: bool) -> ProgressBar {
    if !show {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template);
    ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
