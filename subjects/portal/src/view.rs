//! The plan as public pages need it: as printed, with the published amendments carried out, and with its check.

use std::sync::{Arc, PoisonError, RwLock};

use plan::{Plan, PlanFiles, Report};
use web::App;

/// One version of the plan, prepared for pages.
#[derive(Clone, Debug)]
pub struct View {
    /// The files as adopted, for download.
    pub files: PlanFiles,
    /// The plan as printed.
    pub printed: Plan,
    /// The plan with its amendments; what pages show unless they speak of the difference.
    pub plan: Plan,
    /// What the check found.
    pub check: Report,
}

/// The view of the plan that was asked for last; plans change a few times a year, pages are read all day.
static LATEST: RwLock<Option<Arc<View>>> = RwLock::new(None);

impl View {
    /// Prepares a plan and the files it was read from.
    pub fn new(printed: Plan, files: PlanFiles) -> Self {
        View { plan: printed.resolved(), check: printed.check(), files, printed }
    }

    /// The view of the plan in force.
    pub fn of(app: &App) -> Arc<View> {
        let adopted = app.plan();
        let latest = LATEST.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(view) = latest.filter(|view| view.printed.fingerprint == adopted.plan.fingerprint) {
            return view;
        }
        let view = Arc::new(View::new(adopted.plan.clone(), adopted.files.clone()));
        *LATEST.write().unwrap_or_else(PoisonError::into_inner) = Some(view.clone());
        view
    }
}
