//! Uploads that crawl, stop, or never end.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use web::database::harness::Place;

use crate::prepared::{post, prepared, served};
use crate::support::http::{answer, connect};
use crate::support::process::Server;

#[tokio::test(flavor = "multi_thread")]
async fn half_a_ballot_is_none_and_holds_nobody_up() {
    let place = Place::sqlite();
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let election = prepared(data.path(), &place, 2, 4).await;
    let server = Server::start(served(data.path(), &place));
    let address = server.ballots();
    let path = format!("/v/{}/ballots", election.election.uuid);
    let ballot = election.ballot(0, 1);
    let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", ballot.len());
    let (one, two) = ballot.split_at(ballot.len() / 2);
    let begin = || {
        let mut stream = connect(address);
        stream.write_all(&[head.as_bytes(), one].concat()).expect("the beginning is sent");
        stream
    };

    // Given up in the middle.
    drop(begin());
    // Silent in the middle.
    let begun = Instant::now();
    let mut silent = begin();
    // Slow, but complete in the end.
    let mut slow = begin();
    // Many that hold a connection each.
    let _held: Vec<_> = (0..100).map(|_| begin()).collect();

    post(address, &path, "", &election.ballot(1, 1)).expect("an answer").expect(200);
    for byte in two.chunks(two.len().div_ceil(8)) {
        std::thread::sleep(Duration::from_millis(50));
        slow.write_all(byte).expect("the rest is sent");
    }
    answer(slow).expect("an answer").expect(200).shows("signature");

    // Without end, and without saying how long.
    let mut endless = connect(address);
    let chunked = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
    endless.write_all(chunked.as_bytes()).expect("sent");
    while endless.write_all(format!("1000\r\n{}\r\n", " ".repeat(4096)).as_bytes()).is_ok() && begun.elapsed() < Duration::from_secs(20) {}
    assert!(begun.elapsed() < Duration::from_secs(20), "the server reads on for ever");

    let mut rest = Vec::new();
    let _ = silent.read_to_end(&mut rest);
    assert!(begun.elapsed() < Duration::from_secs(45), "open for {:?}", begun.elapsed());
    assert!(!String::from_utf8_lossy(&rest).contains(" 200 "));
}
