//! Health for the operator and the load balancer.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::failure::Failure;

/// `/healthz`: the process lives.
pub(super) async fn alive() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// `/readyz`: the database answers and a plan is in force, so requests can be served.
pub(super) async fn ready(State(app): State<App>) -> Result<Json<Value>, Failure> {
    app.database().ping().await.map_err(|error| Failure::Unavailable(error.to_string()))?;
    Ok(Json(json!({"status": "ok", "plan_version": app.plan().version})))
}
