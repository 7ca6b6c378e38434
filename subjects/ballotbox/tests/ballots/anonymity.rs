//! What could say who voted, or when, is neither taken nor kept.

use http::Request;
use web::args;
use web::database::harness::each_engine;

use crate::support::{Host, get, migrations, post, send};

#[tokio::test]
async fn a_request_that_says_who_sends_it_is_refused() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let ballot = host.election.ballot(0, 0);
        for (name, value) in [("cookie", "sanmin_session=x"), ("authorization", "Basic YTpi")] {
            for rest in ["ballots", "checks"] {
                let request = Request::post(host.path(rest)).header(name, value);
                send(&host.service, request, ballot.clone()).await.problem(400, "not-anonymous");
            }
            for rest in ["state.json", "election.json"] {
                get(&host.service, &host.path(rest), &[(name, value)]).await.problem(400, "not-anonymous");
            }
            let page = get(&host.service, &format!("/v/{}", host.uuid()), &[(name, value), ("accept", "text/html")]).await.expect(400);
            assert!(page.body.contains("请用手机扫描评议票"), "{}", page.body);
        }
        assert!(host.stored().await.is_empty());
        host.cast(&ballot).await.receipt();
    })
    .await;
}

#[tokio::test]
async fn answers_set_no_cookie_and_send_no_address_on() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let page = get(&host.service, &format!("/v/{}", host.uuid()), &[]).await;
        let receipt = host.cast(&host.election.ballot(0, 0)).await;
        let refusal = host.cast(b"{}").await;
        for answer in [page, receipt, refusal, host.get("state.json").await, host.get("nothing").await] {
            let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap());
            assert_eq!(header("set-cookie"), None);
            assert_eq!(header("referrer-policy"), Some("no-referrer"));
            assert_eq!(header("cache-control"), Some("no-store"));
            assert_eq!(header("access-control-allow-origin"), None);
            let policy = header("content-security-policy").unwrap();
            let others = policy.replace("connect-src 'self' http://localhost:0", "");
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && !others.contains("http"), "{policy}");
        }
    })
    .await;
}

/// Every column beside a ballot, in every table of this crate that has one.
#[tokio::test]
async fn no_column_beside_a_ballot_can_hold_a_time_an_address_or_a_place() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 2).await;
        host.cast(&host.election.ballot(0, 0)).await.receipt();
        post(&host.service, &host.path("checks"), crate::support::checked(&host.election, 1, 0)).await.expect(200);
        let text = ballotbox::MIGRATIONS.iter().map(|migration| migration.sql).collect::<Vec<_>>();
        for (table, expected) in [
            ("ballots", ["uuid", "tracker", "credential", "ballot"].as_slice()),
            ("checked_ballots", &["uuid", "credential", "tracker"]),
            ("checked_texts", &["uuid", "tracker", "ballot", "revealed"]),
            ("election_credentials", &["uuid", "credential", "revoked"]),
        ] {
            let made = text.iter().find(|sql| sql.starts_with(&format!("CREATE TABLE {table} ("))).unwrap();
            let columns: Vec<&str> = made
                .lines()
                .skip(1)
                .map(str::trim)
                .filter(|line| !line.starts_with("--") && !line.starts_with("PRIMARY KEY") && *line != ")")
                .filter_map(|line| line.split_whitespace().next())
                .collect();
            assert_eq!(columns, expected, "{table}");
            assert!(!text.iter().any(|sql| sql.contains(&format!("ALTER TABLE {table}"))), "{table} is changed later");
        }
        // What the ledger learned of it: the check, which names no time; of the vote nothing.
        let mut tx = host.app.app.database().reader().await.unwrap();
        let entries: Vec<String> = tx.all("SELECT entry FROM ledger_entries ORDER BY position", args![]).await.unwrap();
        assert!(!entries.iter().any(|entry| entry.contains(&host.election.credential(0))));
        let check: serde_json::Value = serde_json::from_str(entries.last().unwrap()).unwrap();
        let fields: Vec<&String> = check.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["ballot", "credential", "type", "uuid", "v"]);
    })
    .await;
}
