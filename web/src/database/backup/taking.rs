//! Writing a backup.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::catalogue::{self, Found, quoted};
use super::format::{Applied, FORMAT, Footer, Header, Kind, Table, row_line};
use super::{BackupError, Summary};
use crate::database::row::{Column, Field};
use crate::database::{Database, DatabaseError, Engine, Row, Tx, Value};

/// Rows that are read at a time.
const PAGE: usize = 1000;

pub(super) async fn take(database: &Database, path: &Path, made_at: i64) -> Result<Summary, BackupError> {
    let mut output = Output::create(path)?;
    let mut tx = database.reader().await?;
    let engine = database.engine();
    let migrations = applied(&mut tx, engine).await?;
    let found = catalogue::tables(&mut tx, engine).await?;
    let mut tables = Vec::new();
    for table in &found {
        let rows = tx.rows_composed(format!("SELECT COUNT(*) FROM {}", quoted(&table.name)), &[]).await?;
        let rows = rows.first().map_or(Ok(0), |row| i64::read(row, Column::At(0)))?;
        tables.push(Table { name: table.name.clone(), columns: table.columns.clone(), rows: rows.unsigned_abs() });
    }
    let schema = migrations.iter().map(|migration| migration.number).max().unwrap_or(0);
    let engine = match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let header = Header { format: FORMAT.into(), made_at, engine: engine.into(), migrations, tables };
    output.write(format!("{}\n", serde_json::to_string(&header).unwrap_or_default())).await?;
    let mut rows = 0;
    for (table, announced) in found.iter().zip(&header.tables) {
        let written = write_table(&mut tx, table, &mut output).await?;
        if written != announced.rows {
            return Err(BackupError::Unsuitable(format!(
                "table {} has {} rows, of which {written} can be read",
                table.name, announced.rows
            )));
        }
        rows += written;
    }
    let sha256 = output.finish(rows).await?;
    Ok(Summary { made_at, engine: engine.into(), schema, tables: found.len(), rows, sha256 })
}

async fn applied(tx: &mut Tx, engine: Engine) -> Result<Vec<Applied>, BackupError> {
    if !catalogue::table_names(tx, engine).await?.iter().any(|name| name == "schema_migrations") {
        return Err(BackupError::Unsuitable("this database was never used by Sanmin; there is nothing to save".into()));
    }
    let sql = "SELECT number, name, sha256, applied_at FROM schema_migrations WHERE number > 0 ORDER BY number";
    let applied: Vec<(i64, String, String, i64)> = tx.all(sql, &[]).await?;
    applied
        .into_iter()
        .map(|(number, name, sha256, applied_at)| match u32::try_from(number) {
            Ok(number) => Ok(Applied { number, name, sha256, applied_at }),
            Err(_) => Err(BackupError::Unsuitable(format!("migration {number} is no number of a migration"))),
        })
        .collect()
}

