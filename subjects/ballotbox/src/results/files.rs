//! The archives, the table as a file, and the results as data. Before the release there is nothing at these addresses, for anybody.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};
use web::sheet::write::{self, Form};
use web::{App, Failure};

use super::graded::with_sheet;
use super::queries;
use crate::download::{OCTETS, attachment};
use crate::tally;

pub(super) async fn file(State(app): State<App>, Path(file): Path<String>) -> Result<Response, Failure> {
    let released = queries::released(&mut app.database().reader().await?).await?;
    if released.is_empty() {
        return Err(Failure::NotFound);
    }
    let table = |form| with_sheet(&app.plan().plan, &released, |sheet| write::file(sheet, "results", form));
    match file.as_str() {
        "results.csv" => return table(Form::Csv),
        "results.xlsx" => return table(Form::Xlsx),
        _ => {}
    }
    let uuid = file.strip_suffix(".bel").ok_or(Failure::NotFound)?;
    if !released.iter().any(|it| it.uuid == uuid) {
        return Err(Failure::NotFound);
    }
    Ok(attachment(&file, OCTETS, tally::streamed(&app, uuid).await?))
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
