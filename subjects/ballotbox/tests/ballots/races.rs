//! Several phones and servers at the same moment: of what cannot both be, exactly one is.

use std::collections::BTreeSet;

use ballotbox::ballots::{Polls, Verifying, page, rewrite};
use ballotbox::host;
use tokio::task::JoinSet;
use web::args;
use web::database::harness::each_engine;
use web::database::{DatabaseError, transaction};

use crate::support::{Host, checked, migrations, post};

#[tokio::test(flavor = "multi_thread")]
async fn of_two_ballots_of_one_card_exactly_one_is_stored() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 6).await;
        let servers = [host.service.clone(), host.another()];
        for card in 0..6 {
            let mut both = JoinSet::new();
            for (choice, service) in servers.iter().enumerate() {
                let (service, path, ballot) = (service.clone(), host.path("ballots"), host.election.ballot(card, choice));
                both.spawn(async move { post(&service, &path, ballot).await });
            }
            let answers = both.join_all().await;
            let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409]);
            let trackers: BTreeSet<String> = answers.iter().map(|answer| answer.json()["tracker"].as_str().unwrap().to_owned()).collect();
            assert_eq!(trackers.len(), 1, "the refusal names the ballot that counts");
            assert_eq!(host.stored().await.len(), card + 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_bytes_at_the_same_moment_are_one_ballot() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let ballot = host.election.ballot(0, 1);
        let servers = [host.service.clone(), host.another()];
        let mut all = JoinSet::new();
        for service in servers.iter().cycle().take(8) {
            let (service, path, ballot) = (service.clone(), host.path("ballots"), ballot.clone());
            all.spawn(async move { post(&service, &path, ballot).await.receipt() });
        }
        let receipts = all.join_all().await;
        assert!(receipts.windows(2).all(|two| two[0] == two[1]));
        assert_eq!(host.stored().await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_either_votes_or_is_checked() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 8).await;
        let other = host.another();
        for card in 0..8 {
            let (ballot, check) = (host.election.ballot(card, 0), checked(&host.election, card, 0));
            let (ballots, checks) = (host.path("ballots"), host.path("checks"));
            // Which comes first at the same server is a matter of chance; at each of two, of the database.
            let (one, two) = if card % 2 == 0 { (&host.service, &other) } else { (&other, &other) };
            let (cast, check) = tokio::join!(post(one, &ballots, ballot), post(two, &checks, check));
            assert_eq!([cast.status == 200, check.status == 200].iter().filter(|won| **won).count(), 1, "{} {}", cast.body, check.body);
        }
        let mut tx = host.app.app.database().reader().await.unwrap();
        let sql = "SELECT COUNT(*) FROM ballots b JOIN election_credentials c ON c.uuid = b.uuid AND c.credential = b.credential \
                   WHERE c.revoked <> 'no'";
        assert_eq!(tx.one::<i64>(sql, args![]).await.unwrap(), 0);
        let checked: i64 = tx.one("SELECT COUNT(*) FROM checked_ballots", args![]).await.unwrap();
        assert_eq!(checked as usize + host.stored().await.len(), 8);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_verified_before_the_close_is_not_stored_after_it() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database.clone(), 24).await;
        let mut ballots = JoinSet::new();
        for card in 0..24 {
            let (service, path, ballot) = (host.service.clone(), host.path("ballots"), host.election.ballot(card, 0));
            ballots.spawn(async move { post(&service, &path, ballot).await });
        }
        // As the close does it: end of the window and the list of ballots in one transaction.
        let (now, uuid) = (host.app.app.clock().millis(), host.uuid());
        let closed = transaction!(&database, |tx| -> Result<_, DatabaseError> {
            tx.execute("UPDATE election_windows SET closed_at = $1", args![now]).await?;
            rewrite(&mut tx, uuid).await?;
            page(&mut tx, uuid, "").await
        });
        let at_close: Vec<String> = closed.unwrap().into_iter().map(|ballot| ballot.tracker).collect();
        let answers = ballots.join_all().await;
        assert_eq!(host.stored().await, at_close, "nothing comes after the transaction that closes");
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), at_close.len());
        for answer in answers.into_iter().filter(|answer| answer.status != 200) {
            answer.problem(403, "closed");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finds_the_queue_full_is_sent_away_for_a_moment_and_then_served() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 16).await;
        let narrow = host::service_with(&host.app.app, &Polls::default(), Verifying::new(1, 1)).unwrap();
        let mut all = JoinSet::new();
        for card in 0..16 {
            let (service, path, ballot) = (narrow.clone(), host.path("ballots"), host.election.ballot(card, 0));
            all.spawn(async move {
                let mut sent_away = 0;
                loop {
                    let answer = post(&service, &path, ballot.clone()).await;
                    if answer.status == 200 {
                        return sent_away;
                    }
                    assert_eq!(answer.headers.get("retry-after").unwrap(), "2");
                    answer.problem(503, "busy");
                    sent_away += 1;
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
            });
        }
        let sent_away: usize = all.join_all().await.into_iter().sum();
        assert!(sent_away > 0, "sixteen at once do not fit two places");
        assert_eq!(host.stored().await.len(), 16);
    })
    .await;
}
