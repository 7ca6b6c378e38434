//! What the ledger says of an election before its total is made. Nothing in the tables is counted that was not published before: whoever
//! changes a ballot, a card or a key there after that is found here, not by the first stranger after the release.

use ballot::credential::CredentialList;
use record::{BallotsClosed, Digest, ElectionSetup, Statement};
use web::database::Tx;
use web::{Refusal, ledger};

use crate::ballots;
use crate::election::Stored;

/// What holds of an election before its total: its set-up, and the SHA-256 of all ballots in byte order. None of a dry run, of which nothing
/// is published.
pub(super) struct Published(Option<(ElectionSetup, Vec<Digest>)>);

impl Published {
    /// What was published of a closed election.
    pub async fn of(tx: &mut Tx, stored: &Stored) -> Result<Self, Refusal> {
        if stored.dry_run {
            return Ok(Published(None));
        }
        let mut parts = Vec::new();
        for position in ballots::places(tx, &stored.uuid).await? {
            let entry = ledger::entry(tx, position).await?.unwrap_or_default();
            match Statement::from_bytes(entry.as_bytes()) {
                Ok(Statement::BallotsClosed(part)) if part.uuid.to_string() == stored.uuid => parts.push(part),
                _ => return Err(Refusal::internal(format!("entry {position} of the ledger is not the list of ballots that was written"))),
            }
        }
        let ballots = BallotsClosed::join(&parts).map_err(Refusal::internal)?;
        let setups = ledger::of_kind(tx, "election.setup").await?.into_iter();
        let mut setups = setups.filter_map(|it| if let Statement::ElectionSetup(it) = it { Some(it) } else { None });
        let setup = setups.find(|it| it.uuid.to_string() == stored.uuid);
        let setup = setup.ok_or_else(|| Refusal::internal(format!("the ledger does not say how election {} was set up", stored.uuid)))?;
        Ok(Published(Some((setup, ballots))))
    }

    /// Whether election, trustees and cards in the tables are those that were published.
    ///
    /// # Errors
    /// What differs.
    pub fn compare_setup(&self, stored: &Stored, credentials: &CredentialList) -> Result<(), Refusal> {
        let Some((setup, _)) = &self.0 else { return Ok(()) };
        let texts = [stored.election.as_bytes(), stored.trustees.as_bytes(), credentials.to_json().as_bytes()].map(Digest::of);
        let names = ["the election", "the list of trustees", "the list of credentials"];
        let said = [setup.election, setup.trustees, setup.credentials];
        match names.iter().zip(texts.iter().zip(&said)).find(|(_, (own, said))| own != said) {
            Some((name, _)) => Err(differs(name)),
            None => Ok(()),
        }
    }

    /// Whether these are the ballots that were published, by their SHA-256.
    ///
    /// # Errors
    /// How many are missing, and how many were not published.
    pub fn compare_box(&self, mut own: Vec<Digest>) -> Result<(), Refusal> {
        let Some((_, published)) = &self.0 else { return Ok(()) };
        own.sort_unstable();
        if own == *published {
            return Ok(());
        }
        let missing = published.iter().filter(|it| own.binary_search(it).is_err()).count();
        let other = own.iter().filter(|it| published.binary_search(it).is_err()).count();
        Err(differs(&format!("the box ({missing} ballots missing or changed, {other} that were not published)")))
    }
}

fn differs(what: &str) -> Refusal {
    Refusal::internal(format!("{what} in the database is not what was published in the ledger"))
}
