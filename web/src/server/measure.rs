//! Figures for monitoring (Prometheus) and one log line a request, without addresses, queries or bodies.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::LazyLock;

use crate::app::App;
use crate::failure::Failure;

/// Upper bounds of the duration histogram, in seconds.
const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

static RECORDER: LazyLock<Option<PrometheusHandle>> = LazyLock::new(|| {
    // A second recorder in one process, as in tests, is refused; the first one then keeps the figures.
    PrometheusBuilder::new().set_buckets(&SECONDS).ok()?.install_recorder().ok()
});

/// Starts recording; repeated calls do nothing.
pub(super) fn start() {
    LazyLock::force(&RECORDER);
}

pub(super) async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_string();
    let method = request.method().to_string();
    let began = Instant::now();
    let response = next.run(request).await;
    let (status, seconds) = (response.status().as_u16(), began.elapsed().as_secs_f64());
    metrics::counter!("http_requests_total", "route" => route.clone(), "method" => method.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("http_request_seconds", "route" => route.clone()).record(seconds);
    tracing::debug!(%method, %route, status, milliseconds = seconds * 1000.0, "request");
    response
}

/// `/metrics`, in the Prometheus text format.
pub(super) async fn figures(State(app): State<App>) -> Result<Response, Failure> {
    let Some(recorder) = &*RECORDER else { return Err(Failure::Unavailable("another recorder was installed first".into())) };
    recorder.run_upkeep();
    metrics::gauge!("uptime_seconds").set(app.uptime().as_secs() as f64);
    metrics::gauge!("plan_version").set(app.plan().version as f64);
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], recorder.render()).into_response())
}
