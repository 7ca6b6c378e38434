//! What all acts share: the server, the plan, everybody who takes part, and the clock.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::DateTime;
use plan::Plan;

use crate::Stumbled;
use crate::chance::Chance;
use crate::hall::Hall;
use crate::inbox::Inbox;
use crate::people::{Citizen, Size, pool};
use crate::programs::Programs;
use crate::report::Report;
use crate::staff::Staff;
use crate::visitor::Visitor;

/// Where the play is given.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The portal and back office, such as `http://127.0.0.1:7300`.
    pub portal: String,
    /// The ballot host.
    pub ballots: String,
    /// The path of the first administrator's set-up link.
    pub set_up: String,
    /// The folder to which the server writes messages.
    pub outbox: PathBuf,
    /// Where the offline roles keep what is theirs, and what anybody downloads to verify.
    pub folder: PathBuf,
    /// The offline programs.
    pub programs: Programs,
}

/// Whoever can do to the server's machine what no user can, for drills.
pub trait House: Sync {
    /// Kills the server as a power cut would, and starts it again on the same data and addresses.
    ///
    /// # Errors
    /// It cannot be done here.
    fn crash(&self) -> Result<(), Stumbled>;

    /// Takes the database's first server away, so that its standby must take over.
    ///
    /// # Errors
    /// It cannot be done here.
    fn lose_database(&self) -> Result<(), Stumbled>;
}

/// What befalls the second session.
#[derive(Clone, Copy)]
pub enum Drill<'a> {
    /// Nothing.
    None,
    /// The server dies in the middle of the ballots and comes back.
    Crash(&'a dyn House),
    /// The database's first server is lost in the middle of the ballots.
    Failover(&'a dyn House),
    /// Every phone's network cuts off and drips.
    Network,
}

/// A representative who was told of a seat.
#[derive(Clone, Debug)]
pub struct Invited {
    /// Which of the citizens.
    pub citizen: usize,
    /// The path of their own page.
    pub page: String,
    /// From 1.
    pub session: u32,
}

/// A promise that the head of a department made on stage.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The department's id.
    pub department: String,
    /// The path of the promise in the back office.
    pub page: String,
}

/// A play that is being given.
pub struct Theatre<'a> {
    /// Where.
    pub stage: Stage,
    /// The plan that the server has adopted, as resolved.
    pub plan: Plan,
    /// What makes people and choices.
    pub seed: u64,
    /// The citizens who sign up or are nominated.
    pub citizens: Vec<Citizen>,
    /// The accounts.
    pub staff: Staff,
    /// The telephones.
    pub inbox: Inbox,
    /// Who has been told of a seat.
    pub invited: Vec<Invited>,
    /// What was promised in the director's channel.
    pub promised: Vec<Promised>,
    /// What is known of each session's ballot.
    pub halls: Vec<Hall>,
    /// What befalls the second session.
    pub drill: Drill<'a>,
    /// What is told in the end.
    pub report: Report,
    /// Whether progress bars are drawn.
    pub bars: bool,
}

impl<'a> Theatre<'a> {
    /// With everybody in their seats, and nobody on the stage yet.
    pub fn new(stage: Stage, plan: Plan, size: Size, seed: u64) -> Self {
        let inbox = Inbox::new(stage.outbox.clone());
        let citizens = pool(&plan, size, seed);
        let report = Report { activity: plan.activity.title.clone(), seed, portal: stage.portal.clone(), ..Report::default() };
        let staff = Staff::default();
        let (invited, promised, halls) = (Vec::new(), Vec::new(), Vec::new());
        Theatre { stage, plan, seed, citizens, staff, inbox, invited, promised, halls, drill: Drill::None, report, bars: false }
    }

    /// Somebody new at the portal.
    pub fn passer_by(&self) -> Visitor {
        Visitor::new(&self.stage.portal)
    }

    /// A progress bar for so many of something.
    pub fn bar(&self, length: usize, what: &'static str) -> ProgressBar {
        if !self.bars {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("   {bar:40} {human_pos}/{human_len} {msg}");
        ProgressBar::new(length as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_message(what)
    }

    /// Moves the rehearsal's clock to a moment in China.
    ///
    /// # Errors
    /// The server does not move it, as when the moment is past.
    pub fn at(&mut self, moment: DateTime) -> Result<(), Stumbled> {
        let system = self.staff.one("admin")?;
        system.get("/office/clock")?;
        system.post("/office/clock", &[("to", &moment.strftime("%Y-%m-%dT%H:%M").to_string())])?;
        Ok(())
    }

    /// Asks the back office for a page until it serves one again, as the page of the error says to.
    ///
    /// # Errors
    /// It does not within this time.
    pub fn await_office(&mut self, patience: Duration) -> Result<(), Stumbled> {
        let until = Instant::now() + patience;
        loop {
            match self.staff.one("admin")?.get("/office/clock") {
                Err(Stumbled::NoAnswer { .. } | Stumbled::Status { status: 503, .. }) if Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(100));
                }
                other => return other.map(drop),
            }
        }
    }

    /// When a node of the timetable begins.
    ///
    /// # Errors
    /// The plan has no such node.
    pub fn begins(&self, node: &str) -> Result<DateTime, Stumbled> {
        let node = self.plan.nodes().into_iter().find(|it| it.id == *node).ok_or_else(|| Stumbled::Plan(format!("no node {node}")))?;
        Ok(node.from.map_or_else(|| node.to.begins(), |from| from.begins()))
    }

    /// When a session begins.
    ///
    /// # Errors
    /// The plan has no such session.
    pub fn session_begins(&self, session: u32) -> Result<DateTime, Stumbled> {
        let session = self.plan.session(session).ok_or_else(|| Stumbled::Plan(format!("no session {session}")))?;
        Ok(session.start.begins())
    }

    /// The seats of all sessions.
    pub fn seats(&self) -> usize {
        let one: u64 = self.plan.venues.iter().map(|venue| self.plan.seats_of(venue)).sum();
        usize::try_from(one).unwrap_or(usize::MAX) * self.plan.activity.sessions.len()
    }

    /// Chance for one part of the play.
    pub fn chance(&self, part: &str) -> Chance {
        Chance::of(self.seed, part)
    }

    /// The numbers of the sessions.
    pub fn sessions(&self) -> Vec<u32> {
        self.plan.sessions().iter().map(|session| session.number).collect()
    }

    /// One of the two proposes on a page, the other reads the summary and confirms.
    ///
    /// # Errors
    /// One of them cannot.
    pub fn both(&mut self, two: [&str; 2], page: &str, act: &str, fields: &[(&str, &str)], proposals: &str) -> Result<(), Stumbled> {
        let (first, second) = self.staff.two(two)?;
        first.get(page)?;
        first.post(act, fields)?;
        let confirm = second.get(page)?.address(proposals, "/confirm")?;
        second.get(&confirm)?;
        second.post(&confirm, &[])?;
        Ok(())
    }
}

/// The two officers of the joint office who act.
pub const OFFICERS: [&str; 2] = ["officer1", "officer2"];
/// The two of the supervision group.
pub const SUPERVISORS: [&str; 2] = ["supervisor1", "supervisor2"];
