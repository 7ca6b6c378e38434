//! Bodies that are no ballots.

use http::Request;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use web::database::harness::{each_engine, sqlite};

use crate::support::{Host, migrations, post, send};

#[tokio::test]
async fn what_is_not_to_the_last_byte_a_ballot_is_refused() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let ballot = String::from_utf8(host.election.ballot(0, 1)).unwrap();
        let (first, rest) = ballot.split_once(",\"answers\":").unwrap();
        let (uuid, others) = first[1..].split_once(',').unwrap();
        for (kind, text) in [
            ("empty", String::new()),
            ("truncated", ballot[..ballot.len() - 1].to_owned()),
            ("half", ballot[..ballot.len() / 2].to_owned()),
            ("newline", format!("{ballot}\n")),
            ("space", ballot.replacen(',', ", ", 1)),
            ("reordered", format!("{{{others},{uuid},\"answers\":{rest}")),
            ("something after it", format!("{ballot}{{}}")),
            ("a field more", ballot.replacen(",\"answers\"", ",\"time\":0,\"answers\"", 1)),
        ] {
            host.cast(text.as_bytes()).await.problem(422, "ballot-form");
            assert!(host.stored().await.is_empty(), "{kind}");
        }
        host.cast(ballot.as_bytes()).await.receipt();
    })
    .await;
}

#[tokio::test]
async fn a_body_longer_than_a_ballot_is_not_read() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let longest = host.election.ballot(0, 1).len() * 2;
        host.cast(&vec![b'{'; longest + 8_000]).await.problem(413, "ballot-too-long");
        // Announced but never sent.
        let announced = Request::post(host.path("ballots")).header("content-length", "4000000000");
        send(&host.service, announced, Vec::new()).await.problem(413, "ballot-too-long");
    })
    .await;
}

/// Bytes by chance, and ballots with bytes changed by chance, never make the host panic, err on its own side, or store anything.
#[test]
fn no_bytes_do_harm() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (host, _place) = runtime.block_on(async {
        let (database, place) = sqlite(&migrations()).await;
        (Host::new(database, 1).await, place)
    });
    let good = host.election.ballot(0, 1);
    let check = crate::support::checked(&host.election, 0, 1);
    let changed = |text: Vec<u8>| {
        (Just(text), proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4)).prop_map(|(mut text, changes)| {
            for (at, byte) in changes {
                let at = at.index(text.len());
                // Always another byte.
                text[at] = text[at].wrapping_add(byte.max(1));
            }
            text
        })
    };
    let bytes = prop_oneof![proptest::collection::vec(any::<u8>(), 0..4_000), changed(good), changed(check)];
    TestRunner::default()
        .run(&(bytes, any::<bool>()), |(body, cast)| {
            let path = host.path(if cast { "ballots" } else { "checks" });
            let answer = runtime.block_on(post(&host.service, &path, body));
            prop_assert!(answer.status.is_client_error(), "{} {}", answer.status, answer.body);
            Ok(())
        })
        .unwrap();
    assert!(runtime.block_on(host.stored()).is_empty());
}
