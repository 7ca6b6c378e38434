//! The list of sessions, the page of one, and what its forms do.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ballotbox::election::{self, State as Election, Stored};
use ballotbox::proposals::{JointAct, Proposal as Act};
use ballotbox::reconciliation::{self, Published};
use http::StatusCode;
use maud::{Markup, html};
use web::desk::Desk;
use web::joint::{Answer, pages as joint};
use web::page::empty::empty;
use web::page::form::{Errors, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::page::{Page, date, reason};
use web::rights::RoleKind;
use web::submitted::Submitted;
use web::text::normal;
use web::{Failure, Refusal};

use super::differences::{Compared, compare};
use super::proposal::{Proposal, ProposalId};
use super::{HOME, parts, queries, service};

/// Everything that the page of a session shows.
pub(super) struct View {
    pub stored: Stored,
    pub name: String,
    pub compared: Compared,
    pub live: Vec<Proposal>,
    pub past: Vec<Proposal>,
    pub published: Option<Published>,
    pub void: Option<Act>,
    /// Whether the visitor may write.
    pub writes: bool,
}

impl View {
    /// The address of an act on this session.
    pub fn action(&self, rest: &str) -> String {
        format!("{HOME}/{}/{rest}", self.stored.session)
    }
}

/// What was typed into a form that was refused.
#[derive(Default)]
pub(super) struct Typed {
    /// Venue and kind of the difference.
    pub which: (String, String),
    pub text: String,
    pub reason: String,
}

pub(super) async fn list(desk: Desk) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let mut tx = desk.app.database().reader().await?;
    let mut rows = Vec::new();
    for session in adopted.plan.sessions() {
        let stored = election::queries::of_session(&mut tx, session.number).await?;
        let (state, next) = match &stored {
            None => (tag(Tone::Neutral, "还没有评议"), words("")),
            Some(it) if reconciliation::accepted(&mut tx, &it.uuid).await?.is_some() => (tag(Tone::Good, "已公布"), words("")),
            Some(it) if it.state == Election::Closed => match reconciliation::obstacle(&mut tx, it).await? {
                Some(why) => (tag(Tone::Warn, "等待核对"), words(why)),
                None => (tag(Tone::Good, "没有妨碍"), words("")),
            },
            Some(it) => (tag(Tone::Neutral, it.state.chinese()), words("评议结束以后核对")),
        };
        let link = html! { @if stored.is_some() { a href={ (HOME) "/" (session.number) } { (session.name) } } @else { (session.name) } };
        rows.push(Row::new([link, state, next]));
    }
    let voids = reconciliation::voids(&mut tx).await?;
    let void = voids
        .iter()
        .map(|it| Row::new([words(format!("第 {} 场", it.session)), words(&it.reason), words(date::exact_of(it.at)), words(&it.uuid)]));
    let body = html! {
        p { "发出等于到会，用过不多于发出，没有投出的有两人写明的原因：三项都清楚，由两人公布，结果才能公布。" }
        (Table::new("各场的收发核对", ["场次", "状态", "还差什么"].map(Column::text)).rows(rows))
        @if !voids.is_empty() { (Table::new("作废的评议", ["场次", "原因", "时间", "编号"].map(Column::text)).rows(void)) }
        p { a href="/results/reconciliation" { "公众看到的收发核对" } }
    };
    Ok(desk.page("收发核对", None, body))
}

/// The number of a session in an address.
fn number(text: &str) -> Result<u32, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

async fn view(desk: &Desk, session: u32) -> Result<View, Failure> {
    let adopted = desk.app.plan();
    let mut tx = desk.app.database().reader().await?;
    let stored = election::queries::of_session(&mut tx, session).await?.ok_or(Failure::NotFound)?;
    let open = ballotbox::proposals::queries::open_about(&mut tx, &stored.uuid).await?;
    Ok(View {
        name: adopted.plan.session_name(session),
        compared: compare(&mut tx, &desk.app, &stored.uuid, session).await?,
        live: queries::live(&mut tx, &stored.uuid).await?,
        past: queries::past(&mut tx, &stored.uuid).await?,
        published: reconciliation::accepted(&mut tx, &stored.uuid).await?,
        void: open.into_iter().find(|it| it.act == JointAct::Void),
        writes: desk.visitor.holds(&[RoleKind::Supervision]),
        stored,
    })
}

pub(super) async fn show(desk: Desk, Path(session): Path<String>) -> Result<Page, Failure> {
    let session = number(&session)?;
    page(&desk, session, &Typed::default(), &Errors::none()).await
}

