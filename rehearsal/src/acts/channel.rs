//! The director's channel (局长通道, M19–M21): the office names departments, questions are put while their heads sit in front, and what they promise is
//! recorded and public.

use jiff::ToSpan;
use jiff::civil::DateTime;

use crate::theatre::{OFFICERS, Promised};
use crate::{Stumbled, Theatre};

const HOME: &str = "/office/channel";
const PROMISES: &str = "/office/promises";
const EDITOR: &str = "drafting1";
/// What is asked in the hall, and what representatives send in from their phones.
const SPOKEN: &str = "群众反映的问题，多久能给一个准信？";
const SENT: [&str; 3] = ["老旧小区的这件事今年什么时候能办完？", "办事大厅中午为什么没有人？", "热线回复的办理期限为什么总是延期？"];

/// The office names as many departments of a session as the plan says. For each of them representatives send questions, of which one is
/// chosen and one is drawn; one more is asked in the hall.
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
        send_questions(theatre, session, department)?;
        let editor = theatre.staff.one(EDITOR)?;
        let question = editor.get(&interview)?.shows("代表发来的问题（3）")?.field("question")?;
        editor.post(&format!("{interview}/questions"), &[("question", &question)])?;
        editor.post(&format!("{interview}/draw"), &[])?;
        editor.post(&format!("{interview}/hall"), &[("words", SPOKEN)])?;
        editor.get(&interview)?.shows("代表发来的问题（1）")?.shows(SPOKEN)?;
    }
    Ok(())
}

/// Three of the session's representatives ask a department something on their own pages.
fn send_questions(theatre: &mut Theatre<'_>, session: u32, department: &str) -> Result<(), Stumbled> {
    let pages: Vec<String> = theatre.invited.iter().filter(|it| it.session == session).map(|it| format!("{}/question", it.page)).collect();
    let first = theatre.chance(&format!("questions of session {session} to {department}")).below(pages.len().max(1));
    for (page, words) in pages.iter().cycle().skip(first).zip(SENT) {
        let mut phone = theatre.passer_by();
        phone.get(page)?;
        phone.post(page, &[("department", department), ("words", words)])?;
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
    theatre.promised.push(Promised { department, page: made.next().to_owned() });
    theatre.passer_by().get("/live/promises")?.shows(words).map(drop)
}
