//! The files of a draw: read strictly but kindly, written in one form only, made again and compared.

mod draw_file;
mod error;
mod places;
mod read;
mod replay;
mod sources;
mod table;
mod write;

pub use draw_file::DrawFile;
pub use error::{FileFault, FileFaults, Reason};
pub use read::{read_draw, read_pool, read_quotas};
pub use replay::{Published, Replayed, replay};
pub use sources::read_sources;
pub use write::{pool_csv, quotas_csv, ranking_csv, replacements_csv};

/// A file as it came: its name for messages, and its bytes.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// How messages call it.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}
