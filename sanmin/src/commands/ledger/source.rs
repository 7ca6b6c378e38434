//! Where a ledger is read from: a folder, or an HTTP server.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use ledger::limits::{MAX_BUNDLE_BYTES, MAX_NOTE_BYTES, MAX_TILE_BYTES};
use ledger::{TileId, TileKind, TileSource};
use ureq::Agent;

/// How often a request is tried when the server or the way to it is in trouble.
const TRIES: u32 = 3;
/// How long one request may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A ledger at a place that the user named.
pub enum Source {
    /// Files under C2SP paths.
    Folder(PathBuf),
    /// The same paths below a URL.
    Http {
        /// Without a slash at the end.
        prefix: String,
        /// Keeps the connection.
        agent: Agent,
    },
}

/// Why a file of the ledger could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// From a folder, or while an answer arrived.
    #[error(transparent)]
    File(#[from] io::Error),
    /// From a server.
    #[error("{0}")]
    Http(#[from] Box<ureq::Error>),
    /// The server answered something else than the file or 404.
    #[error("the server answered {0}")]
    Status(u16),
}

impl Source {
    /// A URL if it begins like one, else a folder, which must be there.
    pub fn open(place: &str) -> Result<Self, String> {
        if place.starts_with("http://") || place.starts_with("https://") {
            let agent =
                Agent::config_builder().timeout_global(Some(TIMEOUT)).http_status_as_error(false).user_agent("sanmin").build().into();
            return Ok(Source::Http { prefix: place.trim_end_matches('/').to_owned(), agent });
        }
        let folder = Path::new(place);
        if !folder.is_dir() {
            return Err(format!("{place}: no such folder, and no http:// or https:// address"));
        }
        Ok(Source::Folder(folder.to_owned()))
    }

    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        match self {
            Source::Folder(folder) => match File::open(folder.join(path)) {
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
                file => Ok(Some(read_start(file?, limit)?)),
            },
            Source::Http { prefix, agent } => {
                let url = format!("{prefix}/{path}");
                let mut tried = 1;
                loop {
                    match get(agent, &url, limit) {
                        Err(error) if tried < TRIES && error.may_pass() => sleep(Duration::from_millis(500) * tried),
                        answer => return answer,
                    }
                    tried += 1;
                }
            }
        }
    }
}

impl SourceError {
    /// Whether trying again makes sense.
    fn may_pass(&self) -> bool {
        match self {
            SourceError::File(error) => error.kind() == io::ErrorKind::TimedOut,
            SourceError::Http(error) => {
                matches!(**error, ureq::Error::Io(_) | ureq::Error::Timeout(_) | ureq::Error::HostNotFound | ureq::Error::ConnectionFailed)
            }
            SourceError::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
        }
    }
}

/// The file, or of a file that is too long its first bytes, one more than it may have: the reader then refuses it by its length.
fn read_start(file: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn get(agent: &Agent, url: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
    let mut answer = agent.get(url).call().map_err(Box::new)?;
    match answer.status().as_u16() {
        200 => Ok(Some(read_start(answer.body_mut().as_reader(), limit)?)),
        404 | 410 => Ok(None),
        status => Err(SourceError::Status(status)),
    }
}

impl TileSource for Source {
    type Error = SourceError;

    fn checkpoint(&mut self) -> Result<Option<Vec<u8>>, SourceError> {
        self.read("checkpoint", MAX_NOTE_BYTES)
    }

    fn tile(&mut self, tile: TileId) -> Result<Option<Vec<u8>>, SourceError> {
        let limit = match tile.kind() {
            TileKind::Entries => MAX_BUNDLE_BYTES,
            TileKind::Hashes(_) => MAX_TILE_BYTES,
        };
        self.read(&tile.to_string(), limit)
    }
}
