//! What is told to everybody: words that are ready to be shown, and instants from which pages count. The same on every server.

use plan::{Plan, Session, Venue};
use serde::{Deserialize, Serialize};
use web::ballot_window::{BallotWindow, WindowState};
use web::clock::local_timestamp;
use web::page::date;
use web::turnout::Turnout;

use crate::order::item::{Item, Kind};
use crate::order::queries::Progress;
use crate::order::state::State as ItemState;

/// Everything that one topic's pages show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The session, from 1.
    pub session: u32,
    /// Words for the places of a page; an empty one is not shown.
    pub said: Said,
    /// The timer of what is on.
    pub timer: Option<Ticking>,
    /// What else is counted down to.
    pub countdown: Option<Countdown>,
    /// The running order.
    pub order: Vec<Line>,
}

/// Words for the places of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub session: String,
    pub headline: String,
    pub about: String,
    pub question: String,
    pub next: String,
    pub window: String,
    pub turnout: String,
    pub percent: String,
    pub ledger: String,
    pub ledger_words: String,
}

/// A timer, in milliseconds: pages count from these by the server's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ticking {
    pub started_at: i64,
    /// Length of the pauses that are over.
    pub paused: i64,
    /// When the pause began that is going on.
    pub paused_since: Option<i64>,
    pub limit: i64,
    pub warning: i64,
}

/// Something that is counted down to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Countdown {
    /// In milliseconds.
    pub target: i64,
    /// `距评议结束还有`.
    pub words: String,
    /// What stands there when it is past.
    pub arrived: String,
}

/// A line of the running order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub title: String,
    pub kind: String,
    /// `waiting`, `on`, `paused`, `done`.
    pub state: String,
    pub state_words: String,
}

impl Ticking {
    /// Time spoken at a moment.
    pub fn elapsed(&self, now: i64) -> i64 {
        self.paused_since.unwrap_or(now).saturating_sub(self.started_at).saturating_sub(self.paused).max(0)
    }

    /// Time left; negative beyond the limit.
    pub fn remaining(&self, now: i64) -> i64 {
        self.limit.saturating_sub(self.elapsed(now))
    }

    /// The timer of an item that has the stage.
    pub fn of(item: &Item) -> Option<Self> {
        let started_at = item.timer.started_at.filter(|_| item.state.has_stage())?;
        let paused_since = item.timer.paused_since();
        let ended: i64 = item.timer.pauses.iter().filter_map(|pause| Some(pause.ended_at?.saturating_sub(pause.began_at))).sum();
        Some(Ticking { started_at, paused: ended, paused_since, limit: item.limit, warning: item.warning })
    }
}

/// What was read for it.
pub(crate) struct Sources<'a> {
    pub plan: &'a Plan,
    pub session: &'a Session,
    pub items: &'a [Item],
    /// The question that is being answered.
    pub question: Option<&'a str>,
    pub windows: &'a [BallotWindow],
    pub turnout: &'a [Turnout],
    /// The root of the ledger's last checkpoint.
    pub root: Option<[u8; 32]>,
}

/// Before a session's beginning its page takes the place of the one before, in milliseconds.
const AHEAD: i64 = 60 * 60_000;

/// Which session is told of: the one on stage; else the one that has begun and is not over; else the one that is over, until an hour before
/// the next by the plan's times.
pub(crate) fn chosen<'a>(plan: &'a Plan, progress: &[Progress], now: i64) -> Option<&'a Session> {
    let on = progress.iter().find(|it| it.on > 0);
    let begun = || progress.iter().rev().find(|it| it.done > 0 && it.waiting > 0);
    if let Some(session) = on.or_else(begun).and_then(|it| plan.session(it.session)) {
        return Some(session);
    }
    let is_over = |number: u32| progress.iter().any(|it| it.session == number && it.done > 0);
    let millis = |at| local_timestamp(at).as_millisecond();
    let ends = |session: &Session| millis(plan.session_end(session).unwrap_or_else(|| session.start.ends()));
    let sessions = plan.sessions();
    let over = sessions.iter().rev().find(|it| is_over(it.number)).copied();
    let ahead = sessions.iter().find(|it| !is_over(it.number) && ends(it) >= now).copied();
    match (over, ahead) {
        (Some(over), Some(ahead)) if now < millis(ahead.start.begins()).saturating_sub(AHEAD) => Some(over),
        (_, Some(ahead)) => Some(ahead),
        (over, None) => over.or(sessions.last().copied()),
    }
}

