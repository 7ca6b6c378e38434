//! Every venue says where it is, when to come and when people are trained (M48), and tells all who have a seat there; they read it on their
//! own pages.

use super::nominate::desks;
use crate::{Stumbled, Theatre, crowd};

const LIST: &str = "/office/invitations/arrangements";
/// What the message to a representative says.
const TOLD: &str = "市民代表会场安排";
const AT_ONCE: usize = 24;
/// One of so many looks at the page at once.
const ONE_OF: usize = 10;

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let venues: Vec<(String, String)> = theatre
        .plan
        .venues
        .iter()
        .filter(|venue| theatre.plan.seats_of(venue) > 0)
        .map(|venue| (venue.id.to_string(), venue.name.clone()))
        .collect();
    let sessions = theatre.sessions();
    for (venue, name) in &venues {
        let [writer, _] = desks(theatre, venue);
        let writer = theatre.staff.one(&writer)?;
        for session in &sessions {
            let page = format!("{LIST}/{venue}/{session}");
            writer.get(&page)?;
            let fields = [
                ("place", &format!("{}，从北门进", place(name))[..]),
                ("arrival", "开场前 60 分钟开门，带身份证"),
                ("training", "开场前 30 分钟在座位上讲解评议办法"),
                ("contact", "会场值班室"),
            ];
            writer.post(&page, &fields)?;
            writer.get(&page)?;
            writer.post(&format!("{page}/messages"), &[])?;
        }
    }
    let told = theatre.inbox.collect(theatre.invited.len(), TOLD)?.len();
    let readers: Vec<(&str, String)> = theatre
        .invited
        .iter()
        .step_by(ONE_OF)
        .map(|one| (&one.page[..], theatre.citizens.get(one.citizen).map(|it| it.venue.clone()).unwrap_or_default()))
        .collect();
    let passer_by = theatre.passer_by();
    crowd::each(&readers, AT_ONCE, |_, (page, venue)| {
        let name = venues.iter().find(|(id, _)| id == venue).map_or("", |(_, name)| name);
        passer_by.clone().get(page)?.shows(&place(name)).map(drop)
    })?;
    theatre.report.fact("arrangements", "会场安排", venues.len() * sessions.len());
    theatre.report.fact("arrangements_told", "会场安排的通知", told);
    Ok(())
}

fn place(venue: &str) -> String {
    format!("{venue}报告厅")
}
