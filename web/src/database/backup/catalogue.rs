//! Which tables and columns a database has. The one place besides opening that asks each engine in its own way.

use super::BackupError;
use super::format::{Column, Kind};
use crate::args;
use crate::database::{DatabaseError, Engine, Tx};

/// A table as it is in the database.
pub struct Found {
    pub name: String,
    pub columns: Vec<Column>,
    /// Columns of the primary key, in its order.
    pub key: Vec<String>,
}

/// All tables but the one of migrations, by name. Indexes for full-text search are no tables: they can be made again.
pub async fn tables(tx: &mut Tx, engine: Engine) -> Result<Vec<Found>, BackupError> {
    let mut found = Vec::new();
    for name in table_names(tx, engine).await? {
        if name != "schema_migrations" {
            found.push(table(tx, engine, name).await?);
        }
    }
    Ok(found)
}

/// The names of all tables, sorted by bytes.
pub async fn table_names(tx: &mut Tx, engine: Engine) -> Result<Vec<String>, DatabaseError> {
    let sql = match engine {
        Engine::Sqlite => {
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        }
        Engine::Postgres => {
            "SELECT CAST(relname AS TEXT) FROM pg_class
             WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind IN ('r', 'p')"
        }
    };
    let mut names: Vec<String> = tx.all(sql, &[]).await?;
    names.sort();
    Ok(names)
}

async fn table(tx: &mut Tx, engine: Engine, name: String) -> Result<Found, BackupError> {
    // Name, type, and position in the primary key from 1, or 0.
    let sql = match engine {
        Engine::Sqlite => "SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid",
        Engine::Postgres => {
            "SELECT CAST(a.attname AS TEXT), format_type(a.atttypid, a.atttypmod),
                    CAST(COALESCE(array_position(CAST(i.indkey AS int2[]), a.attnum) + 1, 0) AS BIGINT)
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
             WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relname = $1 AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum"
        }
    };
    let described: Vec<(String, String, i64)> = tx.all(sql, args![&name]).await?;
    let mut columns = Vec::new();
    let mut key = Vec::new();
    for (column, declared, position) in described {
        let kind = match declared.to_ascii_lowercase().as_str() {
            "text" => Kind::Text,
            "bigint" => Kind::Int,
            "boolean" => Kind::Flag,
            other => return Err(BackupError::Unsuitable(format!("column {name}.{column} has the type {other}, which cannot be saved"))),
        };
        if position > 0 {
            key.push((position, column.clone()));
        }
        columns.push(Column { name: column, kind });
    }
    key.sort();
    if key.is_empty() {
        return Err(BackupError::Unsuitable(format!("table {name} has no primary key and cannot be saved")));
    }
    Ok(Found { name, columns, key: key.into_iter().map(|(_, column)| column).collect() })
}

/// Puts off the checks of foreign keys to the end of the transaction, so that rows may come in any order.
pub async fn defer_foreign_keys(tx: &mut Tx, engine: Engine) -> Result<(), DatabaseError> {
    match engine {
        Engine::Sqlite => tx.execute("PRAGMA defer_foreign_keys = ON", &[]).await.map(drop),
        Engine::Postgres => alter_foreign_keys(tx, "DEFERRABLE INITIALLY DEFERRED").await,
    }
}

/// Checks all foreign keys now, and from now on at once again.
pub async fn check_foreign_keys(tx: &mut Tx, engine: Engine) -> Result<(), DatabaseError> {
    match engine {
        // Turned off by the commit, which checks.
        Engine::Sqlite => Ok(()),
        Engine::Postgres => {
            tx.execute("SET CONSTRAINTS ALL IMMEDIATE", &[]).await?;
            alter_foreign_keys(tx, "NOT DEFERRABLE").await
        }
    }
}

async fn alter_foreign_keys(tx: &mut Tx, how: &str) -> Result<(), DatabaseError> {
    let sql = "SELECT CAST(CAST(conrelid AS regclass) AS TEXT), quote_ident(conname) FROM pg_constraint
               WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace) ORDER BY 1, 2";
    let keys: Vec<(String, String)> = tx.all(sql, &[]).await?;
    for (table, name) in keys {
        tx.execute_composed(format!("ALTER TABLE {table} ALTER CONSTRAINT {name} {how}"), &[]).await?;
    }
    Ok(())
}

/// A name as it stands in a statement.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
