//! What of an election is public from the start: questions and keys. The card maker works from these, and anybody may check them.

use axum::extract::{Path, State};
use axum::response::Response;
use web::{App, Failure};

use super::queries;
use crate::cards::queries as cards;
use crate::download::{JSON, attachment};

pub(super) async fn election(State(app): State<App>, Path(uuid): Path<String>) -> Result<Response, Failure> {
    let found = queries::by_uuid(&mut app.database().reader().await?, &uuid).await?.ok_or(Failure::NotFound)?;
    Ok(attachment("election.json", JSON, found.election))
}

pub(super) async fn trustees(State(app): State<App>, Path(uuid): Path<String>) -> Result<Response, Failure> {
    let found = queries::by_uuid(&mut app.database().reader().await?, &uuid).await?.ok_or(Failure::NotFound)?;
    Ok(attachment("trustees.json", JSON, found.trustees))
}

/// The list of public credentials, once it is confirmed.
pub(super) async fn credentials(State(app): State<App>, Path(uuid): Path<String>) -> Result<Response, Failure> {
    let mut tx = app.database().reader().await?;
    let found = queries::by_uuid(&mut tx, &uuid).await?.ok_or(Failure::NotFound)?;
    let upload = cards::upload(&mut tx, &uuid).await?;
    let confirmed = !matches!(found.state, super::State::Made | super::State::Void);
    let upload = upload.filter(|_| confirmed).ok_or(Failure::NotFound)?;
    Ok(attachment("public_credentials.json", JSON, upload.credentials))
}
