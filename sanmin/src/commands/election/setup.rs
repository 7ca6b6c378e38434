//! `sanmin election setup`: each session's election out of the plan and the trustees' keys.

use std::path::PathBuf;

use ballot::ceremony::sitting::Board;
use ballot::trustee::VerifiedTrustees;
use clap::Args;
use web::spoken::spoken;

use super::board;
use super::folder::{ELECTION, TRUSTEES, of_session};
use crate::commands::failed::Failed;
use crate::commands::files::{Readers, empty_folder, write_new};
use crate::commands::plan::read_settled;
use crate::commands::say;

/// Arguments of `sanmin election setup`.
#[derive(Args)]
pub struct Arguments {
    /// The plan folder, such as plans/ordos-2024
    #[arg(long, value_name = "DIR")]
    plan: PathBuf,
    /// The folder with the postings of the finished ceremony
    #[arg(long, value_name = "DIR")]
    board: PathBuf,
    /// An empty folder for session-1/election.json, session-1/trustees.json, session-2/…
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let plan = read_settled(&arguments.plan)?;
    let sessions = plan.sessions();
    let rules = &plan.ballot.trustees;
    let board = board::load(&arguments.board, rules.number.into(), rules.threshold.into(), sessions.len())?;
    let all = trustees(&board)?;
    let out = empty_folder(&arguments.out)?;
    for (session, trustees) in sessions.into_iter().zip(all) {
        let election = ballotbox::election::make(&plan, session, &trustees);
        let folder = of_session(&out, session.number);
        std::fs::create_dir(&folder).map_err(|error| Failed::write(&folder, error))?;
        write_new(&folder.join(ELECTION), election.to_json().as_bytes(), Readers::Usual)?;
        write_new(&folder.join(TRUSTEES), trustees.trustees().to_json().as_bytes(), Readers::Usual)?;
        say(&format!("session {}: {} questions, election {}\n", session.number, election.questions.len(), election.uuid));
        for (what, digest) in [("election", election.fingerprint()), ("trustees", trustees.fingerprint())] {
            say(&format!("  {what} {digest}\n           {}\n", spoken(digest.as_bytes(), 6)));
        }
    }
    Ok(())
}

/// The trustees of each election of a finished sitting.
fn trustees(board: &Board) -> Result<Vec<VerifiedTrustees>, Failed> {
    ballotbox::ceremony::trustees(board).map_err(Failed::WrongUse)
}

/// The key of each election of a finished sitting in words.
pub(super) fn spoken_keys(board: &Board) -> Result<String, Failed> {
    let line = |(trustees, number): (VerifiedTrustees, usize)| format!("  {number}: {}\n", ballotbox::ceremony::spoken_key(&trustees));
    Ok(trustees(board)?.into_iter().zip(1..).map(line).collect())
}
