//! Who may use what: the system administrator, and only in a rehearsal.

use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use web::Failure;
use web::desk::Desk;
use web::page::Page;
use web::page::form::Errors;
use web::page::link::Link;
use web::rights::{Access, RoleKind, RouteTable};
use web::submitted::Submitted;

use super::{moments, pages, service};

const SYSTEM: Access = Access::Roles(&[RoleKind::SystemAdmin]);

/// Where the clock is.
pub(super) const PATH: &str = "/office/clock";

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get(PATH, SYSTEM, "演练时钟", show)
        .only_in_rehearsal()
        .in_menu("演练时钟")
        .post(PATH, SYSTEM, "推进演练时钟", advance)
        .only_in_rehearsal()
}

async fn show(desk: Desk) -> Page {
    let just_done = Link::new(&desk.look.path).get("done") == "advanced";
    pages::clock(&desk, just_done, "", &Errors::none())
}

async fn advance(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let typed = form.text("to");
    let mut errors = Errors::none();
    match moments::read(typed) {
        None => errors.add("to", "请填写日期和时间，例如 2025-01-13 09:00"),
        Some(to) => match service::advance(&desk.app, &desk.caller.actor, to).await {
            Ok(()) => return Ok(Redirect::to("/office/clock?done=advanced").into_response()),
            Err(refusal) => errors = refusal.into_errors()?,
        },
    }
    Ok(pages::clock(&desk, false, typed, &errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
