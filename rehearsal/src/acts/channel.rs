//! The director's channel (局长通道, M19–M21): the office names departments, questions are put while their heads sit in front, and what they promise is
//! recorded and public.

use jiff::ToSpan;
use jiff::civil::DateTime;

use crate::theatre::OFFICERS;
use crate::{Stumbled, Theatre};

const HOME: &str = "/office/channel";
const PROMISES: &str = "/office/promises";
const EDITOR: &str = "drafting1";
const QUESTIONS: [&str; 2] = ["老旧小区的这件事今年什么时候能办完？", "群众反映的问题，多久能给一个准信？"];

/// The office names as many departments of a session as the plan says; two questions are listed for each.
pub(super) fn prepare(theatre: &mut Theatre<'_>, session: u32) -> Result<(), Stumbled> {
    let wanted = theatre.plan.session(session).map_or(0, |session| session.interview_heads as usize);
    let departments: Vec<String> = theatre.plan.departments_of(session).iter().map(|it| it.id.to_string()).collect();
    let first = theatre.chance(&format!("channel of session {session}")).below(departments.len().max(1));
    for department in departments.iter().cycle().skip(first).take(wanted.min(departments.len())) {
        let officer = theatre.staff.one(OFFICERS[0])?;
        let before = officer.get(HOME)?.addresses(&format!("{HOME}/"));
        officer.post(HOME, &[("department", department)])?;
        let after = officer.get(HOME)?.addresses(&format!("{HOME}/"));
        let interview = after.into_iter().find(|address| !address.ends_with("/drop") && !before.contains(address));
        let interview = interview.ok_or_else(|| Stumbled::Awaited(format!("the interview of {department}")))?;
        let editor = theatre.staff.one(EDITOR)?;
        editor.get(&interview)?;
        for words in QUESTIONS {
            editor.post(&format!("{interview}/hall"), &[("words", words)])?;
        }
    }
    Ok(())
}

/// The interview that is on, where it is one: every question is put, and the head of the department promises something.
pub(super) fn interview(theatre: &mut Theatre<'_>, item: &str, now: DateTime) -> Result<(), Stumbled> {
    let page = format!("{HOME}/{item}");
    let editor = theatre.staff.one(EDITOR)?;
    for question in editor.get(&page)?.addresses(&format!("{page}/questions/")) {
        editor.post(&question, &[("deed", "ask")])?;
        editor.get(&page)?.shows("已提问")?;
    }
    let form = editor.get(&format!("{PROMISES}/new?item={item}"))?;
    let department = form.selected()?;
    let due = now.date().saturating_add(90.days()).to_string();
    let words = "三个月内办完会上答应的事，并在网站公布结果";
    let made = editor.post(PROMISES, &[("department", &department), ("words", words), ("due", &due)])?;
    editor.get(made.next())?.shows(words)?;
    theatre.passer_by().get("/live/promises")?.shows(words).map(drop)
}
