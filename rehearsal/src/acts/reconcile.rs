//! After each session the card maker counts offline how many cards of each venue were used, and two of the supervision group explain every
//! difference and publish (M61).

use std::time::{Duration, Instant};

use super::cards::MAKER;
use crate::programs::{read, write};
use crate::theatre::{OFFICERS, SUPERVISORS};
use crate::visitor::Attached;
use crate::{Stumbled, Theatre};

/// How long the server may take to make an encrypted total.
const PATIENCE: Duration = Duration::from_secs(120);
/// More differences than a session can have.
const MOST: usize = 200;

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let halls: Vec<(u32, String)> = theatre.halls.iter().map(|hall| (hall.number, hall.uuid())).collect();
    let mut explained = 0;
    for (number, uuid) in halls {
        await_total(theatre, &uuid)?;
        hand_in(theatre, number, &uuid)?;
        explained += explain(theatre, number)?;
        let page = format!("/office/reconciliation/{number}");
        let (first, _) = theatre.staff.two(SUPERVISORS)?;
        first.get(&page)?;
        first.post(&format!("{page}/publication"), &[])?;
        confirm(theatre, &page)?;
    }
    theatre.report.fact("differences", "查明并公布的差异", explained);
    Ok(())
}

/// The encrypted total of an election, once it is made, as a file that an officer hands over.
fn await_total(theatre: &mut Theatre<'_>, uuid: &str) -> Result<(), Stumbled> {
    let until = Instant::now() + PATIENCE;
    let address = format!("/office/release/{uuid}/total.bel");
    let officer = theatre.staff.one(OFFICERS[0])?;
    while !officer.get("/office/release")?.html().contains(&address) {
        if Instant::now() > until {
            return Err(Stumbled::Awaited(format!("the encrypted total of {uuid}")));
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    let total = officer.get(&address)?.body;
    write(&theatre.stage.folder.join(format!("totals/{uuid}.bel")), &total)
}

fn hand_in(theatre: &mut Theatre<'_>, number: u32, uuid: &str) -> Result<(), Stumbled> {
    let home = theatre.stage.folder.join("card-maker");
    let path = |name: String| home.join(name).display().to_string();
    let used = path(format!("session-{number}/used.json"));
    let total = theatre.stage.folder.join(format!("totals/{uuid}.bel")).display().to_string();
    theatre.stage.programs.run(&[
        "election",
        "used",
        "--venue-lists",
        &path(format!("session-{number}/venue-lists.key.json")),
        "--archive",
        &total,
        "--out",
        &used,
        "--passphrase-file",
        &path("passphrase".into()),
    ])?;
    let text = read(used.as_ref())?;
    let page = format!("/office/elections/{number}");
    let maker = theatre.staff.one(MAKER)?;
    maker.get(&page)?;
    maker.upload(&format!("{page}/used"), &[], &[Attached { field: "used", name: "used.json", content: &text }])?.expect(303)?;
    Ok(())
}

/// Every difference gets its reason; how many there were.
fn explain(theatre: &mut Theatre<'_>, number: u32) -> Result<usize, Stumbled> {
    let page = format!("/office/reconciliation/{number}");
    for explained in 0..MOST {
        let (first, _) = theatre.staff.two(SUPERVISORS)?;
        let shown = first.get(&page)?;
        let html = shown.html();
        let Some(form) = html.split("<form").find(|form| form.contains("name=\"about\"")) else { return Ok(explained) };
        let value = |name: &str| {
            let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\""))?;
            rest.split('"').next().map(str::to_owned)
        };
        let (Some(venue), Some(about)) = (value("venue"), value("about")) else { return Ok(explained) };
        let fields = [("venue", &venue[..]), ("about", &about), ("text", "检查用去，或代表领票后没有投出，票已收回封存")];
        first.post(&format!("{page}/explanations"), &fields)?;
        confirm(theatre, &page)?;
    }
    Err(Stumbled::Awaited(format!("an end of the differences of session {number}")))
}

/// The second of the two agrees.
fn confirm(theatre: &mut Theatre<'_>, page: &str) -> Result<(), Stumbled> {
    let (_, second) = theatre.staff.two(SUPERVISORS)?;
    let action = second.get(page)?.address(&format!("{page}/proposals/"), "/confirm")?;
    second.post(&action, &[]).map(drop)
}
