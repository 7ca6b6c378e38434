//! `sanmin ledger key`: the public key of a ledger that is still to be begun, for its witnesses.

use std::path::PathBuf;

use clap::Args;
use plan::Plan;
use web::ledger::Ledger;
use web::secrets::{self, Secrets};

use crate::commands::failed::Failed;
use crate::commands::plan::read_folder;
use crate::commands::say;
use crate::options::{DataFolder, Options};

/// Arguments of `sanmin ledger key`: those of `sanmin serve`, because they name the ledger.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    data: DataFolder,
    /// The plan folder that will be adopted
    #[arg(long, env = "SANMIN_PLAN", value_name = "DIR", default_value = "plans/ordos-2024")]
    plan: PathBuf,
    #[command(flatten)]
    options: Options,
}

/// Prints the key, making the server's secrets if there are none yet.
pub(super) fn run(arguments: Arguments) -> Result<(), Failed> {
    let data = arguments.data.data;
    let settings = arguments.options.resolve(&data).map_err(Failed::WrongUse)?.settings;
    let files = read_folder(&arguments.plan).map_err(|error| Failed::WrongUse(error.to_string()))?;
    let activity = Plan::read(&files).map_err(|errors| Failed::file(&arguments.plan, errors))?.activity.id;
    secrets::create_private_folder(&data).map_err(|error| Failed::write(&data, error))?;
    let secrets = Secrets::open(&data.join("secrets")).map_err(|error| Failed::Here(error.to_string()))?;
    let ledger = Ledger::named(&secrets, &settings.ledger_origin(activity.as_str()), Vec::new());
    say(&format!("{}\n", ledger.map_err(|error| Failed::WrongUse(error.to_string()))?.log_key()));
    Ok(())
}
