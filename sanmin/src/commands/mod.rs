//! One file a command.

mod backup;
mod draw;
mod election;
mod failed;
mod files;
mod ledger;
mod load;
pub mod plan;
mod progress;
mod recover;
mod rehearse;
mod restore;
mod serve;

use std::io::Write;
use std::process::ExitCode;

use clap::Subcommand;

/// What `sanmin` can do.
#[derive(Subcommand)]
pub enum Command {
    /// Save the whole database as one file, also while the server runs
    Backup(backup::Arguments),
    /// Draw representatives so that anybody can draw them again
    Draw(draw::Arguments),
    /// Keys, cards, count and verification of an election, offline
    Election(election::Arguments),
    /// Verify a ledger, or witness one
    Ledger(ledger::Arguments),
    /// Cast many real ballots at a rehearsal's ballot host, or hold many pages open, and measure
    Load(Box<load::Arguments>),
    /// Look after a plan folder
    Plan(plan::Arguments),
    /// Give an account a new set-up link when no security administrator can (with SQLite, stop the server first)
    Recover(Box<recover::Arguments>),
    /// Play the whole activity through its public interface, with made-up people, and verify all of it
    Rehearse(Box<rehearse::Arguments>),
    /// Put a saved database into an empty one
    Restore(restore::Arguments),
    /// Serve the portal and the back office
    Serve(Box<serve::Arguments>),
}

impl Command {
    /// Runs the command; an error is a message for stderr and exit status 1.
    pub fn run(self) -> Result<ExitCode, String> {
        match self {
            Command::Backup(arguments) => backup::run(arguments),
            Command::Draw(arguments) => draw::run(arguments),
            Command::Election(arguments) => election::run(arguments),
            Command::Ledger(arguments) => ledger::run(arguments),
            Command::Load(arguments) => load::run(*arguments),
            Command::Plan(arguments) => Ok(plan::run(arguments)),
            Command::Recover(arguments) => recover::run(*arguments),
            Command::Rehearse(arguments) => rehearse::run(*arguments),
            Command::Restore(arguments) => restore::run(arguments),
            Command::Serve(arguments) => serve::run(*arguments),
        }
    }
}

/// Writes a command's answer. A reader that has seen enough closes the pipe; what was done stands.
fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
