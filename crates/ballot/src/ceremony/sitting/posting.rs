//! What a member posts at a step.

use crate::digest::Digest;
use crate::json::{Canonical, ParseError, ParseErrorKind, Reader, json_form, write_list, write_string};
use std::fmt;

/// Most elections of one sitting.
pub const MAX_ELECTIONS: usize = 20;

/// The steps in their order: nobody takes the next before everybody has taken the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Certificates.
    Certificate,
    /// SHA-256 of the polynomials' texts.
    Commitment,
    /// Polynomials: coefficients, and values encrypted for each member.
    Polynomial,
    /// Verification keys.
    Key,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Step; 4] = [Step::Certificate, Step::Commitment, Step::Polynomial, Step::Key];

    /// The name in a posting and in the names of files.
    pub fn name(self) -> &'static str {
        match self {
            Step::Certificate => "certificate",
            Step::Commitment => "commitment",
            Step::Polynomial => "polynomial",
            Step::Key => "key",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What one member posts at one step: a message for each election of the sitting, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The step.
    pub step: Step,
    /// The member, from 1.
    pub member: u64,
    /// The messages' texts.
    pub messages: Vec<String>,
}

impl Posting {
    /// The SHA-256 of the posting's text, to compare by voice.
    pub fn fingerprint(&self) -> Digest {
        Digest::of(self.to_json().as_bytes())
    }
}

impl Canonical for Posting {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"v\":1,\"step\":")?;
        let unknown = reader.error(ParseErrorKind::Value("not a step of a sitting"));
        let name = reader.string()?;
        let step = Step::ALL.into_iter().find(|step| step.name() == name).ok_or(unknown)?;
        reader.token(",\"member\":")?;
        let member = reader.integer()?;
        reader.token(",\"messages\":")?;
        let messages = reader.list(MAX_ELECTIONS, |reader, _| Ok(reader.string()?.into_owned()))?;
        reader.token("}")?;
        Ok(Posting { step, member, messages })
    }

    fn write(&self, out: &mut String) {
        use fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(out, "{{\"v\":1,\"step\":\"{}\",\"member\":{},\"messages\":", self.step, self.member);
        write_list(&self.messages, out, |message, out| write_string(message, out));
        out.push('}');
    }
}
json_form!(Posting);
