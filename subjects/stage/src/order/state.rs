//! The states of an item on stage and what leads from one to the next.

/// Where an item stands.
///
/// ```text
///             start          pause
///   waiting ────────▶ on ◀────────▶ paused
///      ▲               │    resume    │
///      └─────back──────┼──────────────┤
///                      └─────end──────┴────▶ done ──reopen──▶ on
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Its turn is still to come.
    Waiting,
    /// Going on.
    On,
    /// Interrupted; the time does not count.
    Paused,
    /// Over.
    Done,
}

/// What an operator does to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Begins it.
    Start,
    /// Interrupts it.
    Pause,
    /// Goes on.
    Resume,
    /// Ends it.
    End,
    /// Puts back what was started by mistake: nothing of its time is kept.
    Back,
    /// Takes up again what was ended by mistake: the time has run on meanwhile.
    Reopen,
}

/// The act is not possible in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{1:?} is not possible in the state {0:?}")]
pub struct NotPossible(pub State, pub Act);

impl State {
    /// All states, in their order.
    pub const ALL: [State; 4] = [State::Waiting, State::On, State::Paused, State::Done];

    /// The state after an act.
    ///
    /// # Errors
    /// When the act does not follow.
    pub fn after(self, act: Act) -> Result<Self, NotPossible> {
        match (self, act) {
            (State::Waiting, Act::Start) | (State::Paused, Act::Resume) | (State::Done, Act::Reopen) => Ok(State::On),
            (State::On, Act::Pause) => Ok(State::Paused),
            (State::On | State::Paused, Act::End) => Ok(State::Done),
            (State::On | State::Paused, Act::Back) => Ok(State::Waiting),
            _ => Err(NotPossible(self, act)),
        }
    }

    /// Whether the item has the stage.
    pub fn has_stage(self) -> bool {
        matches!(self, State::On | State::Paused)
    }

    /// The word in the database and in data for programs.
    pub fn word(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::On => "on",
            State::Paused => "paused",
            State::Done => "done",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Waiting => "未开始",
            State::On => "进行中",
            State::Paused => "暂停",
            State::Done => "已结束",
        }
    }
}

impl Act {
    /// The act in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Act::Start => "开始",
            Act::Pause => "暂停",
            Act::Resume => "继续",
            Act::End => "结束",
            Act::Back => "退回未开始",
            Act::Reopen => "恢复进行",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [Act; 6] = [Act::Start, Act::Pause, Act::Resume, Act::End, Act::Back, Act::Reopen];

    #[test]
    fn each_state_has_its_acts_and_no_others() {
        let possible = |state: State| ACTS.into_iter().filter(|act| state.after(*act).is_ok()).collect::<Vec<_>>();
        assert_eq!(possible(State::Waiting), [Act::Start]);
        assert_eq!(possible(State::On), [Act::Pause, Act::End, Act::Back]);
        assert_eq!(possible(State::Paused), [Act::Resume, Act::End, Act::Back]);
        assert_eq!(possible(State::Done), [Act::Reopen]);
        assert!(State::ALL.iter().all(|state| State::from_word(state.word()) == Some(*state)));
    }
}
