//! What is told at the end, and the server that stays to be looked at.

use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal};
use std::path::Path;

use rehearsal::Stage;
use rehearsal::report::Report;
use rehearsal::second_factor::Device;
use rehearsal::staff::PASSWORD;

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
pub fn stay(stage: &Stage, mut devices: BTreeMap<String, Device>) -> Result<(), Failed> {
    let mut text = format!(
        "\nlook at {0} , {0}/results , {0}/draw , {0}/verify\nsign in at {0}/office with the password {PASSWORD} as\n",
        stage.portal
    );
    for (login, what) in DEMO.iter().filter(|(login, _)| devices.contains_key(*login)) {
        text.push_str(&format!("  {login:<12} {what}\n"));
    }
    text.push_str("type a name and Enter for its present code; Ctrl-C ends the server\n");
    say(&text);
    std::thread::spawn(move || show_codes(&mut devices));
    // Ends by a signal, so that the server and its witnesses are stopped by their owner.
    let failed = |error: std::io::Error| Failed::Here(format!("cannot listen for signals: {error}"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    runtime
        .block_on(async {
            stop_signal()?.await;
            Ok(())
        })
        .map_err(failed)
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
