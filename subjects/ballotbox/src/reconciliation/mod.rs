//! What the box and the cards say of a session when it is over, for whoever compares it with the people who came (收发核对, M61, M77), and
//! what was accepted of that comparison: no result is released before it, nor ever with more ballots than cards.

mod queries;

pub use queries::{Published, Voided, accepted, all_accepted, used, voids};

use record::{Reconciliation, Statement};
use web::Refusal;
use web::database::{DatabaseError, Tx};

use crate::cards::queries::{self as cards, VenueCards};
use crate::cards::used::Used;
use crate::election::{State, Stored};
use crate::{ballots, paper, published, tally};

/// A session's cards and ballots, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The venues' cards, by venue.
    pub venues: Vec<VenueCards>,
    /// Ballots in the box.
    pub cast: u32,
    /// Cards that inspectors checked the page with (检查).
    pub checked: u32,
    /// Cards made void after the count.
    pub voided_late: u32,
    /// Venues that may vote on paper forms, and how many were keyed in once that is counted.
    pub papers: Vec<paper::Paper>,
}

impl Figures {
    /// Cards that people took, over all venues; None while a venue has not counted.
    pub fn issued(&self) -> Option<i64> {
        self.venues.iter().filter(|venue| venue.printed > 0).map(VenueCards::issued).sum()
    }

    /// Cards that people took and that are neither cast, checked nor void; below zero when more were used than taken.
    pub fn not_cast(&self) -> Option<i64> {
        Some(self.issued()? - i64::from(self.cast) - i64::from(self.checked) - i64::from(self.voided_late))
    }

    /// Ballots that were keyed in from paper in a venue; 0 where none was permitted or none is counted.
    pub fn paper(&self, venue: &str) -> u32 {
        self.papers.iter().find(|paper| paper.venue == venue).and_then(|paper| paper.keyed).unwrap_or(0)
    }
}

/// The figures of an election as they are now.
///
/// # Errors
/// A database that fails.
pub async fn figures(tx: &mut Tx, uuid: &str) -> Result<Figures, DatabaseError> {
    let (checked, voided_late) = queries::revoked_later(tx, uuid).await?;
    Ok(Figures {
        venues: cards::venues(tx, uuid).await?,
        cast: ballots::count(tx, uuid).await?,
        checked,
        voided_late,
        papers: paper::queries::of(tx, uuid).await?,
    })
}

/// Keeps the card maker's counts, in the place of earlier ones, until the reconciliation is published.
pub(crate) async fn keep_used(tx: &mut Tx, stored: &Stored, used: &Used) -> Result<(), Refusal> {
    if accepted(tx, &stored.uuid).await?.is_some() {
        return Err(Refusal::rule("本场的收发核对已经公布，不能再换"));
    }
    Ok(queries::keep_used(tx, used).await?)
}

/// Takes and publishes a session's reconciliation, after comparing it with what the box and the cards say.
///
/// # Errors
/// Figures that differ from the box's own, a session that is not over, or one that is published already.
pub async fn accept(tx: &mut Tx, stored: &Stored, statement: Reconciliation, now: i64) -> Result<(), Refusal> {
    if stored.dry_run {
        return Err(Refusal::rule("演练什么都不公布"));
    }
    if stored.state != State::Closed || tally::total(tx, &stored.uuid).await?.is_none() {
        return Err(Refusal::rule(format!("本场现在是“{}”，还没有加密合计，不能公布收发核对", stored.state.chinese())));
    }
    if !is_own(tx, stored, &statement).await? {
        return Err(Refusal::rule("数字刚刚变了，请重新查看再公布"));
    }
    let statement = Statement::Reconciliation(statement);
    let text = statement.to_bytes().map_err(Refusal::internal)?;
    let text = String::from_utf8(text).map_err(Refusal::internal)?;
    if !queries::add(tx, &stored.uuid, &text, now).await? {
        return Err(Refusal::rule("本场的收发核对已经公布"));
    }
    published::publish(tx, stored, &statement).await
}

/// Whether the cards and ballots in a statement are those of this election.
async fn is_own(tx: &mut Tx, stored: &Stored, statement: &Reconciliation) -> Result<bool, Refusal> {
    let own = figures(tx, &stored.uuid).await?;
    let stated = (Some(i64::from(statement.issued)), Some(i64::from(statement.not_cast)));
    let whole = stated == (own.issued(), own.not_cast())
        && (statement.ballots, statement.revoked) == (own.cast, own.checked.saturating_add(own.voided_late));
    let used = used(tx, &stored.uuid).await?;
    let cards = own.venues.iter().map(|it| (it.venue.as_str(), it.printed, it.counted.unwrap_or((0, 0))));
    let stated = statement.venues.iter().map(|it| (it.venue.as_str(), it.printed.into(), (it.left.into(), it.void.into())));
    let counts = statement.venues.iter().all(|it| {
        let count = used.iter().find(|(venue, _)| venue == it.venue.as_str());
        count.is_some_and(|(_, count)| *count == i64::from(it.used)) && it.paper == own.paper(it.venue.as_str())
    });
    Ok(published::uuid(stored)? == statement.uuid && whole && counts && cards.eq(stated))
}

/// What the reconciliation of a closed session says against releasing its result, in Chinese; None if nothing.
///
/// # Errors
/// A database that fails.
pub async fn obstacle(tx: &mut Tx, stored: &Stored) -> Result<Option<String>, DatabaseError> {
    if stored.state != State::Closed {
        return Ok(None);
    }
    let own = figures(tx, &stored.uuid).await?;
    let used = used(tx, &stored.uuid).await?;
    let more = |venue: &&VenueCards| {
        let count = used.iter().find(|(id, _)| *id == venue.venue).map_or(0, |(_, count)| *count);
        venue.issued().is_some_and(|issued| count > issued)
    };
    if own.not_cast().is_some_and(|count| count < 0) || own.venues.iter().any(|venue| more(&venue)) {
        return Ok(Some("用过的票多于发出的票：不能公布，须由监督检查组提出作废并重新评议".into()));
    }
    if accepted(tx, &stored.uuid).await?.is_none() {
        return Ok(Some("监督检查组还没有公布收发核对".into()));
    }
    Ok(None)
}
