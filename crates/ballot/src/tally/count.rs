//! Multiplying ballots into the encrypted total (specification, "Encrypted tally").

use super::encrypted::{EncryptedTally, SizedEncryptedTally};
use crate::cast::{Poll, VerifiedBallot};
use crate::digest::Digest;
use crate::elgamal::Sum;

/// Why ballots do not give a tally (specification, "Encrypted tally").
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TallyError {
    /// No ballots: their total would be the identity, which is no ciphertext.
    #[error("no ballots")]
    NoBallots,
    /// Another total than that of the ballots.
    #[error("question {question}, answer {answer}: not the total of the ballots")]
    WrongTotal {
        /// The question, from 0.
        question: usize,
        /// The answer, from 0.
        answer: usize,
    },
    /// Another number of questions or answers.
    #[error("not as many ciphertexts as the election has answers")]
    WrongShape,
    /// num_tallied is not the number of ballots.
    #[error("num_tallied is {said}, there are {counted} ballots")]
    WrongCount {
        /// As published.
        said: u64,
        /// As counted.
        counted: u64,
    },
    /// total_weight is not the number of ballots.
    #[error("total_weight is {said}, there are {counted} ballots of weight 1")]
    WrongWeight {
        /// As published.
        said: u64,
        /// As counted.
        counted: u64,
    },
}

/// The running total of ballots of one election (specification, "Encrypted tally").
pub struct Counter {
    election: Digest,
    sums: Vec<Vec<Sum>>,
    ballots: u64,
}

impl Counter {
    /// An empty total.
    pub fn new(poll: &Poll) -> Counter {
        Counter { election: poll.fingerprint(), sums: poll.shape().iter().map(|answers| vec![Sum::new(); *answers]).collect(), ballots: 0 }
    }

    /// Adds a ballot of the same election (specification, "Encrypted tally": the pointwise product). That no credential
    /// votes twice is for the caller to see to.
    pub fn add(&mut self, ballot: &VerifiedBallot) {
        for (sums, choices) in self.sums.iter_mut().zip(ballot.choices()) {
            for (sum, choice) in sums.iter_mut().zip(choices) {
                sum.add(choice);
            }
        }
        self.ballots += 1;
    }

    /// How many ballots were added.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// The encrypted total (specification, "Encrypted tally").
    ///
    /// # Errors
    /// Without any ballot.
    pub fn close(self) -> Result<VerifiedTally, TallyError> {
        if self.ballots == 0 {
            return Err(TallyError::NoBallots);
        }
        let tally = EncryptedTally(self.sums.iter().map(|sums| sums.iter().map(Sum::ciphertext).collect()).collect());
        Ok(VerifiedTally { election: self.election, ballots: self.ballots, tally })
    }

    /// Compares a published total with that of the ballots (specification, "Audit", during and after the tally).
    ///
    /// # Errors
    /// The first place where they differ.
    pub fn confirm(self, published: &EncryptedTally, sized: &SizedEncryptedTally) -> Result<VerifiedTally, TallyError> {
        let counted = self.ballots;
        let own = self.close()?;
        if own.tally.shape() != published.shape() {
            return Err(TallyError::WrongShape);
        }
        for (question, (own, published)) in own.tally.0.iter().zip(&published.0).enumerate() {
            if let Some(answer) = own.iter().zip(published).position(|(own, published)| own != published) {
                return Err(TallyError::WrongTotal { question, answer });
            }
        }
        if sized.num_tallied != counted {
            return Err(TallyError::WrongCount { said: sized.num_tallied, counted });
        }
        if sized.total_weight != counted {
            return Err(TallyError::WrongWeight { said: sized.total_weight, counted });
        }
        Ok(own)
    }
}

/// A total that is known to be that of its ballots: the only thing that a trustee's share can be made of (specification,
/// "Encrypted tally").
#[derive(Clone, Debug)]
pub struct VerifiedTally {
    election: Digest,
    ballots: u64,
    tally: EncryptedTally,
}

impl VerifiedTally {
    /// The total.
    pub fn tally(&self) -> &EncryptedTally {
        &self.tally
    }

    /// How many ballots it is the total of.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// The fingerprint of the election.
    pub fn election(&self) -> Digest {
        self.election
    }

    /// The published statement about its size (specification, "Encrypted tally", sized_encrypted_tally).
    pub fn sized(&self) -> SizedEncryptedTally {
        let encrypted_tally = Digest::of(self.tally.to_json().as_bytes());
        SizedEncryptedTally { num_tallied: self.ballots, total_weight: self.ballots, encrypted_tally }
    }
}
