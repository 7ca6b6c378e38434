//! Proofs out of the stored tiles.

use std::collections::BTreeMap;

use ledger::{ConsistencyProof, Hash, InclusionProof, SignedCheckpoint, TileId, TileReader, TileReaderError, TileSource};

use super::{Ledger, LedgerError, rows};
use crate::database::Tx;

/// That an entry stands in the log of a checkpoint.
#[derive(Clone, Debug)]
pub struct Inclusion {
    /// The entry's place, from 0.
    pub index: u64,
    /// The path from the entry's hash to the root.
    pub proof: InclusionProof,
    /// The checkpoint, with all its signatures.
    pub checkpoint: SignedCheckpoint,
}

/// The tiles read so far. A proof that needs another one says which.
#[derive(Default)]
struct Fetched(BTreeMap<TileId, Vec<u8>>);

#[derive(Debug, thiserror::Error)]
#[error("not fetched yet")]
struct NotFetched;

impl TileSource for Fetched {
    type Error = NotFetched;

    fn checkpoint(&mut self) -> Result<Option<Vec<u8>>, NotFetched> {
        Ok(None)
    }

    fn tile(&mut self, tile: TileId) -> Result<Option<Vec<u8>>, NotFetched> {
        self.0.get(&tile).cloned().map(Some).ok_or(NotFetched)
    }
}

/// Makes something out of tiles, fetching each when it is asked for: a proof needs two or three of a level.
async fn with_tiles<T>(
    tx: &mut Tx,
    size: u64,
    make: impl Fn(&mut TileReader<'_, Fetched>) -> Result<Option<T>, TileReaderError<NotFetched>>,
) -> Result<Option<T>, LedgerError> {
    let mut fetched = Fetched::default();
    loop {
        let tile = match make(&mut TileReader::new(&mut fetched, size)) {
            Ok(made) => return Ok(made),
            Err(TileReaderError::Source { tile, .. }) => tile,
            Err(error) => return Err(LedgerError::Damaged(error.to_string())),
        };
        let bytes = rows::tile(tx, tile).await?.ok_or_else(|| LedgerError::Damaged(format!("{tile} is missing")))?;
        fetched.0.insert(tile, bytes);
    }
}

/// That the log of `old` entries is the beginning of the log of `new` entries.
pub(super) async fn consistency(tx: &mut Tx, old: u64, new: u64) -> Result<Option<ConsistencyProof>, LedgerError> {
    with_tiles(tx, new, |reader| ConsistencyProof::make(reader, old, new)).await
}

/// The root that the log had when it held `size` entries, of `now` that it holds: checked by whoever saw that root.
pub(super) async fn had_root(tx: &mut Tx, size: u64, root: Hash, now: u64, root_now: Hash) -> Result<bool, LedgerError> {
    let proof = consistency(tx, size, now).await?;
    Ok(proof.is_some_and(|proof| proof.check(size, root, now, root_now).is_ok()))
}

/// Proves that the entry at `index` stands in the published log; `None` if it waits for the next checkpoint.
///
/// # Errors
/// A database that fails or is damaged.
pub async fn inclusion(tx: &mut Tx, keys: &Ledger, index: u64) -> Result<Option<Inclusion>, LedgerError> {
    let Some(bytes) = rows::published(tx, keys).await? else { return Ok(None) };
    let checkpoint = SignedCheckpoint::parse(&bytes).map_err(|error| LedgerError::Damaged(error.to_string()))?;
    let size = checkpoint.unverified().size();
    let proof = with_tiles(tx, size, |reader| InclusionProof::make(reader, index, size)).await?;
    Ok(proof.map(|proof| Inclusion { index, proof, checkpoint }))
}
