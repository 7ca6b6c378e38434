//! The officers' page: where each session stands, and the one thing to do now.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use jiff::Timestamp;
use maud::{Markup, html};
use plan::Plan;
use web::database::{Tx, transaction};
use web::desk::Desk;
use web::joint::NotDone;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, InputMode, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::tag::{Tone, tag};
use web::page::{Page, countdown, date};
use web::rights::RoleKind;
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::opening::{Extension, MOST_MINUTES};
use super::{HOME, obstacles};
use crate::election::{self, Act, State, Stored, Window};
use crate::proposals::{self, JointAct, Proposal, Wanted, asked};
use crate::view;

/// What the page shows of one session.
struct Shown {
    stored: Stored,
    window: Option<Window>,
    obstacles: Vec<String>,
    proposals: Vec<Proposal>,
}

async fn read(desk: &Desk, plan: &Plan) -> Result<Vec<Shown>, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let mut shown = Vec::new();
    for stored in election::queries::all(&mut tx).await?.into_iter().filter(|it| it.state != State::Void) {
        let obstacles = match stored.state {
            State::Carded => obstacles(&mut tx, &desk.app, plan, &stored).await?,
            _ => Vec::new(),
        };
        let window = election::queries::window(&mut tx, &stored.uuid).await?;
        let proposals = proposals::queries::open_about(&mut tx, &stored.uuid).await?;
        shown.push(Shown { stored, window, obstacles, proposals });
    }
    Ok(shown)
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    Ok(page(&desk, &Errors::none()).await?.into_response())
}

async fn page(desk: &Desk, errors: &Errors) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let shown = read(desk, &adopted.plan).await?;
    // What is lost with a machine in these minutes cannot be had again.
    let matters = shown.iter().any(|it| matches!(it.stored.state, State::Carded | State::Open));
    let alone = matters && desk.app.database().lacks_standby().await?;
    let body = html! {
        (error_summary(errors))
        @if alone { (no_standby()) }
        @match Link::new(&desk.look.path).get("done") {
            "proposed" => (done("已提出", html! { p { "等待另一名联席会议办公室人员确认。" } })),
            "confirmed" => (done("已经确认并办理", html! { p { "已写入公开账本，各会场的页面随即更新。" } })),
            "rejected" => (done("已经否决", html! { p { "没有任何改动。" } })),
            "withdrawn" => (done("已经撤回", html! { p { "没有任何改动。" } })),
            _ => {}
        }
        @if shown.is_empty() { (empty("还没有评议", "密钥会议结束、评议票制作以后，各场的评议时段在这里开启。")) }
        @for one in &shown { (section(desk, &adopted.plan, one)) }
    };
    Ok(desk.page("评议时段", None, body))
}

/// Said loudly, but no obstacle: a session is not put off for it.
fn no_standby() -> Markup {
    let body = html! {
        p { "数据库没有同步备机。服务器或磁盘坏了，已经告诉市民“已计入”的评议票可能丢失。" }
        p { "请系统管理员在开启以前接好同步备机（PostgreSQL 的 synchronous_standby_names），接好以后这条提醒自动消失。" }
    };
    notice(Tone::Bad, "评议票只存在一台机器上", body)
}

fn section(desk: &Desk, plan: &Plan, shown: &Shown) -> Markup {
    let Shown { stored, window, obstacles, proposals } = shown;
    let name = plan.session_name(stored.session);
    let tone = if stored.state == State::Open { Tone::Good } else { Tone::Neutral };
    let may_act = desk.visitor.holds(&[RoleKind::Office]);
    html! {
        section.card {
            h2 { (name) }
            @if stored.dry_run { (view::dry_run()) }
            p { (tag(tone, stored.state.chinese())) }
            @if let Some(window) = window { (times(window, desk.app.clock().now())) }
            @for proposal in proposals { (asked(proposal).open(desk, may_act, html! {})) }
            @if !obstacles.is_empty() {
                (notice(Tone::Warn, "现在还不能开启", html! { ul { @for obstacle in obstacles { li { (obstacle) } } } }))
            }
            @if may_act && proposals.is_empty() { (acts(desk, plan, stored, obstacles.is_empty())) }
        }
    }
}

fn times(window: &Window, now: Timestamp) -> Markup {
    html! {
        @if window.closed_at.is_none() { (countdown::countdown(now, date::of_millis(window.closes_at), "结束", "页面已停止提交，正在等待最后的上传")) }
        (Facts::new()
            .fact("开启", date::exact_of(window.opened_at))
            .fact("页面停止提交", date::exact_of(window.closes_at))
            .fact("关闭", window.closed_at.map_or_else(|| "到时自动关闭".into(), date::exact_of)))
    }
}

