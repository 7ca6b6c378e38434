//! Statements of elections in the public ledger. A dry run publishes nothing.

use record::{CardsRevoked, Credential, Statement, Uuid};
use web::Refusal;
use web::database::Tx;
use web::ledger;

use crate::election::Stored;

/// Credentials of one statement: an entry holds 65,535 bytes.
const CREDENTIALS: usize = 900;

/// Publishes a statement on an election in the transaction of the change.
pub(crate) async fn publish(tx: &mut Tx, election: &Stored, statement: &Statement) -> Result<(), Refusal> {
    publish_at(tx, election, statement).await.map(drop)
}

/// The same; the statement's place in the ledger, from 0. None for a dry run.
pub(crate) async fn publish_at(tx: &mut Tx, election: &Stored, statement: &Statement) -> Result<Option<u64>, Refusal> {
    if election.dry_run {
        return Ok(None);
    }
    Ok(Some(ledger::publish(tx, statement).await?))
}

/// Publishes that cards can no longer vote, in as many statements as are needed.
pub(crate) async fn publish_revoked(tx: &mut Tx, election: &Stored, credentials: &[String]) -> Result<(), Refusal> {
    let mut all: Vec<Credential> = credentials.iter().map(|text| text.parse()).collect::<Result<_, _>>().map_err(Refusal::internal)?;
    all.sort_unstable();
    for part in all.chunks(CREDENTIALS) {
        let statement = CardsRevoked { uuid: uuid(election)?, credentials: part.to_vec() };
        publish(tx, election, &Statement::CardsRevoked(statement)).await?;
    }
    Ok(())
}

/// The election's id as statements have it.
pub(crate) fn uuid(election: &Stored) -> Result<Uuid, Refusal> {
    election.uuid.parse().map_err(Refusal::internal)
}
