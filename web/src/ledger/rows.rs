//! The ledger's tables.

use std::str::FromStr;

use data_encoding::HEXLOWER;
use ledger::{Edge, SignedCheckpoint, TileId, TileKind, WrittenTile};
use record::Statement;

use super::{Ledger, LedgerError};
use crate::args;
use crate::database::{DatabaseError, FromRow, Row, Tx};

/// Where the ledger stands, for pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Entries in the signed tree.
    pub size: u64,
    /// Entries that wait for the next checkpoint.
    pub waiting: u64,
    /// The first digits of the root, for reading out; empty before the first checkpoint.
    pub short: String,
    /// What each witness has cosigned last.
    pub witnesses: Vec<WitnessStatus>,
}

/// Where a witness stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessStatus {
    /// Its name.
    pub name: String,
    /// The size that it cosigned last; 0 for none.
    pub size: u64,
    /// Why the last try failed; empty if it did not.
    pub failure: String,
}

/// The state row.
pub(super) struct State {
    pub queued: u64,
    pub size: u64,
    /// The tree's right edge, encoded.
    pub edge: String,
    /// The checkpoint with the log's own signature.
    pub checkpoint: String,
    /// How far the audit log's head was published.
    pub audit_position: i64,
}

impl FromRow for State {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(State {
            queued: row.int("queued")?.unsigned_abs(),
            size: row.int("size")?.unsigned_abs(),
            edge: row.text("edge")?,
            checkpoint: row.text("checkpoint")?,
            audit_position: row.int("audit_position")?,
        })
    }
}

impl State {
    pub(super) fn edge(&self) -> Result<Edge, LedgerError> {
        if self.edge.is_empty() {
            return Ok(Edge::new());
        }
        let damaged = || LedgerError::Damaged("the state of the tree".to_owned());
        let bytes = HEXLOWER.decode(self.edge.as_bytes()).map_err(|_| damaged())?;
        Edge::from_bytes(&bytes).ok().filter(|edge| edge.size() == self.size).ok_or_else(damaged)
    }

