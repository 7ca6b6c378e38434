//! `sanmin ledger verify`: read a whole ledger again, trusting nobody. `sanmin ledger witness`: watch one from outside.

mod key;
mod source;
mod state;
mod trust;
mod verify;
mod witness;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::failed;

pub use source::Source;
pub use trust::trust_of;

/// Arguments of `sanmin ledger`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: LedgerCommand,
}

#[derive(Subcommand)]
enum LedgerCommand {
    /// Print the public key of the ledger that `serve` with the same settings will begin, for its witnesses
    Key(Box<key::Arguments>),
    /// Replay a published ledger: exit 0 when all of it is right, 1 when something is not, 2 when it cannot be read
    Verify(verify::Arguments),
    /// Cosign the checkpoints of logs that only grow (C2SP tlog-witness)
    Witness(witness::Arguments),
}

/// Runs `sanmin ledger …`.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let done = match arguments.command {
        LedgerCommand::Key(arguments) => key::run(*arguments).map(|()| ExitCode::SUCCESS),
        LedgerCommand::Verify(arguments) => verify::run(arguments),
        LedgerCommand::Witness(arguments) => witness::run(arguments).map(|()| ExitCode::SUCCESS),
    };
    failed::exit_code(done)
}
