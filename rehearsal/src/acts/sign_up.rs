//! Volunteers (自愿报名市民, M40) sign up by the public form, each with the code that comes to their phone.

use std::collections::HashMap;

use indicatif::ProgressBar;
use jiff::ToSpan;
use plan::VenueKind;

use crate::crowd;
use crate::inbox::code_in;
use crate::people::Citizen;
use crate::visitor::Visitor;
use crate::{Stumbled, Theatre};

/// People who fill in the form at the same moment.
const AT_ONCE: usize = 24;
/// People who sign up within two minutes; the server sends 600 codes a minute at most.
const GROUP: usize = 550;
/// What the message with a code says.
const CODE: &str = "验证码";

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let mut now = theatre.begins("sign-up")?;
    theatre.at(now)?;
    let volunteers: Vec<Citizen> = theatre.citizens.iter().filter(|citizen| citizen.volunteers).cloned().collect();
    let bar = theatre.bar(volunteers.len(), "volunteers");
    for group in volunteers.chunks(GROUP) {
        sign_up(theatre, group, &bar)?;
        now = now.saturating_add(2.minutes());
        theatre.at(now)?;
    }
    bar.finish_and_clear();
    theatre.report.fact("volunteers", "自愿报名", volunteers.len());
    Ok(())
}

/// Some fill in the form at the same time, get their codes, and submit.
fn sign_up(theatre: &mut Theatre<'_>, group: &[Citizen], bar: &ProgressBar) -> Result<(), Stumbled> {
    let main = theatre.plan.venues.iter().find(|venue| venue.kind == VenueKind::Main).map(|venue| venue.id.to_string());
    let portal = &theatre.stage.portal;
    let visitors = crowd::each(group, AT_ONCE, |_, citizen| {
        let mut visitor = Visitor::new(portal);
        let place = if Some(&citizen.venue) == main.as_ref() { "main" } else { "own" };
        visitor.post("/signup/eligibility", &[("district", &citizen.district), ("staff", "no"), ("venue", place)])?;
        let fields = [
            ("district", &citizen.district[..]),
            ("venue", &citizen.venue),
            ("name", &citizen.name),
            ("identity", &citizen.identity),
            ("phone", &citizen.phone),
            ("address", ""),
            ("unit", ""),
        ];
        visitor.post("/signup/person", &fields)?;
        Ok(visitor)
    })?;
    let codes: HashMap<String, String> =
        theatre.inbox.collect(group.len(), CODE)?.into_iter().map(|message| (message.phone, code_in(&message.text))).collect();
    let waiting: Vec<(&Citizen, Visitor)> = group.iter().zip(visitors).collect();
    crowd::each(&waiting, AT_ONCE, |_, (citizen, visitor)| {
        let mut visitor = visitor.clone();
        let code = codes.get(&citizen.phone).ok_or_else(|| Stumbled::Awaited(format!("a code for {}", citizen.phone)))?;
        visitor.post("/signup/code", &[("code", code)])?;
        visitor.get("/signup/confirm")?;
        visitor.post("/signup/confirm", &[("consent", "1")])?;
        bar.inc(1);
        Ok(())
    })
    .map(drop)
}
