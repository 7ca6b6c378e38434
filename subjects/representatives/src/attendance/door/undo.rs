//! Taking a check-in back, with a reason.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use web::Failure;
use web::page::Page;
use web::page::form::{Errors, Field, Form, error_summary, hidden};
use web::page::link::Link;
use web::submitted::Submitted;
use web::text::normal;

use super::card::{card, facts};
use super::desk::Door;
use super::find::{Found, found};
use crate::attendance::arrival::{Arrived, Outcome, Sent};
use crate::attendance::queries::{self, Listed};
use crate::attendance::service::{REASON, merge, told};
use crate::invitation::entry_number::EntryNumber;
use crate::person::Seal;

pub(super) async fn ask(door: Door, Path(entry): Path<String>) -> Result<Page, Failure> {
    let (listed, arrived) = arrived(&door, &entry).await?;
    page(&door, &listed, &arrived, "", &Errors::none())
}

async fn arrived(door: &Door, entry: &str) -> Result<(Listed, Arrived), Failure> {
    let session = door.must_be_open()?;
    let entry = EntryNumber::read(entry).ok_or(Failure::NotFound)?;
    let listed = queries::by_entry(&mut door.desk.app.database().reader().await?, &entry).await?;
    let Found::Here(listed) = found(&door.desk.app.plan().plan, &door.venue, session, listed) else { return Err(Failure::NotFound) };
    let arrived = listed.arrived.clone().ok_or_else(|| Failure::Conflict("此人现在没有签到，不用撤销".into()))?;
    Ok((*listed, arrived))
}

fn page(door: &Door, listed: &Listed, arrived: &Arrived, reason: &str, errors: &Errors) -> Result<Page, Failure> {
    let session = door.must_be_open()?;
    let entry = listed.seat.entry_number.as_str();
    let action = door.href(&format!("{entry}/undo"));
    let field = Field::text("reason", "原因")
        .hint("会写入审计日志，例如：看错了人")
        .value(reason)
        .autocomplete("off")
        .maxlength(200)
        .errors(errors);
    let back = door.href(entry);
    let form = Form::post(&action, door.desk.token()).submit("撤销签到").danger().cancel(&back, "不撤销，返回");
    let body = html! {
        (error_summary(errors))
        (facts(&door.desk.app.plan().plan, session, listed, &Seal(door.desk.app.secrets()))?)
        p { (told(arrived)) "签到。撤销以后不计入到会人数，本人确实到会的可以重新签到。" }
        (form.around(html! { (hidden("event", &arrived.event)) (field) }))
    };
    Ok(door.page("撤销签到", body))
}

pub(super) async fn undo(door: Door, Path(entry): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let reason = normal(form.text("reason"));
    let mut errors = Errors::none();
    if reason.is_empty() || reason.chars().count() > REASON {
        errors.add("reason", format!("请写明原因，最多 {REASON} 个字"));
        let (listed, arrived) = arrived(&door, &entry).await?;
        return Ok(page(&door, &listed, &arrived, &reason, &errors)?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let session = door.must_be_open()?.number;
    let event = form.text("event").to_string();
    let sent = Sent { event, entry: entry.clone(), session, at: door.desk.caller.now, undo: Some(reason) };
    let outcomes = merge(&door.desk.app, &door.desk.caller, &door.sender(), &[sent]).await?;
    match outcomes.into_iter().next() {
        Some(Outcome::Undone) => Ok(Redirect::to(&Link::new(&door.href("")).with("done", "undone").href()).into_response()),
        // Another desk has checked the same person in too: the card shows that one.
        Some(Outcome::In(_) | Outcome::Repeat(_)) => card(&door, &entry, html! {}, StatusCode::OK).await,
        Some(Outcome::Refused { why }) => Err(Failure::Conflict(why.trim_end_matches('。').into())),
        None => Err(Failure::BadRequest("没有收到撤销".into())),
    }
}
