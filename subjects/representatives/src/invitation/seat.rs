//! A seat (席位): one representative in one session, and what may become of it.

use web::database::{DatabaseError, FromRow, Row};
use web::page::tag::Tone;

use super::entry_number::EntryNumber;

/// Where a seat stands.
///
/// ```text
///  drawn, or moved up ──▶ invited ──confirm──▶ confirmed
///                            └───decline, release───┴──▶ declined, released   the next reserve moves up
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// No answer yet.
    Invited,
    /// Will come.
    Confirmed,
    /// Declined by the person's own link.
    Declined,
    /// Freed by two officers after calls.
    Released,
}

/// What is done to a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// The person says that they will come.
    Confirm,
    /// The person declines.
    Decline,
    /// Two officers free it.
    Release,
}

/// The act is not possible in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{1:?} is not possible in the state {0:?}")]
pub struct NotPossible(pub State, pub Act);

impl State {
    /// All states, in the order in which pages list them.
    pub const ALL: [State; 4] = [State::Invited, State::Confirmed, State::Declined, State::Released];

    /// The state after an act. Whoever left never comes back.
    ///
    /// # Errors
    /// When the seat is left already.
    pub fn after(self, act: Act) -> Result<Self, NotPossible> {
        match (self, act) {
            (State::Declined | State::Released, _) => Err(NotPossible(self, act)),
            (_, Act::Confirm) => Ok(State::Confirmed),
            (_, Act::Decline) => Ok(State::Declined),
            (_, Act::Release) => Ok(State::Released),
        }
    }

    /// Whether somebody sits there.
    pub fn is_taken(self) -> bool {
        matches!(self, State::Invited | State::Confirmed)
    }

    /// The word in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            State::Invited => "invited",
            State::Confirmed => "confirmed",
            State::Declined => "declined",
            State::Released => "released",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Invited => "未答复",
            State::Confirmed => "确认参加",
            State::Declined => "本人谢绝",
            State::Released => "联系后腾出",
        }
    }

    /// How its tag is underlined.
    pub fn tone(self) -> Tone {
        match self {
            State::Invited => Tone::Warn,
            State::Confirmed => Tone::Good,
            State::Declined | State::Released => Tone::Neutral,
        }
    }
}

/// A seat as stored.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Whose, by pool number.
    pub number: u32,
    /// The session, from 1.
    pub session: u32,
    /// The venue's id.
    pub venue: String,
    /// The class's id.
    pub class: String,
    /// What is scanned at the door.
    pub entry_number: EntryNumber,
    /// Where it stands.
    pub state: State,
    /// Whose seat it was before; None for whoever was drawn.
    pub replaces: Option<u32>,
    /// Left, and nobody moved up.
    pub vacant: bool,
    /// Since when, in milliseconds.
    pub since: i64,
}

pub(super) fn small(row: &Row, column: &str) -> Result<u32, DatabaseError> {
    u32::try_from(row.int(column)?).map_err(|error| DatabaseError::Column { column: column.into(), reason: error.to_string() })
}

impl FromRow for Seat {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let word = row.text("state")?;
        let unknown = || DatabaseError::Column { column: "state".into(), reason: format!("unknown state {word}") };
        Ok(Seat {
            number: small(row, "number")?,
            session: small(row, "session")?,
            venue: row.text("venue")?,
            class: row.text("class")?,
            entry_number: EntryNumber::stored(row.text("entry_number")?),
            state: State::from_word(&word).ok_or_else(unknown)?,
            replaces: Some(small(row, "replaces")?).filter(|number| *number > 0),
            vacant: row.flag("vacant")?,
            since: row.int("since")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_left_never_comes_back() {
        for state in State::ALL {
            assert_eq!(State::from_word(state.word()), Some(state));
            for act in [Act::Confirm, Act::Decline, Act::Release] {
                assert_eq!(state.after(act).is_ok(), state.is_taken(), "{state:?} {act:?}");
            }
        }
        assert_eq!(State::Invited.after(Act::Confirm), Ok(State::Confirmed));
        assert_eq!(State::Confirmed.after(Act::Decline), Ok(State::Declined));
    }
}
