//! Restoring a backup.

use std::path::Path;

use super::catalogue::{self, Found, quoted};
use super::format::{Applied, Header};
use super::reading::Reader;
use super::{BackupError, Summary, check};
use crate::database::migrate::{self, ordered};
use crate::database::{Database, DatabaseConfig, Migration, SchemaError, Tx};

pub(super) async fn restore(config: &DatabaseConfig, migrations: &[Migration], file: &Path) -> Result<Summary, BackupError> {
    let ordered = ordered(migrations)?;
    let path = file.to_owned();
    // The whole file is verified before anything is written, and the schema before that.
    let known = split_schema(Reader::open(file)?.header(), &ordered)?;
    tokio::task::spawn_blocking(move || check(&path))
        .await
        .map_err(|_| BackupError::Unsuitable("verifying the file was interrupted".into()))??;
    let database = Database::connect(config).await?;
    let outcome = restore_into(&database, known, file).await;
    database.close().await;
    outcome
}

/// The migrations that a backup has, and those that it lacks.
struct Split {
    had: Vec<(Migration, Applied)>,
    lacks: Vec<Migration>,
}

fn split_schema(header: &Header, ordered: &[Migration]) -> Result<Split, SchemaError> {
    let mut had = Vec::new();
    for applied in &header.migrations {
        let known = ordered.iter().find(|known| known.number == applied.number).ok_or_else(|| SchemaError::Newer {
            found: i64::from(applied.number),
            name: applied.name.clone(),
            newest: ordered.last().map_or(0, |newest| newest.number),
        })?;
        if known.sha256() != applied.sha256 {
            return Err(SchemaError::Changed { number: applied.number, name: applied.name.clone() });
        }
        had.push((*known, applied.clone()));
    }
    had.sort_by_key(|(migration, _)| migration.number);
    let lacks = ordered.iter().filter(|known| !had.iter().any(|(had, _)| had.number == known.number)).copied().collect();
    Ok(Split { had, lacks })
}

async fn restore_into(database: &Database, schema: Split, file: &Path) -> Result<Summary, BackupError> {
    let engine = database.engine();
    let mut tx = database.begin_schema_change().await?;
    let present = catalogue::table_names(&mut tx, engine).await?;
    if let Some(table) = present.into_iter().next() {
        return Err(BackupError::NotEmpty(table));
    }
    migrate::create_table(&mut tx).await?;
    for (migration, applied) in &schema.had {
        migrate::apply(&mut tx, migration, applied.applied_at).await?;
    }
    let tables = catalogue::tables(&mut tx, engine).await?;
    catalogue::defer_foreign_keys(&mut tx, engine).await?;
    // Some migrations put rows in; the backup has these as they became.
    for table in &tables {
        tx.execute_composed(format!("DELETE FROM {}", quoted(&table.name)), &[]).await?;
    }
    let summary = load(&mut tx, &tables, file).await?;
    catalogue::check_foreign_keys(&mut tx, engine).await?;
    for migration in &schema.lacks {
        migrate::apply_now(&mut tx, migration).await?;
    }
    tx.commit().await?;
    Ok(summary)
}

/// Puts in all rows. The footer is checked again at the end: the file may have changed since it was verified.
async fn load(tx: &mut Tx, tables: &[Found], file: &Path) -> Result<Summary, BackupError> {
    let mut reader = Reader::open(file)?;
    let header = reader.header().clone();
    let inserts = inserts(&header, tables)?;
    while let Some(row) = reader.next_row()? {
        let (table, insert) = inserts.get(row.table).ok_or_else(|| BackupError::Unsuitable("a row belongs to no table".into()))?;
        tx.execute_composed(insert.clone(), &row.values).await.map_err(|source| BackupError::Row {
            table: table.clone(),
            row: row.row,
            source,
        })?;
    }
    reader.finish()
}

/// The statement for each table of the backup, in its order. Names in it come from the database, never from the file.
fn inserts(header: &Header, tables: &[Found]) -> Result<Vec<(String, String)>, BackupError> {
    let mut names: Vec<&str> = header.tables.iter().map(|table| table.name.as_str()).collect();
    names.sort_unstable();
    if !names.iter().eq(tables.iter().map(|table| &table.name).collect::<Vec<_>>().iter()) {
        return Err(BackupError::Unsuitable("the tables of the backup are not those of its schema, nothing was restored".into()));
    }
    let mut inserts = Vec::new();
    for table in &header.tables {
        let found = tables.iter().find(|found| found.name == table.name);
        let columns: Option<Vec<String>> = found.and_then(|found| {
            let same_number = found.columns.len() == table.columns.len();
            same_number.then(|| {
                table
                    .columns
                    .iter()
                    .map(|column| found.columns.iter().find(|known| *known == column).map(|known| quoted(&known.name)))
                    .collect()
            })?
        });
        let (Some(found), Some(columns)) = (found, columns) else {
            let reason = format!("the columns of {} are not those of its schema, nothing was restored", table.name);
            return Err(BackupError::Unsuitable(reason));
        };
        let places = (1..=columns.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
        let insert = format!("INSERT INTO {} ({}) VALUES ({places})", quoted(&found.name), columns.join(", "));
        inserts.push((found.name.clone(), insert));
    }
    Ok(inserts)
}
