//! `sanmin ledger verify`: read a whole ledger again, trusting nobody. `sanmin ledger witness`: watch one from outside.

mod source;
mod state;
mod verify;
mod witness;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::failed::{self, Failed, WRONG_USE};

/// Arguments of `sanmin ledger`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: LedgerCommand,
}

#[derive(Subcommand)]
enum LedgerCommand {
    /// Replay a published ledger: exit 0 when all of it is right, 1 when something is not, 2 when it cannot be read
    Verify(verify::Arguments),
    /// Cosign the checkpoints of logs that only grow (C2SP tlog-witness)
    Witness(witness::Arguments),
}

/// Runs `sanmin ledger …`.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    failed::end(match arguments.command {
        LedgerCommand::Verify(arguments) => verify::run(arguments),
        LedgerCommand::Witness(arguments) => witness::run(arguments).map(|()| ExitCode::SUCCESS),
    })
}

/// Reads a file of at most this many bytes.
fn read_capped(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit { Err(std::io::Error::other(format!("longer than {limit} bytes"))) } else { Ok(bytes) }
}
