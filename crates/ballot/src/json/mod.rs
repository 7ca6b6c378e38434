//! Strict canonical JSON (specification, "Conventions": compact form, the order of fields respected).
//!
//! Every message has exactly one accepted text. The reader does not build a tree and then ask whether it is the
//! right one: it walks along the only possible text and stops at the first byte that differs. So white space, another
//! order, an extra or repeated field, a leading zero, an unneeded escape and a final newline are all refused, whatever
//! is read and written again is the same bytes, and no input can nest deeper than the messages do.

mod reader;
mod values;
mod writer;

pub use reader::{ParseError, ParseErrorKind};

pub(crate) use reader::Reader;
pub(crate) use writer::{write_list, write_string};

/// A message with exactly one text.
pub(crate) trait Canonical: Sized {
    /// Reads the message at the reader's place.
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError>;

    /// Appends the message's text.
    fn write(&self, out: &mut String);

    /// Reads a whole text that holds this message and nothing else.
    fn parse(text: &[u8]) -> Result<Self, ParseError> {
        let mut reader = Reader::new(text);
        let value = Self::read(&mut reader)?;
        reader.end()?;
        Ok(value)
    }

    /// The message's text.
    fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }
}

/// Gives a type the public pair `from_json` and `to_json`.
macro_rules! json_form {
    ($type:ty) => {
        impl $type {
            /// Reads the message's only accepted text (specification, "Conventions").
            ///
            /// # Errors
            /// The first byte that differs from it, with its place.
            pub fn from_json(text: &[u8]) -> Result<Self, $crate::json::ParseError> {
                <Self as $crate::json::Canonical>::parse(text)
            }

            /// The message's text (specification, "Conventions").
            pub fn to_json(&self) -> String {
                $crate::json::Canonical::text(self)
            }
        }
    };
}
pub(crate) use json_form;
