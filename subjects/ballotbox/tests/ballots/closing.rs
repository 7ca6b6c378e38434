//! After the close nothing tells in which order the ballots came.

use ballotbox::ballots::{count, digests, forget_order, page, rewrite};
use web::args;
use web::database::harness::each_engine;
use web::database::{DatabaseError, Engine, transaction};

use crate::support::{Host, migrations};

#[tokio::test]
async fn rows_are_rewritten_in_the_order_of_their_hashes() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database.clone(), 12).await;
        let mut ballots: Vec<Vec<u8>> = (0..12).map(|card| host.election.ballot(card, card % 5)).collect();
        ballots.sort_by_key(|ballot| std::cmp::Reverse(ballot::digest::Digest::of(ballot)));
        for ballot in &ballots {
            host.cast(ballot).await.receipt();
        }
        // Where a row stands, as whoever reads the files sees it.
        let order = async || -> Vec<String> {
            let mut tx = database.reader().await.unwrap();
            let sql = match database.engine() {
                Engine::Sqlite => "SELECT tracker FROM ballots ORDER BY rowid",
                Engine::Postgres => "SELECT tracker FROM ballots ORDER BY ctid",
            };
            tx.all(sql, args![]).await.unwrap()
        };
        let sorted = host.stored().await;
        assert_ne!(order().await, sorted);

        let uuid = host.uuid();
        transaction!(&database, |tx| -> Result<_, DatabaseError> { rewrite(&mut tx, uuid).await }).unwrap();
        forget_order(&database).await.unwrap();
        assert_eq!(order().await, sorted);
        ballots.reverse();
        let mut tx = database.reader().await.unwrap();
        let all = page(&mut tx, uuid, "").await.unwrap();
        let texts: Vec<Vec<u8>> = all.iter().map(|ballot| ballot.text.clone().into_bytes()).collect();
        assert_eq!(texts, ballots, "to the last byte, by the bytes of their hashes");
        assert_eq!(count(&mut tx, uuid).await.unwrap(), 12);
        assert_eq!(digests(&mut tx, uuid).await.unwrap(), ballots.iter().map(|text| record::Digest::of(text)).collect::<Vec<_>>());
        assert_eq!(page(&mut tx, uuid, &sorted[8]).await.unwrap(), all[9..]);
        if database.engine() == Engine::Postgres {
            let sql = "SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM ballots";
            assert_eq!(tx.one::<i64>(sql, args![]).await.unwrap(), 1, "all rows are of one transaction");
        }
    })
    .await;
}
