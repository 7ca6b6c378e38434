//! A proposal, and what may become of it.

use web::Refusal;
use web::database::{DatabaseError, FromRow, Row};

web::id_type! {
    /// The id of a proposal.
    ProposalId
}

/// What takes two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JointAct {
    /// Saying that all trustees read the same words, and making the elections.
    MakeElections,
    /// Giving up a sitting, and the elections made of it.
    GiveUp,
    /// Opening the window of a session.
    OpenWindow,
    /// Moving its end on.
    ExtendWindow,
    /// Closing it before its time.
    CloseWindow,
    /// Publishing the results of all sessions; confirmed where the shares are handed in.
    Release,
    /// Taking the card maker's public lists.
    TakeCards,
    /// A venue's count of left-over and void cards; by two desks of the venue.
    CountCards,
    /// Making cards void after the count; by two desks of the venue.
    VoidLate,
}

impl JointAct {
    /// All of them.
    pub const ALL: [JointAct; 9] = [
        JointAct::MakeElections,
        JointAct::GiveUp,
        JointAct::TakeCards,
        JointAct::CountCards,
        JointAct::VoidLate,
        JointAct::OpenWindow,
        JointAct::ExtendWindow,
        JointAct::CloseWindow,
        JointAct::Release,
    ];

    /// Whether two officers of the joint office do it; else two desks of a venue.
    pub fn is_for_officers(self) -> bool {
        !matches!(self, JointAct::CountCards | JointAct::VoidLate)
    }

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            JointAct::MakeElections => "make-elections",
            JointAct::GiveUp => "give-up",
            JointAct::OpenWindow => "open-window",
            JointAct::ExtendWindow => "extend-window",
            JointAct::CloseWindow => "close-window",
            JointAct::Release => "release",
            JointAct::TakeCards => "take-cards",
            JointAct::CountCards => "count-cards",
            JointAct::VoidLate => "void-late",
        }
    }

    /// The act in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            JointAct::MakeElections => "密钥一致，生成各场评议",
            JointAct::OpenWindow => "开启评议时段",
            JointAct::ExtendWindow => "延长评议时段",
            JointAct::CloseWindow => "关闭评议时段",
            JointAct::Release => "公布各场结果",
            JointAct::GiveUp => "放弃本次密钥生成会",
            JointAct::TakeCards => "确认评议票的公开清单",
            JointAct::CountCards => "清点剩余和作废的票",
            JointAct::VoidLate => "清点以后作废",
        }
    }
}

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

    /// The state in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            State::Open => "等待第二人",
            State::Confirmed => "已确认",
            State::Rejected => "已否决",
            State::Withdrawn => "已撤回",
        }
    }

    /// The column's CHECK admits no other word.
    fn from_word(word: &str) -> Self {
        match word {
            "open" => State::Open,
            "confirmed" => State::Confirmed,
            "rejected" => State::Rejected,
            _ => State::Withdrawn,
        }
    }
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

/// A proposed act.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// The election's uuid; before there are elections, the sitting.
    pub about: String,
    /// What is proposed.
    pub act: JointAct,
    /// The part that is meant, such as a venue; empty for the whole.
    pub part: String,
    /// What the act needs, as JSON; empty where it needs nothing.
    pub content: String,
    /// Where it stands.
    pub state: State,
    /// The first person's account or pass.
    pub proposed_by: String,
    /// The first person's name.
    pub proposed_by_name: String,
    /// When.
    pub proposed_at: i64,
    /// Who decided; empty while it is open.
    pub decided_by_name: String,
    /// Why the second person said no; else empty.
    pub decided_why: String,
}

impl Proposal {
    /// The state after an answer.
    ///
    /// # Errors
    /// When it is decided already, or not this person's to answer so.
    pub fn after(&self, answer: &Answer, person: &str) -> Result<State, Refusal> {
        let own = self.proposed_by == person;
        match (self.state, answer) {
            (State::Open, Answer::Withdraw) if own => Ok(State::Withdrawn),
            (State::Open, Answer::Withdraw) => Err(Refusal::rule("只有提出人可以撤回")),
            (State::Open, _) if own => Err(Refusal::rule("提出人不能自己确认或否决，须由另一人决定")),
            (State::Open, Answer::Confirm) => Ok(State::Confirmed),
            (State::Open, Answer::Reject(_)) => Ok(State::Rejected),
            (decided, _) => Err(Refusal::rule(format!("“{}”的提议{}", self.act.chinese(), decided.chinese()))),
        }
    }
}

impl FromRow for Proposal {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let word = row.text("act")?;
        let unknown = || DatabaseError::Column { column: "act".into(), reason: format!("unknown act {word}") };
        Ok(Proposal {
            id: row.text("id")?.into(),
            about: row.text("about")?,
            act: JointAct::ALL.into_iter().find(|act| act.word() == word).ok_or_else(unknown)?,
            part: row.text("part")?,
            content: row.text("content")?,
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

    fn proposal(state: State) -> Proposal {
        Proposal {
            id: ProposalId::new(),
            about: String::new(),
            act: JointAct::MakeElections,
            part: String::new(),
            content: String::new(),
            state,
            proposed_by: "first".into(),
            proposed_by_name: String::new(),
            proposed_at: 0,
            decided_by_name: String::new(),
            decided_why: String::new(),
        }
    }

    #[test]
    fn it_takes_two() {
        let open = proposal(State::Open);
        let reject = Answer::Reject("不同意".into());
        assert!(matches!(open.after(&Answer::Confirm, "second"), Ok(State::Confirmed)));
        assert!(matches!(open.after(&reject, "second"), Ok(State::Rejected)));
        assert!(matches!(open.after(&Answer::Withdraw, "first"), Ok(State::Withdrawn)));
        assert!(open.after(&Answer::Confirm, "first").is_err() && open.after(&reject, "first").is_err());
        assert!(open.after(&Answer::Withdraw, "second").is_err());
    }

    #[test]
    fn what_is_decided_stays_decided() {
        for state in [State::Confirmed, State::Rejected, State::Withdrawn] {
            for answer in [Answer::Confirm, Answer::Reject("不同意".into()), Answer::Withdraw] {
                assert!(proposal(state).after(&answer, "second").is_err() && proposal(state).after(&answer, "first").is_err());
            }
        }
    }
}
