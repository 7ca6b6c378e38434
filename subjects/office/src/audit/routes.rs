//! Who may use what: the audit administrator and supervision read; no route writes.

use axum::extract::{Query, State};
use axum::response::Response;
use plan::GuardedRight;
use serde::Deserialize;
use web::audit::{self, EntryFilter};
use web::page::{Look, Page};
use web::rights::{Access, RoleKind, RouteTable, Visitor};
use web::{App, Failure};

use super::{export, pages};

const READERS: Access = Access::Roles(&[RoleKind::AuditAdmin, RoleKind::Supervision]);

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/audit", READERS, "审计日志", list)
        .guarded(GuardedRight::Discipline)
        .in_menu("审计日志")
        .get("/office/audit/check", READERS, "核对审计日志", check)
        .guarded(GuardedRight::Discipline)
        .get("/office/audit/export.csv", READERS, "导出审计日志（CSV）", export_csv)
        .guarded(GuardedRight::Discipline)
        .get("/office/audit/export.jsonl", READERS, "导出审计日志（JSON）", export_json)
        .guarded(GuardedRight::Discipline)
}

/// The filter as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub kind: String,
    pub actor: String,
    pub subject: String,
    pub before: String,
}

impl Asked {
    pub fn filter(&self) -> EntryFilter {
        EntryFilter {
            kind: self.kind.trim().into(),
            actor_id: self.actor.trim().into(),
            subject: self.subject.trim().into(),
            before: self.before.trim().parse().unwrap_or(0),
        }
    }
}

async fn list(State(app): State<App>, look: Look, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Page, Failure> {
    let mut tx = app.database().reader().await?;
    let entries = audit::page(&mut tx, &asked.filter(), pages::ROWS + 1).await?;
    let kinds = audit::kinds(&mut tx).await?;
    let head = audit::head(&mut tx).await?;
    drop(tx);
    Ok(pages::list(&app, &look, &visitor, &asked, &entries, &kinds, &head))
}

async fn check(State(app): State<App>, look: Look, visitor: Visitor) -> Result<Page, Failure> {
    let mut tx = app.database().reader().await?;
    let outcome = audit::verify(&mut tx).await;
    drop(tx);
    Ok(pages::check(&app, &look, &visitor, &outcome))
}

async fn export_csv(State(app): State<App>, _: Visitor, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    export::csv(&app, &asked.filter()).await
}

async fn export_json(State(app): State<App>, _: Visitor, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    export::json_lines(&app, &asked.filter()).await
}
