//! The three sessions (M4), each from the opened doors to the closed window.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::{check_in, count, show, voting};
use crate::visitor::Visitor;
use crate::{Stumbled, Theatre};

/// Who makes the passes of the day.
const PASSES: &str = "logistics1";

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let mut day: Option<Date> = None;
    for place in 0..theatre.halls.len() {
        let number = theatre.sessions().get(place).copied().unwrap_or_default();
        let begins = theatre.session_begins(number)?;
        theatre.at(begins.saturating_sub(60.minutes()))?;
        if day != Some(begins.date()) {
            day = Some(begins.date());
            desks_come_in(theatre, begins)?;
        }
        check_in::play(theatre, place)?;
        count::play(theatre, place)?;
        theatre.at(begins)?;
        let over = show::play(theatre, number, begins)?;
        voting::play(theatre, place, over)?;
        show::end(theatre, number)?;
    }
    let (present, counted) = theatre.report.sessions.iter().fold((0, 0), |(one, two), it| (one + it.present, two + it.counted));
    theatre.report.fact("present", "到会", present);
    theatre.report.fact("ballots", "计入的评议票", counted);
    Ok(())
}

/// Two desks of every venue come in with their passes for the day.
fn desks_come_in(theatre: &mut Theatre<'_>, begins: DateTime) -> Result<(), Stumbled> {
    let day = begins.date().to_string();
    let venues: Vec<String> = theatre.plan.venues.iter().filter(|it| theatre.plan.seats_of(it) > 0).map(|it| it.id.to_string()).collect();
    for venue in venues {
        for number in [1, 2] {
            let label = format!("签到台{number}");
            let maker = theatre.staff.one(PASSES)?;
            maker.get("/office/venue-passes")?;
            let fields = [("venue", &venue[..]), ("label", &label), ("day", &day), ("other_day", "")];
            let slip = maker.send("/office/venue-passes", &fields)?.expect(200)?;
            let link = slip.between("<p class=\"slip-link\">", "<")?;
            let link = link.rsplit('/').next().unwrap_or_default();
            let pin = slip.between("<p class=\"pin\">", "<")?;
            let mut desk = Visitor::new(&theatre.stage.portal);
            desk.get(&format!("/venue/enter/{link}"))?;
            desk.post(&format!("/venue/enter/{link}"), &[("pin", &pin)])?;
            theatre.staff.admit_desk(format!("{venue}-{number}"), desk);
        }
    }
    Ok(())
}
