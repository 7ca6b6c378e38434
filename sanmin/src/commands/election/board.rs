//! The board of a sitting as a folder: one file a posting, `{step}-{member}.json`, carried on a stick or by the server.

use std::fs;
use std::path::{Path, PathBuf};

use ballot::ceremony::sitting::{Board, Posting, Step};

use crate::commands::failed::Failed;
use crate::commands::files::{Readers, create, read};

/// Longest posting: twenty elections, each with some kilobytes a member.
const MAX_POSTING_BYTES: usize = 32 << 20;

/// The file of a posting.
pub fn path(folder: &Path, step: Step, member: u64) -> PathBuf {
    folder.join(format!("{step}-{member}.json"))
}

/// Reads all postings of a folder, in the order of the steps; each is checked.
pub fn load(folder: &Path, members: u64, threshold: u64, elections: usize) -> Result<Board, Failed> {
    let mut board = Board::new(members, threshold, elections).map_err(|error| Failed::WrongUse(error.to_string()))?;
    for step in Step::ALL {
        for member in 1..=members {
            let path = path(folder, step, member);
            if !fs::exists(&path).map_err(|error| Failed::file(&path, error))? {
                continue;
            }
            let posting = Posting::from_json(&read(&path, MAX_POSTING_BYTES)?).map_err(|error| Failed::file(&path, error))?;
            if (posting.step, posting.member) != (step, member) {
                return Err(Failed::file(&path, format!("holds {} of member {}", posting.step, posting.member)));
            }
            board.post(posting).map_err(|error| Failed::file(&path, error))?;
        }
    }
    Ok(board)
}

/// Puts a posting on the board and into its folder.
pub fn post(board: &mut Board, folder: &Path, posting: Posting) -> Result<PathBuf, Failed> {
    let path = path(folder, posting.step, posting.member);
    board.post(posting.clone()).map_err(|error| Failed::file(&path, error))?;
    create(&path, posting.to_json().as_bytes(), Readers::Usual).map_err(|error| Failed::write(&path, error))?;
    Ok(path)
}
