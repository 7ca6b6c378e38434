//! A TOML file as a type, with the line and key of what is wrong.

use serde::de::DeserializeOwned;

use super::bytes::{line_of, utf8};
use super::error::{ReadError, ReadErrors};
use crate::files::PlanFiles;
use crate::text::Text;

/// Reads a TOML file as `T` and as a bare tree. None when it cannot be read; what is wrong is in `errors`.
pub(super) fn read<T: DeserializeOwned>(files: &PlanFiles, file: &str, errors: &mut ReadErrors) -> Option<(T, toml::Table)> {
    let Some(bytes) = files.get(file) else {
        errors.push(ReadError::new(file, None, "", "", Text::new("这个文件", "this file")));
        return None;
    };
    let Some(text) = utf8(bytes) else {
        let found = "bytes that are not UTF-8";
        errors.push(ReadError::new(file, None, "", found, Text::new("UTF-8 编码的 TOML 文件", "TOML in UTF-8")));
        return None;
    };
    let read = toml::from_str::<T>(text).and_then(|typed| Ok((typed, toml::from_str(text)?)));
    read.map_err(|error| errors.push(explain(file, text, error))).ok()
}

/// Turns the library's error into ours.
fn explain(file: &str, text: &str, mut error: toml::de::Error) -> ReadError {
    let span = error.span();
    let line = span.as_ref().map(|s| line_of(text, s.start));
    let found = span.and_then(|s| text.get(s)).unwrap_or("").lines().next().unwrap_or("").to_owned();
    // Without the input the message ends in the path of keys.
    error.set_input(None);
    let shown = error.to_string();
    let path = shown.trim_end().rsplit_once("\nin `").map(|(_, keys)| keys.trim_end_matches('`').to_owned());
    let named =
        quoted(error.message()).filter(|_| ["missing field", "unknown field", "duplicate"].iter().any(|m| error.message().contains(m)));
    let field = match (path, named) {
        (Some(path), Some(name)) if !path.ends_with(&name) => format!("{path}.{name}"),
        (Some(path), _) => path,
        (None, Some(name)) => name,
        (None, None) => line.and_then(|n| text.lines().nth(n - 1)).map(key_of).unwrap_or_default(),
    };
    let message = error.message().trim().replace('\n', "; ");
    ReadError::new(file, line, &field, &found, Text::new(chinese(&message), english(&message)))
}

/// The key before `=` on a line, or the name of a table.
fn key_of(line: &str) -> String {
    line.split('=').next().unwrap_or("").trim().trim_matches(['[', ']']).to_owned()
}

/// The first text between backticks.
fn quoted(message: &str) -> Option<String> {
    message.split('`').nth(1).map(str::to_owned)
}

fn english(message: &str) -> String {
    if message.starts_with("missing field") {
        return format!("it to be there ({message})");
    }
    if let Some((said, expected)) = message.split_once(", expected ") {
        let expected = if ["u32", "i16"].contains(&expected) { "a whole number" } else { expected };
        return format!("{expected} ({said})");
    }
    let known = [
        ("is no date", "a date such as 2025-01-13 or 2025-01-13 09:00"),
        ("is no id", "an id: 1 to 40 characters a-z, 0-9 and -, beginning with a letter"),
        ("unknown role", "a role such as office or department:health"),
    ];
    match known.iter().find(|(part, _)| message.contains(part)) {
        Some((_, expected)) => (*expected).to_owned(),
        None => format!("valid content ({message})"),
    }
}

fn chinese(message: &str) -> String {
    let name = quoted(message).unwrap_or_default();
    let said = if message.starts_with("missing field") {
        format!("写有“{name}”这一项")
    } else if message.starts_with("unknown field") {
        "已知的项目名".to_owned()
    } else if message.starts_with("duplicate") {
        "每个键只写一次".to_owned()
    } else if message.starts_with("invalid type") || message.starts_with("invalid value") {
        let kinds = [
            ("a string", "加引号的文字"),
            ("u32", "0 以上的整数"),
            ("i16", "年份"),
            ("a sequence", "列表 […]"),
            ("a boolean", "true 或 false"),
            ("struct", "一个小节 [...]"),
        ];
        let expected = message.rsplit("expected ").next().unwrap_or("");
        kinds.iter().find(|(en, _)| expected.contains(en)).map_or("另一种值", |(_, zh)| zh).to_owned()
    } else if message.contains("is no date") || message.contains("date") {
        "日期，如 2025-01-13 或 2025-01-13 09:00".to_owned()
    } else if message.contains("is no id") {
        "编号：小写字母、数字或连字符，以字母开头".to_owned()
    } else if message.contains("unknown role") {
        "已知的角色名".to_owned()
    } else {
        "正确的 TOML 内容".to_owned()
    };
    format!("{said}（{message}）")
}
