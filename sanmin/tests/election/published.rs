//! The ledger of the story's election, right and wrong.

use std::fs;
use std::path::Path;

use ballot::election::Election;
use ballot::group::Element;
use ballot::verify::{Options, Verified, verify};
use record::{
    BallotsClosed, CardChecked, CardsCounted, CardsRevoked, Digest, ElectionSetup, ElectionVoided, Reconciliation, ResultReleased,
    ShareCommitted, Statement, TallyEncrypted, Uuid, VenueCards, VenueReconciled,
};
use serde_json::Value;

#[path = "../support/published.rs"]
mod folder;

pub use folder::Published;

pub fn ledger(statements: Vec<Statement>) -> Published {
    Published::new(statements, &[1, 2])
}

/// What the story did, as it would be published.
pub struct Story {
    verified: Verified,
    uuid: Uuid,
    archive: Digest,
    venues: Vec<VenueCards>,
    left: Element,
}

fn digest(digest: ballot::digest::Digest) -> Digest {
    Digest::from_bytes(*digest.as_bytes())
}

impl Story {
    pub fn read(folder: &Path, election: &Election) -> Self {
        let archive = fs::read(folder.join("result.bel")).expect("the archive");
        let verified = verify(archive.as_slice(), Options::default()).expect("a right archive");
        let venues: Value = serde_json::from_slice(&fs::read(folder.join("cards/venues.json")).expect("the file")).expect("JSON");
        let mut venues: Vec<VenueCards> = venues["venues"]
            .as_array()
            .expect("venues")
            .iter()
            .map(|venue| {
                let mut venue = venue.clone();
                venue["count"] = venue["count"].as_u64().expect("a number").into();
                serde_json::from_value(venue).expect("a venue")
            })
            .collect();
        venues.sort_by(|one, other| one.venue.cmp(&other.venue));
        let list = fs::read(folder.join("cards/public_credentials.json")).expect("the list");
        let list = ballot::credential::CredentialList::from_json(&list).expect("a list");
        let left = *list.keys().iter().find(|key| !verified.voted.contains(key.encoding())).expect("a card that nobody used");
        Story { uuid: election.uuid.as_str().parse().expect("a uuid"), archive: Digest::of(&archive), verified, venues, left }
    }

    fn setup(&self) -> ElectionSetup {
        let setup = &self.verified.setup;
        ElectionSetup {
            uuid: self.uuid.clone(),
            session: 1,
            election: digest(setup.election),
            trustees: digest(setup.trustees),
            credentials: digest(setup.credentials),
            count: 1652,
            receipts: Digest::of(b"the box's key"),
            venues: self.venues.clone(),
        }
    }

    /// One card of each venue is left over but for the main hall, where all but the ballots' number is.
    fn counted(&self) -> Vec<CardsCounted> {
        let one = |venue: &VenueCards| {
            let issued = if venue.venue.as_str() == "main" { 13 } else { 0 };
            CardsCounted {
                uuid: self.uuid.clone(),
                venue: venue.venue.clone(),
                printed: venue.count,
                left: venue.count - issued,
                void: 0,
                issued,
            }
        };
        self.venues.iter().map(one).collect()
    }

    fn revoked(&self, key: &Element) -> CardsRevoked {
        CardsRevoked { uuid: self.uuid.clone(), credentials: vec![record::Credential::from_bytes(*key.encoding())] }
    }

    fn closed(&self) -> BallotsClosed {
        let hashes = self.verified.trackers.iter().map(|tracker| digest(tracker.0)).collect();
        BallotsClosed::all(&self.uuid, hashes).expect("a list").remove(0)
    }

    fn tally(&self) -> TallyEncrypted {
        TallyEncrypted { uuid: self.uuid.clone(), sha256: digest(self.verified.tally.sized().encrypted_tally), count: 12 }
    }

    fn reconciliation(&self) -> Reconciliation {
        let one = |counted: CardsCounted| VenueReconciled {
            used: if counted.issued > 0 { 12 } else { 0 },
            venue: counted.venue,
            invited: 13,
            present: counted.issued,
            printed: counted.printed,
            left: counted.left,
            void: counted.void,
            issued: counted.issued,
            paper: 0,
        };
        let venues = self.counted().into_iter().map(one).collect();
        Reconciliation { uuid: self.uuid.clone(), issued: 13, ballots: 12, revoked: 1, not_cast: 0, venues, explanations: Vec::new() }
    }

    fn released(&self) -> ResultReleased {
        let result = self.verified.result.as_ref().expect("a result").0.iter();
        let result = result.map(|answers| answers.iter().map(|count| u32::try_from(*count).expect("few")).collect()).collect();
        ResultReleased {
            uuid: self.uuid.clone(),
            count: 12,
            result,
            archive: self.archive,
            at: serde_json::from_value(1_736_755_200_000_u64.into()).expect("a time"),
        }
    }

