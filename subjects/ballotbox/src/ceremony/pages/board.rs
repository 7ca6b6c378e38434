//! The page of a sitting, and the list of sittings.

use axum::extract::{Path, Query};
use ballot::ceremony::sitting::Board;
use ballot::trustee::VerifiedTrustees;
use maud::{Markup, html};
use serde::Deserialize;
use web::Failure;
use web::desk::Desk;
use web::joint::pages::decided;
use web::page::Page;
use web::page::form::{Errors, error_summary};
use web::page::notice::{done, notice};
use web::page::tag::Tone;
use web::rights::RoleKind;

use super::parts;
use crate::ceremony::sitting::{self, Sitting, State};
use crate::ceremony::{keys, service, words};
use crate::election::Stored;
use crate::proposals::{self, JointAct, Proposal, asked};

/// What was just done.
#[derive(Deserialize)]
pub(in crate::ceremony) struct Shown {
    #[serde(default)]
    done: String,
}

/// What was typed into a form that was refused.
#[derive(Default)]
pub(super) struct Typed<'a> {
    pub(super) reason: &'a str,
}

/// Everything that the page of a sitting shows.
pub(super) struct View {
    pub sitting: Sitting,
    pub board: Board,
    /// Once the board is complete.
    pub keys: Option<Vec<VerifiedTrustees>>,
    pub elections: Vec<Stored>,
    open: Vec<Proposal>,
    decided: Vec<Proposal>,
}

impl View {
    async fn read(desk: &Desk, id: &str) -> Result<Self, Failure> {
        let mut tx = desk.app.database().reader().await?;
        let sitting = sitting::by_id(&mut tx, id).await?.ok_or(Failure::NotFound)?;
        let board = sitting::board(&mut tx, &sitting).await?;
        let keys = board.awaited().is_none().then(|| keys::trustees(&board)).transpose().map_err(Failure::Internal)?;
        Ok(View {
            elections: sitting::elections(&mut tx, id).await?,
            open: proposals::queries::open_about(&mut tx, id).await?,
            decided: proposals::queries::decided_about(&mut tx, id).await?,
            sitting,
            board,
            keys,
        })
    }
}

impl View {
    /// Whether this act awaits its second officer.
    pub(super) fn is_proposed(&self, act: JointAct) -> bool {
        self.open.iter().any(|proposal| proposal.act == act)
    }
}

/// The sitting that counts; before there is one, the list.
pub(in crate::ceremony) async fn current(desk: Desk, Query(shown): Query<Shown>) -> Result<Page, Failure> {
    let all = sitting::all(&mut desk.app.database().reader().await?).await?;
    let only = match all.as_slice() {
        [one] if one.state != State::GivenUp && !desk.visitor.holds(&[RoleKind::Office]) => Some(one.id.clone()),
        _ => None,
    };
    match only {
        Some(id) => page_with(&desk, &id, &Errors::none(), Typed::default(), said(&shown.done)).await,
        None => listed(&desk, &all, &Errors::none(), said(&shown.done)),
    }
}

pub(super) async fn list(desk: &Desk, errors: &Errors) -> Result<Page, Failure> {
    let all = sitting::all(&mut desk.app.database().reader().await?).await?;
    listed(desk, &all, errors, html! {})
}

fn listed(desk: &Desk, all: &[Sitting], errors: &Errors, said: Markup) -> Result<Page, Failure> {
    let officer = desk.visitor.holds(&[RoleKind::Office]);
    let body = html! {
        (error_summary(errors))
        (said)
        p { "保管人在各自的离线机器上生成密钥，只把可以公开的文件交到这里。服务器上没有任何私钥。" }
        (parts::sittings(all))
        @if officer { (parts::start(desk, all)) }
    };
    Ok(desk.page("密钥生成会", None, body))
}

pub(in crate::ceremony) async fn one(desk: Desk, Path(id): Path<String>, Query(shown): Query<Shown>) -> Result<Page, Failure> {
    page_with(&desk, &id, &Errors::none(), Typed::default(), said(&shown.done)).await
}

pub(super) async fn page(desk: &Desk, id: &str, errors: &Errors, typed: Typed<'_>) -> Result<Page, Failure> {
    page_with(desk, id, errors, typed, html! {}).await
}

async fn page_with(desk: &Desk, id: &str, errors: &Errors, typed: Typed<'_>, said: Markup) -> Result<Page, Failure> {
    let view = View::read(desk, id).await?;
    let officer = desk.visitor.holds(&[RoleKind::Office]);
    let numbers = service::numbers(&desk.visitor);
    let sitting = &view.sitting;
    let title = if sitting.dry_run { "密钥生成会（演练）" } else { "密钥生成会" };
    let body = html! {
        (error_summary(errors))
        (said)
        @if sitting.dry_run { (crate::view::dry_run()) }
        (parts::standing(&view))
        @for proposal in &view.open { (asked(proposal).open(desk, officer, content(proposal))) }
        @if !numbers.is_empty() { (parts::trustee(desk, &view, &numbers, errors)) }
        @if let Some(keys) = &view.keys { (parts::spoken(desk, &view, keys, officer)) }
        (parts::elections(&view.elections))
        (parts::postings(&view))
        (decided(view.decided.iter().map(|it| (it.act.chinese(), &it.standing))))
        @if officer { (parts::ending(desk, &view, typed.reason, errors)) }
    };
    Ok(desk.page(title, Some(("/office/ceremony", "密钥生成会")), body))
}

fn content(proposal: &Proposal) -> Markup {
    html! { @if !proposal.content.is_empty() { p { "原因：" (proposal.content) } } }
}

fn said(word: &str) -> Markup {
    match word {
        "started" => done("密钥生成会已经开始", html! { p { "请通知各位保管人。" } }),
        "posted" => done("文件已收下，验证无误", html! { p { "所有人都能在公告板上看到它。请当面读出它的词，与您机器上显示的对照。" } }),
        "proposed" => done("已提出", html! { p { "等待另一名联席会议办公室人员确认。" } }),
        "confirmed" => done("已确认", html! {}),
        "rejected" => done("已否决", html! { p { "什么也没有改动。" } }),
        "withdrawn" => done("已撤回", html! { p { "什么也没有改动。" } }),
        "removed" => done("演练已删除", html! {}),
        _ => html! {},
    }
}

/// Who is awaited, in words; None when the board is complete.
pub(super) fn awaited(board: &Board) -> Option<String> {
    board.awaited().map(|(step, members)| format!("等待 {}的“{}”", words::trustees(&members), words::step(step)))
}

/// What a panel of the state looks like.
pub(super) fn panel(headline: &str, body: Markup) -> Markup {
    notice(Tone::Neutral, headline, body)
}
