//! `sanmin election trustee keygen`.

use std::path::PathBuf;

use ballot::ceremony::sitting::{Board, Member};
use ballot::group::system_random;
use clap::Args;

use super::certify;
use super::file::TrusteeFile;
use crate::commands::election::passphrase::PassphraseSource;
use crate::commands::failed::Failed;

/// Arguments of `sanmin election trustee keygen`.
#[derive(Args)]
pub struct Arguments {
    /// This trustee's number, from 1
    #[arg(long, value_name = "N")]
    trustee: u64,
    /// How many trustees there are
    #[arg(long, value_name = "N", default_value_t = 3)]
    trustees: u64,
    /// How many of them open a total together
    #[arg(long, value_name = "K", default_value_t = 2)]
    threshold: u64,
    /// How many elections (sessions) keys are made for in this sitting
    #[arg(long, value_name = "N", default_value_t = 3)]
    elections: usize,
    /// The key file to make; it must not be there yet
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The folder that all trustees' postings go through
    #[arg(long, value_name = "DIR")]
    board: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    // Wrong numbers must be told before a passphrase is asked for.
    Board::new(arguments.trustees, arguments.threshold, arguments.elections).map_err(|error| Failed::WrongUse(error.to_string()))?;
    if !(1..=arguments.trustees).contains(&arguments.trustee) {
        return Err(Failed::WrongUse(format!("--trustee {}: there are {} trustees", arguments.trustee, arguments.trustees)));
    }
    let passphrase = arguments.passphrase.fresh()?;
    let member = Member::new(arguments.trustee, arguments.elections, &mut system_random());
    let mut file = TrusteeFile::create(&arguments.key, passphrase, member, arguments.trustees, arguments.threshold)?;
    certify::go_on(&mut file, &arguments.board)
}