fn acts(desk: &Desk, plan: &Plan, stored: &Stored, ready: bool) -> Markup {
    let action = |act: &str| format!("{HOME}/{}/{act}", stored.uuid);
    let minutes = plan.session(stored.session).map_or(0, |session| plan.window_minutes(session));
    html! {
        @if stored.state == State::Carded && ready {
            p { "开启以后各会场同时可以提交，" (minutes) " 分钟后自动关闭。" }
            (Form::post(&action("opening"), desk.token()).submit("提出开启，等待第二人").around(html! {}))
        }
        @if stored.state == State::Open {
            (Form::post(&action("extension"), desk.token()).submit("提出延长，等待第二人").around(html! {
                (Field::text("minutes", "延长几分钟").hint("还有人排队或在专用设备前时").inputmode(InputMode::Numeric).maxlength(2).short())
            }))
            p { a href=(crate::paper::home(&view::election_name(stored))) { "整个会场停电、断网：纸质评议表" } }
            details {
                summary { "提前关闭" }
                p { "关闭以后不能再提交，也不能再开启。一般不需要：到时自动关闭。" }
                (Form::post(&action("closing"), desk.token()).submit("提出关闭，等待第二人").danger().around(html! {}))
            }
        }
    }
}

/// What the second officer sees of a proposal about a window.
pub(crate) async fn summary(tx: &mut Tx, desk: &Desk, proposal: &Proposal) -> Result<(Markup, &'static [&'static str]), Failure> {
    let adopted = desk.app.plan();
    let stored = election::queries::by_uuid(tx, &proposal.about).await?.ok_or(Failure::NotFound)?;
    let name = adopted.plan.session(stored.session).map_or_else(String::new, |session| session.name.clone());
    let lines: &[&str] = match proposal.act {
        JointAct::OpenWindow => &["各会场同时可以提交评议票", "到时自动关闭，可以延长", "开启的时间写入公开账本，不能撤销"],
        JointAct::ExtendWindow => &["各会场的结束时间一起推后", "写入公开账本"],
        _ => &["不再接受评议票，已经提交的全部计入", "全部评议票的指纹写入公开账本，随后计算加密合计", "不能再开启"],
    };
    let minutes = if proposal.act == JointAct::ExtendWindow { Some(super::minutes_of(&proposal.content)?) } else { None };
    let obstacles = match proposal.act {
        JointAct::OpenWindow => obstacles(tx, &desk.app, &adopted.plan, &stored).await?,
        _ => Vec::new(),
    };
    let content = html! {
        p { strong { (name) } }
        @if stored.dry_run { (view::dry_run()) }
        @if let Some(minutes) = minutes { p { "延长 " (minutes) " 分钟" } }
        @if !obstacles.is_empty() { (notice(Tone::Warn, "现在还不能开启", html! { ul { @for it in &obstacles { li { (it) } } } })) }
    };
    Ok((content, lines))
}

pub(super) async fn propose_opening(desk: Desk, Path(uuid): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    propose(&desk, Wanted::new(&uuid, JointAct::OpenWindow)).await
}

pub(super) async fn propose_closing(desk: Desk, Path(uuid): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    propose(&desk, Wanted::new(&uuid, JointAct::CloseWindow)).await
}

pub(super) async fn propose_extension(desk: Desk, Path(uuid): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let minutes = web::text::normal(form.text("minutes")).parse().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
    let Some(minutes) = minutes else {
        let mut errors = Errors::none();
        errors.add("minutes", format!("请填写 1 到 {MOST_MINUTES} 的整数"));
        return Ok(page(&desk, &errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let content = serde_json::to_string(&Extension { minutes }).map_err(|error| Failure::Internal(error.to_string()))?;
    propose(&desk, Wanted { content, ..Wanted::new(&uuid, JointAct::ExtendWindow) }).await
}

async fn propose(desk: &Desk, wanted: Wanted) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let outcome = transaction!(desk.app.database(), |tx| -> Result<(), NotDone> {
        let stored = election::queries::by_uuid(&mut tx, &wanted.about).await?.ok_or(Refusal::NotFound)?;
        let act = if wanted.act == JointAct::OpenWindow { Act::Open } else { Act::Close };
        if act == Act::Open {
            let found = obstacles(&mut tx, &desk.app, &adopted.plan, &stored).await?;
            if !found.is_empty() {
                return Err(NotDone::Obstacles(found));
            }
        } else if stored.state != State::Open {
            return Err(Refusal::rule(format!("本场现在是“{}”", stored.state.chinese())).into());
        }
        proposals::propose(&mut tx, &desk.caller, &desk.visitor, &wanted).await?;
        Ok(())
    });
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}?done=proposed")).into_response()),
        Err(not_done) => {
            let page = page(desk, &not_done.into_errors()?).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}
