//! All trustees of an election (specification, "Trustees").

use super::key::TrusteeKey;
use super::pedersen::ThresholdParameters;
use crate::json::{Canonical, ParseError, Reader, json_form, write_list};

/// Most items of a list.
const MAX_ITEMS: usize = 100;

/// One item of the list (specification, "Trustees", trustee_kind).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrusteeKind {
    /// One trustee who must take part.
    Single(Box<TrusteeKey>),
    /// A group of whom any K are enough.
    Pedersen(ThresholdParameters),
}

/// All trustees, as published (specification, "Trustees", trustees).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trustees(pub Vec<TrusteeKind>);

impl Canonical for Trustees {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        let items = reader.list(MAX_ITEMS, |reader, _| {
            let item = if reader.take("[\"Single\",") {
                TrusteeKind::Single(Box::new(TrusteeKey::read(reader)?))
            } else {
                reader.token("[\"Pedersen\",")?;
                TrusteeKind::Pedersen(ThresholdParameters::read(reader)?)
            };
            reader.token("]")?;
            Ok(item)
        })?;
        Ok(Trustees(items))
    }

    fn write(&self, out: &mut String) {
        write_list(&self.0, out, |item, out| {
            match item {
                TrusteeKind::Single(key) => {
                    out.push_str("[\"Single\",");
                    key.write(out);
                }
                TrusteeKind::Pedersen(parameters) => {
                    out.push_str("[\"Pedersen\",");
                    parameters.write(out);
                }
            }
            out.push(']');
        });
    }
}
json_form!(Trustees);
