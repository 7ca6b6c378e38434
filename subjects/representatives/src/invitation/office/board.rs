//! Sending the notices, and how every cell of every session is filled.

use std::collections::HashMap;

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, Render, html};
use plan::Plan;
use web::Failure;
use web::desk::Desk;
use web::page::Page;
use web::page::empty::empty;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::progress::bar;
use web::page::table::{Column, Row, Table, number, thousands, words};
use web::page::tag::{Tone, tag};
use web::submitted::Submitted;

use super::queries::{self, SeatCount};
use super::{MAY_SEND, session_choices, venue_choices};
use crate::candidates::acts::refused;
use crate::candidates::service::class_name;
use crate::draw::{Stage, drawn};
use crate::invitation::queries::progress;
use crate::invitation::seat::State;
use crate::invitation::seating;
use crate::scope::{Scope, WORKERS};

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    Ok(page(&desk, &Errors::none()).await?.into_response())
}

/// One officer suffices: no chance is left, and everybody of the pool is told their own outcome.
pub(super) async fn send(desk: Desk, _form: Submitted) -> Result<Response, Failure> {
    match seating::begin(&desk.app, &desk.caller).await {
        Ok(()) => Ok(Redirect::to("/office/invitations?done=sent").into_response()),
        Err(refusal) => Ok(refused(page(&desk, &refusal.into_errors()?).await?)),
    }
}

async fn page(desk: &Desk, errors: &Errors) -> Result<Page, Failure> {
    let scope = Scope::of(&desk.visitor);
    let link = Link::new(&desk.look.path);
    let Some(venue) = scope.venue(link.get("venue")) else {
        let text = empty("没有可以查看的会场", "您的角色不对应方案中的任何旗区。请联系安全管理员。");
        return Ok(desk.page("代表邀请", None, text));
    };
    let mut tx = desk.app.database().reader().await?;
    let stage = drawn::stage(&mut tx).await?;
    let (notices, queued) = progress(&mut tx).await?;
    let board = Board {
        counts: queries::seat_counts(&mut tx).await?,
        reserves: queries::reserves(&mut tx).await?,
        cells: queries::cell_seats(&mut tx).await?,
    };
    drop(tx);
    let plan = desk.app.plan();
    let body = html! {
        (error_summary(errors))
        @match link.get("done") {
            "sent" => (done("通知开始发出", html! { p { "所有人都会收到：抽中的收到邀请，没有抽中的知道自己的机会和候补次序。" } })),
            "reminded" => (done("提醒已排队发送", html! { p { "只发给还没有答复的代表。" } })),
            _ => {}
        }
        @if stage < Stage::Drawn {
            (empty("还没有抽取", "抽取以后，由组织保障组在这里发出通知。"))
        } @else if notices == 0 {
            (before_sending(desk))
        } @else {
            @if queued < notices { (bar("通知已排队", count(queued), count(notices), "份")) }
            (acts(desk))
            (filters(&plan.plan, &scope, &venue, &link))
            (board.render(&plan.plan, &scope, &venue, &link))
        }
    };
    Ok(desk.page("代表邀请", None, body))
}

