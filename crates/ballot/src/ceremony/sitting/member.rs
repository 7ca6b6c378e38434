//! A member at a sitting: what is kept between the steps, and what comes next.

use super::board::{Board, BoardError};
use super::posting::{MAX_ELECTIONS, Posting, Step};
use crate::ceremony::{CeremonyError, ChannelError, Seed};
use crate::digest::Digest;
use crate::group::SecretScalar;
use crate::json::{Canonical, ParseError, ParseErrorKind, Reader, write_list, write_string};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Why a member cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemberError {
    /// Something on the board.
    #[error("{0}")]
    Board(#[from] BoardError),
    /// Something that another member sent to this one.
    #[error("election {election}: {error}")]
    Ceremony {
        /// The election, from 1.
        election: usize,
        /// What is wrong.
        error: CeremonyError,
    },
    /// The board is for another number of elections than this member has seeds.
    #[error("the keys are for {own} elections, the board is for {board}")]
    Elections {
        /// Seeds of this member.
        own: usize,
        /// Elections of the board.
        board: usize,
    },
    /// Something stands on the board under this member's number that this member did not make.
    #[error("{step} of member {member} on the board was not made with this key file")]
    NotMine {
        /// The step.
        step: Step,
        /// This member.
        member: u64,
    },
    /// The keys are not made yet.
    #[error("the ceremony of these keys is not finished")]
    Unfinished,
    /// The key that is kept cannot be read with this member's seed.
    #[error("election {election}: the kept key: {error}")]
    Kept {
        /// The election, from 1.
        election: usize,
        /// What is wrong.
        error: ChannelError,
    },
}

/// What one member keeps through a sitting and until the totals are opened: seeds, polynomials made but not shown yet,
/// and in the end the keys for shares, encrypted to the member itself. Everything here belongs into a sealed file.
pub struct Member {
    number: u64,
    seeds: Vec<Seed>,
    /// Texts of [`Step::Polynomial`].
    polynomials: Vec<Zeroizing<String>>,
    /// Texts of [`Step::Key`].
    outputs: Vec<Zeroizing<String>>,
}

impl Member {
    /// A member with fresh seeds, one for each election.
    pub fn new<R: CryptoRng + ?Sized>(number: u64, elections: usize, rng: &mut R) -> Member {
        Member { number, seeds: (0..elections).map(|_| Seed::random(rng)).collect(), polynomials: Vec::new(), outputs: Vec::new() }
    }

    /// The member's number, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many elections this member has seeds for.
    pub fn elections(&self) -> usize {
        self.seeds.len()
    }

    /// Whether the keys for shares are made.
    pub fn is_finished(&self) -> bool {
        !self.outputs.is_empty()
    }

    /// What this member posts next; `None` while others are awaited, and after the end. What the member must remember
    /// changes with it: save the member before showing the posting to anybody.
    ///
    /// # Errors
    /// What is wrong on the board, and who is to be asked about it.
    pub fn next<R: CryptoRng + ?Sized>(&mut self, board: &Board, rng: &mut R) -> Result<Option<Posting>, MemberError> {
        if board.elections() != self.seeds.len() {
            return Err(MemberError::Elections { own: self.seeds.len(), board: board.elections() });
        }
        if !(1..=board.members()).contains(&self.number) {
            return Err(BoardError::NoSuchMember(self.number).into());
        }
        self.recognise(board)?;
        let Some((step, awaited)) = board.awaited() else { return Ok(None) };
        if !awaited.contains(&self.number) {
            return Ok(None);
        }
        let messages = match step {
            Step::Certificate => {
                self.seeds.iter().map(|seed| seed.certificate(board.members(), board.threshold(), self.number, rng).to_json()).collect()
            }
            Step::Commitment => {
                if self.polynomials.is_empty() {
                    self.polynomials = self.make_polynomials(board, rng)?;
                }
                self.commitments()
            }
            Step::Polynomial => self.polynomials.iter().map(|text| text.to_string()).collect(),
            Step::Key => {
                if self.outputs.is_empty() {
                    self.outputs = self.make_outputs(board, rng)?;
                }
                self.outputs.iter().map(|text| text.to_string()).collect()
            }
        };
        Ok(Some(Posting { step, member: self.number, messages }))
    }

    /// What stands on the board under this number must be this member's own.
    fn recognise(&self, board: &Board) -> Result<(), MemberError> {
        let foreign = |step| Err(MemberError::NotMine { step, member: self.number });
        let own = |step, texts: &[String]| board.posting(step, self.number).is_none_or(|posting| posting.messages == texts);
        let texts = |texts: &[Zeroizing<String>]| texts.iter().map(|text| text.to_string()).collect::<Vec<_>>();
        if let Some(posting) = board.posting(Step::Certificate, self.number) {
            for (seed, message) in self.seeds.iter().zip(&posting.messages) {
                if !seed.made(message.as_bytes()) {
                    return foreign(Step::Certificate);
                }
            }
        }
        if !own(Step::Commitment, &self.commitments()) {
            return foreign(Step::Commitment);
        }
        if !own(Step::Polynomial, &texts(&self.polynomials)) {
            return foreign(Step::Polynomial);
        }
        if !own(Step::Key, &texts(&self.outputs)) {
            return foreign(Step::Key);
        }
        Ok(())
    }

    fn commitments(&self) -> Vec<String> {
        self.polynomials.iter().map(|text| Digest::of(text.as_bytes()).to_hex()).collect()
    }

    fn make_polynomials<R: CryptoRng + ?Sized>(&self, board: &Board, rng: &mut R) -> Result<Vec<Zeroizing<String>>, MemberError> {
        let make = |(election, seed): (usize, &Seed)| {
            let polynomial = seed.polynomial(&board.certificates(election)?, rng);
            let polynomial = polynomial.map_err(|error| MemberError::Ceremony { election: election + 1, error })?;
            Ok(Zeroizing::new(polynomial.to_json()))
        };
        self.seeds.iter().enumerate().map(make).collect()
    }

    fn make_outputs<R: CryptoRng + ?Sized>(&self, board: &Board, rng: &mut R) -> Result<Vec<Zeroizing<String>>, MemberError> {
        let make = |(election, seed): (usize, &Seed)| {
            let output = seed.finish(&board.certificates(election)?, &board.input(election, self.number)?, rng);
            let output = output.map_err(|error| MemberError::Ceremony { election: election + 1, error })?;
            Ok(Zeroizing::new(output.to_json()))
        };
        self.seeds.iter().enumerate().map(make).collect()
    }

    /// The keys that make this member's shares, one for each election.
    ///
    /// # Errors
    /// If the ceremony is not finished.
    pub fn keys(&self) -> Result<Vec<SecretScalar>, MemberError> {
        if self.outputs.len() != self.seeds.len() {
            return Err(MemberError::Unfinished);
        }
        let key = |(index, (seed, output)): (usize, (&Seed, &Zeroizing<String>))| {
            let kept = |error| MemberError::Kept { election: index + 1, error };
            let output = crate::ceremony::MemberOutput::from_json(output.as_bytes()).map_err(|error| kept(error.into()))?;
            seed.private_key(&output.private_key).map_err(kept)
        };
        self.seeds.iter().zip(&self.outputs).enumerate().map(key).collect()
    }

    /// What must be kept, as text for a sealed file.
    pub fn to_secret(&self) -> Zeroizing<String> {
        // Nothing grows here, because growing would leave copies of the secret behind.
        let length =
            200 + [&self.polynomials, &self.outputs].iter().flat_map(|texts| texts.iter()).map(|text| 2 * text.len() + 8).sum::<usize>();
        let mut out = Zeroizing::new(String::with_capacity(length + 80 * self.seeds.len()));
        out.push_str("{\"v\":1,\"member\":");
        out.push_str(&self.number.to_string());
        out.push_str(",\"seeds\":");
        write_list(&self.seeds, &mut out, |seed, out| write_string(&seed.reveal(), out));
        for (field, texts) in [(",\"polynomials\":", &self.polynomials), (",\"outputs\":", &self.outputs)] {
            out.push_str(field);
            write_list(texts, &mut out, |text, out| write_string(text, out));
        }
        out.push('}');
        out
    }

    /// Reads [`Member::to_secret`].
    ///
    /// # Errors
    /// The first byte that differs from its only accepted text.
    pub fn from_secret(text: &[u8]) -> Result<Member, ParseError> {
        Member::parse(text)
    }
}

impl Canonical for Member {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"v\":1,\"member\":")?;
        let number = reader.integer()?;
        reader.token(",\"seeds\":")?;
        let seeds = reader.list(MAX_ELECTIONS, |reader, _| {
            let broken = reader.error(ParseErrorKind::Value("not a seed"));
            Seed::parse(&Zeroizing::new(reader.string()?.into_owned())).ok_or(broken)
        })?;
        let mut texts = |field| {
            reader.token(field)?;
            let texts = reader.list(MAX_ELECTIONS, |reader, _| Ok(Zeroizing::new(reader.string()?.into_owned())))?;
            let fits = texts.is_empty() || texts.len() == seeds.len();
            fits.then_some(texts).ok_or_else(|| reader.error(ParseErrorKind::Value("not one text for each election")))
        };
        let (polynomials, outputs) = (texts(",\"polynomials\":")?, texts(",\"outputs\":")?);
        reader.token("}")?;
        Ok(Member { number, seeds, polynomials, outputs })
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.to_secret());
    }
}
