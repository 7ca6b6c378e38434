//! In the second session the power fails at one venue (M104): two officers extend the window and permit paper forms; when power is back, each
//! keys the own form in with the own card, and two desks count the forms.

use jiff::ToSpan;
use jiff::civil::DateTime;
use plan::VenueKind;

use super::keys::PROPOSALS;
use crate::theatre::OFFICERS;
use crate::{Stumbled, Theatre};

/// Which session.
const SESSION: u32 = 2;
/// For how long the window is extended, in minutes.
const EXTENSION: u32 = 40;

/// The venue whose power fails in the session at this place, if any.
pub(super) fn venue(theatre: &Theatre<'_>, place: usize) -> Option<String> {
    let hall = theatre.halls.get(place).filter(|hall| hall.number == SESSION)?;
    let is_outside = |id: &str| theatre.plan.venue_by(id).is_some_and(|venue| venue.kind == VenueKind::District);
    let outside = hall.venues.iter().filter(|venue| venue.issued > 0 && is_outside(&venue.id));
    outside.min_by_key(|venue| venue.issued).map(|venue| venue.id.clone())
}

/// The power has been out for long enough; when the window now ends.
pub(super) fn outage(theatre: &mut Theatre<'_>, uuid: &str, venue: &str, end: DateTime) -> Result<DateTime, Stumbled> {
    let extension = EXTENSION.to_string();
    theatre.both(OFFICERS, "/office/windows", &format!("/office/windows/{uuid}/extension"), &[("minutes", &extension)], PROPOSALS)?;
    let out = theatre.plan.ballot.window.paper_after_minutes + 2;
    theatre.at(end.saturating_add(i64::from(out).minutes()))?;
    let (page, minutes) = (format!("/office/elections/{SESSION}/paper"), out.to_string());
    let fields = [("venue", venue), ("minutes", &minutes), ("reason", "全楼停电，备用电源没有启动")];
    theatre.both(OFFICERS, &page, &page, &fields, PROPOSALS)?;
    Ok(end.saturating_add(i64::from(EXTENSION).minutes()))
}

/// Two desks count the forms that were keyed in.
pub(super) fn count(theatre: &mut Theatre<'_>, venue: &str, keyed: usize) -> Result<(), Stumbled> {
    let page = format!("/venue/paper/{SESSION}");
    let [mut first, mut second] = theatre.staff.desks_of(venue)?;
    let count = keyed.to_string();
    first.get(&page)?;
    first.post(&page, &[("count", &count)])?;
    let confirm = second.get(&page)?.address(&format!("{page}/proposals/"), "/confirm")?;
    second.post(&confirm, &[("count", &count)])?;
    theatre.report.fact("paper", "停电的会场录入的纸质评议表", keyed);
    Ok(())
}
