//! The files of the draw: kept when they are made, served when they are public.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use web::{App, Failure};

use super::frozen;
use super::queries;
use super::stage::Stage;

/// Everybody in the pool, by number.
pub const POOL: &str = "pool.csv";
/// Seats of each cell.
pub const QUOTAS: &str = "quotas.csv";
/// The first entry of the commitment.
pub const TERMS: &str = "terms.txt";
/// Seed and sources.
pub const DRAW_JSON: &str = "draw.json";
/// The outcome.
pub const RANKING: &str = "ranking.csv";
/// What hid the entries of the commitment.
pub const SALTS: &str = "salts.csv";

/// Who moved up for whom.
pub const REPLACEMENTS: &str = "replacements.csv";

/// All files with what they are, in the order in which pages list them.
pub const ALL: [(&str, &str); 7] = [
    (POOL, "名册：报名库编号、名额格、产生方式"),
    (QUOTAS, "名额：每个名额格每场的席位"),
    (DRAW_JSON, "抽取：种子和种子来源"),
    (RANKING, "结果：名额格、序位、编号、场次（0 为候补）"),
    (REPLACEMENTS, "递补：场次、名额格、离开和递补的编号、序位、原因"),
    (TERMS, "承诺值的第一项：抽取的条件"),
    (SALTS, "承诺值的盐值"),
];

/// Serves a file once it is public; before, there is nothing at this address, for anybody.
async fn serve(app: &App, name: &'static str) -> Result<Response, Failure> {
    let mut tx = app.database().reader().await?;
    if queries::ceremony(&mut tx).await?.stage != Stage::Released {
        return Err(Failure::NotFound);
    }
    let content = frozen::whole(&mut tx, name).await.map_err(Failure::from)?;
    let kind = match name.rsplit_once('.') {
        Some((_, "json")) => "application/json",
        Some((_, "csv")) => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=3600")], [(CONTENT_DISPOSITION, disposition)], content).into_response())
}

macro_rules! served {
    ($($handler:ident => $name:expr),* $(,)?) => {$(
        pub(super) async fn $handler(State(app): State<App>) -> Result<Response, Failure> {
            serve(&app, $name).await
        }
    )*};
}

served! { pool => POOL, quotas => QUOTAS, draw_json => DRAW_JSON, ranking => RANKING, replacements => REPLACEMENTS, terms => TERMS, salts => SALTS }
