//! The first member of an archive, and its events (specification, "Public data").

use crate::digest::Digest;
use crate::json::{Canonical, ParseError, ParseErrorKind, Reader, json_form};
use std::fmt;

/// The member `BELENIOS` (specification, "Public data", header).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveHeader {
    /// When the archive was begun, in seconds since 1970, written as a string.
    pub timestamp: u64,
}

impl Canonical for ArchiveHeader {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"version\":")?;
        if reader.integer()? != 1 {
            return Err(reader.error(ParseErrorKind::NotSupported("another archive version than 1")));
        }
        reader.token(",\"timestamp\":\"")?;
        let timestamp = reader.integer()?;
        reader.token("\"}")?;
        Ok(ArchiveHeader { timestamp })
    }

    fn write(&self, out: &mut String) {
        use fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(out, "{{\"version\":1,\"timestamp\":\"{}\"}}", self.timestamp);
    }
}
json_form!(ArchiveHeader);

/// The kinds of events, without those of shuffles (specification, "Public data", event_type).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventType {
    /// Election, trustees and credentials are fixed.
    Setup,
    /// A ballot was accepted.
    Ballot,
    /// No more ballots.
    EndBallots,
    /// The total of the ballots, encrypted.
    EncryptedTally,
    /// A trustee's share.
    PartialDecryption,
    /// The opened total.
    Result,
}

impl EventType {
    /// The name in the archive.
    pub fn name(self) -> &'static str {
        match self {
            EventType::Setup => "Setup",
            EventType::Ballot => "Ballot",
            EventType::EndBallots => "EndBallots",
            EventType::EncryptedTally => "EncryptedTally",
            EventType::PartialDecryption => "PartialDecryption",
            EventType::Result => "Result",
        }
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One link of the chain (specification, "Public data", event).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The SHA-256 of the event before; none in the first.
    pub parent: Option<Digest>,
    /// How many events came before.
    pub height: u64,
    /// What happened.
    pub kind: EventType,
    /// The SHA-256 of the data that belongs to it; none in `EndBallots`.
    pub payload: Option<Digest>,
}

impl Canonical for Event {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{")?;
        let parent = if reader.take("\"parent\":") {
            let parent = reader.hash()?;
            reader.token(",")?;
            Some(parent)
        } else {
            None
        };
        reader.token("\"height\":")?;
        let height = reader.integer()?;
        reader.token(",\"type\":")?;
        let unknown = reader.error(ParseErrorKind::Value("not a type of event"));
        let shuffle = reader.error(ParseErrorKind::NotSupported("shuffles"));
        let kind = match reader.string()?.as_ref() {
            "Setup" => EventType::Setup,
            "Ballot" => EventType::Ballot,
            "EndBallots" => EventType::EndBallots,
            "EncryptedTally" => EventType::EncryptedTally,
            "PartialDecryption" => EventType::PartialDecryption,
            "Result" => EventType::Result,
            "Shuffle" | "EndShuffles" => return Err(shuffle),
            _ => return Err(unknown),
        };
        let payload = if reader.take(",\"payload\":") { Some(reader.hash()?) } else { None };
        reader.token("}")?;
        Ok(Event { parent, height, kind, payload })
    }

    fn write(&self, out: &mut String) {
        use fmt::Write;
        out.push('{');
        if let Some(parent) = &self.parent {
            out.push_str("\"parent\":");
            parent.write(out);
            out.push(',');
        }
        // Writing to a String cannot fail.
        let _ = write!(out, "\"height\":{},\"type\":\"{}\"", self.height, self.kind);
        if let Some(payload) = &self.payload {
            out.push_str(",\"payload\":");
            payload.write(out);
        }
        out.push('}');
    }
}
json_form!(Event);
