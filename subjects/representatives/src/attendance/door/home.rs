//! The page that a desk keeps open.

use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use plan::{Plan, Session};
use web::page::date;
use web::page::form::button;
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::progress::bar;
use web::page::tag::Tone;
use web::{Failure, assets};

use super::desk::Door;
use super::find;
use crate::attendance::hours;
use crate::invitation::entry_number::EntryNumber;
use crate::invitation::times;

pub(super) async fn show(door: Door) -> Result<Response, Failure> {
    let link = Link::new(&door.desk.look.path);
    let typed = link.get("entry");
    let read = EntryNumber::read(typed);
    if let Some(entry) = &read {
        return Ok(Redirect::to(&door.href(entry.as_str())).into_response());
    }
    let plan = door.desk.app.plan();
    let Some(session) = door.open(&plan.plan) else { return Ok(door.page("签到", closed(&door, &plan.plan)).into_response()) };
    let error = (!typed.trim().is_empty()).then_some("编号应为 8 位数字，其中有一位不对。请看着原件再输一遍，或用姓名查找");
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let body = frame(&door, session, None, html! { (just_done(&link)) (find::forms(&door, typed, error)) }).await?;
    Ok(door.page("签到", body).with_status(status).into_response())
}

/// The page around what is shown without script. `entry` is the number that brought somebody here.
pub(super) async fn frame(door: &Door, session: &Session, entry: Option<&EntryNumber>, plain: Markup) -> Result<Markup, Failure> {
    let listed = door.list(session).await?;
    let taken = listed.iter().filter(|it| it.seat.state.is_taken());
    let (all, present) = taken.fold((0_u64, 0_u64), |(all, in_), it| (all + 1, in_ + u64::from(it.arrived.is_some())));
    let plan = door.desk.app.plan();
    Ok(html! {
        (tabs(door, &plan.plan, session))
        p.secondary { (date::moment(times::begins(session))) " 开始 · " (door.desk.visitor.name) }
        div #checkin data-session=(session.number) data-venue=(door.venue) data-entry=(entry.map_or("", EntryNumber::as_str))
            data-scanner=(assets::href("jsQR.js")) {
            div data-counts { (bar("已签到", present, all, "人")) }
            div data-plain { (plain) }
        }
        p {
            a href=(door.href("absent")) { "未到名单" } "（开会以后可以看），"
            a href={ "/venue/door-list/" (door.venue) "/" (session.number) } { "纸质签到表" } "（停电断网时用，请提前打印）"
        }
        p.secondary { "签到只记录到会，与评议票无关：评议票由本人从票箱任取，谁也不记录谁拿了哪一张。" }
        (sign_out(door))
        p.secondary data-keep-words {}
        (web::page::keep::keep("/venue/checkin", door.now(), door.until()))
        script type="module" src=(assets::href("checkin.js")) {}
    })
}

fn tabs(door: &Door, plan: &Plan, session: &Session) -> Markup {
    let today = hours::of_day(plan, date::local_day(door.now()));
    if today.len() < 2 {
        return html! {};
    }
    html! {
        nav.tabs aria-label="场次" {
            ul { @for one in today { li {
                // Kept too, so that the afternoon's desk opens without a network.
                a href=(Link::new("/venue/checkin").with("session", &one.number.to_string()).href()) data-keep
                    aria-current=[(one.number == session.number).then_some("page")] { (one.name) }
            } } }
        }
    }
}

fn sign_out(door: &Door) -> Markup {
    html! { div data-forget="checkin." data-forget-pages="/venue/" data-forget-waiting="checkin.wait." { (button("/venue/sign-out", door.desk.token(), "退出", false)) } }
}

fn just_done(link: &Link) -> Markup {
    match link.get("done") {
        "in" => done("已签到", html! { p { "请下一位。" } }),
        "undone" => done("已撤销签到", html! { p { "原因已写入审计日志。" } }),
        _ => html! {},
    }
}

/// What a desk reads before its time, or on a day without a session.
fn closed(door: &Door, plan: &Plan) -> Markup {
    let words = match &door.session {
        Some(session) => {
            html! { p { (session.name) "的名单 " strong { (date::moment(hours::opens(plan, session))) } " 起可以看，那时开始签到。" } }
        }
        None => match hours::next(plan, door.now()) {
            Some(next) => {
                html! { p { "下一场是" (next.name) "，" strong { (date::moment(times::begins(next))) } "。当天用那一天的通行码进入，再打开本页。" } }
            }
            None => html! { p { "各场述职报告会都已经结束。" } },
        },
    };
    let headline = if door.session.is_some() { "还没有到签到的时间" } else { "今天没有述职报告会" };
    html! { (notice(Tone::Neutral, headline, words)) (sign_out(door)) (web::page::keep::script()) }
}
