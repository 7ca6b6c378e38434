//! One file a command.

pub mod plan;
mod serve;

use std::process::ExitCode;

use clap::Subcommand;

/// What `sanmin` can do.
#[derive(Subcommand)]
pub enum Command {
    /// Look after a plan folder
    Plan(plan::Arguments),
    /// Serve the portal and the back office
    Serve(Box<serve::Arguments>),
}

impl Command {
    /// Runs the command; an error is a message for stderr and exit status 1.
    pub fn run(self) -> Result<ExitCode, String> {
        match self {
            Command::Plan(arguments) => Ok(plan::run(arguments)),
            Command::Serve(arguments) => serve::run(*arguments),
        }
    }
}
