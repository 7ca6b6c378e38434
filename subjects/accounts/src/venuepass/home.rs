//! The home of venue staff.

use axum::response::Response;
use maud::html;
use plan::Role;
use web::Failure;
use web::login::clear_cookie;
use web::page::facts::Facts;
use web::page::form::button;
use web::page::{Page, Sheet, date, keep, sheet};
use web::rights::Identity;
use web::submitted::Submitted;

use super::service;
use crate::frame::Desk;
use crate::signin::with_cookie;

pub(super) async fn show(desk: Desk) -> Result<Page, Failure> {
    let plan = desk.app.plan();
    let venues = desk.visitor.roles.iter().filter_map(|role| match role {
        Role::Venue(id) => Some(plan.plan.venue_name(id)),
        _ => None,
    });
    let venues = venues.collect::<Vec<_>>().join("、");
    let until = match &desk.visitor.identity {
        Identity::VenuePass(id) => service::by_id(&desk.app, id).await?.map(|pass| pass.valid_until),
        Identity::Account(_) => None,
    };
    let until = until.map_or_else(|| "以账号登录，随账号有效".to_string(), date::moment_of);
    let body = html! {
        (Facts::new().fact("会场", &venues).fact("身份", &desk.visitor.name).fact("有效至", until))
        p { a.button href="/venue/checkin" { "签到" } }
        p { a.button href="/venue/cards" { "清点评议票" } }
        // What a device kept for the check-in goes with whoever leaves, save what still has to be sent.
        div data-forget="checkin." data-forget-pages="/venue/" data-forget-waiting="checkin.wait." {
            (button("/venue/sign-out", desk.token(), "退出", false))
        }
        (keep::script())
    };
    Ok(sheet(&desk.look, Sheet { title: "会场工作台", place: &venues }, body))
}

pub(super) async fn leave(desk: Desk, _form: Submitted) -> Result<Response, Failure> {
    service::leave(&desk.app, &desk.visitor.session).await?;
    Ok(with_cookie("/", clear_cookie()))
}
