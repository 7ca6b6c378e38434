//! One file a message, for tests, rehearsals and cities whose gateway reads a folder.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Outgoing, SendError};
use crate::clock::local_zone;

/// The folder; created when the first message comes.
pub struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) async fn send(&self, message: Outgoing) -> Result<(), SendError> {
        let folder = self.0.clone();
        let written = tokio::task::spawn_blocking(move || write(&folder, &message)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(SendError::again(format!("the folder {} cannot be written to: {error}", self.0.display()))),
            Err(_) => Err(SendError::again("writing the file was interrupted")),
        }
    }
}

/// Writes a file that is whole as soon as it has its name. Sending again writes the same name again.
fn write(folder: &Path, message: &Outgoing) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;

    let unfinished = folder.join(format!(".{}.unfinished", message.id));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    serde_json::to_writer_pretty(&mut file, &message.to_json())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&unfinished, folder.join(name(message)))
}

/// As in `20250113-120000-sms-account.set-up-{id}.json`, by the time in China at which the message was queued.
fn name(message: &Outgoing) -> String {
    let queued = jiff::Timestamp::from_millisecond(message.queued_at).unwrap_or_default().to_zoned_datetime(local_zone());
    let purpose: String = message.purpose.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    format!("{}-{}-{purpose}-{}.json", queued.strftime("%Y%m%d-%H%M%S"), message.kind.word(), message.id)
}
