//! What is told at the end, and the server that stays to be looked at.

use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rehearsal::Stage;
use rehearsal::report::Report;
use rehearsal::second_factor::Device;
use rehearsal::staff::PASSWORD;

use super::house::House;
use crate::commands::failed::Failed;
use crate::commands::say;
use crate::commands::serve::stop_signal;

/// Sign-ins that are worth a look, with what they see.
const DEMO: [(&str, &str); 6] = [
    ("officer1", "the joint office: windows, release, plan"),
    ("organiser1", "candidates, vetting, invitations"),
    ("supervisor1", "comparison of people, cards and ballots, alarms"),
    ("logistics1", "stage, passes, papers"),
    ("trustee1", "keys and shares"),
    ("admin", "accounts, system, the clock"),
];

/// Writes a file of the report.
pub fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failed> {
    let path = folder.join(name);
    std::fs::write(&path, text).map_err(|error| Failed::write(&path, error))
}

/// A few lines for people.
pub fn tell(report: &Report, data: &Path) {
    let mut text = String::new();
    for check in report.checks().filter(|check| !check.again.is_empty()) {
        text.push_str(&format!("verified: {}\n", check.again));
    }
    for session in &report.sessions {
        let waits = &session.waits;
        text.push_str(&format!(
            "session {}: {} ballots counted of {} people present; a receipt after p50 {} ms, p99 {} ms, at most {} ms\n",
            session.number, session.counted, session.present, waits.p50, waits.p99, waits.max
        ));
    }
    let memory = report.memory_mib.map_or_else(String::new, |mib| format!(", at most {mib} MiB of memory"));
    text.push_str(&format!(
        "{} checks made, {:.0} s{memory}\nreport: {}\n",
        report.checks().count(),
        report.seconds,
        data.join("report.html").display()
    ));
    say(&text);
}

/// Keeps the server until somebody ends the program, and shows codes to whoever wants to sign in.
pub fn stay(stage: &Stage, mut devices: BTreeMap<String, Device>) {
    let mut text = format!(
        "\nlook at {0} , {0}/results , {0}/draw , {0}/verify\nsign in at {0}/office with the password {PASSWORD} as\n",
        stage.portal
    );
    for (login, what) in DEMO.iter().filter(|(login, _)| devices.contains_key(*login)) {
        text.push_str(&format!("  {login:<12} {what}\n"));
    }
    text.push_str("type a name and Enter for its present code; Ctrl-C ends the server\n");
    say(&text);
    show_codes(&mut devices);
    wait_for_the_end()
}

/// Until another thread ends the program.
fn wait_for_the_end() -> ! {
    loop {
        std::thread::park();
    }
}

/// Whether the play goes on.
#[derive(Default)]
pub struct Curtain {
    is_over: AtomicBool,
    is_told: AtomicBool,
}

impl Curtain {
    /// From now on a signal to stop closes the house before it ends this program, in the middle of the play too; with status 0 only when the
    /// play was over.
    pub fn falls_when_told(house: &Arc<House>) -> Result<Arc<Self>, Failed> {
        let failed = |error: std::io::Error| Failed::Here(format!("cannot listen for signals: {error}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let stop = {
            let _entered = runtime.enter();
            stop_signal().map_err(failed)?
        };
        let curtain = Arc::new(Curtain::default());
        // A house that its owner gives up must end.
        let (house, falls) = (Arc::downgrade(house), curtain.clone());
        std::thread::spawn(move || {
            runtime.block_on(stop);
            let Some(house) = house.upgrade() else { wait_for_the_end() };
            falls.is_told.store(true, Ordering::SeqCst);
            let is_over = falls.is_over.load(Ordering::SeqCst);
            if !is_over {
                eprintln!("sanmin: the rehearsal is broken off");
            }
            house.close();
            std::process::exit(i32::from(!is_over));
        });
        Ok(curtain)
    }

    /// The play is over; a signal to stop is an ordinary end now.
    pub fn play_is_over(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }

    /// Does not come back once the program was told to stop: a play that stumbles over a server that is being stopped has nothing to tell.
    pub fn stop_if_told(&self) {
        if self.is_told.load(Ordering::SeqCst) {
            wait_for_the_end();
        }
    }
}

fn show_codes(devices: &mut BTreeMap<String, Device>) {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return;
    }
    for line in stdin.lock().lines().map_while(Result::ok) {
        match devices.get_mut(line.trim()) {
            Some(device) => say(&format!("{}\n", device.code())),
            None => say("nobody is called so\n"),
        }
    }
}
