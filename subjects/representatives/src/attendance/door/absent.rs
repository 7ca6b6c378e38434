//! Who has not come, for the venue's own staff, once the session has begun.

use axum::response::{IntoResponse, Response};
use maud::html;
use web::Failure;

use super::desk::Door;
use crate::attendance::board::absent::content;

pub(super) async fn show(door: Door) -> Result<Response, Failure> {
    let plan = door.desk.app.plan();
    let session = door.must_be_open()?;
    let body = html! {
        (content(&door.desk.app, &plan.plan, &door.venue, session).await?)
        p { a href=(door.href("")) { "返回签到" } }
    };
    Ok(door.page("未到名单", body).into_response())
}
