//! The board of a sitting. It holds no secret, so anybody can keep it.

use super::posting::{MAX_ELECTIONS, Posting, Step};
use crate::ceremony::coordinate::check_one;
use crate::ceremony::{CeremonyError, Certificates, MemberInput, MemberOutput, MemberPolynomial};
use crate::digest::Digest;
use crate::json::ParseError;
use crate::trustee::{Certificate, MAX_MEMBERS, ThresholdParameters, TrusteeError, TrusteeErrorKind, check_key};
use std::collections::BTreeMap;

/// Why a board cannot be had, or does not take a posting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoardError {
    /// No members, no elections, too many of them, or a threshold below 2 or above the members.
    #[error("{members} members of whom {threshold} are enough, {elections} elections: not a sitting")]
    Size {
        /// Members.
        members: u64,
        /// How many of them are enough.
        threshold: u64,
        /// Elections.
        elections: usize,
    },
    /// A member that does not sit here.
    #[error("there is no member {0}")]
    NoSuchMember(u64),
    /// Not one message for each election.
    #[error("{found} messages for {expected} elections")]
    Messages {
        /// In the posting.
        found: usize,
        /// Elections of the sitting.
        expected: usize,
    },
    /// The step before is not complete.
    #[error("too early: {step} of member {member} is awaited first")]
    Early {
        /// The step that is awaited.
        step: Step,
        /// Of whom.
        member: u64,
    },
    /// The member has posted something else at this step.
    #[error("{step} of member {member} is there already, and is another")]
    Changed {
        /// The step.
        step: Step,
        /// The member.
        member: u64,
    },
    /// A message without its form.
    #[error("election {election}: {error}")]
    Form {
        /// The election, from 1.
        election: usize,
        /// What is wrong.
        error: ParseError,
    },
    /// A commitment that is no SHA-256.
    #[error("election {election}: not a SHA-256 in hexadecimal")]
    NotADigest {
        /// The election, from 1.
        election: usize,
    },
    /// A polynomial that is not the one committed to.
    #[error("election {election}: not the polynomial that member {member} committed to")]
    NotAsCommitted {
        /// The election, from 1.
        election: usize,
        /// The member.
        member: u64,
    },
    /// A message that is not exactly right.
    #[error("election {election}: {error}")]
    Ceremony {
        /// The election, from 1.
        election: usize,
        /// What is wrong.
        error: CeremonyError,
    },
}

/// The postings of a sitting, each checked when it came.
#[derive(Clone, Debug)]
pub struct Board {
    members: u64,
    threshold: u64,
    elections: usize,
    postings: BTreeMap<(Step, u64), Posting>,
}

impl Board {
    /// An empty board for so many members, of whom `threshold` are enough, and so many elections.
    ///
    /// # Errors
    /// Numbers that make no sitting.
    pub fn new(members: u64, threshold: u64, elections: usize) -> Result<Board, BoardError> {
        // With a threshold of 1 all members would hold one and the same key, and each could open a total alone.
        let least = members.min(2);
        let right = (1..=MAX_MEMBERS as u64).contains(&members)
            && (least..=members).contains(&threshold)
            && (1..=MAX_ELECTIONS).contains(&elections);
        if right {
            Ok(Board { members, threshold, elections, postings: BTreeMap::new() })
        } else {
            Err(BoardError::Size { members, threshold, elections })
        }
    }

    /// How many members there are.
    pub fn members(&self) -> u64 {
        self.members
    }

    /// How many members are enough to open a total.
    pub fn threshold(&self) -> u64 {
        self.threshold
    }

    /// How many elections the sitting makes keys for.
    pub fn elections(&self) -> usize {
        self.elections
    }

    /// What a member posted at a step.
    pub fn posting(&self, step: Step, member: u64) -> Option<&Posting> {
        self.postings.get(&(step, member))
    }

    /// The step that is not complete and the members who are awaited; `None` when all keys are made.
    pub fn awaited(&self) -> Option<(Step, Vec<u64>)> {
        Step::ALL.into_iter().find_map(|step| {
            let missing = self.missing(step);
            (!missing.is_empty()).then_some((step, missing))
        })
    }

    fn missing(&self, step: Step) -> Vec<u64> {
        (1..=self.members).filter(|member| self.posting(step, *member).is_none()).collect()
    }

    /// Takes a posting, after checking everything about it that needs no secret. The same posting again does no harm.
    ///
    /// # Errors
    /// What is wrong with it; the board is as before.
    pub fn post(&mut self, posting: Posting) -> Result<(), BoardError> {
        let Posting { step, member, .. } = posting;
        if !(1..=self.members).contains(&member) {
            return Err(BoardError::NoSuchMember(member));
        }
        if let Some(known) = self.posting(step, member) {
            return if *known == posting { Ok(()) } else { Err(BoardError::Changed { step, member }) };
        }
        if posting.messages.len() != self.elections {
            return Err(BoardError::Messages { found: posting.messages.len(), expected: self.elections });
        }
        self.complete_before(step)?;
        for (index, message) in posting.messages.iter().enumerate() {
            self.check(&posting, index, message)?;
        }
        self.postings.insert((step, member), posting);
        Ok(())
    }

    /// Whether all steps before this one are complete.
    fn complete_before(&self, step: Step) -> Result<(), BoardError> {
        for before in Step::ALL.into_iter().take_while(|before| *before < step) {
            if let Some(member) = self.missing(before).first() {
                return Err(BoardError::Early { step: before, member: *member });
            }
        }
        Ok(())
    }

