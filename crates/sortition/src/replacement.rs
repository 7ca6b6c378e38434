//! Reserves who move up.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use crate::{Cell, Number, Rank, Ranking, Session};

/// Why somebody's seat became free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The person declined by their own link.
    Declined,
    /// Two officers freed the seat after logged calls.
    Released,
}

impl Cause {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Declined => "declined",
            Cause::Released => "released",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is no cause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cause is `declined` or `released`")]
pub struct BadCause;

impl FromStr for Cause {
    type Err = BadCause;

    fn from_str(text: &str) -> Result<Self, BadCause> {
        [Cause::Declined, Cause::Released].into_iter().find(|cause| cause.as_str() == text.trim()).ok_or(BadCause)
    }
}

/// A reserve took the seat of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// In which session.
    pub session: Session,
    /// In which cell.
    pub cell: Cell,
    /// Who left.
    pub left: Number,
    /// Who joined.
    pub joined: Number,
    /// The rank of who joined.
    pub rank: Rank,
    /// Why the seat was free.
    pub cause: Cause,
}

/// Why nobody can move up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplaceError {
    /// Nobody of this number has a seat in that session now.
    #[error("number {number} has no seat in session {session}")]
    NotSeated {
        /// The number.
        number: Number,
        /// The session.
        session: Session,
    },
    /// All reserves of the cell have moved up already.
    #[error("cell `{cell}` is exhausted: no reserve is left for the seat of number {number} in session {session}")]
    Exhausted {
        /// The cell.
        cell: Cell,
        /// Who would leave.
        number: Number,
        /// The session.
        session: Session,
    },
    /// A log names another replacement than the one that the ranking gives.
    #[error("the next reserve of cell `{}` is number {} with rank {}", .0.cell, .0.joined, .0.rank)]
    Differs(Box<Replacement>),
}

/// Who sits where, after replacements. Somebody who left never comes back, and a reserve moves up once.
///
/// A reserve who cannot come moves up and leaves at once, so that the log names everybody who was passed.
#[derive(Clone, Debug)]
pub struct Roster<'a> {
    ranking: &'a Ranking,
    /// Everybody seated now: cell by its place in the ranking, and session.
    seated: HashMap<&'a Number, (usize, Session)>,
    /// For each cell how many, by rank, were seated at some time.
    used: Vec<usize>,
    log: Vec<Replacement>,
}

impl<'a> Roster<'a> {
    /// The seats as drawn.
    pub fn new(ranking: &'a Ranking) -> Self {
        let mut seated = HashMap::new();
        let mut used = Vec::new();
        for (place, cell) in ranking.cells().iter().enumerate() {
            let drawn = cell.ranked().iter().filter_map(|person| person.session.map(|session| (&person.number, (place, session))));
            let before = seated.len();
            seated.extend(drawn);
            used.push(seated.len() - before);
        }
        Roster { ranking, seated, used, log: Vec::new() }
    }

    /// The seats after these replacements, each of which must be the one that the ranking gives.
    ///
    /// # Errors
    /// The place of the first that is not, from 0, and why.
    pub fn replay(ranking: &'a Ranking, log: &[Replacement]) -> Result<Self, (usize, ReplaceError)> {
        let mut roster = Roster::new(ranking);
        for (at, logged) in log.iter().enumerate() {
            let made = roster.replace(logged.session, &logged.left, logged.cause).map_err(|error| (at, error))?;
            if made != logged {
                return Err((at, ReplaceError::Differs(Box::new(made.clone()))));
            }
        }
        Ok(roster)
    }

    /// Frees a seat, which the next reserve of the same cell takes.
    ///
    /// # Errors
    /// When the number has no seat in that session, or its cell has no reserve left. Then nothing changes.
    pub fn replace(&mut self, session: Session, left: &Number, cause: Cause) -> Result<&Replacement, ReplaceError> {
        let not_seated = || ReplaceError::NotSeated { number: left.clone(), session };
        let &(place, _) = self.seated.get(left).filter(|(_, sits_in)| *sits_in == session).ok_or_else(not_seated)?;
        let ranking: &'a Ranking = self.ranking;
        let (cell, used) = ranking.cells().get(place).zip(self.used.get_mut(place)).ok_or_else(not_seated)?;
        let exhausted = || ReplaceError::Exhausted { cell: cell.cell().clone(), number: left.clone(), session };
        let joined = &cell.ranked().get(*used).ok_or_else(exhausted)?.number;
        let rank = Rank::at(*used);
        *used += 1;
        self.seated.remove(left);
        self.seated.insert(joined, (place, session));
        let made = Replacement { session, cell: cell.cell().clone(), left: left.clone(), joined: joined.clone(), rank, cause };
        Ok(self.log.push_mut(made))
    }

    /// The session in which a number sits now.
    pub fn session_of(&self, number: &Number) -> Option<Session> {
        self.seated.get(number).map(|(_, session)| *session)
    }

    /// What was replaced, in order.
    pub fn log(&self) -> &[Replacement] {
        &self.log
    }

    /// For each cell, in the order of the quotas: how many were replaced, and how many reserves are left.
    pub fn counts(&self) -> impl Iterator<Item = (&'a Cell, usize, usize)> {
        self.ranking.cells().iter().zip(&self.used).map(|(cell, used)| {
            let drawn = cell.ranked().iter().filter(|person| person.session.is_some()).count();
            (cell.cell(), used.saturating_sub(drawn), cell.ranked().len().saturating_sub(*used))
        })
    }
}
