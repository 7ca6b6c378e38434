//! Two hosts: the site's and the ballots'.

use std::net::TcpListener;

use crate::support::http::{exchange, get, get_with};
use crate::support::process::{Server, run, serve};

#[test]
fn ballots_on_the_sites_own_host_name_are_refused_at_the_start() {
    let place = tempfile::tempdir().expect("the folder for temporary files is writable");
    let data = place.path().join("new");
    for (flag, origin) in [("--ballot-origin", "http://127.0.0.1:7301"), ("--page-origin", "http://127.0.0.1")] {
        let mut command = serve(&data);
        command.args([flag, origin]);
        run(command).fails_with(&[flag, origin, "host name"]);
        assert!(!data.exists(), "nothing was written");
    }
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
    let holder = TcpListener::bind(taken).expect("the port just freed");
    let mut command =
        crate::support::process::sanmin(&["serve", "--listen", "127.0.0.1:0", "--ballot-listen", &taken.to_string(), "--data"]);
    command.arg(&data);
    run(command).fails_with(&[&taken.to_string(), "--ballot-listen"]);
    drop(holder);
    assert!(!data.exists(), "nothing was written");
}

#[test]
fn each_host_serves_only_what_is_its_own() {
    let server = Server::new();
    let ballots = server.ballots();
    get(ballots, "/healthz").expect(200);
    for path in ["/", "/office/sign-in", "/ledger/checkpoint", "/metrics", "/api/v1/openapi.json"] {
        get(ballots, path).expect(404).shows("urn:sanmin:problem:not-found");
    }
    get(server.address, "/v/22222222222222/state.json").expect(404);
    get_with(ballots, "/v/22222222222222", &["Cookie: sanmin_session=x"]).expect(400).shows("urn:sanmin:problem:not-anonymous");
    exchange(ballots, b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n").expect("an answer").expect(400);
}

#[test]
fn only_the_page_of_the_third_party_may_talk_to_the_box_from_elsewhere() {
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let mut command = serve(data.path());
    command.args(["--page-origin", "https://page.example"]);
    let server = Server::start(command);
    let ask = "OPTIONS /v/22222222222222/ballots HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: https://page.example\r\n\
               Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n";
    let allowed = exchange(server.ballots(), ask.as_bytes()).expect("an answer").expect(200);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://page.example");
    assert_eq!(allowed.header("access-control-allow-credentials"), "");

    let plain = Server::new();
    let refused = exchange(plain.ballots(), ask.as_bytes()).expect("an answer");
    assert_eq!(refused.header("access-control-allow-origin"), "");
}
