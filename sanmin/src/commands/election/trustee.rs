//! `sanmin election trustee`: what each trustee does alone, on a machine without a network.

mod certify;
mod decrypt;
mod file;
mod keygen;

use clap::{Args, Subcommand};

use crate::commands::failed::Failed;

/// Arguments of `sanmin election trustee`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: TrusteeCommand,
}

#[derive(Subcommand)]
enum TrusteeCommand {
    /// Make this trustee's key file and post its certificates
    Keygen(keygen::Arguments),
    /// Take the next steps of the ceremony that the board allows; run it again until it says that the keys are made
    Certify(certify::Arguments),
    /// Make this trustee's share of the closed and verified total of an archive
    Decrypt(decrypt::Arguments),
}

pub(super) fn run(arguments: Arguments) -> Result<(), Failed> {
    match arguments.command {
        TrusteeCommand::Keygen(arguments) => keygen::run(&arguments),
        TrusteeCommand::Certify(arguments) => certify::run(&arguments),
        TrusteeCommand::Decrypt(arguments) => decrypt::run(&arguments),
    }
}
