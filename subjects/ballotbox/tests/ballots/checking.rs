//! 检查: a card that shows what its ballot holds votes no more.

use ballot::digest::Digest;
use web::args;
use web::database::harness::each_engine;

use crate::support::{GRACE, Host, WINDOW, checked, in_hex, migrations, post};

#[tokio::test]
async fn a_checked_card_is_revoked_and_published_in_one_transaction() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 2).await;
        let body = checked(&host.election, 0, 2);
        let answer = post(&host.service, &host.path("checks"), body.clone()).await.expect(200).json();
        assert_eq!(answer["choices"], serde_json::json!([2, 2]));
        let tracker = answer["tracker"].as_str().unwrap();

        let mut tx = host.app.app.database().reader().await.unwrap();
        let entries: Vec<String> = tx.all("SELECT entry FROM ledger_entries ORDER BY position", args![]).await.unwrap();
        let entry = entries.last().unwrap();
        assert!(entry.contains("card.checked") && entry.contains(&host.election.credential(0)) && entry.contains(&in_hex(tracker)));
        let rows: Vec<(String, String)> = tx.all("SELECT credential, tracker FROM checked_ballots", args![]).await.unwrap();
        assert_eq!(rows, [(host.election.credential(0), in_hex(tracker))]);
        drop(tx);

        // Sent again because the answer was lost: the same answer, and nothing published twice.
        assert_eq!(post(&host.service, &host.path("checks"), body).await.expect(200).json(), answer);
        post(&host.service, &host.path("checks"), checked(&host.election, 0, 1)).await.problem(403, "card-revoked");
        host.cast(&host.election.ballot(0, 0)).await.problem(403, "card-revoked");
        let mut tx = host.app.app.database().reader().await.unwrap();
        let after: i64 = tx.one("SELECT COUNT(*) FROM ledger_entries", args![]).await.unwrap();
        assert_eq!(after, entries.len() as i64);
        assert!(host.stored().await.is_empty());
        host.cast(&host.election.ballot(1, 0)).await.receipt();
    })
    .await;
}

#[tokio::test]
async fn a_check_in_a_dry_run_revokes_the_card_and_is_not_published() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        host.change("UPDATE elections SET dry_run = $1", args![true]).await;
        post(&host.service, &host.path("checks"), checked(&host.election, 0, 2)).await.expect(200);
        host.cast(&host.election.ballot(0, 0)).await.problem(403, "card-revoked");
        let mut tx = host.app.app.database().reader().await.unwrap();
        let published: i64 = tx.one("SELECT COUNT(*) FROM ledger_entries WHERE entry LIKE '%card.checked%'", args![]).await.unwrap();
        assert_eq!(published, 0);
    })
    .await;
}

#[tokio::test]
async fn a_card_that_has_voted_is_not_checked() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let receipt = host.cast(&host.election.ballot(0, 0)).await.receipt();
        let refused = post(&host.service, &host.path("checks"), checked(&host.election, 0, 0)).await;
        assert_eq!(refused.problem(409, "already-voted")["tracker"], receipt.tracker);
        let mut tx = host.app.app.database().reader().await.unwrap();
        let revoked: i64 = tx.one("SELECT COUNT(*) FROM election_credentials WHERE revoked <> 'no'", args![]).await.unwrap();
        assert_eq!(revoked, 0);
    })
    .await;
}

#[tokio::test]
async fn a_page_that_lied_is_told_by_question_and_the_card_stays_good() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let honest = String::from_utf8(checked(&host.election, 0, 2)).unwrap();
        let (before, after) = honest.rsplit_once("\"choice\":2").unwrap();
        let refused = post(&host.service, &host.path("checks"), format!("{before}\"choice\":3{after}").into()).await;
        let details = refused.problem(422, "revealed-differs");
        assert_eq!((&details["question"], &details["answer"]), (&1.into(), &2.into()));

        let other = String::from_utf8(host.election.ballot(0, 2)).unwrap();
        let (_, revealed) = honest.split_once(",\"revealed\":").unwrap();
        let mixed = format!("{{\"ballot\":{other},\"revealed\":{revealed}");
        post(&host.service, &host.path("checks"), mixed.into()).await.problem(422, "revealed-differs");
        for broken in ["", "{}", "{\"ballot\":{},\"revealed\":{}}", &honest[1..], &honest[..honest.len() - 1]] {
            let status = post(&host.service, &host.path("checks"), broken.as_bytes().to_vec()).await.status;
            assert_eq!(status, 422, "{broken}");
        }
        let ballot = other.into_bytes();
        assert_eq!(host.cast(&ballot).await.receipt().tracker, Digest::of(&ballot).to_base64());
    })
    .await;
}

#[tokio::test]
async fn checks_end_with_the_window() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        host.wait(WINDOW + GRACE);
        post(&host.service, &host.path("checks"), checked(&host.election, 0, 2)).await.problem(403, "closed");
    })
    .await;
}
