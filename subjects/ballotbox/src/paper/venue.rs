//! The page of a venue's desks: how many forms were keyed in, counted by two.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use plan::Role;
use web::desk::Desk;
use web::joint::Answer;
use web::page::form::{Errors, Field, Form, InputMode, button, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::tag::Tone;
use web::page::{Page, Sheet, date, reason, sheet};
use web::submitted::Submitted;
use web::text::normal;
use web::{Failure, Refusal};

use super::{queries, service};
use crate::overview::named;
use crate::proposals::ProposalId;
use crate::view::{dry_run, election_name};

fn own_venue(desk: &Desk) -> Result<String, Failure> {
    let venue = desk.visitor.roles.iter().find_map(|role| if let Role::Venue(id) = role { Some(id.clone()) } else { None });
    venue.ok_or(Failure::Forbidden)
}

pub(super) async fn show(desk: Desk, Path(name): Path<String>) -> Result<Page, Failure> {
    page(&desk, &name, "", &Errors::none()).await
}

async fn page(desk: &Desk, name: &str, typed: &str, errors: &Errors) -> Result<Page, Failure> {
    let venue = own_venue(desk)?;
    let mut tx = desk.app.database().reader().await?;
    let election = named(&mut tx, name).await?;
    let paper = queries::of(&mut tx, &election.uuid).await?.into_iter().find(|paper| paper.venue == venue).ok_or(Failure::NotFound)?;
    let waiting = service::waiting(&mut tx, &election.uuid, &venue).await?;
    drop(tx);
    let base = format!("/venue/paper/{}", election_name(&election));
    let field =
        |hint| Field::text("count", "录入的纸质评议表（张）").hint(hint).value(typed).inputmode(InputMode::Numeric).maxlength(5).short();
    let body = html! {
        (error_summary(errors))
        @match Link::new(&desk.look.path).get("done") {
            "proposed" => (done("已记下，等待第二人", html! { p { "请另一台设备（另一个通行码或账号）的人亲手再数一遍。" } })),
            "confirmed" => (done("两人数的相同，已记下", html! {})),
            "withdrawn" => (done("已撤回，可以重新填", html! {})),
            "rejected" => (done("已退回", html! {})),
            _ => {}
        }
        @if election.dry_run { (dry_run()) }
        p { "准许的原因：" (paper.reason) }
        p { "只数已经由代表本人录入的纸质表，不看内容，不记是谁的。没有录入的另放，交监督检查组。" }
        @if let Some(keyed) = paper.keyed { p { "两人清点的张数：" strong { (keyed) " 张" } } }
        @match &waiting {
            None => (Form::post(&base, desk.token()).submit("记下张数，请第二人确认").around(html! {
                (field("由您亲手数").autocomplete("off").errors(errors))
            })),
            Some(proposal) => {
                @let one = |word: &str| format!("{base}/proposals/{}/{word}", proposal.id);
                (notice(Tone::Warn, "等待第二人：清点纸质评议表", html! {
                    p { (proposal.standing.proposed_by_name) " 于 " (date::exact_of(proposal.standing.proposed_at)) " 填写。" }
                    @if proposal.standing.is_of(&desk.visitor) {
                        p { "请另一人用另一个通行码或账号打开本页确认。您不能自己确认。" }
                        (button(&one("withdraw"), desk.token(), "撤回，重新填", false))
                    } @else {
                        (Form::post(&one("confirm"), desk.token()).submit("张数一致，确认").around(html! {
                            (field("您是第二人，请亲手再数一遍；第一人的数不显示").autocomplete("off").errors(errors))
                        }))
                        details open[errors.of("reason").is_some()] {
                            summary { "不一致，退回" }
                            (Form::post(&one("reject"), desk.token()).submit("退回").around(reason::field("", "例如：少数了一叠", errors)))
                        }
                    }
                }))
            }
        }
        p { a href="/venue/cards" { "返回场次列表" } }
    };
    let place = desk.app.plan().plan.venue_name(&venue);
    let title = format!("清点纸质评议表：第 {} 场", election.session);
    Ok(sheet(&desk.look, Sheet { title: &title, place: &place }, body))
}

async fn place(desk: &Desk, name: &str) -> Result<(String, String), Failure> {
    let venue = own_venue(desk)?;
    Ok((named(&mut desk.app.database().reader().await?, name).await?.uuid, venue))
}

async fn answer(desk: &Desk, name: &str, typed: &str, outcome: Result<(), Refusal>, done: &str) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/venue/paper/{name}?done={done}")).into_response()),
        Err(refusal) => {
            let page = page(desk, name, typed, &refusal.into_errors()?).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// The count as typed.
fn typed(form: &Submitted) -> Result<u32, Refusal> {
    normal(form.text("count")).parse().map_err(|_| Refusal::at("count", "请填写张数，没有填 0"))
}

pub(super) async fn propose(desk: Desk, Path(name): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (uuid, venue) = place(&desk, &name).await?;
    let outcome = match typed(&form) {
        Ok(count) => service::propose_count(&desk.app, &desk.caller, &desk.visitor, (&uuid, &venue), count).await,
        Err(refusal) => Err(refusal),
    };
    answer(&desk, &name, form.text("count"), outcome, "proposed").await
}

pub(super) async fn confirm(desk: Desk, Path((name, id)): Path<(String, String)>, form: Submitted) -> Result<Response, Failure> {
    let (uuid, venue) = place(&desk, &name).await?;
    let outcome = match typed(&form) {
        Ok(count) => {
            let which = (uuid.as_str(), venue.as_str(), &ProposalId::from(id));
            service::decide(&desk.app, &desk.caller, &desk.visitor, which, &Answer::Confirm, Some(count)).await
        }
        Err(refusal) => Err(refusal),
    };
    answer(&desk, &name, form.text("count"), outcome, "confirmed").await
}

pub(super) async fn withdraw(desk: Desk, Path((name, id)): Path<(String, String)>, _form: Submitted) -> Result<Response, Failure> {
    let (uuid, venue) = place(&desk, &name).await?;
    let which = (uuid.as_str(), venue.as_str(), &ProposalId::from(id));
    let outcome = service::decide(&desk.app, &desk.caller, &desk.visitor, which, &Answer::Withdraw, None).await;
    answer(&desk, &name, "", outcome, "withdrawn").await
}

pub(super) async fn reject(desk: Desk, Path((name, id)): Path<(String, String)>, form: Submitted) -> Result<Response, Failure> {
    let (why, errors) = reason::read(&form);
    if !errors.is_empty() {
        return Ok(page(&desk, &name, "", &errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let (uuid, venue) = place(&desk, &name).await?;
    let which = (uuid.as_str(), venue.as_str(), &ProposalId::from(id));
    let outcome = service::decide(&desk.app, &desk.caller, &desk.visitor, which, &Answer::Reject(why), None).await;
    answer(&desk, &name, "", outcome, "rejected").await
}
