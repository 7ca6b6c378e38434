//! Acts of the ceremony that take two officers: one proposes, another confirms or rejects; the first may withdraw.

use web::database::{DatabaseError, FromRow, Row};
use web::joint::Standing;

web::id_type! {
    /// The id of a proposal.
    ProposalId
}

/// What takes two officers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JointAct {
    /// Naming the sources of the seed.
    Announce,
    /// Freezing the pool.
    Freeze,
    /// Saying that a source gave nothing.
    FailSource,
    /// Publishing the files.
    Release,
}

impl JointAct {
    const ALL: [JointAct; 4] = [JointAct::Announce, JointAct::Freeze, JointAct::FailSource, JointAct::Release];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            JointAct::Announce => "announce",
            JointAct::Freeze => "freeze",
            JointAct::FailSource => "fail-source",
            JointAct::Release => "release",
        }
    }

    /// The act in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            JointAct::Announce => "公告种子来源",
            JointAct::Freeze => "封存名册",
            JointAct::FailSource => "认定来源失效",
            JointAct::Release => "公开抽取文件",
        }
    }
}

/// A proposed act.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// What is proposed.
    pub act: JointAct,
    /// The source that is meant, from 1; else 0.
    pub place: i64,
    /// The sources as JSON, or the reason.
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
            act: JointAct::ALL.into_iter().find(|act| act.word() == word).ok_or_else(unknown)?,
            place: row.int("place")?,
            content: row.text("content")?,
            standing: Standing::from_row(row)?,
        })
    }
}
