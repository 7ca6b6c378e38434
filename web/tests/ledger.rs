//! The application's ledger: queued with the change, signed in the order of the queue, readable by anybody, and stopped when somebody
//! outside knows better.

mod ledger_support;

use std::collections::BTreeMap;

use http::StatusCode;
use ledger::{Algorithm, SignedCheckpoint, TileId, Trust, VerifierKey, replay};
use ledger_support::{Files, WitnessServer};
use record::{AuditHead, Digest, Statement};
use web::database::harness::each_engine;
use web::database::{Database, DatabaseError, transaction};
use web::ledger::{Ledger, LedgerError, Witness, integrate, publish, witness};
use web::rights::RouteTable;
use web::secrets::Secrets;
use web::testing::TestApp;

const ORIGIN: &str = "ledger.example/test";

fn statement(sequence: u64) -> Statement {
    Statement::AuditHead(AuditHead { sequence, sha256: Digest::of(&sequence.to_be_bytes()) })
}

async fn opened(database: &Database, secrets: &Secrets, witnesses: Vec<Witness>) -> Ledger {
    Ledger::open(database, secrets, ORIGIN, witnesses).await.unwrap()
}

async fn say(database: &Database, from: u64, to: u64) {
    let said: Result<(), LedgerError> = transaction!(database, |tx| -> Result<(), LedgerError> {
        for sequence in from..to {
            publish(&mut tx, &statement(sequence)).await?;
        }
        Ok(())
    });
    said.unwrap();
}