    fn shares(&self) -> Vec<ShareCommitted> {
        let one = |share: &ballot::tally::VerifiedShare| ShareCommitted {
            uuid: self.uuid.clone(),
            trustee: u32::try_from(share.owner()).expect("few"),
            sha256: digest(share.owned().payload),
        };
        self.verified.shares.iter().map(one).collect()
    }

    /// All that is published.
    pub fn statements(&self) -> Vec<Statement> {
        let mut all = vec![Statement::ElectionSetup(self.setup())];
        all.extend(self.counted().into_iter().map(Statement::CardsCounted));
        all.push(Statement::CardsRevoked(self.revoked(&self.left)));
        all.push(Statement::BallotsClosed(self.closed()));
        all.push(Statement::TallyEncrypted(self.tally()));
        all.extend(self.shares().into_iter().map(Statement::ShareCommitted));
        all.push(Statement::Reconciliation(self.reconciliation()));
        all.push(Statement::ResultReleased(self.released()));
        all
    }

    /// Ledgers that do not carry this archive: what is wrong, the kind of refusal, the statements.
    pub fn wrong(&self, used: &Element) -> Vec<(String, &'static str, Vec<Statement>)> {
        let mut wrong = Vec::new();
        for missing in ["election.setup", "cards.counted", "ballots.closed", "tally.encrypted", "reconciliation", "result.released"] {
            let rest = self.statements().into_iter().filter(|statement| statement.kind() != missing).collect();
            let kind = if missing == "cards.counted" { "ledger-contradicts" } else { "not-in-ledger" };
            wrong.push((format!("no {missing}"), kind, rest));
        }
        let mut changed = |what: &str, kind, change: &dyn Fn(&mut Statement)| {
            let mut statements = self.statements();
            statements.iter_mut().for_each(change);
            assert_ne!(statements, self.statements(), "{what}");
            wrong.push((what.to_owned(), kind, statements));
        };
        let other = || Digest::of(b"another");
        for (what, change) in [
            ("another election", (|setup, other| setup.election = other) as fn(&mut ElectionSetup, Digest)),
            ("other trustees", |setup, other| setup.trustees = other),
            ("other credentials", |setup, other| setup.credentials = other),
        ] {
            changed(what, "not-as-published", &|statement| {
                if let Statement::ElectionSetup(setup) = statement {
                    change(setup, other());
                }
            });
        }
        changed("another ballot", "unpublished-ballot", &|statement| {
            if let Statement::BallotsClosed(closed) = statement {
                closed.hashes[0] = other();
                closed.hashes.sort();
            }
        });
        changed("another total", "not-as-published", &|statement| {
            if let Statement::TallyEncrypted(tally) = statement {
                tally.sha256 = other();
            }
        });
        changed("another share", "not-as-published", &|statement| {
            if let Statement::ShareCommitted(share) = statement {
                share.sha256 = other();
            }
        });
        changed("another result", "not-as-published", &|statement| {
            if let Statement::ResultReleased(released) = statement {
                released.result[0].swap(0, 1);
            }
        });
        changed("another archive", "not-as-published", &|statement| {
            if let Statement::ResultReleased(released) = statement {
                released.archive = other();
            }
        });
        changed("a number that differs", "ledger-contradicts", &|statement| {
            if let Statement::Reconciliation(it) = statement {
                (it.ballots, it.revoked) = (11, 2);
                it.venues.clear();
            }
        });
        changed("a venue that was counted otherwise", "ledger-contradicts", &|statement| {
            if let Statement::Reconciliation(it) = statement {
                (it.venues[0].left, it.venues[0].void) = (it.venues[0].void, it.venues[0].left);
            }
        });
        changed("a venue left out of the reconciliation", "ledger-contradicts", &|statement| {
            if let Statement::Reconciliation(it) = statement {
                it.venues.retain(|venue| venue.issued > 0);
            }
        });
        changed("fewer cards than ballots", "ledger-contradicts", &|statement| match statement {
            Statement::CardsCounted(it) if it.issued > 0 => (it.issued, it.left) = (0, it.printed),
            _ => {}
        });
        let mut added = |what: &str, kind, statement| {
            let mut statements = self.statements();
            statements.push(statement);
            wrong.push((what.to_owned(), kind, statements));
        };
        added("a revoked card that voted", "revoked-credential", Statement::CardsRevoked(self.revoked(used)));
        let credential = record::Credential::from_bytes(*used.encoding());
        let checked = CardChecked { uuid: self.uuid.clone(), credential, ballot: other() };
        added("a checked card that voted", "revoked-credential", Statement::CardChecked(checked));
        let voided = ElectionVoided {
            uuid: self.uuid.clone(),
            session: 1,
            reason: "more ballots than cards".parse().expect("a text"),
            at: serde_json::from_value(1_736_755_200_000_u64.into()).expect("a time"),
        };
        added("an election that was declared void", "election-voided", Statement::ElectionVoided(voided));
        let again = ElectionSetup { election: other(), ..self.setup() };
        added("two elections of one name", "ledger-contradicts", Statement::ElectionSetup(again));
        wrong
    }
}
