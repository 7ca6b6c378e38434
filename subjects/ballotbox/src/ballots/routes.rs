//! What phones ask of the box.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ballot::digest::{Digest, Tracker};
use http::{StatusCode, header};
use serde::Serialize;

use super::BallotBox;
use super::about::About;
use super::check::Checked;
use super::polls::Open;
use super::receipt::Receipt;
use super::refused::Refused;
use crate::election;

/// Longest text of what is revealed, a number of at most 77 digits for each answer.
const REVEALED_BYTES: usize = 64 * 1024;

/// The box's routes.
pub fn routes(ballot_box: BallotBox) -> Router {
    Router::new()
        .route("/v/{uuid}/ballots", post(cast))
        .route("/v/{uuid}/checks", post(check))
        .route("/v/{uuid}/checks/{tracker}", get(checked))
        .route("/v/{uuid}/receipts/{tracker}", get(receipt))
        .route("/v/{uuid}/election.json", get(election_json))
        .route("/v/{uuid}/state.json", get(state_json))
        .route("/v/{uuid}/about.json", get(about_json))
        .with_state(ballot_box)
}

async fn cast(State(this): State<BallotBox>, Path(uuid): Path<String>, request: Request) -> Result<Json<Receipt>, Refused> {
    let open = this.polls.get(&this.app, &uuid).await?;
    let text = body(request, open.longest).await?;
    this.cast(&open, text.into()).await.map(Json)
}

async fn check(State(this): State<BallotBox>, Path(uuid): Path<String>, request: Request) -> Result<Json<Checked>, Refused> {
    let open = this.polls.get(&this.app, &uuid).await?;
    let text = body(request, open.longest + REVEALED_BYTES).await?;
    this.check(&open, &text).await.map(Json)
}

/// The whole body; this returns after its last byte.
async fn body(mut request: Request, longest: usize) -> Result<Bytes, Refused> {
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > longest as u64) {
        return Err(Refused::TooLong);
    }
    DefaultBodyLimit::max(longest).apply(&mut request);
    Bytes::from_request(request, &()).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::TooLong,
        _ => Refused::Body,
    })
}

/// Whether a ballot is in the box: the same before and after the close.
#[derive(Serialize)]
struct InBox {
    uuid: String,
    tracker: String,
    accepted: bool,
}

async fn receipt(State(this): State<BallotBox>, Path((uuid, tracker)): Path<(String, String)>) -> Result<Json<InBox>, Refused> {
    let tracker = in_address(&tracker)?;
    let open = this.polls.get(&this.app, &uuid).await?;
    if this.is_stored(&open, tracker).await? {
        Ok(Json(InBox { uuid, tracker: tracker.to_string(), accepted: true }))
    } else {
        Err(Refused::NotInBox)
    }
}

/// A tracker as it stands in an address.
fn in_address(text: &str) -> Result<Tracker, Refused> {
    let bytes = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    Ok(Tracker(Digest::from_bytes(bytes.ok_or(Refused::NotFound)?)))
}

/// For the second device: ballot and randomness, as they were posted.
async fn checked(State(this): State<BallotBox>, Path((uuid, tracker)): Path<(String, String)>) -> Result<Response, Refused> {
    let text = this.checked(&uuid, in_address(&tracker)?).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// What the page shows beside the questions.
async fn about_json(State(this): State<BallotBox>, Path(uuid): Path<String>) -> Result<Json<About>, Refused> {
    Ok(Json(About::of(&this.app, &this.polls.waiting(&this.app, &uuid).await?.stored)))
}

async fn election_json(State(this): State<BallotBox>, Path(uuid): Path<String>) -> Result<Response, Refused> {
    let text = match this.polls.look(&this.app, &uuid).await {
        Ok(open) => open.stored.election.clone(),
        Err(Refused::NotOpenYet | Refused::Closed) => this.polls.waiting(&this.app, &uuid).await?.stored.election.clone(),
        Err(refused) => return Err(refused),
    };
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// Where the election stands, by the server's clock: phones' clocks are wrong.
#[derive(Serialize)]
struct Standing {
    uuid: String,
    /// From 1.
    session: u32,
    dry_run: bool,
    state: &'static str,
    /// Whether a voter may begin and send: the grace after the end is not announced.
    open: bool,
    /// Milliseconds since 1970 UTC, as the two after it.
    server_time: i64,
    opened_at: Option<i64>,
    closes_at: Option<i64>,
    /// What signs receipts.
    receipt_key: String,
}

async fn state_json(State(this): State<BallotBox>, Path(uuid): Path<String>) -> Result<Json<Standing>, Refused> {
    let now = this.app.clock().millis();
    let (stored, state, window) = match this.polls.look(&this.app, &uuid).await {
        Ok(open) => of_open(&this, &open).await?,
        Err(Refused::NotOpenYet | Refused::Closed) => {
            let waiting = this.polls.waiting(&this.app, &uuid).await?;
            (waiting.stored.clone(), waiting.stored.state, waiting.window)
        }
        Err(refused) => return Err(refused),
    };
    let open = state == election::State::Open && window.is_some_and(|window| window.accepts(now, 0));
    Ok(Json(Standing {
        uuid,
        session: stored.session,
        dry_run: stored.dry_run,
        state: state.word(),
        open,
        server_time: now,
        opened_at: window.map(|window| window.opened_at),
        closes_at: window.map(|window| window.closes_at),
        receipt_key: stored.receipt_key,
    }))
}

async fn of_open(this: &BallotBox, open: &Arc<Open>) -> Result<(election::Stored, election::State, Option<election::Window>), Refused> {
    let live = open.live(&this.app).await?;
    Ok((open.stored.clone(), live.state, live.window))
}
