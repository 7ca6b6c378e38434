//! Walks along the only accepted text of a message.

use crate::digest::Digest;
use crate::group::{Candidate, Element, ElementError, Scalar, ScalarError};
use std::borrow::Cow;

/// Longest string inside a message, in bytes of its text. Encrypted parts of a key ceremony are the longest.
const MAX_STRING: usize = 1 << 20;

/// Where and why a text is not the only accepted form of a message (specification, "Conventions" and "Basic types").
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {at}: {kind}")]
pub struct ParseError {
    /// Bytes before the place.
    pub at: usize,
    /// What is wrong there.
    pub kind: ParseErrorKind,
}

/// What is wrong with a text (specification, "Conventions" and "Basic types").
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseErrorKind {
    /// Another byte than the only possible one.
    #[error("expected {0}")]
    Expected(&'static str),
    /// Bytes after the end of the message.
    #[error("something after the end")]
    Trailing,
    /// A string that is not UTF-8, or that has a second form with fewer escapes.
    #[error("not the canonical form of a string")]
    String,
    /// A small integer that is not in base 10 without sign and leading zero, or above 2^53.
    #[error("not the canonical form of a small integer")]
    Integer,
    /// A list or string above its limit.
    #[error("more than the {0} that are allowed")]
    TooMany(usize),
    /// A number modulo q.
    #[error("number: {0}")]
    Scalar(#[from] ScalarError),
    /// A group element.
    #[error("group element: {0}")]
    Element(#[from] ElementError),
    /// A fingerprint that is not 64 lower-case hexadecimal digits.
    #[error("not a SHA-256 in hexadecimal")]
    Hash,
    /// A fingerprint that is not base64 without padding of 32 bytes.
    #[error("not a SHA-256 in base64 without padding")]
    Base64,
    /// A part of the protocol that this library leaves out.
    #[error("not supported: {0}")]
    NotSupported(&'static str),
    /// A value outside of what the message allows.
    #[error("{0}")]
    Value(&'static str),
}

pub(crate) struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Reader { text, at: 0 }
    }

    /// Bytes read so far.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn error(&self, kind: impl Into<ParseErrorKind>) -> ParseError {
        ParseError { at: self.at, kind: kind.into() }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes exactly this text.
    pub(crate) fn token(&mut self, token: &'static str) -> Result<(), ParseError> {
        if self.take(token) { Ok(()) } else { Err(self.error(ParseErrorKind::Expected(token))) }
    }

    /// Takes this text if it is next.
    pub(crate) fn take(&mut self, token: &'static str) -> bool {
        let found = self.rest().starts_with(token.as_bytes());
        if found {
            self.at += token.len();
        }
        found
    }

    pub(crate) fn end(&self) -> Result<(), ParseError> {
        if self.rest().is_empty() { Ok(()) } else { Err(self.error(ParseErrorKind::Trailing)) }
    }

    /// A list of at most `limit` items.
    pub(crate) fn list<T>(
        &mut self,
        limit: usize,
        mut item: impl FnMut(&mut Self, usize) -> Result<T, ParseError>,
    ) -> Result<Vec<T>, ParseError> {
        self.token("[")?;
        let mut items = Vec::new();
        if self.take("]") {
            return Ok(items);
        }
        loop {
            if items.len() >= limit {
                return Err(self.error(ParseErrorKind::TooMany(limit)));
            }
            let next = item(self, items.len())?;
            items.push(next);
            if self.take("]") {
                return Ok(items);
            }
            self.token(",")?;
        }
    }

    /// The bytes of a string that needs no escapes, without its quotes.
    fn plain(&mut self) -> Result<(usize, &'a [u8]), ParseError> {
        self.token("\"")?;
        let start = self.at;
        let length =
            self.rest().iter().take(MAX_STRING).position(|byte| *byte == b'"').ok_or_else(|| self.error(ParseErrorKind::Expected("\"")))?;
        let text = self.rest().get(..length).unwrap_or_default();
        self.at += length + 1;
        Ok((start, text))
    }

    pub(crate) fn scalar(&mut self) -> Result<Scalar, ParseError> {
        let (at, text) = self.plain()?;
        Scalar::from_decimal(text).map_err(|error| ParseError { at, kind: error.into() })
    }

    pub(crate) fn element(&mut self) -> Result<Element, ParseError> {
        let (at, text) = self.plain()?;
        Element::from_hex(text).map_err(|error| ParseError { at, kind: error.into() })
    }

    /// An element whose order is checked later.
    pub(crate) fn candidate(&mut self) -> Result<Candidate, ParseError> {
        let (at, text) = self.plain()?;
        Candidate::from_hex(text).map_err(|error| ParseError { at, kind: error.into() })
    }

    /// A public credential; one with a weight is refused by name.
    pub(crate) fn credential(&mut self) -> Result<Element, ParseError> {
        let (at, text) = self.plain()?;
        if text.contains(&b',') {
            return Err(ParseError { at, kind: ParseErrorKind::NotSupported("credentials with weights") });
        }
        Element::from_hex(text).map_err(|error| ParseError { at, kind: error.into() })
    }

    pub(crate) fn hash(&mut self) -> Result<Digest, ParseError> {
        let (at, text) = self.plain()?;
        Digest::from_hex(text).ok_or(ParseError { at, kind: ParseErrorKind::Hash })
    }

    /// The bytes of a fingerprint in base64 without padding, compared by whoever knows what it must be.
    pub(crate) fn base64(&mut self) -> Result<Digest, ParseError> {
        let (at, text) = self.plain()?;
        Digest::from_base64(text).ok_or(ParseError { at, kind: ParseErrorKind::Base64 })
    }

    /// A small integer: at most 2^53, so that every JSON reader sees the same number.
    pub(crate) fn integer(&mut self) -> Result<u64, ParseError> {
        let digits = self.rest().iter().take(17).take_while(|byte| byte.is_ascii_digit()).count();
        let text = self.rest().get(..digits).unwrap_or_default();
        let value = text.iter().fold(0u64, |value, digit| value * 10 + u64::from(digit - b'0'));
        let canonical = match text {
            [] => false,
            [b'0'] => true,
            [first, ..] => *first != b'0',
        };
        if !canonical || value > 1 << 53 {
            return Err(self.error(ParseErrorKind::Integer));
        }
        self.at += digits;
        Ok(value)
    }

    /// A string in the only accepted form: raw UTF-8, escapes only where JSON needs them.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, ParseError> {
        self.token("\"")?;
        let start = self.at;
        let mut escaped = false;
        let mut length = 0;
        for byte in self.rest() {
            match byte {
                _ if escaped => escaped = false,
                b'"' => break,
                b'\\' => escaped = true,
                _ => {}
            }
            length += 1;
        }
        if length > MAX_STRING {
            return Err(self.error(ParseErrorKind::TooMany(MAX_STRING)));
        }
        let raw = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        self.token("\"")?;
        let broken = ParseError { at: start, kind: ParseErrorKind::String };
        let raw = std::str::from_utf8(raw).map_err(|_| broken.clone())?;
        let value = unescape(raw).ok_or_else(|| broken.clone())?;
        // Comparing with our own form refuses every needless escape and every raw control character.
        let mut canonical = String::with_capacity(raw.len() + 2);
        super::write_string(&value, &mut canonical);
        if canonical.get(1..canonical.len() - 1) == Some(raw) { Ok(value) } else { Err(broken) }
    }
}

fn unescape(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('\\') {
        return Some(Cow::Borrowed(raw));
    }
    let mut value = String::with_capacity(raw.len());
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            value.push(character);
            continue;
        }
        value.push(match characters.next()? {
            '"' => '"',
            '\\' => '\\',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let mut code = 0;
                for _ in 0..4 {
                    code = code * 16 + characters.next()?.to_digit(16)?;
                }
                char::from_u32(code)?
            }
            _ => return None,
        });
    }
    Some(Cow::Owned(value))
}
