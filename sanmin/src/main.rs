//! Sanmin (三民): runs a city's yearly activity 「向市民报告、听市民意见、请市民评议」 from one program.
//!
//! Exit status of every command: 0 good, 1 the thing checked is not right or the command failed, 2 wrong use.

mod application;
mod commands;
mod composition;
mod logging;
mod open_files;
mod options;

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(name = "sanmin", version, about = "三民: the yearly public appraisal of a city's departments, verifiable by anybody")]
struct Arguments {
    #[command(subcommand)]
    command: commands::Command,
}

fn main() -> ExitCode {
    // Wrong use ends here, with status 2 and clap's explanation.
    let arguments = Arguments::parse();
    match arguments.command.run() {
        Ok(code) => code,
        Err(message) => {
            eprintln!("sanmin: {message}");
            ExitCode::FAILURE
        }
    }
}
