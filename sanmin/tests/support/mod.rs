//! What the tests of the running program share: the program itself, a plain HTTP client, people with accounts.
#![allow(dead_code)] // Each test crate uses a part of it.

pub mod chance;
pub mod http;
pub mod people;
pub mod process;
pub mod served;
pub mod set_clock;
pub mod small_disk;
pub mod witness;

use std::path::PathBuf;

use web::database::Migration;

/// A file or folder of the repository.
pub fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The migrations that a server's database has, to look into it beside the server.
pub fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, representatives::MIGRATIONS, ballotbox::MIGRATIONS, stage::MIGRATIONS, supervision::MIGRATIONS].concat()
}
