//! Where a proposal stands, and what may become of it.

use crate::Refusal;
use crate::caller::Caller;
use crate::database::{DatabaseError, FromRow, Row};
use crate::rights::Visitor;

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A second person is awaited.
    Open,
    /// Confirmed, and done.
    Confirmed,
    /// The second person said no.
    Rejected,
    /// The first took it back, or it became impossible.
    Withdrawn,
}

/// What somebody does with a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The second person agrees; the act is done.
    Confirm,
    /// The second person does not agree, for this reason.
    Reject(String),
    /// The first person takes it back.
    Withdraw,
}

/// Why somebody cannot answer so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswerable {
    /// It is decided already.
    Decided(State),
    /// Only who proposed takes it back.
    NotFirst,
    /// Who proposed does not decide.
    Own,
}

impl From<Unanswerable> for Refusal {
    fn from(why: Unanswerable) -> Self {
        match why {
            Unanswerable::Decided(state) => Refusal::rule(format!("这项提议{}，请查看最新情况", state.chinese())),
            Unanswerable::NotFirst => Refusal::rule("只有提出人可以撤回"),
            Unanswerable::Own => Refusal::rule("提出人不能自己确认或否决，须由另一人决定"),
        }
    }
}

impl State {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Confirmed => "confirmed",
            State::Rejected => "rejected",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The state of a word in the database, whose CHECK admits no other.
    pub fn from_word(word: &str) -> Self {
        match word {
            "open" => State::Open,
            "confirmed" => State::Confirmed,
            "rejected" => State::Rejected,
            _ => State::Withdrawn,
        }
    }

    /// The state in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Open => "等待第二人",
            State::Confirmed => "已确认",
            State::Rejected => "已否决",
            State::Withdrawn => "已撤回",
        }
    }

    /// The state after the answer of somebody who proposed it, or of another.
    ///
    /// # Errors
    /// When it is decided already, or not this person's to answer so.
    pub fn after(self, answer: &Answer, proposed_it: bool) -> Result<State, Unanswerable> {
        match (self, answer, proposed_it) {
            (State::Open, Answer::Withdraw, true) => Ok(State::Withdrawn),
            (State::Open, Answer::Withdraw, false) => Err(Unanswerable::NotFirst),
            (State::Open, _, true) => Err(Unanswerable::Own),
            (State::Open, Answer::Confirm, false) => Ok(State::Confirmed),
            (State::Open, Answer::Reject(_), false) => Ok(State::Rejected),
            (decided, ..) => Err(Unanswerable::Decided(decided)),
        }
    }
}

/// Who proposed and who decided: the columns that every table of proposals has.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Where it stands.
    pub state: State,
    /// The first person's account or pass.
    pub proposed_by: String,
    /// The first person's name.
    pub proposed_by_name: String,
    /// When, in milliseconds.
    pub proposed_at: i64,
    /// Who decided; empty while it is open.
    pub decided_by_name: String,
    /// Why the second person said no; else empty.
    pub decided_why: String,
}

impl Standing {
    /// Of a proposal that is made now.
    pub fn begin(caller: &Caller, visitor: &Visitor) -> Self {
        Standing {
            state: State::Open,
            proposed_by: visitor.actor_id().into(),
            proposed_by_name: visitor.name.clone(),
            proposed_at: caller.now,
            decided_by_name: String::new(),
            decided_why: String::new(),
        }
    }

    /// Whether this visitor proposed it.
    pub fn is_of(&self, visitor: &Visitor) -> bool {
        self.proposed_by == visitor.actor_id()
    }

    /// The state after a visitor's answer.
    ///
    /// # Errors
    /// When it is decided already, or not this visitor's to answer so.
    pub fn after(&self, answer: &Answer, visitor: &Visitor) -> Result<State, Unanswerable> {
        self.state.after(answer, self.is_of(visitor))
    }
}

impl FromRow for Standing {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Standing {
            state: State::from_word(&row.text("state")?),
            proposed_by: row.text("proposed_by")?,
            proposed_by_name: row.text("proposed_by_name")?,
            proposed_at: row.int("proposed_at")?,
            decided_by_name: row.optional_text("decided_by_name")?.unwrap_or_default(),
            decided_why: row.text("decided_why")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers() -> [Answer; 3] {
        [Answer::Confirm, Answer::Reject("不同意".into()), Answer::Withdraw]
    }

    #[test]
    fn it_takes_two_and_only_the_first_withdraws() {
        let [confirm, reject, withdraw] = answers();
        assert_eq!(State::Open.after(&confirm, false), Ok(State::Confirmed));
        assert_eq!(State::Open.after(&reject, false), Ok(State::Rejected));
        assert_eq!(State::Open.after(&withdraw, true), Ok(State::Withdrawn));
        assert_eq!(State::Open.after(&confirm, true), Err(Unanswerable::Own));
        assert_eq!(State::Open.after(&reject, true), Err(Unanswerable::Own));
        assert_eq!(State::Open.after(&withdraw, false), Err(Unanswerable::NotFirst));
    }

    #[test]
    fn what_is_decided_stays_decided() {
        for state in [State::Confirmed, State::Rejected, State::Withdrawn] {
            assert_eq!(State::from_word(state.word()), state);
            for answer in answers() {
                assert_eq!(state.after(&answer, true), Err(Unanswerable::Decided(state)));
                assert_eq!(state.after(&answer, false), Err(Unanswerable::Decided(state)));
            }
        }
    }
}
