//! Stopping: what is under way is finished, nothing new is begun.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use crate::support::http::{answer, connect};
use crate::support::process::{PATIENCE, Server};

#[test]
fn a_request_under_way_is_finished_before_the_server_stops() {
    let mut server = Server::new();
    let body = "account=nobody&password=wrong&code=000000";
    let mut slow = connect(server.address);
    let head = format!(
        "POST /office/sign-in HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        server.address,
        body.len()
    );
    slow.write_all(head.as_bytes()).expect("the head is sent");
    slow.write_all(&body.as_bytes()[..10]).expect("a part of the body is sent");
    std::thread::sleep(Duration::from_millis(300));

    server.terminate();
    closed_to_others(&server);

    slow.write_all(&body.as_bytes()[10..]).expect("the rest is sent");
    answer(slow).expect("an answer").expect(422).shows("账号、密码或动态码不正确");
    assert_eq!(server.ended(), Some(0));
    assert!(server.log().contains("stopping"), "{}", server.log());
}

fn closed_to_others(server: &Server) {
    let until = std::time::Instant::now() + PATIENCE;
    while TcpStream::connect(server.address).is_ok() {
        assert!(std::time::Instant::now() < until, "still accepting connections");
        std::thread::sleep(Duration::from_millis(20));
    }
}
