//! The states of a promise and what leads from one to the next.

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Made, nothing heard yet.
    Open,
    /// The department works on it.
    Progress,
    /// The department says that it is done; somebody else has to confirm.
    Reported,
    /// Confirmed.
    Done,
    /// It will not be kept.
    NotKept,
}

/// What is done to a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// The department tells how far it is.
    Progress,
    /// The department says that it is done.
    Report,
    /// The office confirms that it is done.
    Confirm,
    /// The office is not satisfied with what was reported.
    Return,
    /// The office finds that it will not be kept.
    GiveUp,
    /// The office takes up again what was closed.
    Reopen,
}

/// The act is not possible in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{1:?} is not possible in the state {0:?}")]
pub struct NotPossible(pub State, pub Act);

impl State {
    /// All states, in their order.
    pub const ALL: [State; 5] = [State::Open, State::Progress, State::Reported, State::Done, State::NotKept];

    /// The state after an act.
    ///
    /// # Errors
    /// When the act does not follow.
    pub fn after(self, act: Act) -> Result<Self, NotPossible> {
        match (self, act) {
            (State::Open | State::Progress, Act::Progress) | (State::Reported, Act::Return) => Ok(State::Progress),
            (State::Open | State::Progress, Act::Report) => Ok(State::Reported),
            (State::Reported, Act::Confirm) => Ok(State::Done),
            (State::Open | State::Progress | State::Reported, Act::GiveUp) => Ok(State::NotKept),
            (State::Done | State::NotKept, Act::Reopen) => Ok(State::Progress),
            _ => Err(NotPossible(self, act)),
        }
    }

    /// Whether nothing more is expected.
    pub fn is_closed(self) -> bool {
        matches!(self, State::Done | State::NotKept)
    }

    /// The word in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Progress => "progress",
            State::Reported => "reported",
            State::Done => "done",
            State::NotKept => "not-kept",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Open => "已承诺",
            State::Progress => "办理中",
            State::Reported => "已报办结，待确认",
            State::Done => "已兑现",
            State::NotKept => "未兑现",
        }
    }
}

impl Act {
    /// All acts.
    pub const ALL: [Act; 6] = [Act::Progress, Act::Report, Act::Confirm, Act::Return, Act::GiveUp, Act::Reopen];

    /// The word in forms.
    pub fn word(self) -> &'static str {
        match self {
            Act::Progress => "progress",
            Act::Report => "report",
            Act::Confirm => "confirm",
            Act::Return => "return",
            Act::GiveUp => "give-up",
            Act::Reopen => "reopen",
        }
    }

    /// The act of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }

    /// Whether the department itself does it; all others are the office's.
    pub fn is_department_s(self) -> bool {
        matches!(self, Act::Progress | Act::Report)
    }

    /// The act in Chinese, as on its button.
    pub fn chinese(self) -> &'static str {
        match self {
            Act::Progress => "报告进展",
            Act::Report => "报告已办结",
            Act::Confirm => "确认已兑现",
            Act::Return => "退回继续办理",
            Act::GiveUp => "认定未兑现",
            Act::Reopen => "重新跟踪",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_department_closes_its_own_promise() {
        for state in State::ALL {
            for act in Act::ALL.into_iter().filter(|act| act.is_department_s()) {
                assert!(state.after(act).is_ok_and(|next| !next.is_closed()) || state.after(act).is_err(), "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn each_state_has_its_acts_and_no_others() {
        let possible = |state: State| Act::ALL.into_iter().filter(|act| state.after(*act).is_ok()).collect::<Vec<_>>();
        assert_eq!(possible(State::Open), [Act::Progress, Act::Report, Act::GiveUp]);
        assert_eq!(possible(State::Progress), [Act::Progress, Act::Report, Act::GiveUp]);
        assert_eq!(possible(State::Reported), [Act::Confirm, Act::Return, Act::GiveUp]);
        assert_eq!(possible(State::Done), [Act::Reopen]);
        assert_eq!(possible(State::NotKept), [Act::Reopen]);
        assert!(State::ALL.iter().all(|state| State::from_word(state.word()) == Some(*state)));
        assert!(Act::ALL.iter().all(|act| Act::from_word(act.word()) == Some(*act)));
    }
}
