//! One voter after the other.

use ballot::digest::Digest;
use web::args;
use web::database::harness::{each_engine, sqlite};
use web::database::{DatabaseError, FromRow, Row};

use crate::support::{GRACE, Host, WINDOW, get, in_address, in_hex, migrations, post};

#[tokio::test]
async fn a_ballot_is_in_the_box_before_its_receipt_is_signed() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 2).await;
        let ballot = host.election.ballot(0, 3);
        let tracker = Digest::of(&ballot).to_base64();
        host.get(&format!("receipts/{}", in_address(&tracker))).await.problem(404, "not-in-the-box");

        let receipt = host.cast(&ballot).await.receipt();
        assert_eq!((receipt.uuid.as_str(), &receipt.tracker), (host.uuid(), &tracker));
        let key = host.get("state.json").await.expect(200).json()["receipt_key"].as_str().unwrap().to_owned();
        assert!(receipt.is_of(&key));
        assert_eq!(host.stored().await, [in_hex(&tracker)]);
        let found = host.get(&format!("receipts/{}", in_address(&tracker))).await.expect(200).json();
        assert_eq!((&found["accepted"], &found["tracker"]), (&true.into(), &tracker.into()));
    })
    .await;
}

#[tokio::test]
async fn the_same_bytes_again_get_the_same_receipt_and_other_bytes_the_stored_tracker() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let (first, second) = (host.election.ballot(0, 0), host.election.ballot(0, 4));
        let receipt = host.cast(&first).await.receipt();
        assert_eq!(host.cast(&first).await.receipt(), receipt);
        // A server that has not seen the ballot itself finds it in the database.
        assert_eq!(post(&host.another(), &host.path("ballots"), first.clone()).await.receipt(), receipt);

        assert_eq!(host.cast(&second).await.problem(409, "already-voted")["tracker"], receipt.tracker);
        // Whoever cannot sign for the card learns nothing about it.
        let told = host.cast(&badly_signed(second)).await;
        assert!(told.status == 422 && !told.body.contains(&receipt.tracker), "{}", told.body);
        assert_eq!(host.stored().await.len(), 1);
    })
    .await;
}

/// The ballot with another challenge in its signature.
fn badly_signed(ballot: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(ballot).unwrap();
    let (unsigned, signature) = text.rsplit_once("\"challenge\":").unwrap();
    format!("{unsigned}\"challenge\":\"7\",{}", signature.split_once(',').unwrap().1).into_bytes()
}

#[tokio::test]
async fn a_wrong_signature_is_told_alike_for_a_fresh_and_a_used_card() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 2).await;
        host.cast(&host.election.ballot(0, 0)).await.receipt();
        let used = host.cast(&badly_signed(host.election.ballot(0, 1))).await.problem(422, "signature");
        assert_eq!(used, host.cast(&badly_signed(host.election.ballot(1, 1))).await.problem(422, "signature"));
    })
    .await;
}

#[tokio::test]
async fn the_window_is_kept_by_the_servers_clock() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 6).await;
        let now = host.app.app.clock().millis();
        let ballots: Vec<_> = (0..6).map(|card| host.election.ballot(card, 0)).collect();
        let open = async || host.get("state.json").await.expect(200).json()["open"].as_bool().unwrap();

        host.change("UPDATE election_windows SET opened_at = $1", args![now + 1_000]).await;
        assert!(!open().await);
        host.cast(&ballots[0]).await.problem(403, "not-open-yet");
        host.wait(1_000);
        // What this server believed a moment ago turns nobody away.
        let early = host.cast(&ballots[0]).await.receipt();

        host.wait(WINDOW - 1_001);
        host.cast(&ballots[1]).await.receipt();
        host.wait(GRACE);
        host.cast(&ballots[2]).await.receipt();
        host.wait(1);
        host.cast(&ballots[3]).await.problem(403, "closed");

        host.change("UPDATE election_windows SET closes_at = closes_at + 60000", args![]).await;
        host.cast(&ballots[3]).await.receipt();
        let now = host.app.app.clock().millis();
        host.change("UPDATE election_windows SET closed_at = $1", args![now]).await;
        host.cast(&ballots[4]).await.problem(403, "closed");
        host.change("UPDATE elections SET state = 'closed'", args![]).await;
        host.cast(&ballots[5]).await.problem(403, "closed");
        assert_eq!(host.stored().await.len(), 4);

        // The phone whose answer was lost asks again after the close, here and at a server that was started since.
        assert_eq!(host.cast(&ballots[0]).await.receipt(), early);
        assert_eq!(post(&host.another(), &host.path("ballots"), ballots[0].clone()).await.receipt(), early);
    })
    .await;
}

