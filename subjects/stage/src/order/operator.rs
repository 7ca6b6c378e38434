//! `/office/stage`: what is on, the one thing to press, what follows. Made for a tablet beside the stage.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use plan::{Plan, Session};
use web::desk::Desk;
use web::page::form::{Errors, Form, error_summary, hidden};
use web::page::link::Link;
use web::page::tabs::tabs;
use web::page::{Page, date, reason};
use web::{Failure, assets};

use super::item::{Item, Kind};
use super::row::running_order;
use super::state::{Act, State};
use super::{HOME, OPERATORS_KINDS, queries, service};
use crate::live::clock;
use crate::live::keep::{PUBLIC, current};
use crate::live::state::{Ticking, chosen};

/// What the page shows.
pub(super) struct Shown<'a> {
    pub desk: &'a Desk,
    pub plan: &'a Plan,
    pub session: &'a Session,
    /// None while the running order is only the plan's.
    pub version: Option<i64>,
    pub items: Vec<Item>,
    pub may_act: bool,
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let session = Link::new(&desk.look.path).get("session").parse().ok();
    Ok(page(&desk, session, &Errors::none()).await?.into_response())
}

pub(super) async fn page(desk: &Desk, session: Option<u32>, errors: &Errors) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    // Before the page's own reading, so that what changes in between is fetched again.
    let news = current(&desk.app, PUBLIC).await?;
    let now = desk.app.clock().millis();
    let shown = {
        let mut tx = desk.app.database().reader().await?;
        let progress = queries::progress(&mut tx).await?;
        let session = match session {
            Some(number) => plan.session(number),
            None => chosen(plan, &progress, now),
        };
        let session = session.ok_or(Failure::NotFound)?;
        let version = queries::version(&mut tx, session.number).await?;
        let items = match version {
            Some(_) => queries::items(&mut tx, session.number).await?,
            None => service::planned(plan, session.number),
        };
        Shown { desk, plan, session, version, items, may_act: desk.visitor.holds(OPERATORS_KINDS) }
    };
    let sessions = plan.sessions();
    let entries: Vec<(String, &str, bool)> =
        sessions.iter().map(|it| (format!("{HOME}?session={}", it.number), it.name.as_str(), it.number == shown.session.number)).collect();
    let entries: Vec<(&str, &str, bool)> = entries.iter().map(|(href, name, current)| (href.as_str(), *name, *current)).collect();
    let number = shown.session.number;
    let body = html! {
        (error_summary(errors))
        (tabs("场次", &entries))
        div #live data-onair="part" data-events="/live/events" data-state="/api/v1/live" data-id=(news.id) data-href={ (HOME) "?session=" (number) } {
            (now_card(&shown, now))
            h2 { "本场次序" }
            (running_order(&shown, now))
        }
        p.secondary data-onair-state role="status" { "要看最新情况，请" a href={ (HOME) "?session=" (number) } { "刷新本页" } "。" }
        p.acts {
            a href={ (HOME) "/" (number) "/record" } { "本场记录" } " "
            a href="/live" { "公众看到的页面" }
        }
        details {
            summary { "会场屏幕的地址" }
            ul { @for venue in &plan.venues { li { a href={ "/screen/" (venue.id) } { (venue.name) } } } }
        }
        script type="module" src=(assets::href("onair.js")) {}
    };
    Ok(desk.page("会场调度", None, body))
}

/// What is on, large, with its buttons.
fn now_card(shown: &Shown<'_>, now: i64) -> Markup {
    let on = shown.items.iter().find(|item| item.state.has_stage());
    let next = shown.items.iter().find(|item| item.state == State::Waiting);
    let last = shown.items.iter().filter(|item| item.state == State::Done).max_by_key(|item| item.timer.ended_at);
    html! {
        section.card.stage-now {
            @match (on, next) {
                (Some(item), _) => (going_on(shown, item, now)),
                (None, Some(item)) => {
                    p.secondary { "现在没有进行中的项目" }
                    p.stage-title { "下一项：" (item.full_title(shown.plan)) }
                    (start(shown, item))
                }
                (None, None) => { p.stage-title { "本场已全部结束" } p { "各项用时和超时见“本场记录”。" } }
            }
            @if let (None, Some(last), true) = (on, last, shown.may_act) { (correction(shown, last, Act::Reopen)) }
            @if let (Some(_), Some(next)) = (on, next) { p.secondary { "随后：" (next.full_title(shown.plan)) } }
        }
    }
}

