//! `sanmin recover NAME`: a way back in for somebody whom no security administrator can help.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use web::Failure;

use crate::application;
use crate::options::{DataFolder, Options, Resolved};

/// Arguments of `sanmin recover`.
#[derive(Args)]
pub struct Arguments {
    /// The sign-in name of the account
    name: String,
    #[command(flatten)]
    data: DataFolder,
    /// The plan folder, read only where no plan has been adopted yet
    #[arg(long, env = "SANMIN_PLAN", value_name = "DIR", default_value = "plans/ordos-2024")]
    plan: PathBuf,
    #[command(flatten)]
    options: Options,
}

/// Takes password and second factor from the account and prints a one-time set-up link.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    let Resolved { settings, database, .. } = arguments.options.resolve(&arguments.data.data)?;
    let base = settings.base_url();
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(async {
        let app = application::open(settings, &database, &arguments.plan).await?;
        let link = accounts::recovery_link(&app, &arguments.name).await.map_err(|error| Failure::from(error).to_string());
        app.database().close().await;
        match link? {
            Some(path) => {
                super::say(&format!(
                    "Set-up link for {}, once, within 72 hours: {base}{path}\nThe audit log says that it was issued here.\n",
                    arguments.name
                ));
                Ok(ExitCode::SUCCESS)
            }
            None => Err(format!("there is no account `{}`, or it is disabled", arguments.name)),
        }
    })
}