#[tokio::test]
async fn before_it_is_opened_an_election_is_shown_and_takes_nothing() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        host.change("DELETE FROM election_windows", args![]).await;
        host.change("UPDATE elections SET state = 'carded'", args![]).await;
        assert_eq!(host.get("election.json").await.expect(200).body, host.election.election.to_json());
        assert_eq!(host.get("state.json").await.expect(200).json()["state"], "carded");
        host.cast(&host.election.ballot(0, 0)).await.problem(403, "not-open-yet");
        host.change("UPDATE elections SET state = 'void'", args![]).await;
        host.cast(&host.election.ballot(0, 0)).await.problem(403, "closed");
    })
    .await;
}

#[tokio::test]
async fn strangers_cards_and_revoked_ones_do_not_vote() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database.clone(), 3).await;
        let now = host.app.app.clock().millis();
        let secrets = host.app.app.secrets();
        host.change("UPDATE elections SET session = 2", &[]).await;
        let other = ballotbox::testing::open_election(&database, secrets, 2, 1, (now, now + WINDOW)).await;
        host.cast(&other.ballot(0, 0)).await.problem(422, "wrong-uuid");
        let stranger = ballot::credential::Credential::random(&mut ballot::group::system_random());
        let theirs = host.election.poll.cast(&stranger, &[0, 0], &mut ballot::group::system_random()).unwrap();
        host.cast(theirs.text()).await.problem(422, "unknown-credential");

        for (card, why) in [(0, "left"), (1, "void"), (2, "late-void")] {
            // The moment before, the server still held the card for good.
            host.get("state.json").await.expect(200);
            host.revoke(card, why).await;
            host.cast(&host.election.ballot(card, 0)).await.problem(403, "card-revoked");
        }
        assert!(host.stored().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_server_with_other_secrets_signs_nothing() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        host.change("UPDATE elections SET receipt_key = $1", args!["00".repeat(32)]).await;
        host.cast(&host.election.ballot(0, 0)).await.problem(500, "internal-error");
        assert!(host.stored().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_page_gets_election_and_time() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let election = host.get("election.json").await.expect(200);
        assert_eq!(election.body, host.election.election.to_json(), "to the last byte: hashes are made of it");
        let state = host.get("state.json").await.expect(200).json();
        let now = host.app.app.clock().millis();
        assert_eq!((state["server_time"].as_i64(), state["closes_at"].as_i64()), (Some(now), Some(now + WINDOW)));
        assert_eq!((&state["open"], &state["session"]), (&true.into(), &1.into()));
        get(&host.service, "/v/22222222222222/state.json", &[]).await.problem(404, "no-such-election");
        get(&host.service, "/", &[]).await.problem(404, "not-found");
        get(&host.service, "/office", &[]).await.problem(404, "not-found");
        get(&host.service, &host.path("ballots"), &[]).await.problem(405, "method-not-allowed");
        let in_window = get(&host.service, "/", &[("accept", "text/html")]).await.expect(404);
        assert!(in_window.body.starts_with("<!DOCTYPE html>") && in_window.body.contains("没有这个页面"));
    })
    .await;
}

/// A line of what the database says it would do.
#[derive(Debug)]
struct Step(String);

impl FromRow for Step {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        row.text("detail").map(Step)
    }
}

#[tokio::test]
async fn looking_for_revoked_cards_does_not_walk_a_citys_list() {
    let (database, _place) = sqlite(&migrations()).await;
    let host = Host::new(database, 2).await;
    let sql = "EXPLAIN QUERY PLAN SELECT credential FROM election_credentials WHERE uuid = $1 AND revoked <> 'no'";
    let mut tx = host.app.app.database().reader().await.unwrap();
    let steps: Vec<Step> = tx.all(sql, args![host.uuid()]).await.unwrap();
    assert!(steps.iter().any(|step| step.0.contains("election_credentials_revoked")), "{steps:?}");
}
