//! Two officers change a file of the plan, before anything rests on it: whom citizens call. It is in force at once and public.

use std::time::{Duration, Instant};

use crate::theatre::OFFICERS;
use crate::visitor::Attached;
use crate::{Stumbled, Theatre};

const CHANGES: &str = "/office/plan/changes";
const FILE: &str = "activity.toml";
const PUBLIC: &str = "/plan/files/activity.toml";
/// What is added to whom citizens call.
const HOURS: &str = "；每天 8:00–20:00";
/// How long another server of the same city may take to see it.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let file = theatre.passer_by().get(PUBLIC)?.html().into_owned();
    let old = &theatre.plan.activity.contact;
    let new = format!("{old}{HOURS}");
    if old.is_empty() || !file.contains(old) {
        return Err(Stumbled::Plan(format!("{FILE} does not say whom citizens call")));
    }
    let changed = file.replacen(old, &new, 1);
    let (first, second) = theatre.staff.two(OFFICERS)?;
    first.get(CHANGES)?;
    let attached = Attached { field: "file", name: FILE, content: changed.as_bytes() };
    let change = first.upload(CHANGES, &[("reason", "公布接听的时间")], &[attached])?.expect(303)?.next().to_owned();
    // Nobody adopts what they proposed themselves.
    first.get(&change)?;
    first.send(&format!("{change}/adopt"), &[])?.expect(409)?;
    second.get(&change)?.shows(HOURS)?;
    second.post(&format!("{change}/adopt"), &[])?;
    theatre.plan.activity.contact = new;
    let until = Instant::now() + PATIENCE;
    while let Err(not_yet) = theatre.passer_by().get("/about")?.shows(HOURS) {
        if Instant::now() > until {
            return Err(not_yet);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    theatre.report.fact("plan_changes", "两人共同修改方案", 1);
    Ok(())
}
