//! `sanmin election trustee decrypt`.

use std::path::PathBuf;

use ballot::digest::Digest;
use ballot::group::system_random;
use ballot::tally::PartialDecryption;
use ballot::verify::verify_total;
use clap::Args;
use web::spoken::spoken;

use super::file::TrusteeFile;
use crate::commands::election::archive::reading;
use crate::commands::election::passphrase::PassphraseSource;
use crate::commands::failed::Failed;
use crate::commands::files::{Readers, write_new};
use crate::commands::say;

/// Arguments of `sanmin election trustee decrypt`.
#[derive(Args)]
pub struct Arguments {
    /// This trustee's key file
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The election's archive, closed, with its encrypted total
    #[arg(long, value_name = "FILE.bel")]
    archive: PathBuf,
    /// Where to write the share; until the release nobody may see more of it than its SHA-256
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Refuse a total of fewer ballots, which would show how people graded (the plan's `min_present`)
    #[arg(long, value_name = "N", default_value_t = 100)]
    min_ballots: u64,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let file = TrusteeFile::open(&arguments.key, &arguments.passphrase)?;
    let keys = file.member.keys().map_err(|error| Failed::file(&arguments.key, error))?;
    let verified = reading(&arguments.archive, false, verify_total)?
        .map_err(|refusal| Failed::Here(format!("{}: nothing was decrypted: {refusal}", arguments.archive.display())))?;
    let ballots = verified.tally.ballots();
    if ballots < arguments.min_ballots {
        let least = arguments.min_ballots;
        return Err(Failed::Here(format!("nothing was decrypted: a total of {ballots} ballots, and of fewer than {least} none is opened")));
    }
    let Some(key) = keys.iter().find(|key| verified.trustees.owner(&key.public()).is_some()) else {
        return Err(Failed::file(&arguments.key, format!("holds no key of election {}", verified.election.uuid)));
    };
    let share = PartialDecryption::make(&verified.tally, &verified.trustees, key, &mut system_random())
        .map_err(|error| Failed::file(&arguments.key, error))?;
    let text = share.share().to_json();
    write_new(&arguments.out, text.as_bytes(), Readers::Owner)?;
    let digest = Digest::of(text.as_bytes());
    say(&format!(
        "election {} ({}), {ballots} ballots\ntotal {}\nshare of trustee {} written to {}\nSHA-256 to post now: {digest}\nin words: {}\n\
         keep the share offline until the release\n",
        verified.election.uuid,
        verified.election.name,
        verified.tally.sized().encrypted_tally,
        share.owner(),
        arguments.out.display(),
        spoken(digest.as_bytes(), 6),
    ));
    Ok(())
}
