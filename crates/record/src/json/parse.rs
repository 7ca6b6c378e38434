//! Reading, strictly.

use super::{Integer, MAX_BYTES, MAX_DEPTH, Object, Value, order};

/// Why bytes are not canonical JSON (RFC 8785), and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("byte {at}: {kind}")]
pub struct JsonError {
    /// Offset in bytes.
    pub at: usize,
    /// What is wrong there.
    pub kind: JsonErrorKind,
}

/// What can be wrong (RFC 8785, section 3.2; RFC 7493, section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JsonErrorKind {
    /// Longer than [`MAX_BYTES`].
    #[error("longer than {MAX_BYTES} bytes")]
    TooLong,
    /// Deeper than [`MAX_DEPTH`].
    #[error("deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// Not UTF-8.
    #[error("not UTF-8")]
    Encoding,
    /// No integer, string, array or object begins here: white space, `true`, `false`, `null`, or nothing.
    #[error("an integer, a string, an array or an object expected")]
    Value,
    /// A fraction or exponent.
    #[error("only integers are allowed")]
    Float,
    /// Leading zeroes, `-0`, or beyond 2^53 − 1.
    #[error("not an integer in its one form, or beyond 2^53 - 1")]
    Integer,
    /// A control character in a string, or an escape that is not the one form of its character.
    #[error("a character in a form that it must not have")]
    Escape,
    /// A string has no end.
    #[error("the string has no end")]
    Unterminated,
    /// Something else should stand here.
    #[error("'{0}' expected")]
    Expected(char),
    /// A key twice.
    #[error("the key stands twice")]
    Repeated,
    /// Keys out of order.
    #[error("the keys are not sorted")]
    Unsorted,
    /// Bytes after the value.
    #[error("something follows the value")]
    Trailing,
}

/// Reads canonical JSON (RFC 8785); `parse(text)?.to_text() == text` always.
///
/// ```
/// use record::json::{JsonErrorKind, parse};
///
/// let text = br#"{"a":1,"b":["x"]}"#;
/// assert_eq!(parse(text)?.to_text().as_bytes(), text);
/// assert_eq!(parse(br#"{"b":1,"a":2}"#).map_err(|error| error.kind), Err(JsonErrorKind::Unsorted));
/// # Ok::<(), record::json::JsonError>(())
/// ```
pub fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    if bytes.len() > MAX_BYTES {
        return Err(JsonError { at: MAX_BYTES, kind: JsonErrorKind::TooLong });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| JsonError { at: error.valid_up_to(), kind: JsonErrorKind::Encoding })?;
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    if reader.at < text.len() { Err(reader.error(JsonErrorKind::Trailing)) } else { Ok(value) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn error(&self, kind: JsonErrorKind) -> JsonError {
        JsonError { at: self.at, kind }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Steps over this character if it comes next.
    fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn expect(&mut self, c: char) -> Result<(), JsonError> {
        if self.take(c) { Ok(()) } else { Err(self.error(JsonErrorKind::Expected(c))) }
    }

    fn value(&mut self, depth: usize) -> Result<Value, JsonError> {
        match self.peek() {
            Some('"') => self.string().map(Value::String),
            Some('[' | '{') if depth == MAX_DEPTH => Err(self.error(JsonErrorKind::TooDeep)),
            Some('[') => self.array(depth + 1),
            Some('{') => self.object(depth + 1),
            Some('-' | '0'..='9') => self.integer(),
            _ => Err(self.error(JsonErrorKind::Value)),
        }
    }

    fn integer(&mut self) -> Result<Value, JsonError> {
        let rest = self.rest();
        let end = rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        if after.starts_with(['.', 'e', 'E']) {
            return Err(self.error(JsonErrorKind::Float));
        }
        let value = digits.parse().ok().and_then(Integer::new).filter(|value| value.get().to_string() == digits);
        let value = value.ok_or_else(|| self.error(JsonErrorKind::Integer))?;
        self.at += end;
        Ok(Value::Integer(value))
    }

    fn string(&mut self) -> Result<String, JsonError> {
        self.expect('"')?;
        let mut string = String::new();
        loop {
            match self.peek() {
                None => return Err(self.error(JsonErrorKind::Unterminated)),
                Some('"') => break,
                Some('\\') => string.push(self.escape()?),
                Some(c) if c < ' ' => return Err(self.error(JsonErrorKind::Escape)),
                Some(c) => {
                    string.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        self.expect('"')?;
        Ok(string)
    }

    /// The escapes that writing makes, and no others.
    fn escape(&mut self) -> Result<char, JsonError> {
        let wrong = self.error(JsonErrorKind::Escape);
        let mut rest = self.rest().chars().skip(1);
        let short = match rest.next() {
            Some('"') => Some('"'),
            Some('\\') => Some('\\'),
            Some('b') => Some('\u{8}'),
            Some('t') => Some('\t'),
            Some('n') => Some('\n'),
            Some('f') => Some('\u{c}'),
            Some('r') => Some('\r'),
            Some('u') => None,
            _ => return Err(wrong),
        };
        if let Some(c) = short {
            self.at += 2;
            return Ok(c);
        }
        let digits = self.rest().get(2..6).ok_or(wrong.clone())?;
        if !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(wrong);
        }
        let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
        let needed = |c: &char| *c < ' ' && !matches!(c, '\u{8}' | '\t' | '\n' | '\u{c}' | '\r');
        let c = c.filter(needed).ok_or(wrong)?;
        self.at += 6;
        Ok(c)
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.expect('[')?;
        let mut values = Vec::new();
        if self.take(']') {
            return Ok(Value::Array(values));
        }
        loop {
            values.push(self.value(depth)?);
            if self.take(']') {
                return Ok(Value::Array(values));
            }
            self.expect(',')?;
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.expect('{')?;
        let mut members: Vec<(String, Value)> = Vec::new();
        if self.take('}') {
            return Ok(Value::Object(Object(members)));
        }
        loop {
            let start = self.at;
            let key = self.string()?;
            let kind = match members.last().map(|(last, _)| order(last, &key)) {
                None | Some(std::cmp::Ordering::Less) => None,
                Some(std::cmp::Ordering::Equal) => Some(JsonErrorKind::Repeated),
                Some(std::cmp::Ordering::Greater) => Some(JsonErrorKind::Unsorted),
            };
            if let Some(kind) = kind {
                return Err(JsonError { at: start, kind });
            }
            self.expect(':')?;
            members.push((key, self.value(depth)?));
            if self.take('}') {
                return Ok(Value::Object(Object(members)));
            }
            self.expect(',')?;
        }
    }
}
