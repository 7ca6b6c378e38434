//! `sanmin election preview`: for leaders, before the release. The table stays on this machine; the record says only that it was shown.

use std::path::PathBuf;

use ballot::tally::{PartialDecryption, VerifiedShare, decrypt};
use ballot::verify::verify_total;
use ballotbox::release::PreviewRecord;
use clap::Args;

use super::archive::{reading, table};
use super::tally::{MAX_SHARE_BYTES, owned};
use crate::commands::failed::Failed;
use crate::commands::files::{Readers, read, write_new};
use crate::commands::say;

/// Arguments of `sanmin election preview`.
#[derive(Args)]
pub struct Arguments {
    /// The election's archive, closed, with its encrypted total
    #[arg(long, value_name = "FILE.bel")]
    total: PathBuf,
    /// A trustee's share, made on this machine or brought to it (repeatable)
    #[arg(long, value_name = "FILE", required = true)]
    share: Vec<PathBuf>,
    /// Where to write the record for the office; it holds nothing of the result
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let total = &arguments.total;
    let verified = reading(total, false, verify_total)?
        .map_err(|refusal| Failed::Here(format!("{}: nothing was opened: {refusal}", total.display())))?;
    let mut shares: Vec<VerifiedShare> = Vec::new();
    for path in &arguments.share {
        let share = PartialDecryption::from_json(&read(path, MAX_SHARE_BYTES)?).map_err(|error| Failed::file(path, error))?;
        shares.push(owned(path, &share, &verified)?);
    }
    shares.sort_by_key(VerifiedShare::owner);
    let result = decrypt(&verified.tally, &verified.trustees, &shares).map_err(|error| Failed::WrongUse(error.to_string()))?;
    let record = PreviewRecord {
        v: 1,
        uuid: verified.election.uuid.to_string(),
        total: verified.tally.sized().encrypted_tally.to_hex(),
        trustees: shares.iter().filter_map(|share| u32::try_from(share.owner()).ok()).collect(),
    };
    // The record first: nobody sees a result that leaves no trace.
    write_new(&arguments.out, record.to_text().as_bytes(), Readers::Usual)?;
    say(&format!("election {}, {} ballots\n{}", verified.election.uuid, verified.tally.ballots(), table(&verified.election, &result)));
    say(&format!(
        "record written to {}: hand it to the joint office, whose two officers enter it into the public ledger\n\
         take neither this table nor the shares to any server before the release\n",
        arguments.out.display()
    ));
    Ok(())
}