async fn page(desk: &Desk, session: u32, typed: &Typed, errors: &Errors) -> Result<Page, Failure> {
    let view = view(desk, session).await?;
    let over = matches!(view.stored.state, Election::Closed | Election::Released);
    let impossible = if over { view.compared.impossible() } else { Vec::new() };
    let body = html! {
        (error_summary(errors))
        (said(desk))
        @if !over {
            (empty("本场还没有结束", "评议时段关闭以后，这里逐个会场列出应到、到会、制作、剩余、作废、发出、用过和纸质录入的数字，并指出每一处差异。"))
        } @else {
            @if !impossible.is_empty() { (alarm(&impossible)) }
            @if let Some(published) = &view.published {
                (notice(Tone::Good, "收发核对已经公布", html! {
                    p { (date::exact_of(published.at)) "，写入公开账本，不能再改。" }
                }))
                p { a href="/results/reconciliation" { "公众看到的页面" } }
            }
            (parts::venues(&view.compared))
            (parts::whole(&view.compared))
            @if view.published.is_none() && view.stored.state == Election::Closed {
                (parts::missing(&view.compared))
                (parts::differences(desk, &view, typed, errors))
                (parts::publication(desk, &view))
            }
        }
        @if view.published.is_none() || !impossible.is_empty() { (parts::void(desk, &view, typed, errors, !impossible.is_empty())) }
        (joint::decided(view.past.iter().map(|it| (it.kind.chinese(), &it.standing))))
    };
    Ok(desk.page(&format!("收发核对：{}", view.name), Some((HOME, "收发核对")), body))
}

/// More used than issued: said so that nobody overlooks it.
fn alarm(found: &[String]) -> Markup {
    notice(
        Tone::Bad,
        "用过的票多于发出的票：本场结果不能公布",
        html! {
            ul { @for it in found { li { strong { (it) } } } }
            p { "多出来的票无法从合计里剔除，解释也不能代替。请封存各会场的票和清点记录，立即向联席会议报告，并在本页提出作废；确认以后重新生成密钥、制卡，重新评议。" }
        },
    )
}

fn said(desk: &Desk) -> Markup {
    match Link::new(&desk.look.path).get("done") {
        "explained" => done("原因已记下", html! { p { "等待监督检查组另一人确认。" } }),
        "proposed" => done("已提出公布", html! { p { "等待监督检查组另一人确认。" } }),
        "confirmed" => done("已经确认", html! {}),
        "rejected" => done("已经退回", html! { p { "没有任何改动，可以重新写。" } }),
        "withdrawn" => done("已经撤回", html! {}),
        "void" => done("已提出作废", html! { p { "等待联席会议办公室一名负责人在“各场评议”确认。" } }),
        _ => html! {},
    }
}

async fn answer(desk: &Desk, session: u32, typed: &Typed, outcome: Result<(), Refusal>, done: &str) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}/{session}?done={done}")).into_response()),
        Err(refusal) => wrong(desk, session, typed, &refusal.into_errors()?).await,
    }
}

async fn wrong(desk: &Desk, session: u32, typed: &Typed, errors: &Errors) -> Result<Response, Failure> {
    Ok(page(desk, session, typed, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

pub(super) async fn explain(desk: Desk, Path(session): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let session = number(&session)?;
    let which = (form.text("venue").to_owned(), form.text("about").to_owned());
    let typed = Typed { which, text: normal(form.text("text")), ..Typed::default() };
    let (venue, about) = &typed.which;
    let outcome = service::explain(&desk.app, &desk.caller, &desk.visitor, session, (venue, about), &typed.text).await;
    answer(&desk, session, &typed, outcome, "explained").await
}

pub(super) async fn publish(desk: Desk, Path(session): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let session = number(&session)?;
    let outcome = service::propose_publication(&desk.app, &desk.caller, &desk.visitor, session).await;
    answer(&desk, session, &Typed::default(), outcome, "proposed").await
}

async fn decide(desk: &Desk, session: u32, id: String, reply: &Answer, done: &str) -> Result<Response, Failure> {
    let outcome = service::decide(&desk.app, &desk.caller, &desk.visitor, session, &ProposalId::from(id), reply).await;
    answer(desk, session, &Typed::default(), outcome, done).await
}

pub(super) async fn confirm(desk: Desk, Path((session, id)): Path<(String, String)>, _form: Submitted) -> Result<Response, Failure> {
    let session = number(&session)?;
    decide(&desk, session, id, &Answer::Confirm, "confirmed").await
}

pub(super) async fn withdraw(desk: Desk, Path((session, id)): Path<(String, String)>, _form: Submitted) -> Result<Response, Failure> {
    let session = number(&session)?;
    decide(&desk, session, id, &Answer::Withdraw, "withdrawn").await
}

pub(super) async fn reject(desk: Desk, Path((session, id)): Path<(String, String)>, form: Submitted) -> Result<Response, Failure> {
    let session = number(&session)?;
    let (why, errors) = reason::read(&form);
    if !errors.is_empty() {
        return wrong(&desk, session, &Typed::default(), &errors).await;
    }
    decide(&desk, session, id, &Answer::Reject(why), "rejected").await
}

pub(super) async fn void(desk: Desk, Path(session): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let session = number(&session)?;
    let (why, errors) = reason::read(&form);
    let typed = Typed { reason: why, ..Typed::default() };
    if !errors.is_empty() {
        return wrong(&desk, session, &typed, &errors).await;
    }
    let outcome = service::propose_void(&desk.app, &desk.caller, &desk.visitor, session, &typed.reason).await;
    answer(&desk, session, &typed, outcome, "void").await
}

pub(super) async fn withdraw_void(desk: Desk, Path((session, id)): Path<(String, String)>, _form: Submitted) -> Result<Response, Failure> {
    let session = number(&session)?;
    let outcome = service::withdraw_void(&desk.app, &desk.caller, &desk.visitor, session, &id).await;
    answer(&desk, session, &Typed::default(), outcome, "withdrawn").await
}
