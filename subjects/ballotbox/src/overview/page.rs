//! The list of elections, and the page of one.

use axum::extract::{Path, Query};
use maud::{Markup, html};
use serde::Deserialize;
use web::Failure;
use web::desk::Desk;
use web::joint::pages as joint;
use web::page::Page;
use web::page::empty::empty;
use web::page::form::{Errors, error_summary};
use web::page::notice::done;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::rights::RoleKind;

use super::{named, parts};
use crate::cards::queries as cards;
use crate::ceremony::checklist;
use crate::election::{State, queries};
use crate::proposals::{self, JointAct, asked};
use crate::reconciliation;
use crate::release::obstacles;
use crate::view::{dry_run, election_name};

/// What was just done.
#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    done: String,
}

pub(super) async fn list(desk: Desk) -> Result<Page, Failure> {
    let all = queries::all(&mut desk.app.database().reader().await?).await?;
    let adopted = desk.app.plan();
    let columns = ["场次", "状态", "编号"].map(Column::text);
    let rows = all.iter().map(|one| {
        let name = adopted.plan.session_name(one.session);
        let link = html! { a href={ "/office/elections/" (election_name(one)) } { (name) @if one.dry_run { "（演练）" } } };
        Row::new([link, tag(Tone::Neutral, one.state.chinese()), words(&one.uuid)])
    });
    let body = html! {
        @if all.is_empty() { (empty("还没有评议", "密钥生成会完成、两人确认以后，这里每场一行。")) }
        @else { (Table::new("各场评议", columns).rows(rows)) }
    };
    Ok(desk.page("各场评议", None, body))
}

pub(super) async fn show(desk: Desk, Path(name): Path<String>, Query(shown): Query<Shown>) -> Result<Page, Failure> {
    page_with(&desk, &name, &Errors::none(), said(&shown.done)).await
}

pub(crate) async fn page(desk: &Desk, name: &str, errors: &Errors) -> Result<Page, Failure> {
    page_with(desk, name, errors, html! {}).await
}

async fn page_with(desk: &Desk, name: &str, errors: &Errors, said: Markup) -> Result<Page, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let election = named(&mut tx, name).await?;
    let before_opening = checklist::obstacles(&mut tx, &desk.app, &election).await?;
    let upload = cards::upload(&mut tx, &election.uuid).await?;
    let venues = cards::venues(&mut tx, &election.uuid).await?;
    let open = proposals::queries::open_about(&mut tx, &election.uuid).await?;
    let mut decided = proposals::queries::decided_about(&mut tx, &election.uuid).await?;
    // The venues' counts stand in their own table.
    decided.retain(|proposal| proposal.act.is_for_officers());
    let used = reconciliation::used(&mut tx, &election.uuid).await?;
    let before_release = match election.state {
        State::Closed => obstacles::of_session(&mut tx, &desk.app, &election).await?,
        _ => Vec::new(),
    };
    drop(tx);
    let officer = desk.visitor.holds(&[RoleKind::Office]);
    let maker = desk.visitor.holds(&[RoleKind::CardMaker]);
    let proposed = open.iter().any(|proposal| proposal.act == JointAct::TakeCards);
    let body = html! {
        (error_summary(errors))
        (said)
        @if election.dry_run { (dry_run()) }
        (parts::facts(&election))
        @for proposal in open.iter().filter(|proposal| proposal.act.is_for_officers()) { (asked(proposal).open(desk, officer, html! {})) }
        @if matches!(election.state, State::Made | State::Carded) { (parts::obstacles(&before_opening)) }
        @if election.state == State::Closed { (parts::release_obstacles(&before_release)) }
        @if election.state == State::Open { p { a href=(crate::paper::home(&election_name(&election))) { "停电、断网时的纸质评议表" } } }
        (parts::handed_in(desk, &election, upload.as_ref(), officer && !proposed)?)
        @if maker && election.state == State::Made { (parts::upload(desk, &election, errors)) }
        @if maker && election.state == State::Closed { (parts::used(desk, &election, &used, errors)) }
        (parts::counts(desk, &venues))
        (joint::decided(decided.iter().map(|it| (it.act.chinese(), &it.standing))))
    };
    let title = format!("第 {} 场评议", election.session);
    Ok(desk.page(&title, Some(("/office/elections", "各场评议")), body))
}

fn said(word: &str) -> Markup {
    match word {
        "uploaded" => done("清单已收下，形式无误", html! { p { "请与联席会议办公室对读指纹。两人确认以前可以再交一次，以后一次为准。" } }),
        "used" => done("张数已收下", html! { p { "监督检查组据此核对。公布收发核对以前可以再交一次，以后一次为准。" } }),
        "proposed" => done("已提出", html! { p { "等待另一名联席会议办公室人员确认。" } }),
        "confirmed" => done("已确认", html! {}),
        "rejected" => done("已否决", html! { p { "什么也没有改动。" } }),
        "withdrawn" => done("已撤回", html! { p { "什么也没有改动。" } }),
        _ => html! {},
    }
}
