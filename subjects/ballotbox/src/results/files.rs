//! The archives, and the results as data. Before the release there is nothing at these addresses, for anybody.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde_json::{Value, json};
use web::{App, Failure};

use super::queries;
use crate::tally;

pub(super) async fn archive(State(app): State<App>, Path(file): Path<String>) -> Result<Response, Failure> {
    let mut tx = app.database().reader().await?;
    let uuid = file.strip_suffix(".bel").ok_or(Failure::NotFound)?;
    if !queries::released(&mut tx).await?.iter().any(|it| it.uuid == uuid) {
        return Err(Failure::NotFound);
    }
    let bytes = tally::whole(&mut tx, uuid).await?;
    let disposition = format!("attachment; filename=\"{uuid}.bel\"");
    Ok(([(CONTENT_TYPE, "application/octet-stream".to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

pub(super) async fn json(State(app): State<App>) -> Result<Json<Value>, Failure> {
    let adopted = app.plan();
    let released = queries::released(&mut app.database().reader().await?).await?;
    let grades: Vec<&str> = adopted.plan.ballot.grades.iter().map(|grade| grade.name.as_str()).collect();
    let sessions = released.iter().map(|it| {
        let departments = adopted.plan.departments_of(it.session);
        let rows = departments.iter().zip(&it.result).map(|(department, counts)| json!({"department": department.id, "counts": counts}));
        json!({"session": it.session, "uuid": it.uuid, "archive_sha256": it.sha256, "departments": rows.collect::<Vec<_>>()})
    });
    Ok(Json(json!({"grades": grades, "sessions": sessions.collect::<Vec<_>>()})))
}
