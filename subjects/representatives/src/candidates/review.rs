//! Volunteers are looked at by two people of their venue: the first finds them in order, the second agrees.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use plan::{Plan, Venue};
use web::desk::Desk;
use web::page::empty::empty;
use web::page::form::{Choice, Errors, Field, Form, error_summary, hidden};
use web::page::link::Link;
use web::page::notice::done;
use web::page::tabs::tabs;
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::acts::refused;
use super::application::{Application, ApplicationId};
use super::queries;
use super::reference::shown;
use super::service::{self, account};
use super::state::State;
use crate::person::Seal;
use crate::scope::own_venues;

/// Candidates on one page.
const MOST: i64 = 100;

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let wanted = Link::new(&desk.look.path).get("venue").to_string();
    page(&desk, &wanted, &Errors::none()).await
}

async fn page(desk: &Desk, wanted: &str, errors: &Errors) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let own = own_venues(&adopted.plan, &desk.visitor);
    let Some(venue) = own.iter().find(|venue| venue.id == *wanted).or_else(|| own.first()) else {
        let text = empty("没有由您核对的会场", "旗区工作人员核对本旗区的报名，组织保障组核对主会场的报名。");
        return Ok(desk.page("核对报名", Some(("/office/candidates", "代表人选")), text).into_response());
    };
    let mut tx = desk.app.database().reader().await?;
    let first = queries::volunteers_in(&mut tx, venue.id.as_str(), State::Submitted, MOST).await?;
    let second = queries::volunteers_in(&mut tx, venue.id.as_str(), State::Reviewed, MOST).await?;
    drop(tx);
    let (mine, others): (Vec<_>, Vec<_>) =
        second.into_iter().partition(|application| application.first_by.as_deref() == Some(account(&desk.visitor)));
    let body = html! {
        (error_summary(errors))
        @match Link::new(&desk.look.path).get("done") {
            "reviewed" => (done("已记为核对无误", html! { p { "请另一名工作人员复核。" } })),
            "confirmed" => (done("复核完毕", html! { p { "这些人选等待资格审查。" } })),
            _ => {}
        }
        (choose(&adopted.plan, &own, venue))
        p { "核对是否本人居住在本旗区、是否与推荐重复。每个人选由一人核对、另一人复核。不符合条件的，打开详情办理“不予受理”。" }
        h2 { "待核对（" (first.len()) " 人）" }
        @if first.is_empty() { p { "没有等待核对的报名。" } }
        @else { (ticks(desk, venue, &first, "/office/candidates/review", "选中的核对无误", errors)?) }
        h2 { "待您复核（" (others.len()) " 人）" }
        @if others.is_empty() { p { "没有等待您复核的报名。" } }
        @else { (ticks(desk, venue, &others, "/office/candidates/review/confirm", "复核同意选中的", errors)?) }
        @if !mine.is_empty() { p { "另有 " (mine.len()) " 人由您核对，等待另一名工作人员复核。" } }
    };
    Ok(desk.page("核对报名", Some(("/office/candidates", "代表人选")), body).into_response())
}

fn choose(plan: &Plan, own: &[&Venue], current: &Venue) -> Markup {
    if own.len() < 2 {
        return html! { p { strong { (plan.venue_name(current.id.as_str())) } } };
    }
    let addresses: Vec<String> = own.iter().map(|venue| format!("/office/candidates/review?venue={}", venue.id)).collect();
    let entries: Vec<(&str, &str, bool)> =
        own.iter().zip(&addresses).map(|(venue, address)| (address.as_str(), venue.name.as_str(), venue.id == current.id)).collect();
    tabs("会场", &entries)
}

/// Candidates to tick, with the one act on those ticked.
fn ticks(desk: &Desk, venue: &Venue, found: &[Application], action: &str, words: &str, errors: &Errors) -> Result<Markup, Refusal> {
    let seal = Seal(desk.app.secrets());
    let mut choices = Vec::with_capacity(found.len());
    for application in found {
        let person = application.person(&seal)?;
        let label = format!("{}，{}，{}", person.masked_name(), person.identity.masked(), person.phone.masked());
        choices.push(Choice::new(application.id.as_str(), label).hint(format!("报名编号 {}", shown(&application.reference))));
    }
    let fields = html! {
        (hidden("venue", venue.id.as_str()))
        (Field::checks("ids", "人选", &choices).errors(errors))
    };
    Ok(Form::post(action, desk.token()).submit(words).around(fields))
}

pub(super) async fn review(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let (venue, ids) = chosen(&form);
    let outcome = service::review(&desk.app, &desk.caller, &desk.visitor, &venue, &ids).await;
    answer(&desk, &venue, outcome, "reviewed").await
}

pub(super) async fn confirm(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let (venue, ids) = chosen(&form);
    let outcome = service::confirm(&desk.app, &desk.caller, &desk.visitor, &venue, &ids).await;
    answer(&desk, &venue, outcome, "confirmed").await
}

fn chosen(form: &Submitted) -> (String, Vec<ApplicationId>) {
    let mut ids = form.all("ids");
    ids.sort();
    ids.dedup();
    (form.text("venue").into(), ids.into_iter().map(ApplicationId::from).collect())
}

async fn answer(desk: &Desk, venue: &str, outcome: Result<i64, Refusal>, word: &str) -> Result<Response, Failure> {
    match outcome {
        Ok(_) => {
            let link = Link::new("/office/candidates/review").with("venue", venue).with("done", word);
            Ok(Redirect::to(&link.href()).into_response())
        }
        Err(refusal) => Ok(refused(page(desk, venue, &refusal.into_errors()?).await?)),
    }
}
