//! Opening the application on its data: keys, database, adopted plan.

use std::path::Path;

use web::App;
use web::adoption::{self, AdoptedPlan};
use web::clock::Clock;
use web::database::{Database, DatabaseConfig};
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
    let plan = plan_in_force(&database, &clock, plan_folder).await?;
    Ok(App::new(database, clock, keys, settings, plan, composition::routes().menu()))
}

/// The adopted plan; at first start that of the folder. A folder that differs later changes nothing by itself.
async fn plan_in_force(database: &Database, clock: &Clock, folder: &Path) -> Result<AdoptedPlan, String> {
    if let Some(plan) = adoption::in_force(database).await.map_err(|error| error.to_string())? {
        if let Ok(files) = read_folder(folder)
            && files.fingerprint() != plan.fingerprint
        {
            tracing::warn!(folder = %folder.display(), "the plan folder differs from the adopted plan; changes are proposed in the back office and need two officers");
        }
        return Ok(plan);
    }
    let files = read_folder(folder).map_err(|error| error.to_string())?;
    adoption::in_force_or_first(database, clock, &files).await.map_err(|error| format!("{}: {error}", folder.display()))
}
