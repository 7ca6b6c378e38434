//! What is published before and after the vote of an election that a test wrote into the tables.

use ballot::credential::CredentialList;
use ballot::group::Element;
use ballot::verify::{Options, verify_total};
use record::{CardsCounted, ElectionSetup, ShareCommitted, Statement, VenueCards, WindowMoved};
use web::args;
use web::database::Database;
use web::secrets::Secrets;
use web::{Refusal, transaction};

use super::Open;
use crate::election::{Stored, queries};
use crate::published::{publish, uuid};
use crate::release::testing::{begin, commit, keep};
use crate::tally;

/// What is published of an election when its cards are there, all of them at the main venue.
///
/// # Panics
/// If the election is not whole, or two keys are alike.
pub fn setup(stored: &Stored, keys: Vec<Element>) -> ElectionSetup {
    let count = u32::try_from(keys.len()).expect("a count");
    let list = CredentialList::sorted(keys).expect("no two alike").to_json();
    let credentials = record::Digest::of(list.as_bytes());
    ElectionSetup {
        uuid: stored.uuid.parse().expect("a uuid"),
        session: stored.session,
        election: record::Digest::of(stored.election.as_bytes()),
        trustees: record::Digest::of(stored.trustees.as_bytes()),
        credentials,
        count,
        receipts: stored.receipt_key.parse().expect("a key"),
        venues: vec![VenueCards { venue: "main".parse().expect("an id"), count, sha256: credentials }],
    }
}

/// Publishes what stands in the ledger when a window is open: the set-up, one venue's count with all cards taken, the opening.
///
/// # Panics
/// If the database refuses.
pub async fn publish_setup(database: &Database, open: &Open) {
    let count = u32::try_from(open.cards.len()).expect("a count");
    let keys: Vec<Element> = open.cards.iter().map(|card| card.public_key(&open.election.uuid)).collect();
    let outcome: Result<(), Refusal> = transaction!(database, |tx| -> Result<(), Refusal> {
        let stored = queries::by_uuid(&mut tx, open.election.uuid.as_str()).await?.ok_or(Refusal::NotFound)?;
        let window = queries::window(&mut tx, &stored.uuid).await?.ok_or(Refusal::NotFound)?;
        let sql = "INSERT INTO election_venues (uuid, venue, printed, sha256, left_over, void) VALUES ($1, 'main', $2, $3, 0, 0)";
        let setup = setup(&stored, keys.clone());
        tx.execute(sql, args![&stored.uuid, i64::from(count), setup.credentials.to_string()]).await?;
        let venue: record::Id = "main".parse().expect("an id");
        let counted = CardsCounted { uuid: uuid(&stored)?, venue, printed: count, left: 0, void: 0, issued: count };
        let millis = |at: i64| at.try_into().map_err(Refusal::internal);
        let opened = WindowMoved { uuid: uuid(&stored)?, at: millis(window.opened_at)?, until: millis(window.closes_at)? };
        for statement in [Statement::ElectionSetup(setup), Statement::CardsCounted(counted), Statement::WindowOpened(opened)] {
            publish(&mut tx, &stored, &statement).await?;
        }
        Ok(())
    });
    outcome.expect("an election that is published");
}

/// Trustees 1 and 3 post the SHA-256 of their shares of these totals, and two officers confirm the release with the shares, as the pages
/// leave it: the worker goes on from here.
///
/// # Panics
/// If a total is not made or the database refuses.
pub async fn begin_release(database: &Database, secrets: &Secrets, now: i64, elections: &[&Open]) {
    let opening = "opening-of-a-test";
    let outcome: Result<(), Refusal> = transaction!(database, |tx| -> Result<(), Refusal> {
        let mut files = Vec::new();
        for open in elections {
            let stored = queries::by_uuid(&mut tx, open.election.uuid.as_str()).await?.ok_or(Refusal::NotFound)?;
            let archive = tally::whole(&mut tx, &stored.uuid).await?;
            let verified = verify_total(archive.as_slice(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
            for trustee in [1_u32, 3] {
                let share = open.share(trustee as usize, &verified.tally).share().to_json();
                let sha256 = record::Digest::of(share.as_bytes());
                assert!(commit(&mut tx, &stored.uuid, trustee, &sha256.to_string()).await?, "posted once");
                let statement = ShareCommitted { uuid: uuid(&stored)?, trustee, sha256 };
                publish(&mut tx, &stored, &Statement::ShareCommitted(statement)).await?;
                files.push(share.into_bytes());
            }
        }
        assert!(begin(&mut tx, opening, now).await?, "no other release is under way");
        keep(&mut tx, secrets, opening, &files).await
    });
    outcome.expect("a release that two officers agreed on");
}

/// Writes and publishes the reconciliation of a closed session, as supervision would when nothing differs but cards that nobody cast.
///
/// # Panics
/// If it is refused: more ballots than cards, or no total yet.
pub async fn reconcile(app: &web::App, uuid: &str) {
    reconcile_on(app.database(), app.clock().millis(), uuid).await;
}

/// The same beside a server that has ended.
///
/// # Panics
/// As [`reconcile`].
pub async fn reconcile_on(database: &Database, now: i64, uuid: &str) {
    let outcome: Result<(), Refusal> = transaction!(database, |tx| -> Result<(), Refusal> {
        let stored = queries::by_uuid(&mut tx, uuid).await?.ok_or(Refusal::NotFound)?;
        let figures = crate::reconciliation::figures(&mut tx, uuid).await?;
        let small = |count: i64| u32::try_from(count).expect("a count");
        let (mut rest, mut venues) = (figures.cast, Vec::new());
        for cards in &figures.venues {
            let (left, void) = cards.counted.unwrap_or((0, 0));
            let issued = if cards.printed == 0 { 0 } else { small(cards.issued().expect("a counted venue")) };
            let used = rest.min(issued);
            rest -= used;
            let sql = "INSERT INTO election_used (uuid, venue, used) VALUES ($1, $2, $3)";
            tx.execute(sql, args![uuid, &cards.venue, used]).await?;
            venues.push(record::VenueReconciled {
                venue: cards.venue.parse().expect("an id"),
                invited: issued,
                present: issued,
                printed: small(cards.printed),
                left: small(left),
                void: small(void),
                issued,
                used,
                paper: figures.paper(&cards.venue),
            });
        }
        let statement = record::Reconciliation {
            uuid: uuid.parse().expect("a uuid"),
            issued: small(figures.issued().expect("counted venues")),
            ballots: figures.cast,
            revoked: figures.checked + figures.voided_late,
            not_cast: small(figures.not_cast().expect("counted venues")),
            venues,
            explanations: Vec::new(),
        };
        crate::reconciliation::accept(&mut tx, &stored, statement, now).await
    });
    outcome.expect("a reconciliation");
}
