//! The states of an application and what leads from one to the next.

use web::page::tag::Tone;

/// Where an application stands.
///
/// ```text
///  sign-up ──▶ submitted ──review──▶ reviewed ──co-sign──▶ checked ──pass──▶ passed      in the pool
///                  │                   ▲   │                  │ ▲              ▲
///  nomination ─────┼───────────────────┘   │                 fail│            uphold
///                refuse                  refuse               │  │             │
///                  └──────────▶ refused ◀──┘                  ▼  │             │
///                                 │                        failed ──appeal──▶ failure-appealed ──dismiss──┐
///                               appeal                           │                                        ▼
///                                 └──▶ refusal-appealed ──uphold─┘  ────────────dismiss──────────────▶ rejected
///
///  unify and exclude lead from every state before refused or failed, and from passed, to refused
///  withdraw leads from every state but rejected to withdrawn
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Signed up; nobody has looked at it.
    Submitted,
    /// One person found it in order, or nominated.
    Reviewed,
    /// A second person agreed; to be vetted.
    Checked,
    /// Vetted; in the pool.
    Passed,
    /// Refused by district or organisers.
    Refused,
    /// Failed by the police.
    Failed,
    /// The refusal is appealed.
    RefusalAppealed,
    /// The failure is appealed.
    FailureAppealed,
    /// The appeal was dismissed; final.
    Rejected,
    /// Withdrawn by the person; may sign up again.
    Withdrawn,
}

/// What is done to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// The first person finds it in order.
    Review,
    /// The second person agrees.
    CoSign,
    /// It is refused.
    Refuse,
    /// It is found to be a second application of one person, even if the police passed both.
    Unify,
    /// The person is found on the list of an evaluated department's staff, even if the police passed them.
    Exclude,
    /// The police pass it.
    Pass,
    /// The police fail it.
    Fail,
    /// The person appeals.
    Appeal,
    /// Two persons find for the appeal.
    Uphold,
    /// Two persons find against it.
    Dismiss,
    /// The person withdraws.
    Withdraw,
}

/// The act is not possible in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{1:?} is not possible in the state {0:?}")]
pub struct NotPossible(pub State, pub Act);

impl State {
    /// All states, in the order in which pages list them.
    pub const ALL: [State; 10] = [
        State::Submitted,
        State::Reviewed,
        State::Checked,
        State::Passed,
        State::Refused,
        State::Failed,
        State::RefusalAppealed,
        State::FailureAppealed,
        State::Rejected,
        State::Withdrawn,
    ];

    /// The state after an act.
    pub fn after(self, act: Act) -> Result<State, NotPossible> {
        use State::*;
        match (self, act) {
            (Submitted, Act::Review) => Ok(Reviewed),
            (Reviewed, Act::CoSign) => Ok(Checked),
            (Submitted | Reviewed | Checked, Act::Refuse) => Ok(Refused),
            (Submitted | Reviewed | Checked | Passed, Act::Unify | Act::Exclude) => Ok(Refused),
            (Checked, Act::Pass) => Ok(Passed),
            (Checked, Act::Fail) => Ok(Failed),
            (Refused, Act::Appeal) => Ok(RefusalAppealed),
            (Failed, Act::Appeal) => Ok(FailureAppealed),
            (RefusalAppealed, Act::Uphold) => Ok(Checked),
            (FailureAppealed, Act::Uphold) => Ok(Passed),
            (RefusalAppealed | FailureAppealed, Act::Dismiss) => Ok(Rejected),
            (Rejected | Withdrawn, Act::Withdraw) => Err(NotPossible(self, act)),
            (_, Act::Withdraw) => Ok(Withdrawn),
            _ => Err(NotPossible(self, act)),
        }
    }

    /// The word in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            State::Submitted => "submitted",
            State::Reviewed => "reviewed",
            State::Checked => "checked",
            State::Passed => "passed",
            State::Refused => "refused",
            State::Failed => "failed",
            State::RefusalAppealed => "refusal-appealed",
            State::FailureAppealed => "failure-appealed",
            State::Rejected => "rejected",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state as staff read it.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Submitted => "待核对",
            State::Reviewed => "待复核",
            State::Checked => "待资格审查",
            State::Passed => "审查通过",
            State::Refused => "不予受理",
            State::Failed => "审查未通过",
            State::RefusalAppealed => "申诉中（不予受理）",
            State::FailureAppealed => "申诉中（审查未通过）",
            State::Rejected => "申诉未成立",
            State::Withdrawn => "已撤回",
        }
    }

    /// What it means for the person, in a sentence.
    pub fn for_the_person(self) -> &'static str {
        match self {
            State::Submitted | State::Reviewed => "已经收到，正在由工作人员核对。",
            State::Checked => "核对完毕，正在进行资格审查。",
            State::Passed => "已经通过资格审查，进入人选名册，等待公开抽取。",
            State::Refused => "没有受理。如有异议，可以申诉。",
            State::Failed => "没有通过资格审查。如有异议，可以申诉。",
            State::RefusalAppealed | State::FailureAppealed => "申诉已经收到，由两名工作人员共同决定。",
            State::Rejected => "申诉没有成立，决定不再变更。",
            State::Withdrawn => "已经撤回。",
        }
    }

    /// How its tag is underlined.
    pub fn tone(self) -> Tone {
        match self {
            State::Passed => Tone::Good,
            State::Refused | State::Failed | State::Rejected => Tone::Bad,
            State::RefusalAppealed | State::FailureAppealed => Tone::Warn,
            _ => Tone::Neutral,
        }
    }

    /// Whether the person is or may still come into the pool, as counts count.
    pub fn is_alive(self) -> bool {
        matches!(self, State::Submitted | State::Reviewed | State::Checked | State::Passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [Act; 11] = [
        Act::Review,
        Act::CoSign,
        Act::Refuse,
        Act::Unify,
        Act::Exclude,
        Act::Pass,
        Act::Fail,
        Act::Appeal,
        Act::Uphold,
        Act::Dismiss,
        Act::Withdraw,
    ];

    #[test]
    fn nobody_comes_into_the_pool_past_two_people_and_the_police() {
        // Every way into `passed`, walked backwards.
        let before = |goal: State| -> Vec<(State, Act)> {
            let all = State::ALL.into_iter().flat_map(|state| ACTS.map(|act| (state, act)));
            all.filter(|(state, act)| state.after(*act) == Ok(goal)).collect()
        };
        assert_eq!(before(State::Passed), [(State::Checked, Act::Pass), (State::FailureAppealed, Act::Uphold)]);
        assert_eq!(before(State::FailureAppealed), [(State::Failed, Act::Appeal)]);
        assert_eq!(before(State::Failed), [(State::Checked, Act::Fail)]);
        assert_eq!(before(State::Checked), [(State::Reviewed, Act::CoSign), (State::RefusalAppealed, Act::Uphold)]);
        assert_eq!(before(State::Reviewed), [(State::Submitted, Act::Review)]);
        assert!(before(State::Submitted).is_empty());
    }

    #[test]
    fn what_is_final_stays() {
        for state in [State::Rejected, State::Withdrawn] {
            assert!(ACTS.iter().all(|act| state.after(*act) == Err(NotPossible(state, *act))));
        }
        for state in State::ALL {
            assert_eq!(State::from_word(state.word()), Some(state));
        }
    }
}
