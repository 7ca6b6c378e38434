//! What a ledger says of one election, collected from its statements and held against the election's archive.
//!
//! A consistent archive can still have been made anew, with other keys, cards or ballots. The ledger was there before:
//! [`Collector`] gathers what it says, refuses a ledger that contradicts itself, and gives the form that
//! [`ballot::verify::Verified::compare`] takes.

use std::collections::{BTreeMap, BTreeSet};

use ballot::election::SetupData;
use ballot::group::Element;
use ballot::tally::ElectionResult;
use ballot::verify::Published;

use crate::{
    BallotsClosed, BallotsParts, CardsCounted, Credential, Digest, ElectionSetup, ElectionVoided, Reconciliation, ResultReleased,
    Statement, TallyEncrypted, Uuid,
};

/// Why the ledger's statements about an election are not enough, or contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unpublished {
    /// A statement without which nothing can be compared.
    #[error("the ledger has no {0} of election {1}")]
    Missing(&'static str, Uuid),
    /// A statement that may stand only once.
    #[error("the ledger has two different {0} of election {1}")]
    Repeated(&'static str, Uuid),
    /// A venue whose cards were made but not counted, or counted without having been made.
    #[error("the cards of venue {0} were made but not counted, or counted but not made")]
    Venue(String),
    /// Another number of cards printed than made.
    #[error("venue {venue}: {made} cards were made, {counted} were counted")]
    Printed {
        /// The venue.
        venue: String,
        /// By `election.setup`.
        made: u32,
        /// By `cards.counted`.
        counted: u32,
    },
    /// The parts of the list of ballots.
    #[error("{0}")]
    Parts(#[from] BallotsParts),
    /// A number that two statements give differently.
    #[error("{what}: {one} in {first}, {other} in {second}")]
    Numbers {
        /// Of what.
        what: &'static str,
        /// One statement.
        first: &'static str,
        /// Its number.
        one: u64,
        /// Another statement.
        second: &'static str,
        /// Its number.
        other: u64,
    },
    /// Supervision declared the election void: nothing of it counts, whatever its archive holds.
    #[error("election {uuid} was declared void: {reason}")]
    Voided {
        /// Which election.
        uuid: Uuid,
        /// Why, as published.
        reason: String,
    },
    /// A venue's figures in the reconciliation are not those of its count.
    #[error("venue {0}: the reconciliation has other figures than the count of its cards")]
    Reconciled(String),
    /// A revoked credential that is no element of the group.
    #[error("a revoked credential is no group element: {0}")]
    Credential(Credential),
}

impl Unpublished {
    /// A short name that stays the same, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Unpublished::Missing(..) => "not-in-ledger",
            Unpublished::Voided { .. } => "election-voided",
            _ => "ledger-contradicts",
        }
    }
}

/// What was published of an election.
#[derive(Clone, Debug)]
pub struct PublishedElection {
    /// What the election's archive is compared with.
    pub expected: Published,
    /// SHA-256 of the archive, once released.
    pub archive: Option<Digest>,
}

/// Gathers the statements of one election, in the order of the ledger.
pub struct Collector {
    uuid: Uuid,
    setup: Once<ElectionSetup>,
    counted: BTreeMap<String, Once<CardsCounted>>,
    revoked: BTreeSet<Credential>,
    closed: Vec<BallotsClosed>,
    tally: Once<TallyEncrypted>,
    shares: BTreeMap<u32, Once<Digest>>,
    reconciliation: Once<Reconciliation>,
    released: Once<ResultReleased>,
    voided: Option<ElectionVoided>,
}

/// A statement that may stand once; the same again does no harm.
#[derive(Clone, Debug)]
enum Once<T> {
    None,
    One(T),
    Two,
}

impl<T: PartialEq> Once<T> {
    fn see(&mut self, value: T) {
        match self {
            Once::None => *self = Once::One(value),
            Once::One(known) if *known == value => {}
            Once::One(_) | Once::Two => *self = Once::Two,
        }
    }

    fn get(&self, what: &'static str, uuid: &Uuid) -> Result<Option<&T>, Unpublished> {
        match self {
            Once::None => Ok(None),
            Once::One(value) => Ok(Some(value)),
            Once::Two => Err(Unpublished::Repeated(what, uuid.clone())),
        }
    }

    fn need(&self, what: &'static str, uuid: &Uuid) -> Result<&T, Unpublished> {
        self.get(what, uuid)?.ok_or_else(|| Unpublished::Missing(what, uuid.clone()))
    }
}

impl Collector {
    /// Begins for one election.
    pub fn new(uuid: Uuid) -> Self {
        Collector {
            uuid,
            setup: Once::None,
            counted: BTreeMap::new(),
            revoked: BTreeSet::new(),
            closed: Vec::new(),
            tally: Once::None,
            shares: BTreeMap::new(),
            reconciliation: Once::None,
            released: Once::None,
            voided: None,
        }
    }

