//! What every handler is given: the database, the clock, the adopted plan, the settings and the keys.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use crate::adoption::AdoptedPlan;
use crate::ballot_window::{BallotWindow, WindowSource};
use crate::clock::Clock;
use crate::database::{Database, DatabaseError};
use crate::ledger::Ledger;
use crate::limits::Limits;
use crate::live::Hub;
use crate::questions::{Question, QuestionSource};
use crate::rights::{Decision, MenuItem, Visitor, decide};
use crate::secrets::Secrets;
use crate::settings::Settings;
use crate::turnout::{Turnout, TurnoutSource};

/// The running application. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    database: Database,
    clock: Clock,
    secrets: Secrets,
    settings: Settings,
    ledger: Ledger,
    limits: Limits,
    plan: RwLock<Arc<AdoptedPlan>>,
    menu: Vec<MenuItem>,
    turnout: OnceLock<Box<dyn TurnoutSource>>,
    windows: OnceLock<Box<dyn WindowSource>>,
    questions: OnceLock<Box<dyn QuestionSource>>,
    live: Hub,
    started_at: i64,
    started: Instant,
}

impl App {
    /// Puts the application together.
    pub fn new(
        database: Database,
        clock: Clock,
        secrets: Secrets,
        settings: Settings,
        ledger: Ledger,
        plan: AdoptedPlan,
        menu: Vec<MenuItem>,
    ) -> Self {
        let started_at = clock.millis();
        App(Arc::new(Parts {
            database,
            clock,
            secrets,
            settings,
            ledger,
            limits: Limits::default(),
            plan: RwLock::new(Arc::new(plan)),
            menu,
            turnout: OnceLock::new(),
            windows: OnceLock::new(),
            questions: OnceLock::new(),
            live: Hub::default(),
            started_at,
            started: Instant::now(),
        }))
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The server's keys.
    pub fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The public ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.0.ledger
    }

    /// The rate limits.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// The plan in force now.
    pub fn plan(&self) -> Arc<AdoptedPlan> {
        self.0.plan.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts another version of the plan in force, unless a newer one already is.
    pub fn put_in_force(&self, plan: AdoptedPlan) {
        let mut current = self.0.plan.write().unwrap_or_else(PoisonError::into_inner);
        if plan.version > current.version {
            *current = Arc::new(plan);
        }
    }

    /// The lines of the back office's menu that lead this visitor somewhere.
    pub fn menu_of(&self, visitor: &Visitor) -> Vec<MenuItem> {
        let plan = self.plan();
        let open = |item: &&MenuItem| {
            if item.rehearsal && !self.clock().is_virtual() {
                return false;
            }
            let decision = decide(item.access, item.guard, Some(visitor), &plan.plan, false);
            matches!(decision, Decision::Allowed | Decision::AllowedByException { .. })
        };
        self.0.menu.iter().filter(open).copied().collect()
    }

    /// Says who counts the people at the doors. The first word stands.
    pub fn count_turnout_by(&self, source: impl TurnoutSource + 'static) {
        let _ = self.0.turnout.set(Box::new(source));
    }

    /// How many are invited and present, by session and venue; nothing while nobody counts.
    pub async fn turnout(&self) -> Result<Vec<Turnout>, DatabaseError> {
        match self.0.turnout.get() {
            Some(source) => source.counts(self).await,
            None => Ok(Vec::new()),
        }
    }

    /// Says who knows the windows. The first word stands.
    pub fn tell_windows_by(&self, source: impl WindowSource + 'static) {
        let _ = self.0.windows.set(Box::new(source));
    }

    /// Where the ballot windows of the sessions stand; nothing while nobody knows.
    pub async fn windows(&self) -> Result<Vec<BallotWindow>, DatabaseError> {
        match self.0.windows.get() {
            Some(source) => source.windows(self).await,
            None => Ok(Vec::new()),
        }
    }

    /// Says who keeps the representatives' questions. The first word stands.
    pub fn ask_questions_by(&self, source: impl QuestionSource + 'static) {
        let _ = self.0.questions.set(Box::new(source));
    }

    /// The questions that representatives have sent to a department for a session; nothing while nobody keeps any.
    pub async fn questions(&self, session: u32, department: &str) -> Result<Vec<Question>, DatabaseError> {
        match self.0.questions.get() {
            Some(source) => source.questions(self, session, department).await,
            None => Ok(Vec::new()),
        }
    }

    /// What is sent to open pages as it happens.
    pub fn live(&self) -> &Hub {
        &self.0.live
    }

    /// When this server started, in milliseconds.
    pub fn started_at(&self) -> i64 {
        self.0.started_at
    }

    /// How long it has run, whatever the clock of a rehearsal says.
    pub fn uptime(&self) -> Duration {
        self.0.started.elapsed()
    }
}
