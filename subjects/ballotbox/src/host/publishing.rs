//! `page.published`: the ledger says which files the ballot page consists of, whenever they have changed.

use record::Statement;
use web::database::{DatabaseError, Tx};
use web::{App, Refusal, args, ledger, transaction};

use super::files::PageFiles;

/// Publishes the files that this server serves, unless they are those published last. At the start, before anything is served.
///
/// # Errors
/// A database that fails.
pub async fn publish_page(app: &App) -> Result<(), Refusal> {
    let statement = PageFiles::new(&app.settings().ballot_url()).statement().map_err(Refusal::internal)?;
    let files = serde_json::to_string(&statement.files).map_err(Refusal::internal)?;
    let statement = Statement::PagePublished(statement);
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        if published(&mut tx).await?.as_ref() == Some(&files) {
            return Ok(());
        }
        let sql = "INSERT INTO published_pages (id, files) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET files = excluded.files";
        tx.execute(sql, args![&files]).await?;
        ledger::publish(&mut tx, &statement).await?;
        Ok(())
    })
}

/// Whether this server serves other files than the ledger says. Before anything was published nothing is served either: a server publishes
/// when it starts.
///
/// # Errors
/// A database that fails.
pub(crate) async fn differs(tx: &mut Tx, app: &App) -> Result<bool, Refusal> {
    let statement = PageFiles::new(&app.settings().ballot_url()).statement().map_err(Refusal::internal)?;
    let files = serde_json::to_string(&statement.files).map_err(Refusal::internal)?;
    Ok(published(tx).await?.is_some_and(|published| published != files))
}

async fn published(tx: &mut Tx) -> Result<Option<String>, DatabaseError> {
    tx.optional("SELECT files FROM published_pages WHERE id = 1", args![]).await
}
