//! From the queue into the tree.

use ledger::{Appender, Checkpoint, Hash, ResumeError, TileId, TileKind};

use super::{Ledger, LedgerError, rows};
use crate::database::{Database, Tx};
use crate::transaction;

/// Most entries of one transaction.
const BATCH: u32 = 1024;

/// Puts all that is queued into the tree and signs a checkpoint of it; the new size, or `None` if nothing was queued.
/// What is signed is committed before anybody can see it.
///
/// # Errors
/// A database that fails, or a stored tree that does not fit together; nothing was changed.
pub async fn integrate(database: &Database, keys: &Ledger) -> Result<Option<u64>, LedgerError> {
    let mut grown = None;
    // Most of the time nothing is queued, which a reader can tell without holding anybody up.
    while keys.halted().is_none() && is_behind(database).await? {
        let size = transaction!(database, |tx| -> Result<_, LedgerError> { batch(&mut tx, keys).await })?;
        grown = size.or(grown);
        if size.is_none() {
            break;
        }
    }
    Ok(grown)
}

async fn is_behind(database: &Database) -> Result<bool, LedgerError> {
    let state = rows::state(&mut database.reader().await?).await?;
    Ok(state.queued > state.size)
}

async fn batch(tx: &mut Tx, keys: &Ledger) -> Result<Option<u64>, LedgerError> {
    let state = rows::state(tx).await?;
    let entries = rows::entries(tx, state.size, BATCH).await?;
    if entries.is_empty() {
        return Ok(None);
    }
    let mut appender = resume(tx, &state).await?;
    let leaves: Vec<Hash> = entries.iter().map(|entry| Hash::of_entry(entry.as_bytes())).collect();
    let tiles = appender.append(&leaves).ok_or_else(|| LedgerError::Damaged("the log is full".to_owned()))?;
    let checkpoint = Checkpoint::new(keys.0.origin.clone(), appender.size(), appender.root());
    let signed = keys.0.signer.sign(&checkpoint).map_err(|error| LedgerError::Damaged(error.to_string()))?;
    let text = String::from_utf8(signed.to_bytes()).map_err(|error| LedgerError::Damaged(error.to_string()))?;
    rows::advance(tx, appender.edge(), &tiles, &text).await?;
    Ok(Some(appender.size()))
}

/// The writer's state, out of the state row and the tiles that are not full.
async fn resume(tx: &mut Tx, state: &rows::State) -> Result<Appender, LedgerError> {
    let mut partial = Vec::new();
    for level in 0..8u8 {
        let hashes = state.size >> (8 * u32::from(level));
        if let Some(id) = TileId::within(TileKind::Hashes(level), hashes / 256, state.size) {
            partial.push((id, rows::tile(tx, id).await?));
        }
    }
    let read = |id: TileId| -> Result<_, std::convert::Infallible> {
        Ok(partial.iter().find(|(known, _)| *known == id).and_then(|(_, bytes)| bytes.clone()))
    };
    Appender::resume(state.edge()?, read).map_err(|error: ResumeError<_>| LedgerError::Damaged(error.to_string()))
}
