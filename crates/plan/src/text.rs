//! A message in the two languages that the program speaks.

use serde::Serialize;

/// One message in Chinese (pages) and in English (command line, logs).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Both versions of one message.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Text { zh: zh.into(), en: en.into() }
    }
}
