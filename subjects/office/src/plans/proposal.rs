//! A proposed change and its life.
//!
//! ```text
//! open ──adopt (another officer)──▶ adopted
//!   ├───reject (another officer)──▶ rejected
//!   └───withdraw (the proposer)───▶ withdrawn
//! ```

use plan::PlanFiles;
use web::adoption::AdoptedPlan;
use web::database::{DatabaseError, FromRow, Row};

web::id_type! {
    /// The id of a proposed change.
    ProposalId
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Adopted,
    Rejected,
    Withdrawn,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Adopted => "adopted",
            State::Rejected => "rejected",
            State::Withdrawn => "withdrawn",
        }
    }

    pub fn chinese(self) -> &'static str {
        match self {
            State::Open => "等待第二人",
            State::Adopted => "已采用",
            State::Rejected => "已否决",
            State::Withdrawn => "已撤回",
        }
    }

    /// The column's CHECK admits no other word.
    fn from_word(word: &str) -> Self {
        match word {
            "open" => State::Open,
            "adopted" => State::Adopted,
            "rejected" => State::Rejected,
            _ => State::Withdrawn,
        }
    }
}

/// What an officer does with a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Adopt,
    Reject,
    Withdraw,
}

/// A proposed change of one file.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub id: ProposalId,
    /// The version that it changes.
    pub base_version: i64,
    pub file_name: String,
    pub content: Vec<u8>,
    pub reason: String,
    pub state: State,
    pub proposed_by: String,
    pub proposed_by_name: String,
    pub proposed_at: i64,
}

/// Why an act on a proposal is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It has been decided already.
    Decided(State),
    /// The proposer cannot be the second officer.
    SameOfficer,
    /// Only the proposer withdraws.
    NotYours,
    /// The plan has changed since; the proposal must be made anew.
    Overtaken,
}

impl Refused {
    pub fn chinese(&self) -> String {
        match self {
            Refused::Decided(state) => format!("这项修改{}", state.chinese()),
            Refused::SameOfficer => "提出人不能自己采用或否决，须由另一名联席会议办公室人员决定".into(),
            Refused::NotYours => "只有提出人可以撤回".into(),
            Refused::Overtaken => "方案在此期间已有新版本，这项修改须按新版本重新提出".into(),
        }
    }
}

impl Proposal {
    /// The state after `act` by `officer` while `version` is in force.
    pub fn after(&self, act: Act, officer: &str, version: i64) -> Result<State, Refused> {
        if self.state != State::Open {
            return Err(Refused::Decided(self.state));
        }
        let own = self.proposed_by == officer;
        match act {
            Act::Withdraw if own => Ok(State::Withdrawn),
            Act::Withdraw => Err(Refused::NotYours),
            Act::Adopt | Act::Reject if own => Err(Refused::SameOfficer),
            Act::Reject => Ok(State::Rejected),
            Act::Adopt if self.base_version != version => Err(Refused::Overtaken),
            Act::Adopt => Ok(State::Adopted),
        }
    }

    /// The files of `current` with the proposed one in its place.
    pub fn files(&self, current: &AdoptedPlan) -> Result<PlanFiles, plan::FileRefused> {
        with_file(current, &self.file_name, self.content.clone())
    }
}

/// The files of `current` with one of them replaced or added.
pub fn with_file(current: &AdoptedPlan, name: &str, content: Vec<u8>) -> Result<PlanFiles, plan::FileRefused> {
    let mut files = current.files.clone();
    files.remove(name);
    files.insert(name, content)?;
    Ok(files)
}

impl FromRow for Proposal {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        // Damaged text would show as a changed plan that cannot be read, so it cannot be adopted.
        let content = data_encoding::HEXLOWER.decode(row.text("content_hex")?.as_bytes()).unwrap_or_default();
        Ok(Proposal {
            id: ProposalId::from(row.text("id")?),
            base_version: row.int("base_version")?,
            file_name: row.text("file_name")?,
            content,
            reason: row.text("reason")?,
            state: State::from_word(&row.text("state")?),
            proposed_by: row.text("proposed_by")?,
            proposed_by_name: row.text("proposed_by_name")?,
            proposed_at: row.int("proposed_at")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal(state: State) -> Proposal {
        Proposal {
            id: ProposalId::new(),
            base_version: 1,
            file_name: "ballot.toml".into(),
            content: Vec::new(),
            reason: String::new(),
            state,
            proposed_by: "first".into(),
            proposed_by_name: String::new(),
            proposed_at: 0,
        }
    }

    #[test]
    fn it_takes_two_to_change_the_plan() {
        let open = proposal(State::Open);
        assert_eq!(open.after(Act::Adopt, "second", 1), Ok(State::Adopted));
        assert_eq!(open.after(Act::Reject, "second", 1), Ok(State::Rejected));
        assert_eq!(open.after(Act::Withdraw, "first", 1), Ok(State::Withdrawn));
        assert_eq!(open.after(Act::Adopt, "first", 1), Err(Refused::SameOfficer));
        assert_eq!(open.after(Act::Reject, "first", 1), Err(Refused::SameOfficer));
        assert_eq!(open.after(Act::Withdraw, "second", 1), Err(Refused::NotYours));
        assert_eq!(open.after(Act::Adopt, "second", 2), Err(Refused::Overtaken));
    }

    #[test]
    fn what_is_decided_stays_decided() {
        for state in [State::Adopted, State::Rejected, State::Withdrawn] {
            for act in [Act::Adopt, Act::Reject, Act::Withdraw] {
                assert_eq!(proposal(state).after(act, "second", 1), Err(Refused::Decided(state)));
            }
        }
    }
}