fn count(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn before_sending(desk: &Desk) -> Markup {
    let may_send = matches!(MAY_SEND, web::rights::Access::Roles(kinds) if desk.visitor.holds(kinds));
    let body = html! {
        p { "名册中的每个人都会收到一条短信：抽中的是邀请，没有抽中的知道自己的机会和候补次序。链接各不相同，只供本人使用。" }
        @if may_send {
            (Form::post("/office/invitations/notices", desk.token()).submit("发出通知").around(html! {}))
        } @else { p { "由组织保障组发出。" } }
    };
    notice(Tone::Warn, "已经抽取，还没有通知", body)
}

fn acts(desk: &Desk) -> Markup {
    html! {
        p.acts {
            a.button href="/office/invitations/list" { "代表名单" } " "
            @if desk.visitor.holds(WORKERS) { a href="/office/invitations/reminders" { "提醒未答复的" } " " }
            a href="/office/invitations/arrangements" { "会场安排" }
        }
    }
}

fn filters(plan: &Plan, scope: &Scope, venue: &str, link: &Link) -> Markup {
    let (venues, sessions) = (venue_choices(plan, scope), session_choices(plan, "全部场次"));
    let shows = [Choice::new("", "全部类别"), Choice::new("missing", "只看没有坐满的"), Choice::new("open", "只看有人未答复的")];
    let fields = html! {
        (Field::select("venue", "会场", &venues).value(venue).optional())
        (Field::select("session", "场次", &sessions).value(link.get("session")).optional())
        (Field::select("show", "范围", &shows).value(link.get("show")).optional())
    };
    html! { div.filters role="search" { (Form::get("/office/invitations").submit("筛选").around(fields)) } }
}

/// What one cell has in the sessions looked at.
#[derive(Clone, Copy, Debug, Default)]
struct Fill {
    seats: i64,
    confirmed: i64,
    invited: i64,
    replaced: i64,
    vacant: i64,
    reserves: i64,
}

impl Fill {
    fn add(&mut self, other: Fill) {
        self.seats += other.seats;
        self.confirmed += other.confirmed;
        self.invited += other.invited;
        self.replaced += other.replaced;
        self.vacant += other.vacant;
        self.reserves += other.reserves;
    }

    fn missing(&self) -> i64 {
        self.seats - self.confirmed - self.invited
    }
}

struct Board {
    counts: Vec<SeatCount>,
    reserves: Vec<(String, String, i64)>,
    cells: Vec<(String, String, i64)>,
}

impl Board {
    fn fill(&self, plan: &Plan, session: u32) -> HashMap<(&str, &str), Fill> {
        let sessions = if session == 0 { i64::try_from(plan.activity.sessions.len()).unwrap_or(0) } else { 1 };
        let mut fill: HashMap<(&str, &str), Fill> = HashMap::new();
        for (venue, class, seats) in &self.cells {
            fill.entry((venue, class)).or_default().seats = seats * sessions;
        }
        for count in self.counts.iter().filter(|count| session == 0 || count.session == session) {
            let cell = fill.entry((count.venue.as_str(), count.class.as_str())).or_default();
            match count.state {
                State::Confirmed => cell.confirmed += count.count,
                State::Invited => cell.invited += count.count,
                State::Declined | State::Released if count.vacant => cell.vacant += count.count,
                State::Declined | State::Released => cell.replaced += count.count,
            }
        }
        for (venue, class, count) in &self.reserves {
            fill.entry((venue, class)).or_default().reserves = *count;
        }
        fill
    }

    fn render(&self, plan: &Plan, scope: &Scope, venue: &str, link: &Link) -> Markup {
        let session: u32 = link.get("session").parse().unwrap_or(0);
        let fill = self.fill(plan, session);
        let shown: Vec<(&str, &str, Fill)> = self
            .cells
            .iter()
            .filter(|(at, _, _)| scope.has(at) && (venue.is_empty() || at == venue))
            .map(|(at, class, _)| (at.as_str(), class.as_str(), fill.get(&(at.as_str(), class.as_str())).copied().unwrap_or_default()))
            .collect();
        let mut sum = Fill::default();
        shown.iter().for_each(|(_, _, cell)| sum.add(*cell));
        let wanted = |cell: &Fill| match link.get("show") {
            "missing" => cell.missing() > 0,
            "open" => cell.invited > 0,
            _ => true,
        };
        html! {
            (bar("已确认参加", count(sum.confirmed), count(sum.seats), "人"))
            p { "未答复 " (thousands(sum.invited)) " 人，空缺 " (thousands(sum.missing())) " 席，已递补 " (thousands(sum.replaced)) " 次，候补还有 " (thousands(sum.reserves)) " 人。" }
            (table(plan, shown.iter().filter(|(_, _, cell)| wanted(cell)), link))
        }
    }
}

fn table<'a>(plan: &Plan, shown: impl Iterator<Item = &'a (&'a str, &'a str, Fill)>, link: &Link) -> Markup {
    let columns = [
        Column::text("类别"),
        Column::number("席位"),
        Column::number("确认参加"),
        Column::number("未答复"),
        Column::number("已递补"),
        Column::number("候补"),
        Column::text("还差"),
    ];
    let mut table = Table::new("各会场各类别的席位", columns).pairs();
    let (mut current, mut any) = ("", false);
    for (venue, class, cell) in shown {
        any = true;
        if current != *venue {
            current = venue;
            table = table.group(plan.venue_name(venue));
        }
        let state = match (cell.missing(), cell.invited, cell.reserves) {
            (..=0, 0, _) => tag(Tone::Good, "坐满，都已确认"),
            (..=0, open, 0) => tag(Tone::Warn, &format!("{open} 人未答复，没有候补")),
            (..=0, open, _) => tag(Tone::Neutral, &format!("{open} 人未答复")),
            (missing, ..) => tag(Tone::Bad, &format!("空缺 {missing} 席，候补用尽")),
        };
        let href =
            Link::new("/office/invitations/list").with("venue", venue).with("class", class).with("session", link.get("session")).href();
        table = table.row(Row::new([
            html! { a href=(href) { (class_name(plan, class)) } },
            number(cell.seats),
            number(cell.confirmed),
            number(cell.invited),
            number(cell.replaced),
            number(cell.reserves),
            state,
        ]));
    }
    if any { table.render() } else { Render::render(&words("没有这样的类别。")) }
}
