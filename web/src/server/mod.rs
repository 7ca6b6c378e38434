//! The HTTP server: layers around the router, listening, TLS, and a graceful stop.

mod api;
mod headers;
mod health;
mod host;
mod listen;
mod measure;
mod telling;

pub use host::names_one_host;
pub use listen::{Certificate, ListenError, Tls, bind, serve};

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::failure::Failure;
use crate::page::Site;
use crate::rights::{Access, RouteTable};
use crate::{assets, page};

/// No request takes longer; uploads included.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Routes that belong to the house rather than to a subject.
pub fn routes() -> RouteTable {
    RouteTable::new()
        .get("/healthz", Access::Public, "存活检查", health::alive)
        .get("/readyz", Access::Public, "就绪检查", health::ready)
        .get("/metrics", Access::Local, "监控指标", measure::figures)
        .get(assets::ROUTE, Access::Public, "样式与脚本", assets::serve)
        .get(assets::OFFLINE_ROUTE, Access::Public, "离线页面的服务脚本", assets::offline)
        .get(page::elder::ROUTE, Access::Public, "切换长者模式", page::elder::switch)
        .and(crate::ledger::routes())
}

/// The whole application as one service: the table's routes, the API's own description, and the layers around them.
pub fn application(app: &App, table: RouteTable) -> Result<Router, String> {
    measure::start();
    let table = api::described(table.and(routes()));
    Ok(table
        .router(app)
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(cross_site_layer(app)?)
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIMEOUT))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(host::one_host))
        .layer(from_fn(telling::tell_failures))
        .layer(from_fn_with_state(app.clone(), name_site))
        .layer(from_fn_with_state(app.clone(), headers::security_headers))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)))
        .layer(from_fn(measure::measure)))
}

fn cross_site_layer(app: &App) -> Result<CsrfLayer<impl Fn(ProtectionError) -> Response + Clone + use<>>, String> {
    let layer = CsrfLayer::new();
    let layer = match &app.settings().origin {
        Some(origin) => layer.add_trusted_origin(origin).map_err(|error| format!("origin {origin}: {error}"))?,
        None => layer,
    };
    Ok(layer.with_rejection_response(|_: ProtectionError| Failure::ForeignOrigin.into_response()))
}

/// Tells the pages whose activity this is.
async fn name_site(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let site = app.plan().site.clone();
    let rehearsal = app.clock().is_virtual();
    request.extensions_mut().insert(if rehearsal { Arc::new(Site { rehearsal, ..(*site).clone() }) } else { site });
    next.run(request).await
}

async fn nothing_here() -> Failure {
    Failure::NotFound
}

async fn wrong_method() -> Failure {
    Failure::MethodNotAllowed
}

fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("unknown");
    Failure::Internal(format!("panic: {text}")).into_response()
}