impl Sources<'_> {
    /// What everybody is told; a venue's screen also how many have come there.
    pub fn told(&self, venue: Option<&Venue>) -> Told {
        let (plan, items) = (self.plan, self.items);
        let on = items.iter().find(|item| item.state.has_stage());
        let begun = items.iter().any(|item| item.timer.started_at.is_some());
        let next = items.iter().find(|item| item.state == ItemState::Waiting);
        let window = self.windows.iter().find(|window| window.session == self.session.number);
        let open = window.is_some_and(|window| window.state == WindowState::Open);
        let is_ballot = on.is_some_and(|item| item.kind == Kind::Ballot);
        let start = local_timestamp(self.session.start.begins()).as_millisecond();
        let (headline, about) = match (on, next) {
            (Some(item), _) => (item.title(plan), about(item, open)),
            (None, _) if open => ("现场评议".into(), "请市民代表用手机提交评议票".into()),
            (None, Some(_)) if begun => ("请稍候".into(), "上一项已经结束".into()),
            (None, None) if begun => ("本场述职报告会已经结束".into(), "感谢各位市民代表".into()),
            _ => (self.session.name.clone(), format!("{}开始", date::moment_of(start))),
        };
        let countdown = match window.filter(|_| open).and_then(|window| window.closes_at) {
            Some(target) => Some(Countdown {
                target, words: "距评议结束还有".into(), arrived: "评议时间到，正在接收最后的上传".into()
            }),
            None if begun => None,
            None => Some(Countdown { target: start, words: "距开始还有".into(), arrived: "即将开始".into() }),
        };
        let turnout = venue.and_then(|venue| self.turnout.iter().find(|it| it.session == self.session.number && venue.id == *it.venue));
        let said = Said {
            session: self.session.name.clone(),
            headline,
            about,
            question: self.question.filter(|_| on.is_some_and(|it| it.kind == Kind::Interview)).unwrap_or_default().into(),
            next: next.filter(|_| !open || on.is_some()).map_or_else(String::new, |item| item.full_title(plan)),
            window: window.map_or_else(String::new, |window| window_words(window, begun)),
            turnout: turnout.map_or_else(String::new, |it| format!("{} / {} 人", it.present, it.invited)),
            percent: turnout.map_or_else(String::new, percent),
            ledger: self.root.map_or_else(String::new, |root| short(&root)),
            ledger_words: self.root.map_or_else(String::new, |root| web::spoken::spoken(&root, 4)),
        };
        let order = items.iter().filter(|item| begun || item.kind != Kind::Interview).map(|item| line(plan, item)).collect();
        // The ballot's time is the window's.
        let timer = on.filter(|_| !is_ballot).and_then(Ticking::of);
        Told { session: self.session.number, said, timer, countdown, order }
    }
}

fn about(item: &Item, open: bool) -> String {
    let minutes = item.limit / 60_000;
    match item.kind {
        Kind::Ballot if open => "请市民代表用手机提交评议票".into(),
        Kind::Ballot => "请听主持人说明，评议时段开启后提交评议票".into(),
        kind => format!("{}，限时 {minutes} 分钟", kind.chinese()),
    }
}

fn window_words(window: &BallotWindow, begun: bool) -> String {
    match window.state {
        WindowState::Waiting if begun => "评议时段尚未开启".into(),
        WindowState::Waiting => String::new(),
        WindowState::Open => "评议时段已开启".into(),
        WindowState::Closed => "评议时段已结束，结果在三场全部结束后公布".into(),
    }
}

fn line(plan: &Plan, item: &Item) -> Line {
    Line {
        title: item.title(plan),
        kind: if item.kind == Kind::Ballot { String::new() } else { item.kind.chinese().into() },
        state: item.state.word().into(),
        state_words: item.state.chinese().into(),
    }
}

/// The first eight digits, as pages of the ledger show them.
fn short(root: &[u8; 32]) -> String {
    data_encoding::HEXLOWER.encode(root.get(..4).unwrap_or_default())
}

/// `92.0%`; everybody and nothing less is 100.
fn percent(turnout: &Turnout) -> String {
    if turnout.invited == 0 {
        return String::new();
    }
    let (present, invited) = (u64::from(turnout.present), u64::from(turnout.invited));
    let rounded = (present * 2_000 + invited) / (invited * 2);
    let tenths = if present < invited { rounded.min(999) } else { rounded };
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_stands_still_in_a_pause_and_goes_below_nothing() {
        let ticking = Ticking { started_at: 1_000, paused: 500, paused_since: None, limit: 10_000, warning: 2_000 };
        assert_eq!((ticking.elapsed(6_500), ticking.remaining(6_500), ticking.remaining(13_500)), (5_000, 5_000, -2_000));
        let paused = Ticking { paused_since: Some(4_500), ..ticking };
        assert_eq!((paused.remaining(5_000), paused.remaining(99_000)), (7_000, 7_000));
    }

    #[test]
    fn nearly_everybody_is_not_everybody() {
        let share = |present, invited| percent(&Turnout { session: 1, venue: String::new(), invited, present });
        assert_eq!(
            (share(6, 9).as_str(), share(3_999, 4_000).as_str(), share(5, 5).as_str(), share(0, 0).as_str()),
            ("66.7%", "99.9%", "100.0%", "")
        );
    }
}
