//! One phone with one card: fills in, sends, and is content with nothing but the right answer.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ballot::cast::Poll;
use ballot::credential::Credential;
use ballot::group::system_random;

use super::conduct::{Conduct, Voter};
use super::host::{BallotHost, Insisted};
use crate::Stumbled;
use crate::envelopes::Card;

/// Somebody with a card.
pub(crate) struct Phone<'a> {
    pub voter: &'a Voter,
    pub card: &'a Card,
    /// Made before it was due, by those who came early.
    made: Option<String>,
}

impl<'a> Phone<'a> {
    pub fn new(voter: &'a Voter, card: &'a Card) -> Self {
        Phone { voter, card, made: None }
    }
}

/// What became of a phone's ballot.
#[derive(Default)]
pub(crate) struct Outcome {
    pub counted: bool,
    pub tracker: String,
    pub waited: Option<Duration>,
    /// What the host said besides: why something was sent again, or refused as it had to be.
    pub said: Vec<String>,
}

/// The ballot of one session, as phones have it open.
pub(crate) struct Booth {
    host: BallotHost,
    poll: Poll,
    /// One phone encrypts at a time: each has a processor of its own, and here they share the server's.
    processor: Mutex<()>,
}

impl Booth {
    /// Asks the ballot host for the election.
    pub fn enter(origin: &str, uuid: &str) -> Result<Self, Stumbled> {
        let (host, election) = BallotHost::enter(origin, uuid)?;
        Ok(Booth { host, poll: Poll::new(&election), processor: Mutex::default() })
    }

    pub fn host(&self) -> &BallotHost {
        &self.host
    }

    /// The number of answers of each question.
    pub fn shape(&self) -> &[usize] {
        self.poll.shape()
    }

    /// One phone does what its owner does.
    pub fn vote(&self, phone: &Phone<'_>, conduct: Conduct) -> Result<Outcome, Stumbled> {
        let mut outcome = Outcome::default();
        match conduct {
            Conduct::Late | Conduct::KeepsCard => return Ok(outcome),
            Conduct::Inspector => {
                self.check(phone)?;
                return Ok(outcome);
            }
            Conduct::WrongCard => {
                outcome.said.push(self.refused(&Credential::random(&mut system_random()), &phone.voter.choices, "unknown-credential")?);
            }
            _ => {}
        }
        let text = match &phone.made {
            Some(made) => made.clone(),
            None => self.cast(&phone.card.credential, &phone.voter.choices)?,
        };
        let pressed = Instant::now();
        let insisted = match conduct {
            Conduct::SlowLine => self.host.insist(|| self.host.drip("ballots", &text)),
            Conduct::LostAnswer => {
                self.host.send_and_vanish("ballots", &text);
                self.host.insist(|| self.host.post("ballots", &text))
            }
            // Both are under way at the same moment; the page waits for the second.
            Conduct::DoubleTap => thread::scope(|scope| {
                scope.spawn(|| self.host.post("ballots", &text));
                self.host.insist(|| self.host.post("ballots", &text))
            }),
            _ => self.host.insist(|| self.host.post("ballots", &text)),
        };
        let Insisted { answer, again } = insisted?;
        let answer = answer.map_err(|word| Stumbled::Differs(format!("a good ballot ({}) was refused: {word}", conduct.word())))?;
        outcome.said.extend(again);
        outcome.waited = Some(pressed.elapsed());
        outcome.tracker = self.host.receipt(&answer, &text)?.tracker;
        outcome.counted = true;
        if conduct == Conduct::SecondThoughts {
            let others: Vec<usize> = phone.voter.choices.iter().map(|choice| usize::from(*choice == 0)).collect();
            outcome.said.push(self.refused(&phone.card.credential, &others, "already-voted")?);
        }
        Ok(outcome)
    }

    /// Tries before the window is open; the ballot is kept and voted with later.
    pub fn try_early(&self, phone: &mut Phone<'_>) -> Result<(), Stumbled> {
        let text = self.cast(&phone.card.credential, &phone.voter.choices)?;
        self.must_be_refused(&text, "not-open-yet")?;
        phone.made = Some(text);
        Ok(())
    }

    /// Casts a ballot that must be refused with this word, which is given back.
    pub fn refused(&self, card: &Credential, choices: &[usize], word: &str) -> Result<String, Stumbled> {
        self.must_be_refused(&self.cast(card, choices)?, word)?;
        Ok(word.to_owned())
    }

    /// The encryption is checked: the ballot is revealed, the box agrees, and the card never votes.
    fn check(&self, phone: &Phone<'_>) -> Result<(), Stumbled> {
        let made = self.poll.cast_to_check(&phone.card.credential, &phone.voter.choices, &mut system_random());
        let (ballot, revealed) = made.map_err(|error| Stumbled::Plan(error.to_string()))?;
        let text = String::from_utf8_lossy(ballot.text());
        let body = format!("{{\"ballot\":{text},\"revealed\":{}}}", revealed.to_json());
        let checked = self.host.insist(|| self.host.post("checks", &body))?;
        checked.answer.map_err(|word| Stumbled::Differs(format!("a check was refused: {word}")))?;
        self.must_be_refused(&text, "card-revoked")
    }

    fn must_be_refused(&self, text: &str, word: &str) -> Result<(), Stumbled> {
        match self.host.insist(|| self.host.post("ballots", text))?.answer {
            Err(said) if said == word => Ok(()),
            other => Err(Stumbled::Differs(format!("a ballot had to be refused with {word}, and the box said {other:?}"))),
        }
    }

    fn cast(&self, card: &Credential, choices: &[usize]) -> Result<String, Stumbled> {
        let _alone = self.processor.lock().unwrap_or_else(PoisonError::into_inner);
        let ballot = self.poll.cast(card, choices, &mut system_random()).map_err(|error| Stumbled::Plan(error.to_string()))?;
        String::from_utf8(ballot.text().to_vec()).map_err(|error| Stumbled::Plan(error.to_string()))
    }
}
