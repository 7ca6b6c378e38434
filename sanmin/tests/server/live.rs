//! Many open pages on one server: `sanmin load live` against it, and a server that stops while they are open.

use std::io::{Read, Write};

use serde_json::Value;

use crate::support::http::connect;
use crate::support::process::{Server, run, sanmin};

#[test]
fn many_pages_are_open_at_once_and_cost_little_memory() {
    let server = Server::new();
    let (url, pid) = (format!("http://{}", server.address), server.id().to_string());
    let command = sanmin(&["load", "live", "--url", &url, "--connections", "300", "--seconds", "1", "--pid", &pid, "--json"]);
    let ended = run(command);
    assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
    let report: Value = serde_json::from_str(&ended.stdout).expect("one object");
    assert_eq!((&report["open"], &report["refused"], &report["ended"]), (&300.into(), &0.into(), &0.into()));
    assert!(report["states"].as_u64().is_some_and(|states| states >= 300), "each is told the state: {report}");
    assert!(report["kilobytes_grown"].as_u64().is_some_and(|grown| grown < 300 * 40), "at most 40 KB a page: {report}");
}

#[test]
fn a_server_that_stops_takes_leave_of_its_open_pages() {
    let mut server = Server::new();
    let mut page = connect(server.address);
    let request = format!("GET /live/events HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address);
    page.write_all(request.as_bytes()).expect("the request is sent");
    let mut first = [0; 1];
    page.read_exact(&mut first).expect("the stream is open");
    server.terminate();
    let mut rest = Vec::new();
    page.read_to_end(&mut rest).expect("the stream ends");
    // Cut off after its grace, it would lack the last chunk.
    assert!(rest.ends_with(b"0\r\n\r\n"), "{}", String::from_utf8_lossy(&rest));
    assert_eq!(server.ended(), Some(0));
}