fn going_on(shown: &Shown<'_>, item: &Item, now: i64) -> Markup {
    let ticking = Ticking::of(item);
    let started = item.timer.started_at.map(date::exact_of).unwrap_or_default();
    html! {
        p.stage-title { (item.full_title(shown.plan)) }
        @if item.kind == Kind::Ballot { p { "评议时段由两名联席会议办公室人员开启和关闭，这里只标明会场进行到评议。" } }
        @else if let Some(it) = &ticking { (ticking_timer(it, now)) }
        p.secondary { "开始于 " (started) "，暂停 " (item.timer.pauses.len()) " 次" }
        @if shown.may_act {
            div.presses.stage-presses {
                (press(shown, item, Act::End, true))
                @if item.state == State::On { (press(shown, item, Act::Pause, false)) } @else { (press(shown, item, Act::Resume, false)) }
                @if item.kind == Kind::Interview {
                    a.button.quiet href={ "/office/channel/" (item.id) } { "问题" }
                    a.button.quiet href={ "/office/promises/new?item=" (item.id) } { "登记承诺" }
                }
            }
            (correction(shown, item, Act::Back))
        }
    }
}

/// A timer with all that the script needs, because this page shows one session of several.
fn ticking_timer(ticking: &Ticking, now: i64) -> Markup {
    let data = serde_json::to_string(ticking).unwrap_or_default();
    html! { div data-timer=(data) { (clock::timer(Some(ticking), now)) } }
}

fn start(shown: &Shown<'_>, item: &Item) -> Markup {
    if !shown.may_act {
        return html! {};
    }
    html! {
        @if shown.version.is_some() { div.presses.stage-presses { (press(shown, item, Act::Start, true)) } }
        @else {
            p { "下面是方案中的次序。生成以后可以调整，并可以开始。" }
            (Form::post(&format!("{HOME}/{}/prepare", shown.session.number), shown.desk.token()).submit("生成本场次序").around(html! {}))
        }
    }
}

/// The hidden fields of an act.
pub(super) fn seen(shown: &Shown<'_>, item: &Item) -> Markup {
    html! {
        (hidden("csrf", shown.desk.token()))
        (hidden("version", &shown.version.unwrap_or_default().to_string()))
        (hidden("item", &item.id))
    }
}

fn word(act: Act) -> &'static str {
    match act {
        Act::Start => "start",
        Act::Pause => "pause",
        Act::Resume => "resume",
        Act::End => "end",
        Act::Back => "back",
        Act::Reopen => "reopen",
    }
}

fn press(shown: &Shown<'_>, item: &Item, act: Act, main: bool) -> Markup {
    let words = match act {
        Act::Start => format!("开始：{}", item.title(shown.plan)),
        other => other.chinese().to_owned(),
    };
    html! {
        form.form-button method="post" action={ (HOME) "/" (shown.session.number) "/" (word(act)) } data-form {
            (seen(shown, item))
            button.quiet[!main] type="submit" data-press=(word(act)) { (words) }
        }
    }
}

/// Putting right what was pressed by mistake asks for the reason.
fn correction(shown: &Shown<'_>, item: &Item, act: Act) -> Markup {
    let (summary, words) = match act {
        Act::Back => ("开始错了？", "这一项退回未开始，已走的时间不计，原因写入记录。"),
        _ => ("结束错了？", "刚结束的一项恢复进行，其间的时间照计，原因写入记录。"),
    };
    let action = format!("{HOME}/{}/{}", shown.session.number, word(act));
    let fields = html! {
        (seen_without_token(shown, item))
        (reason::field("", "写入本场记录和审计日志", &Errors::none()))
    };
    html! {
        details.stage-correction {
            summary { (summary) }
            p { (item.full_title(shown.plan)) "：" (words) }
            (Form::post(&action, shown.desk.token()).submit(act.chinese()).around(fields))
        }
    }
}

fn seen_without_token(shown: &Shown<'_>, item: &Item) -> Markup {
    html! { (hidden("version", &shown.version.unwrap_or_default().to_string())) (hidden("item", &item.id)) }
}
