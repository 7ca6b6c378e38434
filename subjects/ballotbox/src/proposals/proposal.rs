//! A proposal, and what may become of it.

use web::database::{DatabaseError, FromRow, Row};
use web::joint::Standing;

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
    /// Recording that trustees opened a total offline for leaders before the release.
    Preview,
    /// Taking the card maker's public lists.
    TakeCards,
    /// A venue's count of left-over and void cards; by two desks of the venue.
    CountCards,
    /// Making cards void after the count; by two desks of the venue.
    VoidLate,
    /// Declaring the election void: proposed by supervision, confirmed by an officer.
    Void,
    /// Letting a venue without power or network vote on paper forms.
    PermitPaper,
    /// How many paper forms were keyed in; by two desks of the venue.
    CountPaper,
}

impl JointAct {
    /// All of them.
    pub const ALL: [JointAct; 13] = [
        JointAct::MakeElections,
        JointAct::GiveUp,
        JointAct::TakeCards,
        JointAct::CountCards,
        JointAct::VoidLate,
        JointAct::OpenWindow,
        JointAct::ExtendWindow,
        JointAct::CloseWindow,
        JointAct::Release,
        JointAct::Preview,
        JointAct::Void,
        JointAct::PermitPaper,
        JointAct::CountPaper,
    ];

    /// Whether two officers of the joint office do it; else two desks of a venue.
    pub fn is_for_officers(self) -> bool {
        !matches!(self, JointAct::CountCards | JointAct::VoidLate | JointAct::CountPaper)
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
            JointAct::Preview => "preview",
            JointAct::TakeCards => "take-cards",
            JointAct::CountCards => "count-cards",
            JointAct::VoidLate => "void-late",
            JointAct::Void => "void",
            JointAct::PermitPaper => "permit-paper",
            JointAct::CountPaper => "count-paper",
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
            JointAct::Preview => "登记提前看结果",
            JointAct::GiveUp => "放弃本次密钥生成会",
            JointAct::TakeCards => "确认评议票的公开清单",
            JointAct::CountCards => "清点剩余和作废的票",
            JointAct::VoidLate => "清点以后作废",
            JointAct::Void => "本场评议作废",
            JointAct::PermitPaper => "准许一个会场用纸质评议表",
            JointAct::CountPaper => "清点纸质评议表",
        }
    }
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
    /// Who proposed it, and where it stands.
    pub standing: Standing,
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
            standing: Standing::from_row(row)?,
        })
    }
}
