//! Everything that keeps the pool from being frozen, told at once.

use std::collections::HashMap;

use jiff::Timestamp;
use plan::Plan;
use web::Refusal;
use web::adoption::AdoptedPlan;
use web::database::Tx;
use web::page::date;
use web::secrets::Secrets;

use super::queries;
use crate::candidates::{self, CellCount, State};
use crate::{cell, term, vetting};

/// One thing that keeps the pool from being frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// People may still sign up, withdraw or be vetted until then.
    Early(Timestamp),
    /// Conflicts of the plan that nobody decided.
    OpenConflicts(usize),
    /// The plan has no cells or sessions.
    NothingToFill,
    /// Applications that nobody has finished looking at.
    Unfinished {
        /// Where they stand.
        state: State,
        /// How many.
        count: i64,
    },
    /// Second applications of one person that nobody looked at.
    OpenClashes(i64),
    /// Pairs that look like one person and that nobody judged: somebody could be drawn twice.
    OpenLikenesses(usize),
    /// People on the list of an evaluated department's staff about whom two have not decided.
    OpenTies(i64),
    /// Results of the review that await a second person.
    OpenReports(i64),
    /// People passed for a cell that has no seats.
    NoSeats {
        /// The venue's name.
        venue: String,
        /// The class's name.
        class: String,
        /// How many.
        people: i64,
    },
    /// A cell has fewer people than seats in all sessions.
    TooFew {
        /// The venue's name.
        venue: String,
        /// The class's name.
        class: String,
        /// How many passed.
        people: i64,
        /// Seats in all sessions.
        places: u32,
    },
}

impl Obstacle {
    /// What it is and what to do.
    pub fn chinese(&self) -> String {
        match self {
            Obstacle::Early(until) => format!("按方案，{}才到封存时间，此前人选还可能变动", date::moment(*until)),
            Obstacle::OpenConflicts(count) => format!("方案中有 {count} 处矛盾尚未决定，请先在“活动方案”中由两人决定"),
            Obstacle::NothingToFill => "方案没有名额或场次".into(),
            Obstacle::Unfinished { state, count } => format!("有 {count} 人还是“{}”，须先办完", state.chinese()),
            Obstacle::OpenClashes(count) => format!("有 {count} 个重复报名尚未处理，请组织保障组在“重复核对”中办理"),
            Obstacle::OpenLikenesses(count) => format!("有 {count} 对人选疑似同一人，尚未判断，请组织保障组在“重复核对”中逐对判断"),
            Obstacle::OpenTies(count) => {
                format!("有 {count} 个人选列在被评议部门的人员名单中，尚未决定，请组织保障组在“利益冲突核对”中由两人办理")
            }
            Obstacle::OpenReports(count) => format!("有 {count} 份资格审查结果等待第二人确认，请公安机关在“资格审查结果”中办理"),
            Obstacle::NoSeats { venue, class, people } => format!("{venue}“{class}”没有名额，却有 {people} 人审查通过"),
            Obstacle::TooFew { venue, class, people, places } => {
                let missing = i64::from(*places) - people;
                format!("{venue}“{class}”只有 {people} 人，各场席位合计 {places} 个，还差 {missing} 人")
            }
        }
    }
}

/// All obstacles now, none when the pool can be frozen.
///
/// # Errors
/// When the database fails, or holds a person who was not sealed by this server.
pub async fn find(tx: &mut Tx, secrets: &Secrets, adopted: &AdoptedPlan, now: Timestamp) -> Result<Vec<Obstacle>, Refusal> {
    let plan = &adopted.plan;
    let counts = candidates::counts_by_cell(tx).await?;
    let mut found: Vec<Obstacle> = term::freeze(plan).filter(|freeze| now < *freeze).map(Obstacle::Early).into_iter().collect();
    let conflicts = adopted.report.open().count();
    found.extend((conflicts > 0).then_some(Obstacle::OpenConflicts(conflicts)));
    found.extend(unfinished(&counts));
    let (clashes, reports) = (queries::open_clashes(tx).await?, queries::open_reports(tx).await?);
    let likenesses = vetting::open_likenesses(tx, secrets).await?;
    found.extend((clashes > 0).then_some(Obstacle::OpenClashes(clashes)));
    found.extend((likenesses > 0).then_some(Obstacle::OpenLikenesses(likenesses)));
    let ties = vetting::open_hits(tx).await?;
    found.extend((ties > 0).then_some(Obstacle::OpenTies(ties)));
    found.extend((reports > 0).then_some(Obstacle::OpenReports(reports)));
    found.extend(misfits(plan, &counts));
    Ok(found)
}

/// Applications that may still come into the pool.
fn unfinished(counts: &[CellCount]) -> impl Iterator<Item = Obstacle> {
    let open = [State::Submitted, State::Reviewed, State::Checked, State::RefusalAppealed, State::FailureAppealed];
    open.into_iter().filter_map(|state| {
        let count = counts.iter().filter(|count| count.state == state).map(|count| count.count).sum();
        (count > 0).then_some(Obstacle::Unfinished { state, count })
    })
}

/// Cells whose people do not fit their seats.
fn misfits(plan: &Plan, counts: &[CellCount]) -> Vec<Obstacle> {
    let mut people: HashMap<(&str, &str), i64> = HashMap::new();
    for count in counts.iter().filter(|count| count.state == State::Passed) {
        *people.entry((count.venue.as_str(), count.class.as_str())).or_default() += count.count;
    }
    let cells = cell::cells(plan);
    let mut found = Vec::new();
    if cells.is_empty() || plan.activity.sessions.is_empty() {
        found.push(Obstacle::NothingToFill);
    }
    for cell in &cells {
        let people = people.remove(&(cell.venue.id.as_str(), cell.class.id.as_str())).unwrap_or(0);
        let (venue, class, places) = (cell.venue.name.clone(), cell.class.name.clone(), cell.seats_in_all());
        if people < i64::from(places) {
            found.push(Obstacle::TooFew { venue, class, people, places });
        }
    }
    let mut elsewhere: Vec<_> = people.into_iter().collect();
    elsewhere.sort();
    found.extend(elsewhere.into_iter().map(|((venue, class), people)| Obstacle::NoSeats {
        venue: plan.venue_name(venue),
        class: candidates::service::class_name(plan, class),
        people,
    }));
    found
}
