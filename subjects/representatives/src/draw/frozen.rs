//! The frozen pool as it is stored, checked against everything that was published of it.

use std::collections::HashMap;

use data_encoding::HEXLOWER;
use sortition::commitment::{Committed, Salt, Terms};
use sortition::files::{File, pool_csv, quotas_csv, read_draw};
use sortition::{Digest, Draw, Number, Sessions};
use web::Refusal;
use web::database::Tx;

use super::files::{POOL, QUOTAS, TERMS};
use super::queries::{self, Ceremony};

/// Pool, quotas and salts, the same as at the freeze to the last byte.
pub struct Frozen {
    /// What is drawn.
    pub draw: Draw,
    /// The tree over terms and people, with the salts.
    pub committed: Committed,
    /// The salts by number.
    pub salts: Vec<(i64, String)>,
}

/// Reads what was frozen.
///
/// # Errors
/// When a file is missing or is not the one that was hashed, or when pool, salts and terms do not lead to the published commitment.
pub async fn read(tx: &mut Tx, ceremony: &Ceremony) -> Result<Frozen, Refusal> {
    let (pool, quotas, terms) = (whole(tx, POOL).await?, whole(tx, QUOTAS).await?, whole(tx, TERMS).await?);
    let activity = ceremony.activity.parse().map_err(Refusal::internal)?;
    let sessions = Sessions::new(ceremony.sessions).map_err(Refusal::internal)?;
    let file = |name, text| File { name, bytes: str::as_bytes(text) };
    let draw = read_draw(activity, sessions, file(POOL, &pool), file(QUOTAS, &quotas)).map_err(Refusal::internal)?;
    if pool_csv(draw.pool()) != pool || quotas_csv(draw.quotas()) != quotas {
        return Err(damaged("pool.csv or quotas.csv is not in its canonical form"));
    }
    let salts = queries::salts(tx).await?;
    let committed = commit(&draw, &terms, &salts)?;
    if HEXLOWER.encode(committed.root().as_bytes()) != ceremony.root {
        return Err(damaged("pool, salts and terms do not lead to the commitment"));
    }
    Ok(Frozen { draw, committed, salts })
}

fn commit(draw: &Draw, terms: &str, salts: &[(i64, String)]) -> Result<Committed, Refusal> {
    let mut parts = terms.split('|').skip(7);
    let program: Digest = parts.next().unwrap_or_default().parse().map_err(|_| damaged("terms"))?;
    let sources = parts.map(|name| name.parse().map_err(|_| damaged("terms"))).collect::<Result<_, _>>()?;
    let made = Terms::of(draw, program, sources);
    if made.entry() != terms {
        return Err(damaged("the terms are not those of pool and quotas"));
    }
    let by_number: HashMap<String, &String> = salts.iter().map(|(number, salt)| (number.to_string(), salt)).collect();
    let salt_of = |number: &Number| {
        let bytes = HEXLOWER.decode(by_number.get(number.as_str())?.as_bytes()).ok()?;
        bytes.try_into().ok().map(Salt::new)
    };
    Committed::new(&made, draw.pool(), salt_of).map_err(|error| damaged(&error.to_string()))
}

/// A stored file whose bytes are those that were hashed.
pub async fn whole(tx: &mut Tx, name: &str) -> Result<String, Refusal> {
    let (sha256, content) = queries::file(tx, name).await?.ok_or_else(|| damaged("a file is missing"))?;
    if Digest::of(content.as_bytes()).to_string() == sha256 { Ok(content) } else { Err(damaged(name)) }
}

/// Somebody changed the database behind the program: nothing goes on, and it is said.
fn damaged(what: &str) -> Refusal {
    tracing::error!("what was frozen for the draw is damaged: {what}");
    Refusal::rule("封存的数据与公布的指纹不一致，可能被改动。抽取不能继续，请立即报告监督检查组，并保留现场")
}