    /// The checkpoint, if there is one.
    pub(super) fn checkpoint(&self) -> Result<Option<SignedCheckpoint>, LedgerError> {
        if self.checkpoint.is_empty() {
            return Ok(None);
        }
        let signed = SignedCheckpoint::parse(self.checkpoint.as_bytes());
        signed.map(Some).map_err(|error| LedgerError::Damaged(format!("the checkpoint: {error}")))
    }
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Begins the ledger under this name in the caller's transaction; whether it was not begun before.
///
/// # Errors
/// A database that fails.
pub async fn begin(tx: &mut Tx, origin: &str) -> Result<bool, DatabaseError> {
    Ok(tx.execute("UPDATE ledger_state SET origin = $1 WHERE id = 1 AND origin = ''", args![origin]).await? > 0)
}

/// The name with which the ledger was begun; begins it under `wanted` if it was not.
pub(super) async fn origin(tx: &mut Tx, wanted: &str) -> Result<String, DatabaseError> {
    begin(tx, wanted).await?;
    tx.one("SELECT origin FROM ledger_state WHERE id = 1", args![]).await
}

pub(super) async fn state(tx: &mut Tx) -> Result<State, DatabaseError> {
    tx.one("SELECT queued, size, edge, checkpoint, audit_position FROM ledger_state WHERE id = 1", args![]).await
}

/// Gives an entry the next place.
pub(super) async fn queue(tx: &mut Tx, entry: &str) -> Result<u64, DatabaseError> {
    let queued: i64 = tx.one("UPDATE ledger_state SET queued = queued + 1 WHERE id = 1 RETURNING queued", args![]).await?;
    tx.execute("INSERT INTO ledger_entries (position, entry) VALUES ($1, $2)", args![queued - 1, entry]).await?;
    Ok((queued - 1).unsigned_abs())
}

/// At most `limit` entries from a place on.
pub(super) async fn entries(tx: &mut Tx, from: u64, limit: u32) -> Result<Vec<String>, DatabaseError> {
    tx.all("SELECT entry FROM ledger_entries WHERE position >= $1 ORDER BY position LIMIT $2", args![number(from), i64::from(limit)]).await
}

/// The entry at a place, from 0; None if nothing was queued there.
///
/// # Errors
/// A database that fails.
pub async fn entry(tx: &mut Tx, position: u64) -> Result<Option<String>, DatabaseError> {
    tx.optional("SELECT entry FROM ledger_entries WHERE position = $1", args![number(position)]).await
}

/// All statements of a kind, in the order of the log. Reads the whole log: for checks, not for pages that many open.
///
/// # Errors
/// A database that fails.
pub async fn of_kind(tx: &mut Tx, kind: &'static str) -> Result<Vec<Statement>, DatabaseError> {
    let pattern = format!("%\"type\":\"{kind}\"%");
    let found: Vec<String> = tx.all("SELECT entry FROM ledger_entries WHERE entry LIKE $1 ORDER BY position", args![pattern]).await?;
    let statements = found.iter().filter_map(|entry| Statement::from_bytes(entry.as_bytes()).ok());
    Ok(statements.filter(|statement| statement.kind() == kind).collect())
}

/// Keeps tiles and the state after a batch.
pub(super) async fn advance(tx: &mut Tx, edge: &Edge, tiles: &[WrittenTile], checkpoint: &str) -> Result<(), DatabaseError> {
    for tile in tiles {
        let TileKind::Hashes(level) = tile.id.kind() else { continue };
        tx.execute(
            "INSERT INTO ledger_tiles (level, tile, width, hashes) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (level, tile) DO UPDATE SET width = excluded.width, hashes = excluded.hashes",
            args![i64::from(level), number(tile.id.index()), i64::from(tile.id.width()), HEXLOWER.encode(&tile.bytes)],
        )
        .await?;
    }
    tx.execute(
        "UPDATE ledger_state SET size = $1, edge = $2, checkpoint = $3 WHERE id = 1",
        args![number(edge.size()), HEXLOWER.encode(&edge.to_bytes()), checkpoint],
    )
    .await?;
    Ok(())
}

/// The bytes of a tile of hashes. Of a tile that has grown wider since, the beginning: hashes that stand in it never change.
pub(super) async fn tile(tx: &mut Tx, id: TileId) -> Result<Option<Vec<u8>>, DatabaseError> {
    let TileKind::Hashes(level) = id.kind() else { return Ok(None) };
    let row: Option<(i64, String)> = tx
        .optional("SELECT width, hashes FROM ledger_tiles WHERE level = $1 AND tile = $2", args![i64::from(level), number(id.index())])
        .await?;
    let Some((width, hashes)) = row.filter(|(width, _)| *width >= i64::from(id.width())) else { return Ok(None) };
    let bytes = HEXLOWER.decode(hashes.as_bytes()).unwrap_or_default();
    let wanted = bytes.len().checked_div(width.unsigned_abs() as usize).unwrap_or(0) * usize::from(id.width());
    Ok(bytes.get(..wanted).map(<[u8]>::to_vec))
}

/// Notes that the head of the audit log up to this position was queued.
pub(super) async fn audit_published(tx: &mut Tx, position: i64) -> Result<(), DatabaseError> {
    tx.execute("UPDATE ledger_state SET audit_position = $1 WHERE id = 1", args![position]).await?;
    Ok(())
}

/// What a witness has cosigned last: size and signature line.
pub(super) async fn cosigned(tx: &mut Tx, name: &str) -> Result<(u64, String), DatabaseError> {
    let row: Option<(i64, String)> = tx.optional("SELECT size, signature FROM ledger_witnesses WHERE name = $1", args![name]).await?;
    Ok(row.map_or((0, String::new()), |(size, signature)| (size.unsigned_abs(), signature)))
}

/// Keeps what came of asking a witness. An older answer never takes the place of a newer one.
pub(super) async fn keep_answer(tx: &mut Tx, name: &str, now: i64, answer: Result<(u64, &str), &str>) -> Result<(), DatabaseError> {
    let (size, signature, failure) = match answer {
        Ok((size, signature)) => (number(size), signature, ""),
        Err(failure) => (0, "", failure),
    };
    tx.execute(
        "INSERT INTO ledger_witnesses (name, size, signature, failure, tried_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (name) DO UPDATE SET failure = excluded.failure, tried_at = excluded.tried_at, \
         signature = CASE WHEN excluded.size >= ledger_witnesses.size AND excluded.size > 0 THEN excluded.signature ELSE ledger_witnesses.signature END, \
         size = CASE WHEN excluded.size > ledger_witnesses.size THEN excluded.size ELSE ledger_witnesses.size END",
        args![name, size, signature, failure, now],
    )
    .await?;
    Ok(())
}

/// The checkpoint to publish: signed by the log, with the cosignatures that witnesses gave for just this size.
pub(super) async fn published(tx: &mut Tx, keys: &Ledger) -> Result<Option<Vec<u8>>, LedgerError> {
    let state = state(tx).await?;
    let Some(mut signed) = state.checkpoint()? else { return Ok(None) };
    for witness in keys.witnesses() {
        let (size, line) = cosigned(tx, witness.key.name().as_str()).await?;
        if size == state.size
            && let Some(signature) = ledger::witness::read_answer(line.as_bytes()).ok().and_then(|lines| lines.into_iter().next())
        {
            // A line that no longer fits is left out; whoever verifies counts the cosignatures.
            let _ = signed.add(signature);
        }
    }
    Ok(Some(signed.to_bytes()))
}

/// Where the ledger stands.
pub async fn status(tx: &mut Tx, keys: &Ledger) -> Result<Status, LedgerError> {
    let state = state(tx).await?;
    let mut witnesses = Vec::new();
    for witness in keys.witnesses() {
        let name = witness.key.name().as_str();
        let row: Option<(i64, String)> = tx.optional("SELECT size, failure FROM ledger_witnesses WHERE name = $1", args![name]).await?;
        let (size, failure) = row.unwrap_or_default();
        witnesses.push(WitnessStatus { name: name.to_owned(), size: size.unsigned_abs(), failure });
    }
    let short = state.checkpoint()?.map_or_else(String::new, |signed| signed.unverified().root().short());
    Ok(Status { size: state.size, waiting: state.queued.saturating_sub(state.size), short, witnesses })
}

/// The root of the latest checkpoint.
///
/// # Errors
/// A database that fails or is damaged.
pub async fn root(tx: &mut Tx) -> Result<Option<[u8; 32]>, LedgerError> {
    Ok(state(tx).await?.checkpoint()?.map(|signed| *signed.unverified().root().as_bytes()))
}

/// The path of a tile as it stands behind `/ledger/`.
pub(super) fn parse_tile(path: &str) -> Option<TileId> {
    TileId::from_str(path).ok()
}
