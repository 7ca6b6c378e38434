//! The encrypted total as published (specification, "Encrypted tally").

use crate::digest::Digest;
use crate::election::{MAX_ANSWERS, MAX_QUESTIONS};
use crate::elgamal::Ciphertext;
use crate::json::{Canonical, ParseError, Reader, json_form, write_list};

/// For each question and answer the product of all ballots' ciphertexts (specification, "Encrypted tally",
/// encrypted_tally).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptedTally(pub Vec<Vec<Ciphertext>>);

impl EncryptedTally {
    /// The number of answers of each question.
    pub fn shape(&self) -> Vec<usize> {
        self.0.iter().map(Vec::len).collect()
    }
}

impl Canonical for EncryptedTally {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        let questions = reader.list(MAX_QUESTIONS, |reader, _| reader.list(MAX_ANSWERS, |reader, _| Ciphertext::read(reader)))?;
        Ok(EncryptedTally(questions))
    }

    fn write(&self, out: &mut String) {
        write_list(&self.0, out, |answers, out| write_list(answers, out, |ciphertext, out| ciphertext.write(out)));
    }
}
json_form!(EncryptedTally);

/// How many ballots an encrypted tally is the total of (specification, "Encrypted tally", sized_encrypted_tally).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizedEncryptedTally {
    /// Ballots in it.
    pub num_tallied: u64,
    /// The sum of their weights; every weight is 1 here.
    pub total_weight: u64,
    /// The SHA-256 of the tally.
    pub encrypted_tally: Digest,
}

impl Canonical for SizedEncryptedTally {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"num_tallied\":")?;
        let num_tallied = reader.integer()?;
        reader.token(",\"total_weight\":")?;
        let total_weight = reader.integer()?;
        reader.token(",\"encrypted_tally\":")?;
        let encrypted_tally = reader.hash()?;
        reader.token("}")?;
        Ok(SizedEncryptedTally { num_tallied, total_weight, encrypted_tally })
    }

    fn write(&self, out: &mut String) {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(out, "{{\"num_tallied\":{},\"total_weight\":{},\"encrypted_tally\":", self.num_tallied, self.total_weight);
        self.encrypted_tally.write(out);
        out.push('}');
    }
}
json_form!(SizedEncryptedTally);
