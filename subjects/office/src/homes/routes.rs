//! Who may use what: everybody with an account has a home.

use axum::extract::State;
use web::page::{Look, Page};
use web::rights::{Access, RoleKind, RouteTable, Visitor};
use web::{App, Failure};

use super::{pages, queries};

pub(crate) fn routes() -> RouteTable {
    RouteTable::new().get("/office", Access::Staff, "工作台首页", home).in_menu("首页")
}

async fn home(State(app): State<App>, look: Look, visitor: Visitor) -> Result<Page, Failure> {
    let vacant =
        if visitor.holds(&[RoleKind::SystemAdmin]) { queries::vacant(&mut app.database().reader().await?).await? } else { Vec::new() };
    Ok(pages::home(&app, &look, &visitor, &vacant))
}
