//! Tells every page whose activity it belongs to.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::page::Site;

pub(super) async fn name_site(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let plan = app.plan();
    let activity = &plan.plan.activity;
    let site =
        Site { short_title: activity.short_title.clone(), organiser: activity.organiser.clone(), rehearsal: app.clock().is_virtual() };
    request.extensions_mut().insert(Arc::new(site));
    next.run(request).await
}
