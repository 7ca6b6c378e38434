//! Making a published draw again and comparing it, byte by byte.

use super::error::{FileFaults, Reason, shown};
use super::table::{self, Columns};
use super::{DrawFile, File, pool_csv, quotas_csv, ranking_csv, read_draw, replacements_csv};
use crate::limits::MAX_RANKING_BYTES;
use crate::{Draw, Ranking, ReplaceError, Replacement, Roster};

const REPLACEMENTS: Columns =
    Columns { names: &["session", "cell", "left", "joined", "rank", "cause"], required: 6, heading: "session,cell,left,joined,rank,cause" };

/// The files of a published draw, each `None` when it is not there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Published<'a> {
    /// `pool.csv`.
    pub pool: Option<&'a [u8]>,
    /// `quotas.csv`.
    pub quotas: Option<&'a [u8]>,
    /// `draw.json`.
    pub draw: Option<&'a [u8]>,
    /// `ranking.csv`.
    pub ranking: Option<&'a [u8]>,
    /// `replacements.csv`; it may be missing.
    pub replacements: Option<&'a [u8]>,
}

/// A published draw that was made again and is the same.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// `draw.json`.
    pub terms: DrawFile,
    /// Pool and quotas.
    pub draw: Draw,
    /// The outcome.
    pub ranking: Ranking,
    /// The replacements, if they are published.
    pub replacements: Vec<Replacement>,
}

/// Makes a published draw again from `draw.json`, `quotas.csv` and `pool.csv` and compares everything with what is published.
///
/// # Errors
/// The first difference, or everything that keeps the draw from being made.
pub fn replay(published: Published<'_>) -> Result<Replayed, FileFaults> {
    let json = file("draw.json", published.draw)?;
    let (quotas, pool) = (file("quotas.csv", published.quotas)?, file("pool.csv", published.pool)?);
    let outcome = file("ranking.csv", published.ranking)?;

    [json, quotas, pool, outcome].into_iter().try_for_each(utf8)?;
    let terms = DrawFile::read(json)?;
    same(json, &terms.to_json())?;
    let draw = read_draw(terms.activity.clone(), terms.sessions, pool, quotas)?;
    same(quotas, &quotas_csv(draw.quotas()))?;
    same(pool, &pool_csv(draw.pool()))?;
    let ranking = draw.rank(&terms.seeding.seed());
    same(outcome, &ranking_csv(&ranking))?;
    let replacements = match published.replacements {
        Some(bytes) => replay_replacements(File { name: "replacements.csv", bytes }, &ranking)?,
        None => Vec::new(),
    };
    Ok(Replayed { terms, draw, ranking, replacements })
}

fn file<'a>(name: &'a str, bytes: Option<&'a [u8]>) -> Result<File<'a>, FileFaults> {
    bytes.map(|bytes| File { name, bytes }).ok_or_else(|| FileFaults::one(name, None, None, Reason::Missing))
}

/// What is published is UTF-8; GBK is read only from a desk.
fn utf8(file: File<'_>) -> Result<(), FileFaults> {
    let Err(error) = std::str::from_utf8(file.bytes) else { return Ok(()) };
    let before = file.bytes.iter().take(error.valid_up_to());
    let line = before.filter(|byte| **byte == b'\n').count() as u64 + 1;
    Err(FileFaults::one(file.name, Some(line), None, Reason::NotUtf8))
}

fn replay_replacements(file: File<'_>, ranking: &Ranking) -> Result<Vec<Replacement>, FileFaults> {
    utf8(file)?;
    let rows = table::read(file, &REPLACEMENTS, |row, faults| {
        let (session, cell) = (row.read(0, faults), row.read(1, faults));
        let (left, joined) = (row.read(2, faults), row.read(3, faults));
        let (rank, cause) = (row.read(4, faults), row.read(5, faults));
        Some(Replacement { session: session?, cell: cell?, left: left?, joined: joined?, rank: rank?, cause: cause? })
    })?;
    let (lines, log): (Vec<u64>, Vec<Replacement>) = rows.into_iter().unzip();
    let wrong = |(at, error): (usize, ReplaceError)| FileFaults::one(file.name, lines.get(at).copied(), None, error);
    Roster::replay(ranking, &log).map_err(wrong)?;
    same(file, &replacements_csv(&log))?;
    Ok(log)
}

/// Compares a file with what it should be; the error is the first line that differs.
fn same(file: File<'_>, expected: &str) -> Result<(), FileFaults> {
    if file.bytes == expected.as_bytes() {
        return Ok(());
    }
    if file.bytes.len() > MAX_RANKING_BYTES {
        return Err(FileFaults::one(file.name, None, None, Reason::TooLarge(MAX_RANKING_BYTES)));
    }
    let mut found = file.bytes.split_inclusive(|byte| *byte == b'\n');
    let mut right = expected.split_inclusive('\n');
    let mut line = 0;
    loop {
        line += 1;
        let (found, right) = (found.next(), right.next());
        if found == right.map(str::as_bytes) {
            continue;
        }
        let found = found.map_or_else(|| "the end of the file".to_owned(), |bytes| shown_line(&String::from_utf8_lossy(bytes)));
        let expected = right.map_or_else(|| "the end of the file".to_owned(), shown_line);
        return Err(FileFaults::one(file.name, Some(line), None, Reason::Differs { found, expected }));
    }
}

fn shown_line(line: &str) -> String {
    shown(line.strip_suffix('\n').unwrap_or(line))
}
