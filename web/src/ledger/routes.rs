//! The published ledger under the paths of c2sp.org/tlog-tiles, for anybody.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use ledger::{TileId, TileKind, bundle};

use super::rows;
use crate::Failure;
use crate::app::App;
use crate::database::Tx;
use crate::rights::{Access, RouteTable};

/// Checkpoint, tiles and entries.
pub fn routes() -> RouteTable {
    RouteTable::new()
        .get("/ledger/checkpoint", Access::Public, "账本检查点", checkpoint)
        .get("/ledger/tile/{*path}", Access::Public, "账本数据", tile)
        .get("/ledger/vkeys", Access::Public, "账本公钥", vkeys)
}

async fn checkpoint(State(app): State<App>) -> Result<Response, Failure> {
    let bytes = rows::published(&mut app.database().reader().await?, app.ledger()).await?.ok_or(Failure::NotFound)?;
    Ok(answer("text/plain; charset=utf-8", "no-cache", bytes))
}

async fn vkeys(State(app): State<App>) -> Response {
    answer("text/plain; charset=utf-8", "no-cache", app.ledger().key_file().into_bytes())
}

async fn tile(State(app): State<App>, Path(path): Path<String>) -> Result<Response, Failure> {
    let id = rows::parse_tile(&format!("tile/{path}")).ok_or(Failure::NotFound)?;
    let mut tx = app.database().reader().await?;
    let bytes = match id.kind() {
        TileKind::Hashes(_) => rows::tile(&mut tx, id).await?,
        TileKind::Entries => entries(&mut tx, id).await?,
    };
    // What a path holds never changes; a partial tile only has wider ones beside it.
    Ok(answer("application/octet-stream", "public, max-age=31536000, immutable", bytes.ok_or(Failure::NotFound)?))
}

/// A bundle of entries, all of them in the signed tree.
async fn entries(tx: &mut Tx, id: TileId) -> Result<Option<Vec<u8>>, Failure> {
    let width = u64::from(id.width());
    let first = id.index().checked_mul(256).and_then(|first| Some((first, first.checked_add(width)?)));
    let size = rows::state(tx).await?.size;
    let Some((first, _)) = first.filter(|(_, end)| *end <= size) else { return Ok(None) };
    let entries = rows::entries(tx, first, u32::from(id.width())).await?;
    bundle::encode(&entries).map(Some).map_err(|error| Failure::Internal(error.to_string()))
}

fn answer(content_type: &'static str, cache: &'static str, bytes: Vec<u8>) -> Response {
    // Anybody's page may read the ledger.
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, cache), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")], bytes).into_response()
}
