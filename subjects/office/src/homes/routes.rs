//! Who may use what: everybody with an account has a home.

use axum::extract::State;
use web::App;
use web::page::{Look, Page};
use web::rights::{Access, RouteTable, Visitor};

use super::pages;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new().get("/office", Access::Staff, "工作台首页", home).in_menu("首页")
}

async fn home(State(app): State<App>, look: Look, visitor: Visitor) -> Page {
    pages::home(&app, &look, &visitor)
}
