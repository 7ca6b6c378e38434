//! Serving the ballot page's files, and refusals as pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum::routing::get;
use ballot::election::Uuid;
use http::HeaderMap;
use maud::{DOCTYPE, html};
use serde_json::Value;
use web::assets::{Asset, FOR_EVER};

use super::files::{INDEX_PATH, PageFiles};
use crate::ballots::refused::Refused;

type Served = Arc<BTreeMap<String, Asset>>;

/// The page at the address of each election, and its files.
pub(super) fn routes(files: &PageFiles) -> Router {
    Router::new()
        .route(INDEX_PATH, get(|served, headers| async move { first(&served, &headers) }))
        .route("/v/{uuid}", get(show))
        .route("/page/{hash}/{name}", get(file))
        .with_state(Arc::new(files.served()))
}

/// The same page for every election: what is behind the `#` of the address never comes here.
async fn show(served: State<Served>, Path(uuid): Path<String>, headers: HeaderMap) -> Result<Response, Refused> {
    Uuid::parse(&uuid).ok_or(Refused::NoElection)?;
    first(&served, &headers)
}

fn first(served: &State<Served>, headers: &HeaderMap) -> Result<Response, Refused> {
    Ok(served.get(INDEX_PATH).ok_or(Refused::NotFound)?.answer(headers, "no-store"))
}

async fn file(served: State<Served>, Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Result<Response, Refused> {
    Ok(served.get(&format!("/page/{hash}/{name}")).ok_or(Refused::NotFound)?.answer(&headers, FOR_EVER))
}

/// The words of a problem document as a page.
pub(super) fn refusal(document: &[u8]) -> Html<String> {
    let document: Value = serde_json::from_slice(document).unwrap_or_default();
    let text = |name: &str| document.get(name).and_then(Value::as_str).unwrap_or_default();
    frame(text("title"), text("title"), text("detail"))
}

fn frame(title: &str, heading: &str, words: &str) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
            }
            body { main { h1 { (heading) } p { (words) } } }
        }
    };
    Html(page.into_string())
}
