//! Volunteers (自愿报名市民, M40) sign up by the public form, each with the code that comes to their phone.

use std::collections::HashMap;

use plan::VenueKind;

use crate::crowd;
use crate::inbox::code_in;
use crate::people::Citizen;
use crate::visitor::Visitor;
use crate::{Stumbled, Theatre};

/// People who fill in the form at the same moment.
const AT_ONCE: usize = 24;
/// What the message with a code says.
const CODE: &str = "验证码";

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    theatre.at(theatre.begins("sign-up")?)?;
    let main = theatre.plan.venues.iter().find(|venue| venue.kind == VenueKind::Main).map(|venue| venue.id.to_string());
    let volunteers: Vec<&Citizen> = theatre.citizens.iter().filter(|citizen| citizen.volunteers).collect();
    let bar = theatre.bar(volunteers.len() * 2, "forms");
    let portal = &theatre.stage.portal;
    let visitors = crowd::each(&volunteers, AT_ONCE, |_, citizen| {
        let mut visitor = Visitor::new(portal);
        let at_main = Some(&citizen.venue) == main.as_ref();
        let place = if at_main { "main" } else { "own" };
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
        bar.inc(1);
        Ok(visitor)
    })?;
    let codes: HashMap<String, String> =
        theatre.inbox.collect(volunteers.len(), CODE)?.into_iter().map(|message| (message.phone, code_in(&message.text))).collect();
    let waiting: Vec<(&Citizen, Visitor)> = volunteers.into_iter().zip(visitors).collect();
    crowd::each(&waiting, AT_ONCE, |_, (citizen, visitor)| {
        let mut visitor = visitor.clone();
        let code = codes.get(&citizen.phone).ok_or_else(|| Stumbled::Awaited(format!("a code for {}", citizen.phone)))?;
        visitor.post("/signup/code", &[("code", code)])?;
        visitor.get("/signup/confirm")?;
        visitor.post("/signup/confirm", &[("consent", "1")])?;
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    theatre.report.fact("volunteers", "自愿报名", waiting.len());
    Ok(())
}
