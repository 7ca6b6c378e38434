//! What one of supervision writes and another confirms.

use web::database::{DatabaseError, FromRow, Row};
use web::joint::Standing;

web::id_type! {
    /// The id of a proposal.
    ProposalId
}

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The explanation of a difference.
    Explain,
    /// Publishing the comparison.
    Publish,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Kind::Explain => "explain",
            Kind::Publish => "publish",
        }
    }

    pub fn chinese(self) -> &'static str {
        match self {
            Kind::Explain => "差异的原因",
            Kind::Publish => "公布收发核对",
        }
    }
}

/// A proposal.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    pub id: ProposalId,
    pub uuid: String,
    pub kind: Kind,
    pub venue: String,
    pub about: String,
    pub figures: String,
    pub content: String,
    pub standing: Standing,
}

impl FromRow for Proposal {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Proposal {
            id: row.text("id")?.into(),
            uuid: row.text("uuid")?,
            // The column's CHECK admits no third word.
            kind: if row.text("kind")? == Kind::Publish.word() { Kind::Publish } else { Kind::Explain },
            venue: row.text("venue")?,
            about: row.text("about")?,
            figures: row.text("figures")?,
            content: row.text("content")?,
            standing: Standing::from_row(row)?,
        })
    }
}
