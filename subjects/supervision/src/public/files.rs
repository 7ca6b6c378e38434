//! The same as files and for programs.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use ballotbox::reconciliation::{self, Published};
use record::VenueReconciled;
use serde_json::{Value, json};
use web::sheet::write::{self, Form, Sheet};
use web::{App, Failure};

/// The columns of a file; the page leaves out the first two.
pub(super) const COLUMNS: &[&str] = &[
    "场次",
    "会场",
    "应到（人）",
    "到会（人）",
    "制作（张）",
    "剩余（张）",
    "作废（张）",
    "发出（张）",
    "用过（张）",
    "没有投出（张）",
    "纸质录入（张）",
];

/// A venue's figures in the order of the columns.
pub(super) fn figures(it: &VenueReconciled) -> [u32; 9] {
    let rest = it.issued.saturating_sub(it.used);
    [it.invited, it.present, it.printed, it.left, it.void, it.issued, it.used, rest, it.paper]
}

async fn published(app: &App) -> Result<Vec<Published>, Failure> {
    Ok(reconciliation::all_accepted(&mut app.database().reader().await?).await?)
}

pub(super) async fn csv(State(app): State<App>) -> Result<Response, Failure> {
    file(&app, Form::Csv).await
}

pub(super) async fn xlsx(State(app): State<App>) -> Result<Response, Failure> {
    file(&app, Form::Xlsx).await
}

async fn file(app: &App, form: Form) -> Result<Response, Failure> {
    let adopted = app.plan();
    let mut rows = Vec::new();
    for it in published(app).await? {
        let session = adopted.plan.session(it.session).map_or_else(|| it.session.to_string(), |session| session.name.clone());
        for venue in &it.statement.venues {
            let mut row = vec![session.clone(), adopted.plan.venue_name(venue.venue.as_str())];
            row.extend(figures(venue).map(|count| count.to_string()));
            rows.push(row);
        }
    }
    write::file(&Sheet { name: "收发核对", columns: COLUMNS, rows, watermark: None }, "reconciliation", form)
}

pub(super) async fn json(State(app): State<App>) -> Result<Json<Value>, Failure> {
    let all = published(&app).await?;
    let voids = reconciliation::voids(&mut app.database().reader().await?).await?;
    let sessions = all.iter().map(|it| json!({"session": it.session, "published_at": it.at, "reconciliation": it.statement}));
    let voids = voids.iter().map(|it| json!({"session": it.session, "uuid": it.uuid, "reason": it.reason, "at": it.at}));
    Ok(Json(json!({"sessions": sessions.collect::<Vec<_>>(), "voided": voids.collect::<Vec<_>>()})))
}
