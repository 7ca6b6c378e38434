//! Who may use what: supervision and the audit administrator read it.

use axum::extract::{Query, State};
use plan::GuardedRight;
use serde::Deserialize;
use web::audit::{self, EntryFilter};
use web::page::{Look, Page};
use web::rights::{Access, RoleKind, RouteTable, Visitor};
use web::{App, Failure};

use super::pages;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/wall", Access::Roles(&[RoleKind::Supervision, RoleKind::AuditAdmin]), "利益冲突隔离登记", register)
        .guarded(GuardedRight::Discipline)
        .in_menu("利益冲突隔离")
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    before: String,
}

async fn register(State(app): State<App>, look: Look, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Page, Failure> {
    let filter = EntryFilter { kind: "rights.".into(), before: asked.before.trim().parse().unwrap_or(0), ..EntryFilter::default() };
    let entries = audit::page(&mut app.database().reader().await?, &filter, pages::ROWS + 1).await?;
    Ok(pages::register(&app, &look, &visitor, &entries))
}
