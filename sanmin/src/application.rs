//! Opening the application on its data: keys, database, adopted plan.

use std::path::Path;

use plan::Plan;
use web::App;
use web::adoption::{self, AdoptedPlan};
use web::clock::Clock;
use web::database::{Database, DatabaseConfig};
use web::ledger::{Ledger, Witness, witness};
use web::rehearsal;
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
    let (clock, plan, ledger) = plan_in_force(&database, &keys, &settings, plan_folder).await?;
    Ok(App::new(database, clock, keys, settings, ledger, plan, composition::routes().menu()))
}

/// The adopted plan; at first start that of the folder. A folder that differs later changes nothing by itself.
async fn plan_in_force(
    database: &Database,
    keys: &Secrets,
    settings: &Settings,
    folder: &Path,
) -> Result<(Clock, AdoptedPlan, Ledger), String> {
    if let Some(plan) = adoption::in_force(database).await.map_err(|error| error.to_string())? {
        if let Ok(files) = read_folder(folder)
            && files.fingerprint() != plan.fingerprint
        {
            tracing::warn!(folder = %folder.display(), "the plan folder differs from the adopted plan; changes are proposed in the back office and need two officers");
        }
        let (clock, ledger) = enter(database, keys, settings, &plan.plan).await?;
        adoption::announce_first(database, &plan, &ledger).await.map_err(|error| error.to_string())?;
        return Ok((clock, plan, ledger));
    }
    let files = read_folder(folder).map_err(|error| error.to_string())?;
    let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", folder.display());
    let plan = Plan::read(&files).map_err(|error| wrong(&error))?.resolved();
    let (clock, ledger) = enter(database, keys, settings, &plan).await?;
    let plan = adoption::in_force_or_first(database, &clock, &files, &ledger).await.map_err(|error| wrong(&error))?;
    Ok((clock, plan, ledger))
}

/// Clock and ledger of this database, for the plan that holds in it.
async fn enter(database: &Database, keys: &Secrets, settings: &Settings, plan: &Plan) -> Result<(Clock, Ledger), String> {
    let origin = settings.ledger_origin(plan.activity.id.as_str());
    // Before it is kept for ever: a name that is none.
    Ledger::named(keys, &origin, Vec::new()).map_err(|error| error.to_string())?;
    let clock = rehearsal::enter(database, settings.rehearsal, plan, &origin).await.map_err(|error| error.to_string())?;
    let witnesses = settings.witnesses.iter().cloned().map(Witness::new).collect();
    let ledger = Ledger::open(database, keys, &origin, witnesses).await.map_err(|error| error.to_string())?;
    compare_with_witnesses(database, &ledger).await?;
    Ok((clock, ledger))
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