    /// Checks one message of a posting whose step may be taken.
    fn check(&self, posting: &Posting, index: usize, message: &str) -> Result<(), BoardError> {
        let election = index + 1;
        let place = usize::try_from(posting.member).unwrap_or(usize::MAX) - 1;
        let owner = |kind| BoardError::Ceremony { election, error: TrusteeError { owner: place + 1, kind }.into() };
        match posting.step {
            Step::Certificate => {
                let cert = Certificate::from_json(message.as_bytes()).map_err(|error| BoardError::Form { election, error })?;
                let context = cert.keys.context;
                if (context.size, context.threshold, context.index) != (self.members, self.threshold, posting.member) {
                    return Err(owner(TrusteeErrorKind::Context));
                }
                if !cert.is_self_signed() {
                    return Err(owner(TrusteeErrorKind::Certificate));
                }
                // A key that somebody else has shown already would be found later by everybody; here it can still be told whose it is.
                let keys = [cert.keys.verification, cert.keys.encryption];
                for other in (1..=self.members).filter_map(|member| self.posting(Step::Certificate, member)) {
                    let known: Certificate = self.parse(other, index, Certificate::from_json)?;
                    if keys.contains(&known.keys.verification) || keys.contains(&known.keys.encryption) {
                        return Err(owner(TrusteeErrorKind::Repeated));
                    }
                }
                Ok(())
            }
            Step::Commitment => Digest::from_hex(message.as_bytes()).map(|_| ()).ok_or(BoardError::NotADigest { election }),
            Step::Polynomial => {
                let committed = self.posting(Step::Commitment, posting.member).and_then(|posting| posting.messages.get(index));
                if committed.map(String::as_str) != Some(Digest::of(message.as_bytes()).to_hex().as_str()) {
                    return Err(BoardError::NotAsCommitted { election, member: posting.member });
                }
                let polynomial = MemberPolynomial::from_json(message.as_bytes()).map_err(|error| BoardError::Form { election, error })?;
                let certificates = self.certificates(index)?;
                if polynomial.secrets.len() != certificates.all().len() {
                    return Err(BoardError::Ceremony { election, error: CeremonyError::Incomplete });
                }
                check_one(&certificates, place, &polynomial.coefficients, &polynomial.signature)
                    .map_err(|error| BoardError::Ceremony { election, error: error.into() })
            }
            Step::Key => {
                let output = MemberOutput::from_json(message.as_bytes()).map_err(|error| BoardError::Form { election, error })?;
                let certificates = self.certificates(index)?;
                let coefficients: Vec<_> = self.polynomials(index)?.into_iter().map(|polynomial| polynomial.coefficients).collect();
                let cert = certificates.all().get(place).ok_or(BoardError::NoSuchMember(posting.member))?;
                check_key(&coefficients, cert, &output.public_key, posting.member).map_err(owner)
            }
        }
    }

    /// The checked certificates of an election, counted from 0.
    ///
    /// # Errors
    /// If one is awaited.
    pub fn certificates(&self, election: usize) -> Result<Certificates, BoardError> {
        let certs = self.all(Step::Certificate, election, Certificate::from_json)?;
        Certificates::new(certs, self.threshold).map_err(|error| BoardError::Ceremony { election: election + 1, error: error.into() })
    }

    /// What a member needs for the last step in an election, counted from 0.
    ///
    /// # Errors
    /// If a polynomial is awaited.
    pub fn input(&self, election: usize, member: u64) -> Result<MemberInput, BoardError> {
        let certificates = self.certificates(election)?;
        let failed = |error| BoardError::Ceremony { election: election + 1, error };
        let inputs = certificates.check_polynomials(self.polynomials(election)?).map_err(failed)?.inputs();
        usize::try_from(member)
            .ok()
            .and_then(|member| inputs.into_iter().nth(member.checked_sub(1)?))
            .ok_or(BoardError::NoSuchMember(member))
    }

    /// The published parameters of each election, when all keys are made.
    ///
    /// # Errors
    /// If something is awaited.
    pub fn parameters(&self) -> Result<Vec<ThresholdParameters>, BoardError> {
        let one = |election: usize| {
            let failed = |error| BoardError::Ceremony { election: election + 1, error };
            let certificates = self.certificates(election)?;
            let checked = certificates.check_polynomials(self.polynomials(election)?).map_err(failed)?;
            checked.assemble(&self.all(Step::Key, election, MemberOutput::from_json)?).map_err(failed)
        };
        (0..self.elections).map(one).collect()
    }

    fn polynomials(&self, election: usize) -> Result<Vec<MemberPolynomial>, BoardError> {
        self.all(Step::Polynomial, election, MemberPolynomial::from_json)
    }

    /// All members' messages of one step in one election.
    fn all<T>(&self, step: Step, election: usize, read: impl Fn(&[u8]) -> Result<T, ParseError>) -> Result<Vec<T>, BoardError> {
        (1..=self.members)
            .map(|member| {
                let posting = self.posting(step, member).ok_or(BoardError::Early { step, member })?;
                self.parse(posting, election, &read)
            })
            .collect()
    }

    fn parse<T>(&self, posting: &Posting, election: usize, read: impl Fn(&[u8]) -> Result<T, ParseError>) -> Result<T, BoardError> {
        let message =
            posting.messages.get(election).ok_or(BoardError::Messages { found: posting.messages.len(), expected: election + 1 })?;
        read(message.as_bytes()).map_err(|error| BoardError::Form { election: election + 1, error })
    }
}
