//! The states of an election and what leads from one to the next.

/// Where an election stands.
///
/// ```text
///  keys made ──▶ made ──cards──▶ carded ──open──▶ open ──close──▶ closed ──release──▶ released
///                 └───────────────┴─────────void───┴───────────────┘──▶ void
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Questions and keys are fixed.
    Made,
    /// The list of public credentials is there, and everything is in the ledger.
    Carded,
    /// The window is open.
    Open,
    /// The window is closed; ballots and encrypted total are fixed.
    Closed,
    /// The result is public.
    Released,
    /// Nothing of it counts; a new vote is called.
    Void,
}

/// What is done to an election.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// The card maker's list is taken.
    Card,
    /// Two officers open the window.
    Open,
    /// The window closes, by time or by two officers.
    Close,
    /// Two officers release the result.
    Release,
    /// More ballots than cards, or another reason that supervision publishes.
    Void,
}

/// The act is not possible in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{1:?} is not possible in the state {0:?}")]
pub struct NotPossible(pub State, pub Act);

impl State {
    /// All states, in their order.
    pub const ALL: [State; 6] = [State::Made, State::Carded, State::Open, State::Closed, State::Released, State::Void];

    /// The state after an act.
    ///
    /// # Errors
    /// When the act does not follow.
    pub fn after(self, act: Act) -> Result<Self, NotPossible> {
        match (self, act) {
            (State::Made, Act::Card) => Ok(State::Carded),
            (State::Carded, Act::Open) => Ok(State::Open),
            (State::Open, Act::Close) => Ok(State::Closed),
            (State::Closed, Act::Release) => Ok(State::Released),
            (State::Made | State::Carded | State::Open | State::Closed, Act::Void) => Ok(State::Void),
            _ => Err(NotPossible(self, act)),
        }
    }

    /// The word in the database and in data for programs.
    pub fn word(self) -> &'static str {
        match self {
            State::Made => "made",
            State::Carded => "carded",
            State::Open => "open",
            State::Closed => "closed",
            State::Released => "released",
            State::Void => "void",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Made => "密钥已生成，等待制卡",
            State::Carded => "评议票已制作，等待开启",
            State::Open => "正在评议",
            State::Closed => "评议已结束，等待开票",
            State::Released => "结果已公布",
            State::Void => "作废",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [Act; 5] = [Act::Card, Act::Open, Act::Close, Act::Release, Act::Void];

    #[test]
    fn there_is_one_way_and_none_back() {
        let mut state = State::Made;
        for act in [Act::Card, Act::Open, Act::Close, Act::Release] {
            let possible: Vec<Act> = ACTS.into_iter().filter(|act| state.after(*act).is_ok()).collect();
            assert_eq!(possible, [act, Act::Void]);
            state = state.after(act).unwrap();
        }
        for end in [State::Released, State::Void] {
            assert!(ACTS.iter().all(|act| end.after(*act) == Err(NotPossible(end, *act))));
        }
        assert!(State::ALL.iter().all(|state| State::from_word(state.word()) == Some(*state)));
    }
}
