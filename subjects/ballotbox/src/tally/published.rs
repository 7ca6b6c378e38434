//! What the ledger says of an election before its total is made. Nothing in the tables is counted that was not published before: whoever
//! changes a ballot, a card or a key there after that is found here, not by the first stranger after the release.

use ballot::credential::CredentialList;
use record::{BallotsClosed, Digest, ElectionSetup, Statement};
use web::database::Tx;
use web::{Refusal, ledger};

use crate::ballots;
use crate::election::Stored;

/// The statements about an election that hold before its total.
pub(super) struct Published {
    /// None where none was published: a dry run.
    setup: Option<ElectionSetup>,
    /// SHA-256 of all ballots, in byte order; None for a dry run.
    ballots: Option<Vec<Digest>>,
}

impl Published {
    /// What was published of a closed election.
    pub async fn of(tx: &mut Tx, stored: &Stored) -> Result<Self, Refusal> {
        if stored.dry_run {
            return Ok(Published { setup: None, ballots: None });
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
        let setup = setups.filter_map(|it| if let Statement::ElectionSetup(it) = it { Some(it) } else { None });
        Ok(Published { setup: setup.into_iter().find(|it| it.uuid.to_string() == stored.uuid), ballots: Some(ballots) })
    }

    /// Whether the tables still hold what was published.
    ///
    /// # Errors
    /// What differs.
    pub fn compare(&self, stored: &Stored, credentials: &CredentialList, ballots: &[String]) -> Result<(), Refusal> {
        let differs = |what: &str| Refusal::internal(format!("{what} in the database is not what was published in the ledger"));
        if let Some(setup) = &self.setup {
            let own = [stored.election.as_bytes(), stored.trustees.as_bytes(), credentials.to_json().as_bytes()].map(Digest::of);
            let published = [setup.election, setup.trustees, setup.credentials];
            let names = ["the election", "the list of trustees", "the list of credentials"];
            if let Some((name, _)) = names.iter().zip(own.iter().zip(&published)).find(|(_, (own, published))| own != published) {
                return Err(differs(name));
            }
        }
        if let Some(published) = &self.ballots {
            let mut own: Vec<Digest> = ballots.iter().map(|text| Digest::of(text.as_bytes())).collect();
            own.sort_unstable();
            if own != *published {
                let missing = published.iter().filter(|it| own.binary_search(it).is_err()).count();
                let other = own.iter().filter(|it| published.binary_search(it).is_err()).count();
                return Err(differs(&format!("the box ({missing} ballots missing or changed, {other} that were not published)")));
            }
        }
        Ok(())
    }
}