/// The published files, as somebody outside fetches them.
async fn published(app: &TestApp) -> Files {
    let mut visitor = app.visitor();
    let mut files = BTreeMap::new();
    let note = visitor.get("/ledger/checkpoint").await;
    assert_eq!(note.status, StatusCode::OK);
    let size = SignedCheckpoint::parse(&note.bytes).unwrap().unverified().size();
    files.insert("checkpoint".to_owned(), note.bytes.clone());
    for tile in all_tiles(size) {
        let answer = visitor.get(&format!("/ledger/{tile}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{tile}");
        files.insert(tile.to_string(), answer.bytes);
    }
    Files(files)
}

fn all_tiles(size: u64) -> Vec<TileId> {
    use ledger::TileKind::{Entries, Hashes};
    let kinds = [Entries, Hashes(0), Hashes(1)];
    kinds.into_iter().flat_map(|kind| (0..).map_while(move |index| TileId::within(kind, index, size))).collect()
}

fn trust(app: &TestApp) -> Trust {
    Trust { logs: vec![app.app.ledger().log_key().key().clone()], ..Trust::default() }
}

#[tokio::test]
async fn what_is_said_stands_in_the_published_log_in_its_order() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database.clone(), RouteTable::new()).await;
        assert_eq!(app.visitor().get("/ledger/checkpoint").await.status, StatusCode::NOT_FOUND);
        say(&database, 0, 600).await;
        let size = integrate(&database, app.app.ledger()).await.unwrap().unwrap();
        assert!(size > 600 && size < 600 + 100, "{size}");
        assert_eq!(integrate(&database, app.app.ledger()).await.unwrap(), None);
        let mut kinds = Vec::new();
        let report = replay(
            &mut published(&app).await,
            &trust(&app),
            |_, bytes| {
                kinds.push(Statement::from_bytes(bytes).unwrap());
                Ok(())
            },
            |_| (),
        )
        .unwrap();
        assert!(report.signed);
        assert_eq!(report.checkpoint.size(), size);
        // The plan with the ledger's own keys comes first, then the decisions in it, then what was said here.
        let Statement::PlanAdopted(adopted) = &kinds[0] else { panic!("{:?}", kinds[0]) };
        assert_eq!(adopted.log, app.app.ledger().log_key());
        assert_eq!(adopted.activity.as_str(), "ordos-2024");
        assert!(kinds[1..].iter().take_while(|kind| kind.kind() == "plan.resolved").count() > 10);
        assert_eq!(kinds[kinds.len() - 600..], (0..600).map(statement).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn a_change_that_is_given_up_says_nothing() {
    each_engine(web::MIGRATIONS, async |database| {
        let secrets = Secrets::ephemeral();
        let keys = opened(&database, &secrets, Vec::new()).await;
        let given_up: Result<(), LedgerError> = transaction!(&database, |tx| -> Result<(), LedgerError> {
            publish(&mut tx, &statement(1)).await?;
            Err(LedgerError::Damaged("the change itself failed".into()))
        });
        given_up.unwrap_err();
        assert_eq!(integrate(&database, &keys).await.unwrap(), None);
        say(&database, 7, 8).await;
        assert_eq!(integrate(&database, &keys).await.unwrap(), Some(1));
    })
    .await;
}

#[tokio::test]
async fn writers_and_sequencers_at_the_same_moment_make_one_log() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database.clone(), RouteTable::new()).await;
        let writers: Vec<_> = (0..10)
            .map(|writer| {
                let (database, keys) = (database.clone(), app.app.ledger().clone());
                tokio::spawn(async move {
                    say(&database, writer * 10, writer * 10 + 10).await;
                    integrate(&database, &keys).await.unwrap();
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        integrate(&database, app.app.ledger()).await.unwrap();
        let mut sequences = Vec::new();
        let seen = |_: u64, bytes: &[u8]| {
            if let Statement::AuditHead(head) = Statement::from_bytes(bytes).unwrap() {
                sequences.push(head.sequence);
            }
            Ok(())
        };
        replay(&mut published(&app).await, &trust(&app), seen, |_| ()).unwrap();
        // Each writer's ten stand together, because they were said in one transaction.
        assert!(sequences.chunks(10).all(|ten| ten.windows(2).all(|pair| pair[1] == pair[0] + 1)), "{sequences:?}");
        sequences.sort_unstable();
        assert_eq!(sequences, (0..100).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn what_was_published_once_stays_readable_while_the_log_grows() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database.clone(), RouteTable::new()).await;
        let keys = app.app.ledger();
        say(&database, 0, 150).await;
        integrate(&database, keys).await.unwrap();
        let before = published(&app).await;
        for round in 1..5 {
            say(&database, round * 150, round * 150 + 150).await;
            integrate(&database, keys).await.unwrap();
            let mut now = published(&app).await;
            replay(&mut now, &trust(&app), |_, _| Ok(()), |_| ()).unwrap();
        }
        let mut visitor = app.visitor();
        for (path, bytes) in &before.0 {
            if path != "checkpoint" {
                assert_eq!(visitor.get(&format!("/ledger/{path}")).await.bytes, *bytes, "{path}");
            }
        }
        for wrong in
            ["tile/0/999", "tile/9/000", "tile/0/0", "tile/entries/000.p/0", "tile/entries/x999/999", "tile/0/../checkpoint", "tile/"]
        {
            assert_eq!(visitor.get(&format!("/ledger/{wrong}")).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        let keys = visitor.get("/ledger/vkeys").await;
        let keys = ledger::read_keys(&keys.bytes).unwrap();
        assert!(keys.iter().any(|key: &VerifierKey| key.algorithm() == Algorithm::Ed25519));
    })
    .await;
}

#[tokio::test]
async fn an_entry_proves_that_it_stands_in_the_log() {
    each_engine(web::MIGRATIONS, async |database| {
        let keys = opened(&database, &Secrets::ephemeral(), Vec::new()).await;
        say(&database, 0, 300).await;
        let mut tx = database.reader().await.unwrap();
        assert!(web::ledger::inclusion(&mut tx, &keys, 5).await.unwrap().is_none());
        drop(tx);
        integrate(&database, &keys).await.unwrap();
        say(&database, 300, 301).await;
        let mut tx = database.reader().await.unwrap();
        for index in [0, 5, 255, 256, 299] {
            let inclusion = web::ledger::inclusion(&mut tx, &keys, index).await.unwrap().unwrap();
            let leaf = ledger::Hash::of_entry(&statement(index).to_bytes().unwrap());
            let checkpoint = inclusion.checkpoint.unverified();
            inclusion.proof.check(leaf, index, checkpoint.size(), checkpoint.root()).unwrap();
        }
        assert!(web::ledger::inclusion(&mut tx, &keys, 300).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_changed_entry_is_found_by_whoever_replays_and_a_changed_tree_is_not_continued() {
    each_engine(web::MIGRATIONS, async |database| {
        let app = TestApp::new(database.clone(), RouteTable::new()).await;
        say(&database, 0, 20).await;
        integrate(&database, app.app.ledger()).await.unwrap();
        tamper(&database, "UPDATE ledger_entries SET entry = entry || ' ' WHERE position = 0").await;
        let found = replay(&mut published(&app).await, &trust(&app), |_, _| Ok(()), |_| ());
        assert!(found.is_err());
        tamper(&database, "UPDATE ledger_tiles SET hashes = '00' || substr(hashes, 3) WHERE level = 0 AND tile = 0").await;
        say(&database, 20, 21).await;
        assert!(matches!(integrate(&database, app.app.ledger()).await, Err(LedgerError::Damaged(_))));
    })
    .await;
}

async fn tamper(database: &Database, sql: &'static str) {
    let done: Result<u64, DatabaseError> = transaction!(database, |tx| tx.execute(sql, web::args![]).await);
    assert_eq!(done.unwrap(), 1, "{sql}");
}

#[tokio::test]
async fn witnesses_cosign_and_the_checkpoint_carries_their_names() {
    each_engine(web::MIGRATIONS, async |database| {
        let secrets = Secrets::ephemeral();
        let log = opened(&database, &secrets, Vec::new()).await.log_key().key().clone();
        let (one, two) = (WitnessServer::start("witness.example/1", &log), WitnessServer::start("witness.example/2", &log));
        let keys = opened(&database, &secrets, vec![one.witness(), two.witness()]).await;
        say(&database, 0, 300).await;
        integrate(&database, &keys).await.unwrap();
        witness::push(&database, &keys, 1).await.unwrap();
        say(&database, 300, 400).await;
        integrate(&database, &keys).await.unwrap();
        one.refuse(true);
        witness::push(&database, &keys, 2).await.unwrap();
        let status = web::ledger::status(&mut database.reader().await.unwrap(), &keys).await.unwrap();
        assert_eq!(status.witnesses.iter().map(|it| it.size).collect::<Vec<_>>(), [300, 400]);
        assert!(!status.witnesses[0].failure.is_empty() && status.witnesses[1].failure.is_empty());
        // A cosignature of a smaller log says nothing of this one, and is not shown with it.
        let shown = web::ledger::inclusion(&mut database.reader().await.unwrap(), &keys, 0).await.unwrap().unwrap().checkpoint;
        let names: Vec<_> = shown.note().signatures().iter().map(|line| line.name().as_str()).collect();
        assert_eq!(names, [ORIGIN, "witness.example/2"]);
        one.refuse(false);
        witness::push(&database, &keys, 3).await.unwrap();
        let status = web::ledger::status(&mut database.reader().await.unwrap(), &keys).await.unwrap();
        assert!(status.witnesses.iter().all(|it| it.size == 400 && it.failure.is_empty()));
        // A server that lost its memory of the answers asks again, and is told where the witness stands.
        tamper(&database, "DELETE FROM ledger_witnesses WHERE name = 'witness.example/1'").await;
        witness::push(&database, &keys, 4).await.unwrap();
        let status = web::ledger::status(&mut database.reader().await.unwrap(), &keys).await.unwrap();
        assert!(status.witnesses.iter().all(|it| it.size == 400 && it.failure.is_empty()));
    })
    .await;
}

#[tokio::test]
async fn a_database_behind_a_witness_is_noticed_at_the_start_and_while_running() {
    each_engine(web::MIGRATIONS, async |database| {
        let secrets = Secrets::ephemeral();
        let log = opened(&database, &secrets, Vec::new()).await.log_key().key().clone();
        let server = WitnessServer::start("witness.example/1", &log);
        let keys = opened(&database, &secrets, vec![server.witness()]).await;
        witness::compare(&database, &keys).await.unwrap().unwrap();
        say(&database, 0, 10).await;
        integrate(&database, &keys).await.unwrap();
        witness::push(&database, &keys, 1).await.unwrap();
        witness::compare(&database, &keys).await.unwrap().unwrap();
        // An older backup is put back: only the first entry is left.
        for sql in ["DELETE FROM ledger_tiles", "UPDATE ledger_state SET queued = 0, size = 0, edge = '', checkpoint = ''"] {
            tamper(&database, sql).await;
        }
        let removed: Result<u64, DatabaseError> =
            transaction!(&database, |tx| tx.execute("DELETE FROM ledger_entries", web::args![]).await);
        assert_eq!(removed.unwrap(), 10);
        tamper(&database, "DELETE FROM ledger_witnesses").await;
        let ahead = witness::compare(&database, &keys).await.unwrap().unwrap_err();
        assert!(ahead.to_string().contains("has cosigned 10 entries of this ledger, the database holds 0"), "{ahead}");
        // Whoever starts it all the same is stopped before a second history is signed on.
        say(&database, 50, 51).await;
        integrate(&database, &keys).await.unwrap();
        witness::push(&database, &keys, 2).await.unwrap();
        assert!(keys.halted().is_some_and(|reason| reason.contains("has cosigned 10 entries of this ledger, the database holds 1")));
        say(&database, 51, 52).await;
        assert_eq!(integrate(&database, &keys).await.unwrap(), None);
        // As many entries, but others.
        let keys = opened(&database, &secrets, vec![server.witness()]).await;
        say(&database, 52, 60).await;
        integrate(&database, &keys).await.unwrap();
        let ahead = witness::compare(&database, &keys).await.unwrap().unwrap_err();
        assert!(ahead.to_string().contains("another history"), "{ahead}");
        witness::push(&database, &keys, 3).await.unwrap();
        assert!(keys.halted().is_some_and(|reason| reason.contains("another history of this ledger at 10 entries")));
    })
    .await;
}

#[tokio::test]
async fn the_name_of_the_ledger_is_fixed_when_it_is_begun() {
    each_engine(web::MIGRATIONS, async |database| {
        let secrets = Secrets::ephemeral();
        let first = opened(&database, &secrets, Vec::new()).await;
        let later = Ledger::open(&database, &secrets, "other.example/2026", Vec::new()).await.unwrap();
        assert_eq!((later.origin(), later.log_key()), (first.origin(), first.log_key()));
        assert_ne!(opened(&database, &Secrets::ephemeral(), Vec::new()).await.log_key(), first.log_key());
    })
    .await;
}

#[test]
fn a_witness_in_the_settings_is_a_key_and_an_address() {
    let log: web::ledger::WitnessSetting =
        format!("{} https://witness.example/", ledger::WitnessSigner::from_seed("w.example/1".parse().unwrap(), &[1; 32]).verifier())
            .parse()
            .unwrap();
    assert_eq!(log.url, "https://witness.example");
    let key = ledger::LogSigner::from_seed("w.example/1".parse().unwrap(), &[1; 32]);
    for wrong in ["", "x", "x https://w.example", &format!("{} https://w.example", key.verifier()), &format!("{} ftp://w", log.key)] {
        assert!(wrong.parse::<web::ledger::WitnessSetting>().is_err(), "{wrong}");
    }
}
