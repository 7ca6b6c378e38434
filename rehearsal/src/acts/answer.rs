//! Everybody of the pool is told their outcome; the chosen answer on their own page, and reserves move up (M40, M50).

use std::collections::HashMap;

use jiff::ToSpan;

use crate::inbox::Message;
use crate::theatre::Invited;
use crate::{Stumbled, Theatre, crowd};

const INVITATIONS: &str = "/office/invitations";
/// What a notice says to somebody who has a seat, and what to a reserve who moves up.
const CHOSEN: &str = "您已被抽为市民代表";
const MOVED_UP: &str = "轮到您递补";
const AT_ONCE: usize = 24;
/// Of a hundred with a seat, so many decline; so many more never answer, and come all the same.
const DECLINE: usize = 4;
const SILENT: usize = 6;

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let organiser = theatre.staff.one("organiser1")?;
    organiser.get(INVITATIONS)?;
    organiser.post(&format!("{INVITATIONS}/notices"), &[])?;
    let seats = theatre.seats();
    let of_phone: HashMap<String, usize> = (0..).zip(&theatre.citizens).map(|(place, it)| (it.phone.clone(), place)).collect();
    let notices = theatre.inbox.collect(seats, CHOSEN)?;
    let mut new = read(theatre, &of_phone, &notices)?;
    theatre.at(theatre.begins("draw")?.saturating_add(1.day()))?;
    let mut chance = theatre.chance("answers");
    let (mut declined, mut rounds) = (0, 0);
    while !new.is_empty() {
        rounds += 1;
        let answers: Vec<(&Invited, Answer)> = new.iter().map(|one| (one, Answer::of(&mut chance))).collect();
        let portal = &theatre.stage.portal;
        let citizens = &theatre.citizens;
        let bar = theatre.bar(answers.len(), "answers");
        crowd::each(&answers, AT_ONCE, |_, (one, answer)| {
            bar.inc(1);
            give(portal, one, *answer, citizens.get(one.citizen).map_or("", |it| it.last_four()))
        })?;
        bar.finish_and_clear();
        let gone = answers.iter().filter(|(_, answer)| *answer == Answer::Decline).count();
        let kept: Vec<Invited> = answers.into_iter().filter(|(_, answer)| *answer != Answer::Decline).map(|(one, _)| one.clone()).collect();
        theatre.invited.extend(kept);
        declined += gone;
        let messages = theatre.inbox.collect(gone, MOVED_UP)?;
        new = read(theatre, &of_phone, &messages)?;
    }
    if theatre.invited.len() != seats {
        return Err(Stumbled::Differs(format!("{} people have seats, the plan has {seats}", theatre.invited.len())));
    }
    theatre.report.fact("seats", "席位", seats);
    theatre.report.fact("declined", "不能参加", declined);
    theatre.report.fact("rounds", "递补的轮数", rounds);
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Confirm,
    Decline,
    None,
}

impl Answer {
    fn of(chance: &mut crate::chance::Chance) -> Self {
        match chance.below(100) {
            drawn if drawn < DECLINE => Answer::Decline,
            drawn if drawn < DECLINE + SILENT => Answer::None,
            _ => Answer::Confirm,
        }
    }
}

fn give(portal: &str, one: &Invited, answer: Answer, last_four: &str) -> Result<(), Stumbled> {
    let mut visitor = crate::visitor::Visitor::new(portal);
    visitor.get(&one.page)?;
    match answer {
        Answer::Confirm => visitor.post(&format!("{}/confirm", one.page), &[]).map(drop),
        Answer::Decline => {
            visitor.get(&format!("{}/decline", one.page))?;
            visitor.post(&format!("{}/decline", one.page), &[("digits", last_four)]).map(drop)
        }
        Answer::None => Ok(()),
    }
}

/// Who the messages are for; always in the order of the citizens, so that chance falls alike.
fn read(theatre: &Theatre<'_>, of_phone: &HashMap<String, usize>, messages: &[Message]) -> Result<Vec<Invited>, Stumbled> {
    let sessions = theatre.plan.sessions();
    let mut invited = messages
        .iter()
        .map(|message| {
            let lacks = |what: &str| Stumbled::File(format!("a notice without {what}: {}", message.text));
            let page = message.text.split_once("/me/").and_then(|(_, rest)| rest.split_whitespace().next());
            let page = page.ok_or_else(|| lacks("a link"))?;
            let session = sessions.iter().find(|session| message.text.contains(&session.name)).ok_or_else(|| lacks("a session"))?;
            let citizen = of_phone.get(&message.phone).copied().ok_or_else(|| lacks("a known phone"))?;
            Ok(Invited { citizen, page: format!("/me/{page}"), session: session.number })
        })
        .collect::<Result<Vec<_>, Stumbled>>()?;
    invited.sort_by_key(|one| one.citizen);
    Ok(invited)
}
