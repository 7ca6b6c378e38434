//! `sanmin election trustee certify`.

use std::path::{Path, PathBuf};

use ballot::ceremony::sitting::{Board, Step};
use ballot::group::system_random;
use clap::Args;
use web::spoken::spoken;

use super::file::TrusteeFile;
use crate::commands::election::passphrase::PassphraseSource;
use crate::commands::election::{board, setup};
use crate::commands::failed::Failed;
use crate::commands::say;

/// Words that are read aloud of each posting.
const SPOKEN_WORDS: usize = 6;

/// Arguments of `sanmin election trustee certify`.
#[derive(Args)]
pub struct Arguments {
    /// This trustee's key file
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The folder that all trustees' postings go through
    #[arg(long, value_name = "DIR")]
    board: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let mut file = TrusteeFile::open(&arguments.key, &arguments.passphrase)?;
    go_on(&mut file, &arguments.board)
}

/// Posts all that this trustee can post now, and says what is awaited.
pub(super) fn go_on(file: &mut TrusteeFile, folder: &Path) -> Result<(), Failed> {
    std::fs::create_dir_all(folder).map_err(|error| Failed::write(folder, error))?;
    let mut board = board::load(folder, file.members, file.threshold, file.member.elections())?;
    loop {
        let next = file.member.next(&board, &mut system_random()).map_err(|error| Failed::WrongUse(error.to_string()))?;
        let Some(posting) = next else { break };
        // What is shown must be remembered first: a power cut between the two would leave a promise that nobody can keep.
        file.save()?;
        let path = board::post(&mut board, folder, posting)?;
        say(&format!("posted {}\n", path.display()));
    }
    say(&fingerprints(&board));
    match board.awaited() {
        Some((step, members)) => {
            let members: Vec<_> = members.iter().map(ToString::to_string).collect();
            say(&format!("awaited: {step} of trustee {}; then run `trustee certify` again\n", members.join(", ")));
        }
        None => {
            say("the keys are made; each election's, to be read aloud by every trustee:\n");
            say(&setup::spoken_keys(&board)?);
            say("keep this key file and its passphrase apart from each other, offline, until the opening\n");
        }
    }
    Ok(())
}

/// All postings in words, so that people who sit together hear whether they look at the same board.
fn fingerprints(board: &Board) -> String {
    let mut text = String::new();
    for step in Step::ALL {
        for member in 1..=board.members() {
            if let Some(posting) = board.posting(step, member) {
                let words = spoken(posting.fingerprint().as_bytes(), SPOKEN_WORDS);
                text.push_str(&format!("{:>12} of trustee {member}: {words}\n", step.name()));
            }
        }
    }
    text
}
