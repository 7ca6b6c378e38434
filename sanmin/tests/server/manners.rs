//! What every response carries, and what is kept from strangers.

use crate::support::http::{Answer, exchange, get, get_with};
use crate::support::process::Server;

/// Headers that must be on every response, with a part of their value.
const EVERYWHERE: [(&str, &str); 6] = [
    ("content-security-policy", "default-src 'none'"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "geolocation=()"),
];

/// One address of each kind of answer, with the status.
const KINDS: [(&str, u16); 12] = [
    ("/", 200),
    ("/sessions/1", 200),
    ("/office/sign-in", 200),
    ("/api/v1/activity", 200),
    ("/api/v1/openapi.json", 200),
    ("/healthz", 200),
    ("/readyz", 200),
    ("/plan/files/activity.toml", 200),
    ("/office", 303),
    ("/elder?on=1&back=/sessions", 303),
    ("/office/sign-out", 405),
    ("/nowhere", 404),
];

fn request(server: &Server, lines: &str) -> Answer {
    let request = format!("{lines}\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address);
    exchange(server.address, request.as_bytes()).expect("an answer")
}

#[test]
fn every_answer_carries_the_security_headers() {
    let server = Server::new();
    let stylesheet = get(server.address, "/").between("rel=\"stylesheet\" href=\"", "\"").to_string();
    for (path, status) in KINDS.into_iter().chain([(stylesheet.as_str(), 200)]) {
        let answer = get(server.address, path).expect(status);
        for (name, part) in EVERYWHERE {
            assert!(answer.header(name).contains(part), "{path}: {name}: {}", answer.header(name));
        }
        assert_ne!(answer.header("cache-control"), "", "{path}");
        assert_eq!(answer.header("server"), "", "{path}");
    }
    let policy = get(server.address, "/").header("content-security-policy").to_string();
    assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{policy}");
}

#[test]
fn public_pages_set_no_cookie() {
    let server = Server::new();
    for (path, status) in KINDS.into_iter().filter(|(path, _)| !path.starts_with("/elder")) {
        assert_eq!(get(server.address, path).expect(status).header("set-cookie"), "", "{path}");
    }
    let elder = get(server.address, "/elder?on=1&back=/sessions");
    assert!(elder.header("set-cookie").starts_with("elder=1;"), "only the visitor's own choice is kept");
}

#[test]
fn head_is_get_without_the_body() {
    let server = Server::new();
    for path in ["/", "/healthz", "/nowhere"] {
        let (head, whole) = (request(&server, &format!("HEAD {path} HTTP/1.1")), get(server.address, path));
        assert_eq!((head.status, head.body.as_str()), (whole.status, ""), "{path}");
        assert_eq!(head.header("content-type"), whole.header("content-type"), "{path}");
    }
}

#[test]
fn figures_are_for_this_machine_alone() {
    let server = Server::new();
    get(server.address, "/");
    get(server.address, "/metrics").expect(200).shows("http_requests_total{");
    for header in ["X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Forwarded-For: 203.0.113.5"] {
        get_with(server.address, "/metrics", &[header]).expect(403);
    }
}

#[test]
fn programs_get_problem_documents() {
    let server = Server::new();
    let answer = get_with(server.address, "/api/v1/nothing", &["Accept: application/json"]).expect(404);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    answer.shows("not-found");
}
