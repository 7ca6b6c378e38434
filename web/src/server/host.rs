//! One request, one host: RFC 9112 has every HTTP/1.1 request without exactly one `Host` refused.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Version, header};

use crate::failure::Failure;

/// Whether a request names its host as it must.
pub fn names_one_host(request: &Request) -> bool {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    // HTTP/2 names the host in the address instead, and HTTP/1.0 did not know it.
    let needed = request.version() == Version::HTTP_11;
    hosts == 1 || (hosts == 0 && !needed)
}

pub(super) async fn one_host(request: Request, next: Next) -> Response {
    if !names_one_host(&request) {
        return Failure::BadRequest("请求中的主机名缺少或重复".into()).into_response();
    }
    next.run(request).await
}
