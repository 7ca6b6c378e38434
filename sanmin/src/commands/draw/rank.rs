//! `sanmin draw rank --seed HEX`.

use std::process::ExitCode;

use clap::Args;
use sortition::{Seed, Seeding};

use super::{Drawn, Failed};

/// Arguments of `sanmin draw rank`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    drawn: Drawn,
    /// The public seed, 64 hexadecimal digits
    #[arg(long, value_name = "HEX")]
    seed: Seed,
}

/// Draws from the seed.
pub(super) fn run(arguments: Arguments) -> Result<ExitCode, Failed> {
    arguments.drawn.draw(Seeding::Given(arguments.seed))
}
