//! Who may use what: those who run the server, unless tied to an evaluated department.

use axum::extract::State;
use plan::GuardedRight;
use web::page::{Look, Page};
use web::rights::{Access, RoleKind, RouteTable, Visitor};
use web::{App, Failure, audit, database, ledger, login, outbox};

use super::pages::{self, Figures};

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/system", Access::Roles(&[RoleKind::SystemAdmin, RoleKind::Technical]), "系统状态", state)
        .guarded(GuardedRight::Server)
        .in_menu("系统状态")
}

async fn state(State(app): State<App>, look: Look, visitor: Visitor) -> Result<Page, Failure> {
    let mut tx = app.database().reader().await?;
    let figures = Figures {
        messages: outbox::counts(&mut tx).await?,
        sessions: login::alive(&mut tx, app.clock().millis()).await?,
        audit: audit::head(&mut tx).await?,
        schema: database::newest_migration(&mut tx).await?,
        ledger: ledger::status(&mut tx, app.ledger()).await?,
    };
    drop(tx);
    Ok(pages::state(&app, &look, &visitor, &figures))
}
