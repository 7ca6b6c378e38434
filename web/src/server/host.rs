//! One request, one host: RFC 9112 has every HTTP/1.1 request without exactly one `Host` refused.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Version, header};

use crate::failure::Failure;

pub(super) async fn one_host(request: Request, next: Next) -> Response {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    // HTTP/2 names the host in the address instead, and HTTP/1.0 did not know it.
    let needed = request.version() == Version::HTTP_11;
    if hosts > 1 || (needed && hosts == 0) {
        return Failure::BadRequest("请求中的主机名缺少或重复".into()).into_response();
    }
    next.run(request).await
}