/// Reads a table page by page in the order of its key; the number of rows.
async fn write_table(tx: &mut Tx, table: &Found, output: &mut Output) -> Result<u64, BackupError> {
    let names = |names: &mut dyn Iterator<Item = &String>| names.map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let columns = names(&mut table.columns.iter().map(|column| &column.name));
    let key = names(&mut table.key.iter());
    let places = (1..=table.key.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let all = format!("SELECT {columns} FROM {}", quoted(&table.name));
    let order = format!("ORDER BY {key} LIMIT {PAGE}");
    let mut after: Option<Vec<Value>> = None;
    let mut written = 0;
    loop {
        let page = match &after {
            None => tx.rows_composed(format!("{all} {order}"), &[]).await?,
            Some(last) => tx.rows_composed(format!("{all} WHERE ({key}) > ({places}) {order}"), last).await?,
        };
        let mut lines = String::new();
        for row in &page {
            let values = read_row(row, table)?;
            lines.push_str(&row_line(&values));
            after = Some(key_of(&values, table));
        }
        output.write(lines).await?;
        written += page.len() as u64;
        if page.len() < PAGE {
            return Ok(written);
        }
    }
}

fn read_row(row: &Row, table: &Found) -> Result<Vec<Value>, DatabaseError> {
    let read = |(at, column): (usize, &super::format::Column)| {
        let at = Column::At(at);
        Ok(match column.kind {
            Kind::Text => Value::Text(Option::read(row, at)?),
            Kind::Int => Value::Int(Option::read(row, at)?),
            Kind::Flag => Value::Flag(Option::read(row, at)?),
        })
    };
    table.columns.iter().enumerate().map(read).collect()
}

fn key_of(values: &[Value], table: &Found) -> Vec<Value> {
    let value = |name: &String| table.columns.iter().zip(values).find(|(column, _)| column.name == *name).map(|(_, value)| value.clone());
    table.key.iter().filter_map(value).collect()
}

/// The file while it is written, under another name; removed if it is not finished.
struct Output {
    path: PathBuf,
    unfinished: Unfinished,
    /// Away while a page is compressed on another thread.
    packer: Option<Packer>,
}

struct Packer {
    gzip: GzEncoder<BufWriter<File>>,
    digest: Sha256,
}

struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Output {
    fn create(path: &Path) -> Result<Self, BackupError> {
        if path.exists() {
            return Err(BackupError::Exists(path.to_owned()));
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".unfinished");
        let unfinished = path.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&unfinished).map_err(|source| BackupError::File { path: unfinished.clone(), source })?;
        let gzip = GzEncoder::new(BufWriter::new(file), Compression::default());
        Ok(Output { path: path.to_owned(), unfinished: Unfinished(unfinished), packer: Some(Packer { gzip, digest: Sha256::new() }) })
    }

    /// Writes lines on a thread that may wait for the disk.
    async fn write(&mut self, lines: String) -> Result<(), BackupError> {
        self.with_packer(move |packer| {
            packer.digest.update(&lines);
            packer.gzip.write_all(lines.as_bytes())
        })
        .await
    }

    /// Writes the footer, makes the file durable and gives it its name.
    async fn finish(mut self, rows: u64) -> Result<String, BackupError> {
        let packer = self.packer.take().ok_or_else(|| self.interrupted())?;
        let (path, unfinished) = (self.path.clone(), self.unfinished.0.clone());
        let failed = |source| BackupError::File { path: self.path.clone(), source };
        let finished = tokio::task::spawn_blocking(move || {
            let sha256 = HEXLOWER.encode(&packer.digest.finalize());
            let footer = Footer { rows, sha256: sha256.clone() };
            let mut gzip = packer.gzip;
            writeln!(gzip, "{}", serde_json::to_string(&footer)?)?;
            let file = gzip.finish()?.into_inner().map_err(|error| error.into_error())?;
            file.sync_all()?;
            fs::rename(&unfinished, &path)?;
            #[cfg(unix)]
            File::open(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.sync_all()?;
            Ok::<_, std::io::Error>(sha256)
        });
        finished.await.map_err(|_| self.interrupted())?.map_err(failed)
    }

    async fn with_packer(&mut self, work: impl FnOnce(&mut Packer) -> std::io::Result<()> + Send + 'static) -> Result<(), BackupError> {
        let mut packer = self.packer.take().ok_or_else(|| self.interrupted())?;
        let done = tokio::task::spawn_blocking(move || {
            let outcome = work(&mut packer);
            (packer, outcome)
        });
        let (packer, outcome) = done.await.map_err(|_| self.interrupted())?;
        self.packer = Some(packer);
        outcome.map_err(|source| BackupError::File { path: self.unfinished.0.clone(), source })
    }

    fn interrupted(&self) -> BackupError {
        BackupError::File { path: self.unfinished.0.clone(), source: std::io::Error::other("writing was interrupted") }
    }
}
