//! The same page on a third party's host, made by `sanmin election page export`.

use std::path::PathBuf;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tempfile::TempDir;

use super::booth::{Booth, expected};
use crate::chromium::{Driver, Kind};
use crate::support::process::{run, sanmin};

/// Serves a folder as plain web hosts do; the port. Without a header of ours: the page's own policy must do.
async fn serve_folder(folder: PathBuf) -> u16 {
    async fn file(State(folder): State<PathBuf>, Path(path): Path<String>) -> Response {
        let path = folder.join(path);
        let path = if path.is_dir() { path.join("index.html") } else { path };
        let kind = match path.extension().and_then(|extension| extension.to_str()) {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css",
            _ => "text/javascript",
        };
        match std::fs::read(path) {
            Ok(bytes) => ([(CONTENT_TYPE, kind)], bytes).into_response(),
            Err(_) => StatusCode::NOT_FOUND.into_response(),
        }
    }
    let router = Router::new().route("/{*path}", get(file)).with_state(folder);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    port
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_on_another_host_casts_into_the_same_box() {
    let Some(mut driver) = Driver::start() else { return };
    let mut booth = Booth::new(1).await;
    let folder = TempDir::new().expect("a temporary folder");
    let (out, origin, uuid) = (folder.path().join("page"), booth.origin(), booth.election.election.uuid.to_string());
    let mut export = sanmin(&["election", "page", "export", "--ballot-origin", &origin, "--election", &uuid, "--out"]);
    export.arg(&out);
    let exported = run(export);
    assert_eq!(exported.code, Some(0), "{}", exported.stderr);

    let elsewhere = format!("http://page.localhost:{}", serve_folder(out).await);
    booth.stop();
    booth.start_with(&["--page-origin", &elsewhere]);
    let phone = driver.browser_at(Kind::Phone, elsewhere).await;
    booth.review(&phone, 0).await;
    phone.press("提交评议票").await;
    phone.sees("已计入").await;
    phone.sees("签名回执已经核对无误").await;
    assert_eq!(phone.console().await, Vec::<String>::new());
    let stored = booth.ballots().await;
    assert_eq!(booth.election.count(&stored), expected(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_is_what_the_server_has_published() {
    let booth = Booth::new(1).await;
    let folder = TempDir::new().expect("a temporary folder");
    let out = folder.path().join("page");
    let mut export = sanmin(&["election", "page", "export", "--ballot-origin", &booth.origin(), "--out"]);
    export.arg(&out);
    let exported = run(export).stdout;
    assert_eq!(exported.lines().count(), 7, "{exported}");
    for line in exported.lines() {
        let (hash, path) = line.split_once("  ").expect("hash and path");
        let served = crate::support::http::get(booth.ballots_at(), path).expect(200);
        assert_eq!(ballot::digest::Digest::of(served.body.as_bytes()).to_hex(), hash, "{path}");
        assert_eq!(std::fs::read(out.join(&path[1..])).expect("an exported file"), served.body.as_bytes(), "{path}");
    }
}
