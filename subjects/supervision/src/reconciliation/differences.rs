//! The figures of a session side by side, and every difference between them in words.

use ballotbox::reconciliation::{self, Figures};
use web::App;
use web::database::{DatabaseError, Tx};

/// A venue's figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VenueFigures {
    pub venue: String,
    pub name: String,
    pub invited: i64,
    pub present: i64,
    pub printed: i64,
    /// Left over and void, once they are counted.
    pub counted: Option<(i64, i64)>,
    /// Used cards, once the card maker has handed them in.
    pub used: Option<i64>,
    /// Keyed in from paper.
    pub paper: i64,
    /// Paper was permitted, but two desks have not counted.
    pub paper_uncounted: bool,
}

impl VenueFigures {
    pub fn issued(&self) -> Option<i64> {
        if self.printed == 0 { Some(0) } else { self.counted.map(|(left, void)| self.printed - left - void) }
    }
}

/// A session's figures.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    pub venues: Vec<VenueFigures>,
    pub figures: Figures,
}

/// What does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The venue's id; empty for the whole session.
    pub venue: String,
    /// The kind, stable: it stands in the ledger.
    pub about: &'static str,
    /// The numbers, so that an explanation is of these and no others.
    pub figures: String,
    /// In words.
    pub words: String,
    /// What to do about it.
    pub advice: &'static str,
}

/// Cards that were taken, against people who came.
pub(crate) const PRESENT_ISSUED: &str = "present-issued";
/// Cards that were taken, against cards that were used.
pub(crate) const ISSUED_USED: &str = "issued-used";
/// Keyed paper forms, against cards that were used.
pub(crate) const PAPER_USED: &str = "paper-used";

impl Difference {
    fn new(venue: &VenueFigures, about: &'static str, (one, other): (i64, i64), words: String, advice: &'static str) -> Self {
        Difference { venue: venue.venue.clone(), about, figures: format!("{one} {other}"), words, advice }
    }
}

impl Compared {
    /// What is still missing before anything can be compared.
    pub fn missing(&self) -> Vec<String> {
        let mut found = Vec::new();
        for venue in &self.venues {
            if venue.issued().is_none() {
                found.push(format!("{}没有清点剩余和作废的票", venue.name));
            }
            if venue.paper_uncounted {
                found.push(format!("{}的两个台还没有清点录入的纸质评议表", venue.name));
            }
        }
        if self.venues.iter().any(|venue| venue.used.is_none()) {
            found.push("制卡人还没有交来各会场用过的张数（used.json）".into());
        }
        found
    }

    /// More used than issued, in a venue or in all: nobody can explain it.
    pub fn impossible(&self) -> Vec<String> {
        let mut found = Vec::new();
        for venue in &self.venues {
            if let Some((issued, used)) = venue.issued().zip(venue.used).filter(|(issued, used)| used > issued) {
                found.push(format!("{}：发出 {issued} 张，用过 {used} 张，多出 {} 张", venue.name, used - issued));
            }
        }
        if let Some(not_cast) = self.figures.not_cast().filter(|count| *count < 0) {
            let issued = self.figures.issued().unwrap_or_default();
            let Figures { cast, checked, voided_late, .. } = self.figures;
            let used = i64::from(cast) + i64::from(checked) + i64::from(voided_late);
            found.push(format!("全场：发出 {issued} 张，投出、检查和作废合计 {used} 张，多出 {} 张", -not_cast));
        }
        found
    }

    /// Every difference that must be explained, venue by venue.
    pub fn differences(&self) -> Vec<Difference> {
        let mut found = Vec::new();
        for venue in &self.venues {
            let (Some(issued), Some(used)) = (venue.issued(), venue.used) else { continue };
            if used < issued {
                let words = format!("{}：发出 {issued} 张，用过 {used} 张，{} 张没有投出", venue.name, issued - used);
                let advice = "查明是检查用去、清点后作废、丢失，还是代表没有投；丢失的票不补发，不影响公布";
                found.push(Difference::new(venue, ISSUED_USED, (issued, used), words, advice));
            }
            if venue.paper > used {
                let words = format!("{}：录入的纸质评议表 {} 张，用过的票只有 {used} 张", venue.name, venue.paper);
                found.push(Difference::new(venue, PAPER_USED, (venue.paper, used), words, "查明纸质表是否重复计数或没有录入成功"));
            }
            if issued != venue.present {
                let (more, less) = (issued.max(venue.present), issued.min(venue.present));
                let which = if issued > venue.present { "发出的票多" } else { "到会的人多" };
                let words = format!("{}：到会 {} 人，发出 {issued} 张，{which} {}", venue.name, venue.present, more - less);
                let advice = "查明是漏签到、多发、错发，还是有人没有领票";
                found.push(Difference::new(venue, PRESENT_ISSUED, (venue.present, issued), words, advice));
            }
        }
        found
    }
}

/// The figures of an election now.
pub(crate) async fn compare(tx: &mut Tx, app: &App, uuid: &str, session: u32) -> Result<Compared, DatabaseError> {
    let figures = reconciliation::figures(tx, uuid).await?;
    let used = reconciliation::used(tx, uuid).await?;
    let turnout = app.turnout().await?;
    let adopted = app.plan();
    let venue = |cards: &ballotbox::cards::queries::VenueCards| {
        let people = turnout.iter().find(|it| it.session == session && it.venue == cards.venue);
        let paper = figures.papers.iter().find(|paper| paper.venue == cards.venue);
        VenueFigures {
            name: adopted.plan.venue_name(&cards.venue),
            venue: cards.venue.clone(),
            invited: people.map_or(0, |it| it.invited.into()),
            present: people.map_or(0, |it| it.present.into()),
            printed: cards.printed,
            counted: cards.counted,
            used: used.iter().find(|(id, _)| *id == cards.venue).map(|(_, count)| *count),
            paper: figures.paper(&cards.venue).into(),
            paper_uncounted: paper.is_some_and(|paper| paper.keyed.is_none()),
        }
    };
    let venues = figures.venues.iter().map(venue).collect();
    Ok(Compared { venues, figures })
}
