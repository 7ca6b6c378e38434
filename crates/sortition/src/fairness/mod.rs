//! How fair a draw was: the chance in each cell, who was not drawn at all, what came by which channel.

mod chance;
mod margin;

pub use chance::Chance;
pub use margin::{CAVEAT, Margin};

use serde::Serialize;

use crate::{Channel, RankedCell, Ranking};

/// The report on a draw. In JSON, chances are `{"fraction":"3/10","percent":"30.0000"}`, margins `"2.62"` points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fairness {
    /// People in the pool.
    pub people: usize,
    /// People drawn for all sessions.
    pub drawn: usize,
    /// Both channels, when they are told.
    pub channels: Vec<ChannelReport>,
    /// Margins of error, never to be told without [`CAVEAT`].
    pub margins: Margins,
    /// The cells in the order of the quotas.
    pub cells: Vec<CellReport>,
}

/// A cell in the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellReport {
    /// The cell.
    pub cell: String,
    /// Its people.
    pub people: usize,
    /// Its seats in one session.
    pub seats: u32,
    /// Its seats in all sessions.
    pub places: usize,
    /// The chance of each of its people to sit in one of the sessions.
    pub chance: Chance,
    /// What decided who sits there.
    pub decided: Decided,
    /// The cell by channel, when channels are told; those with nobody are left out.
    pub channels: Vec<CellChannel>,
}

/// What decided who of a cell's people sits in one of the sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decided {
    /// The draw (抽取).
    Draw,
    /// Recommendation alone (推荐确定，未抽取): as many people as places, none of them a volunteer.
    Recommendation,
    /// As many people as places, and volunteers among them: everybody has a place.
    Everybody,
}

/// A cell's people of one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellChannel {
    /// The channel.
    pub channel: Channel,
    /// Its people in the cell.
    pub people: usize,
    /// How many of them are expected to be drawn.
    pub expected: Chance,
    /// How many were drawn.
    pub drawn: usize,
}

/// A channel in all cells together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChannelReport {
    /// The channel.
    pub channel: Channel,
    /// Its people.
    pub people: usize,
    /// How many of them are expected to be drawn, in hundredths of a person, rounded cell by cell in millionths.
    pub expected_hundredths: u64,
    /// How many were drawn.
    pub drawn: usize,
}

/// Margins of error in percentage points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Margins {
    /// Of the seats of one session.
    pub one_session: Option<Margin>,
    /// Of the seats of all sessions.
    pub all_sessions: Option<Margin>,
    /// [`CAVEAT`].
    pub caveat: &'static str,
}

impl Fairness {
    /// The report on an outcome.
    pub fn of(ranking: &Ranking) -> Self {
        let cells: Vec<CellReport> = ranking.cells().iter().map(|cell| cell_report(cell, ranking)).collect();
        let a_session = cells.iter().map(|cell| cell.seats as usize).sum();
        let drawn = cells.iter().map(|cell| cell.places).sum();
        Fairness {
            people: cells.iter().map(|cell| cell.people).sum(),
            drawn,
            channels: Channel::ALL.into_iter().filter_map(|channel| channel_report(channel, &cells)).collect(),
            margins: Margins { one_session: Margin::of(a_session), all_sessions: Margin::of(drawn), caveat: CAVEAT },
            cells,
        }
    }

    /// The cells that were not drawn because there were only as many people as places, none of them a volunteer.
    pub fn by_recommendation(&self) -> impl Iterator<Item = &CellReport> {
        self.cells.iter().filter(|cell| cell.decided == Decided::Recommendation)
    }
}

fn cell_report(cell: &RankedCell, ranking: &Ranking) -> CellReport {
    let (people, places) = (cell.ranked().len(), cell.seats().in_all(ranking.sessions()));
    let of_channel = |channel| {
        let all = cell.ranked().iter().filter(|person| person.channel == Some(channel));
        let drawn = all.clone().filter(|person| person.session.is_some()).count();
        let of_it = all.count();
        let expected = Chance::of((places as u64).saturating_mul(of_it as u64), people as u64);
        (of_it > 0).then_some(CellChannel { channel, people: of_it, expected, drawn })
    };
    let channels: Vec<_> = Channel::ALL.into_iter().filter_map(of_channel).collect();
    let chance = Chance::new(places, people);
    let decided = match (chance.is_certain(), channels.iter().any(|it| it.channel == Channel::Volunteer)) {
        (false, _) => Decided::Draw,
        (true, false) => Decided::Recommendation,
        (true, true) => Decided::Everybody,
    };
    CellReport { cell: cell.cell().to_string(), people, seats: cell.seats().get(), places, chance, decided, channels }
}

fn channel_report(channel: Channel, cells: &[CellReport]) -> Option<ChannelReport> {
    let of_it: Vec<_> = cells.iter().flat_map(|cell| &cell.channels).filter(|it| it.channel == channel).collect();
    let millionths: u128 = of_it.iter().map(|it| chance::scaled(it.expected.numerator(), it.expected.denominator(), 1_000_000)).sum();
    (!of_it.is_empty()).then(|| ChannelReport {
        channel,
        people: of_it.iter().map(|it| it.people).sum(),
        expected_hundredths: u64::try_from((millionths + 5_000) / 10_000).unwrap_or(u64::MAX),
        drawn: of_it.iter().map(|it| it.drawn).sum(),
    })
}
