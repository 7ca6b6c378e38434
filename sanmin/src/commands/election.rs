//! `sanmin election`: keys, cards, count and verification of an election, offline, file in and file out.

mod archive;
mod board;
mod cards;
mod check;
mod folder;
mod page;
mod passphrase;
mod preview;
mod setup;
mod simulate;
mod tally;
mod trustee;
mod used;
mod verify;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::failed;

/// Arguments of `sanmin election`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: ElectionCommand,
}

#[derive(Subcommand)]
enum ElectionCommand {
    /// Make the cards of one session, offline: print file, public list, counts for the server
    Cards(cards::Arguments),
    /// Encrypt again what a phone revealed (检查), and compare: exit 0 when it is right, 1 when it is not, 2 when it cannot be read
    Check(check::Arguments),
    /// The files of the ballot page
    Page(page::Arguments),
    /// Show leaders the result of a closed total before the release, offline, and write a record that it was shown
    Preview(preview::Arguments),
    /// Make each session's election out of the plan and the trustees' finished ceremony
    Setup(setup::Arguments),
    /// Play a complete election with random keys and chosen ballots
    Simulate(simulate::Arguments),
    /// Close an election into an archive with its encrypted total, or open the total with trustees' shares
    Tally(tally::Arguments),
    /// A trustee's part: make keys together with the others, make a share of a closed total; offline
    Trustee(trustee::Arguments),
    /// Count with how many cards of each venue a ballot was cast, offline, out of the card maker's sealed lists: counts for the server
    Used(used::Arguments),
    /// Verify an election's archive: exit 0 when all of it is right, 1 when something is not, 2 when it cannot be read
    Verify(verify::Arguments),
}

/// Runs `sanmin election …`.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let success = |()| ExitCode::SUCCESS;
    failed::exit_code(match arguments.command {
        ElectionCommand::Cards(arguments) => cards::run(&arguments).map(success),
        ElectionCommand::Check(arguments) => check::run(&arguments),
        ElectionCommand::Page(arguments) => page::run(&arguments).map(success),
        ElectionCommand::Preview(arguments) => preview::run(&arguments).map(success),
        ElectionCommand::Setup(arguments) => setup::run(&arguments).map(success),
        ElectionCommand::Simulate(arguments) => simulate::run(&arguments).map(success),
        ElectionCommand::Tally(arguments) => tally::run(&arguments).map(success),
        ElectionCommand::Trustee(arguments) => trustee::run(arguments).map(success),
        ElectionCommand::Used(arguments) => used::run(&arguments).map(success),
        ElectionCommand::Verify(arguments) => verify::run(&arguments),
    })
}
