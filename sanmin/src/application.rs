//! Opening the application on its data: keys, database, adopted plan.

use std::path::Path;

use plan::Plan;
use web::App;
use web::adoption::{self, AdoptedPlan};
use web::clock::Clock;
use web::database::{Database, DatabaseConfig};
use web::ledger::{Ledger, Witness, witness};
use web::secrets::{self, Secrets};
use web::settings::Settings;

use crate::commands::plan::read_folder;
use crate::composition;

/// The application on its data; at first start the data folder, keys, schema and the plan of `plan_folder` are put there.
pub async fn open(settings: Settings, database: &DatabaseConfig, plan_folder: &Path) -> Result<App, String> {
    let folder = &settings.data;
    secrets::create_private_folder(folder).map_err(|error| format!("cannot use the data folder {}: {error}", folder.display()))?;
    let keys = Secrets::open(&folder.join("secrets")).map_err(|error| error.to_string())?;
    let database = Database::open(database, &composition::migrations()).await.map_err(|error| error.to_string())?;
    let clock = Clock::system();
    let (plan, ledger) = plan_in_force(&database, &clock, &keys, &settings, plan_folder).await?;
    Ok(App::new(database, clock, keys, settings, ledger, plan, composition::routes().menu()))
}

/// The adopted plan; at first start that of the folder. A folder that differs later changes nothing by itself.
async fn plan_in_force(
    database: &Database,
    clock: &Clock,
    keys: &Secrets,
    settings: &Settings,
    folder: &Path,
) -> Result<(AdoptedPlan, Ledger), String> {
    let open = async |activity: &str| -> Result<Ledger, String> {
        let witnesses = settings.witnesses.iter().cloned().map(Witness::new).collect();
        let ledger = Ledger::open(database, keys, &settings.ledger_origin(activity), witnesses).await.map_err(|error| error.to_string())?;
        compare_with_witnesses(database, &ledger).await?;
        Ok(ledger)
    };
    if let Some(plan) = adoption::in_force(database).await.map_err(|error| error.to_string())? {
        if let Ok(files) = read_folder(folder)
            && files.fingerprint() != plan.fingerprint
        {
            tracing::warn!(folder = %folder.display(), "the plan folder differs from the adopted plan; changes are proposed in the back office and need two officers");
        }
        let ledger = open(plan.plan.activity.id.as_str()).await?;
        adoption::announce_first(database, &plan, &ledger).await.map_err(|error| error.to_string())?;
        return Ok((plan, ledger));
    }
    let files = read_folder(folder).map_err(|error| error.to_string())?;
    let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", folder.display());
    let activity = Plan::read(&files).map_err(|error| wrong(&error))?.activity.id;
    let ledger = open(activity.as_str()).await?;
    let plan = adoption::in_force_or_first(database, clock, &files, &ledger).await.map_err(|error| wrong(&error))?;
    Ok((plan, ledger))
}

/// A restored backup or a standby that was left behind must not begin a second history of the ledger.
async fn compare_with_witnesses(database: &Database, ledger: &Ledger) -> Result<(), String> {
    witness::compare(database, ledger).await.map_err(|error| error.to_string())?.map_err(|ahead| {
        format!(
            "{ahead}. The database is older than what was published: a backup was restored, or a standby took over that had not \
             received everything. Nothing was signed. Point --database-url at the database that has all of it, or restore a newer \
             backup; if neither exists, the ledger of this activity has ended, and supervision must be told before another is begun"
        )
    })
}
