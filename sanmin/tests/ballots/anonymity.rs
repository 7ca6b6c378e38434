//! What the log says of a ballot, however talkative: nothing.

use std::io::{Read, Write};

use ballot::digest::Digest;
use web::database::harness::each_place;

use crate::prepared::{post, prepared, served};
use crate::support::http::{Answer, connect, get};
use crate::support::process::Server;

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_ballot_nor_its_sender_stands_in_the_log_or_in_the_figures() {
    each_place(async |place| {
        let data = tempfile::tempdir().expect("the folder for temporary files is writable");
        let election = prepared(data.path(), place, 1, 3).await;
        let mut command = served(data.path(), place);
        command.env("SANMIN_LOG", "trace");
        let server = Server::start(command);
        let address = server.ballots();
        let uuid = election.election.uuid.to_string();
        let path = format!("/v/{uuid}/ballots");
        let before = server.log().len();

        let ballot = election.ballot(0, 1);
        let mut stream = connect(address);
        let port = stream.local_addr().expect("an address").port().to_string();
        let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", ballot.len());
        stream.write_all(&[head.as_bytes(), &ballot].concat()).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        Answer::read(&bytes).expect("an answer").expect(200);
        post(address, &path, "", &election.ballot(0, 2)).expect("an answer").expect(409);
        let (shown, revealed) = election.revealed(1, 1);
        let check = format!("{{\"ballot\":{shown},\"revealed\":{revealed}}}");
        post(address, &format!("/v/{uuid}/checks"), "", check.as_bytes()).expect("an answer").expect(200);
        post(address, &path, "", b"{\"election_uuid\":\"nonsense").expect("an answer").expect(422);
        let tracker = Digest::of(&ballot);
        let in_address = tracker.to_base64().replace('+', "-").replace('/', "_");
        get(address, &format!("/v/{uuid}/receipts/{in_address}")).expect(200);

        let metrics = get(server.address, "/metrics").expect(200).body;
        let log = server.log().split_off(before);
        let credential = election.credential(0);
        let choice = String::from_utf8_lossy(&ballot).split("\"alpha\":\"").nth(1).map(|rest| rest[..64].to_owned()).expect("a point");
        for (kind, text) in [
            ("tracker", tracker.to_base64()),
            ("tracker", tracker.to_hex()),
            ("tracker", in_address),
            ("credential", credential),
            ("ciphertext", choice),
            ("address of the sender", format!(":{port}")),
            ("insertion", "INSERT INTO ballots".to_owned()),
        ] {
            let line = log.lines().find(|line| line.contains(&text));
            assert_eq!(line, None, "the {kind} stands in the log");
        }
        assert!(!metrics.contains("/v/") && !metrics.contains(&uuid), "{metrics}");
    })
    .await;
}
