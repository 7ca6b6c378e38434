//! The board as files, under the names that the command line gives them.

use std::io::{Cursor, Write};

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use ballot::ceremony::sitting::{Posting, Step};
use web::Failure;
use web::desk::Desk;
use zip::write::SimpleFileOptions;

use super::sitting::{self, Sitting, file_name};
use crate::download::{JSON, ZIP, attachment};

/// A sitting with everything that was posted, in the order of the steps.
async fn postings(desk: &Desk, id: &str) -> Result<(Sitting, Vec<Posting>), Failure> {
    let mut tx = desk.app.database().reader().await?;
    let sitting = sitting::by_id(&mut tx, id).await?.ok_or(Failure::NotFound)?;
    let board = sitting::board(&mut tx, &sitting).await?;
    let places = Step::ALL.into_iter().flat_map(|step| (1..=board.members()).map(move |member| (step, member)));
    let found = places.filter_map(|(step, member)| board.posting(step, member).cloned()).collect();
    Ok((sitting, found))
}

pub(super) async fn one(desk: Desk, Path((id, name)): Path<(String, String)>) -> Result<Response, Failure> {
    let (_, all) = postings(&desk, &id).await?;
    let found = all.into_iter().find(|posting| file_name(posting.step, posting.member) == name).ok_or(Failure::NotFound)?;
    Ok(attachment(&name, JSON, found.to_json()).into_response())
}

pub(super) async fn archive(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let (sitting, all) = postings(&desk, &id).await?;
    let bytes = zipped(&all).map_err(|error| Failure::Internal(error.to_string()))?;
    let name = if sitting.dry_run { "board-dry-run.zip" } else { "board.zip" };
    Ok(attachment(name, ZIP, bytes).into_response())
}

fn zipped(postings: &[Posting]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for posting in postings {
        archive.start_file(format!("board/{}", file_name(posting.step, posting.member)), options)?;
        archive.write_all(posting.to_json().as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
