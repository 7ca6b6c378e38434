//! Paths of venue passes and who may use them.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use plan::GuardedRight;
use web::Failure;
use web::page::form::Errors;
use web::page::link::Link;
use web::page::{Page, date};
use web::rights::{Access, Decision, RoleKind, RouteTable, wall};
use web::submitted::Submitted;

use super::pages::{self, Typed};
use super::{entry, home, service};
use crate::frame::{Desk, PASS_MAKERS};
use crate::people::create::{REASON, check_line};
use web::text::normal;

const MAKERS: Access = Access::Roles(PASS_MAKERS);

/// The longest label, in characters.
const LABEL: usize = 20;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/venue-passes", MAKERS, "会场通行码", list)
        .in_menu("会场通行码")
        // Whoever holds a pass can check people in by the list, so making one is behind the wall.
        .post("/office/venue-passes", MAKERS, "建立会场通行码", create)
        .guarded(GuardedRight::List)
        .get("/office/venue-passes/{id}/revoke", MAKERS, "撤销会场通行码页", ask_revocation)
        .post("/office/venue-passes/{id}/revoke", MAKERS, "撤销会场通行码", revoke)
        .get("/venue/enter/{token}", Access::Public, "会场口令页", entry::ask)
        .post("/venue/enter/{token}", Access::Public, "凭会场通行码进入", entry::enter)
        .get("/venue", Access::Roles(&[RoleKind::Venue]), "会场首页", home::show)
        .post("/venue/sign-out", Access::Roles(&[RoleKind::Venue]), "退出会场", home::leave)
}

async fn list(desk: Desk) -> Result<Page, Failure> {
    show(&desk, &Typed::default(), &Errors::none()).await
}

async fn show(desk: &Desk, typed: &Typed, errors: &Errors) -> Result<Page, Failure> {
    let passes = service::list(&desk.app).await?;
    let refused = match wall(GuardedRight::List, &desk.visitor, &desk.app.plan().plan) {
        Decision::BehindWall { department, .. } => Some(department),
        _ => None,
    };
    let just_done = Link::new(&desk.look.path).get("done").to_string();
    Ok(pages::list(desk, &passes, refused.as_deref(), &just_done, typed, errors))
}

async fn create(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let typed = Typed {
        venue: form.text("venue").into(),
        label: normal(form.text("label")),
        day: form.text("day").into(),
        other_day: form.text("other_day").into(),
    };
    let plan = desk.app.plan();
    let mut errors = Errors::none();
    let venue = plan.plan.venue_by(&typed.venue);
    if venue.is_none() {
        errors.add("venue", "请选择会场");
    }
    check_line(&mut errors, "label", "用在哪里", &typed.label, LABEL);
    let (field, text) = if typed.day == "other" { ("other_day", &typed.other_day) } else { ("day", &typed.day) };
    let day: Option<jiff::civil::Date> = text.parse().ok();
    match day {
        None => errors.add(field, "请选择日期"),
        Some(day) if day < date::local_day(desk.app.clock().now()) => errors.add(field, "这一天已经过去，请选择今天或以后的日期"),
        Some(_) => {}
    }
    let (Some(venue), Some(day), true) = (venue, day, errors.is_empty()) else {
        return Ok(show(&desk, &typed, &errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let made = service::create(&desk.app, &desk.caller, desk.visitor.actor_id(), venue.id.as_str(), &typed.label, day).await?;
    Ok(pages::made(&desk, &venue.name, &typed.label, &made).into_response())
}

async fn find(desk: &Desk, id: &str) -> Result<super::queries::Pass, Failure> {
    service::by_id(&desk.app, id).await?.ok_or(Failure::NotFound)
}

async fn ask_revocation(desk: Desk, Path(id): Path<String>) -> Result<Page, Failure> {
    Ok(pages::revocation(&desk, &find(&desk, &id).await?, "", &Errors::none()))
}

async fn revoke(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let pass = find(&desk, &id).await?;
    let reason = normal(form.text("reason"));
    let mut errors = Errors::none();
    check_line(&mut errors, "reason", "原因", &reason, REASON);
    if errors.is_empty() {
        match service::revoke(&desk.app, &desk.caller, &id, &reason).await {
            Ok(()) => return Ok(Redirect::to("/office/venue-passes?done=revoked").into_response()),
            Err(refusal) => errors = refusal.into_errors()?,
        }
    }
    Ok(pages::revocation(&desk, &pass, &reason, &errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
