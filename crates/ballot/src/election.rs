//! What is asked, and under which key (specification, "Elections" and "Questions").
//!
//! An [`Election`]'s SHA-256 is part of every proof and signature in its ballots: not a letter of it can change after the
//! first vote. Its key is [`VerifiedTrustees::election_key`](crate::trustee::VerifiedTrustees::election_key).

use crate::base58::{BASE58, random_base58};
use crate::digest::Digest;
use crate::group::{Element, GROUP};
use crate::json::{Canonical, ParseError, ParseErrorKind, Reader, json_form, write_list, write_string};
use rand_core::CryptoRng;
use std::fmt;

/// The version of the protocol (specification, "Elections", version). A later version changes every hash; all texts with
/// it are made in this crate's modules.
pub const PROTOCOL_VERSION: u64 = 1;
/// Most questions of an election that is read; a limit of ours (specification, "Elections", has none).
pub const MAX_QUESTIONS: usize = 200;
/// Most answers of a question that is read; a limit of ours (specification, "Questions", has none).
pub const MAX_ANSWERS: usize = 200;
/// Length of the uuids that we make; the specification asks for at least 14 characters.
const UUID_LEN: usize = 14;

/// An election's identifier: base58, at least 14 characters (specification, "Basic types").
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid(String);

impl Uuid {
    /// A fresh identifier.
    pub fn random<R: CryptoRng + ?Sized>(rng: &mut R) -> Uuid {
        Uuid((0..UUID_LEN).map(|_| char::from(random_base58(rng))).collect())
    }

    /// Reads an identifier of 14 to 64 characters.
    pub fn parse(text: &str) -> Option<Uuid> {
        let right = (UUID_LEN..=64).contains(&text.len()) && text.bytes().all(|byte| BASE58.contains(&byte));
        right.then(|| Uuid(text.to_owned()))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uuid({})", self.0)
    }
}

impl Canonical for Uuid {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        let broken = reader.error(ParseErrorKind::Value("not a uuid: 14 to 64 characters of base58"));
        Uuid::parse(&reader.string()?).ok_or(broken)
    }

    fn write(&self, out: &mut String) {
        write_string(&self.0, out);
    }
}

/// A homomorphic question of which exactly one answer is chosen: min = max = 1, no blank votes (specification,
/// "Homomorphic questions").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The answers to choose from.
    pub answers: Vec<String>,
    /// What is asked.
    pub question: String,
}

impl Canonical for Question {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        if reader.take("{\"type\":") {
            return Err(reader.error(ParseErrorKind::NotSupported("questions that are not homomorphic")));
        }
        reader.token("{\"answers\":")?;
        let answers = reader.list(MAX_ANSWERS, |reader, _| Ok(reader.string()?.into_owned()))?;
        if answers.is_empty() {
            return Err(reader.error(ParseErrorKind::Value("a question without answers")));
        }
        if reader.take(",\"blank\":") {
            return Err(reader.error(ParseErrorKind::NotSupported("blank votes")));
        }
        reader.token(",\"min\":")?;
        let min = reader.integer()?;
        reader.token(",\"max\":")?;
        let max = reader.integer()?;
        if (min, max) != (1, 1) {
            return Err(reader.error(ParseErrorKind::NotSupported("questions with another number of choices than exactly one")));
        }
        reader.token(",\"question\":")?;
        let question = reader.string()?.into_owned();
        reader.token("}")?;
        Ok(Question { answers, question })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"answers\":");
        write_list(&self.answers, out, |answer, out| write_string(answer, out));
        out.push_str(",\"min\":1,\"max\":1,\"question\":");
        write_string(&self.question, out);
        out.push('}');
    }
}

/// An election (specification, "Elections").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Election {
    /// A longer text about it.
    pub description: String,
    /// Its name.
    pub name: String,
    /// The key y that all votes are encrypted with.
    pub public_key: Element,
    /// What is asked.
    pub questions: Vec<Question>,
    /// Its identifier.
    pub uuid: Uuid,
    /// Who runs it.
    pub administrator: Option<String>,
    /// Who makes the credentials.
    pub credential_authority: Option<String>,
}

impl Election {
    /// φ before its base64: the SHA-256 of the election's text (specification, "Elections").
    pub fn fingerprint(&self) -> Digest {
        Digest::of(self.to_json().as_bytes())
    }

    /// The number of answers of each question.
    pub fn shape(&self) -> Vec<usize> {
        self.questions.iter().map(|question| question.answers.len()).collect()
    }
}

impl Canonical for Election {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"version\":")?;
        if reader.integer()? != PROTOCOL_VERSION {
            return Err(reader.error(ParseErrorKind::NotSupported("another protocol version than 1")));
        }
        reader.token(",\"description\":")?;
        let description = reader.string()?.into_owned();
        reader.token(",\"name\":")?;
        let name = reader.string()?.into_owned();
        reader.token(",\"group\":")?;
        if reader.string()? != GROUP {
            return Err(reader.error(ParseErrorKind::NotSupported("another group than Ed25519")));
        }
        reader.token(",\"public_key\":")?;
        let public_key = reader.element()?;
        reader.token(",\"questions\":")?;
        let questions = reader.list(MAX_QUESTIONS, |reader, _| Question::read(reader))?;
        if questions.is_empty() {
            return Err(reader.error(ParseErrorKind::Value("an election without questions")));
        }
        reader.token(",\"uuid\":")?;
        let uuid = Uuid::read(reader)?;
        let administrator = optional_string(reader, ",\"administrator\":")?;
        let credential_authority = optional_string(reader, ",\"credential_authority\":")?;
        reader.token("}")?;
        Ok(Election { description, name, public_key, questions, uuid, administrator, credential_authority })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"version\":1,\"description\":");
        write_string(&self.description, out);
        out.push_str(",\"name\":");
        write_string(&self.name, out);
        out.push_str(",\"group\":\"Ed25519\",\"public_key\":");
        self.public_key.write(out);
        out.push_str(",\"questions\":");
        write_list(&self.questions, out, |question, out| question.write(out));
        out.push_str(",\"uuid\":");
        self.uuid.write(out);
        for (field, value) in [(",\"administrator\":", &self.administrator), (",\"credential_authority\":", &self.credential_authority)] {
            if let Some(value) = value {
                out.push_str(field);
                write_string(value, out);
            }
        }
        out.push('}');
    }
}
json_form!(Election);

fn optional_string(reader: &mut Reader<'_>, field: &'static str) -> Result<Option<String>, ParseError> {
    if reader.take(field) { Ok(Some(reader.string()?.into_owned())) } else { Ok(None) }
}

/// The three fingerprints that the first event of an archive refers to (specification, "Elections", setup_data).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetupData {
    /// Of the election.
    pub election: Digest,
    /// Of the trustees.
    pub trustees: Digest,
    /// Of the list of public credentials.
    pub credentials: Digest,
}

impl Canonical for SetupData {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"election\":")?;
        let election = reader.hash()?;
        reader.token(",\"trustees\":")?;
        let trustees = reader.hash()?;
        reader.token(",\"credentials\":")?;
        let credentials = reader.hash()?;
        reader.token("}")?;
        Ok(SetupData { election, trustees, credentials })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"election\":");
        self.election.write(out);
        out.push_str(",\"trustees\":");
        self.trustees.write(out);
        out.push_str(",\"credentials\":");
        self.credentials.write(out);
        out.push('}');
    }
}
json_form!(SetupData);