    /// Takes the next statement; those about other things are passed over.
    pub fn see(&mut self, statement: &Statement) {
        match statement {
            Statement::ElectionSetup(it) if it.uuid == self.uuid => self.setup.see(it.clone()),
            Statement::CardsCounted(it) if it.uuid == self.uuid => {
                self.counted.entry(it.venue.as_str().to_owned()).or_insert(Once::None).see(it.clone());
            }
            Statement::CardsRevoked(it) if it.uuid == self.uuid => self.revoked.extend(&it.credentials),
            Statement::CardChecked(it) if it.uuid == self.uuid => {
                self.revoked.insert(it.credential);
            }
            Statement::BallotsClosed(it) if it.uuid == self.uuid => self.closed.push(it.clone()),
            Statement::TallyEncrypted(it) if it.uuid == self.uuid => self.tally.see(it.clone()),
            Statement::ShareCommitted(it) if it.uuid == self.uuid => self.shares.entry(it.trustee).or_insert(Once::None).see(it.sha256),
            Statement::Reconciliation(it) if it.uuid == self.uuid => self.reconciliation.see(it.clone()),
            // The first one says it; nothing takes it back.
            Statement::ElectionVoided(it) if it.uuid == self.uuid => {
                self.voided.get_or_insert_with(|| it.clone());
            }
            Statement::ResultReleased(it) if it.uuid == self.uuid => self.released.see(it.clone()),
            _ => {}
        }
    }

    /// What a complete ledger says of a released election.
    ///
    /// # Errors
    /// What is missing or contradicts itself.
    pub fn finish(self) -> Result<PublishedElection, Unpublished> {
        let uuid = &self.uuid;
        if let Some(voided) = &self.voided {
            return Err(Unpublished::Voided { uuid: uuid.clone(), reason: voided.reason.as_str().to_owned() });
        }
        let setup = self.setup.need("election.setup", uuid)?;
        let issued = self.issued(setup)?;
        if self.closed.is_empty() {
            return Err(Unpublished::Missing("ballots.closed", uuid.clone()));
        }
        let ballots = BallotsClosed::join(&self.closed)?;
        let tally = self.tally.need("tally.encrypted", uuid)?;
        let reconciliation = self.reconciliation.need("reconciliation", uuid)?;
        let released = self.released.need("result.released", uuid)?;
        let count = ballots.len() as u64;
        let same = |what, (first, one): (&'static str, u64), (second, other): (&'static str, u64)| {
            if one == other { Ok(()) } else { Err(Unpublished::Numbers { what, first, one, second, other }) }
        };
        let closed = ("ballots.closed", count);
        same("ballots", closed, ("tally.encrypted", tally.count.into()))?;
        same("ballots", closed, ("reconciliation", reconciliation.ballots.into()))?;
        same("ballots", closed, ("result.released", released.count.into()))?;
        same("cards issued", ("cards.counted", issued), ("reconciliation", reconciliation.issued.into()))?;
        self.venues_agree(reconciliation)?;
        let mut shares = Vec::new();
        for (trustee, digest) in &self.shares {
            if let Some(digest) = digest.get("share.committed", uuid)? {
                shares.push((u64::from(*trustee), fingerprint(digest)));
            }
        }
        let revoked = self.revoked.iter().map(|key| element(key).ok_or(Unpublished::Credential(*key))).collect::<Result<_, _>>()?;
        let expected = Published {
            setup: Some(SetupData {
                election: fingerprint(&setup.election),
                trustees: fingerprint(&setup.trustees),
                credentials: fingerprint(&setup.credentials),
            }),
            ballots: Some(ballots.iter().map(fingerprint).collect()),
            ordered: true,
            revoked,
            issued: Some(issued),
            counted: Some(reconciliation.ballots.into()),
            tally: Some(fingerprint(&tally.sha256)),
            shares,
            result: Some(ElectionResult(
                released.result.iter().map(|answers| answers.iter().map(|count| u64::from(*count)).collect()).collect(),
            )),
        };
        Ok(PublishedElection { expected, archive: Some(released.archive) })
    }

    /// What the reconciliation says of each venue is what was counted there. Older ones say nothing of venues.
    fn venues_agree(&self, reconciliation: &Reconciliation) -> Result<(), Unpublished> {
        if reconciliation.venues.is_empty() {
            return Ok(());
        }
        let mut counted = Vec::new();
        for venue in self.counted.values() {
            let it = venue.need("cards.counted", &self.uuid)?;
            counted.push((it.venue.as_str(), [it.printed, it.left, it.void, it.issued]));
        }
        let stated: Vec<_> =
            reconciliation.venues.iter().map(|it| (it.venue.as_str(), [it.printed, it.left, it.void, it.issued])).collect();
        let differs = |(one, other): &(&(&str, [u32; 4]), &(&str, [u32; 4]))| one != other;
        match stated.iter().zip(&counted).find(differs) {
            Some((stated, _)) => Err(Unpublished::Reconciled(stated.0.to_owned())),
            None if stated.len() != counted.len() => Err(Unpublished::Reconciled("(a missing one)".to_owned())),
            None => Ok(()),
        }
    }

    /// Cards issued over all venues; each venue that cards were made for must have been counted.
    fn issued(&self, setup: &ElectionSetup) -> Result<u64, Unpublished> {
        let made: BTreeMap<&str, u32> = setup.venues.iter().map(|venue| (venue.venue.as_str(), venue.count)).collect();
        if let Some(venue) = self.counted.keys().find(|venue| !made.contains_key(venue.as_str())) {
            return Err(Unpublished::Venue(venue.clone()));
        }
        let mut issued = 0;
        for (venue, made) in made {
            let counted = self.counted.get(venue).ok_or_else(|| Unpublished::Venue(venue.to_owned()))?;
            let counted = counted.need("cards.counted", &self.uuid)?;
            if counted.printed != made {
                return Err(Unpublished::Printed { venue: venue.to_owned(), made, counted: counted.printed });
            }
            issued += u64::from(counted.issued);
        }
        Ok(issued)
    }
}

fn fingerprint(digest: &Digest) -> ballot::digest::Digest {
    ballot::digest::Digest::from_bytes(*digest.as_bytes())
}

fn element(credential: &Credential) -> Option<Element> {
    Element::from_hex(credential.to_string().as_bytes()).ok()
}
