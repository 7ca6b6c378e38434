//! Supervision compares people, cards and ballots: the card maker's counts, a reason for every difference, and the publication by two.

use ballot::verify::{Options, verify_total};
use ballotbox::cards::used::{Used, UsedLine};

use super::election::{Session, download};
use super::hall::Hall;
use crate::support::http::Answer;

const FIRST: &str = "supervisor1";
const SECOND: &str = "supervisor2";

/// Everything between the encrypted total and the published comparison. `reason` is written beside every difference.
pub fn reconcile(hall: &mut Hall, session: &Session, reason: &str) {
    hand_in(hall, session);
    let page = page(session);
    loop {
        let shown = hall.staff(FIRST).get(&page).expect(200);
        let Some((venue, about)) = unexplained(&shown) else { break };
        let fields = [("venue", venue.as_str()), ("about", about.as_str()), ("text", reason)];
        hall.staff(FIRST).post(&format!("{page}/explanations"), &fields).expect(303);
        confirm(hall, &page);
    }
    hall.staff(FIRST).post(&format!("{page}/publication"), &[]).expect(303);
    confirm(hall, &page);
}

/// The page of a session's comparison.
pub fn page(session: &Session) -> String {
    format!("/office/reconciliation/{}", session.number)
}

/// The card maker counts at home with how many cards of each venue a ballot was cast, and hands in the counts.
fn hand_in(hall: &mut Hall, session: &Session) {
    let total = download(hall, &format!("/office/release/{}/total.bel", session.uuid()), Some("officer1"));
    let verified = verify_total(&total[..], Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    let mut venues: Vec<UsedLine> = session
        .decks
        .iter()
        .map(|deck| {
            let used = deck.cards.iter().filter(|card| verified.voted.contains(card.public.encoding())).count();
            UsedLine { venue: deck.venue.clone(), used: u32::try_from(used).expect("few cards") }
        })
        .collect();
    venues.sort_by(|one, other| one.venue.cmp(&other.venue));
    let file = Used { v: 1, uuid: session.uuid().to_owned(), venues }.to_text();
    let page = format!("/office/elections/{}", session.number);
    let maker = hall.staff("maker");
    maker.get(&page).expect(200);
    maker.upload_files(&format!("{page}/used"), &[], &[("used", "used.json", file.as_bytes())]).expect(303);
}

/// Where the first difference without a reason is, and what it is about.
fn unexplained(page: &Answer) -> Option<(String, String)> {
    let form = page.body.split("<form").find(|form| form.contains("name=\"about\""))?;
    let value = |name: &str| {
        let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split('"').next().map(str::to_owned)
    };
    Some((value("venue")?, value("about")?))
}

/// The other of the two confirms what is open.
fn confirm(hall: &mut Hall, page: &str) {
    let second = hall.staff(SECOND);
    let shown = second.get(page).expect(200);
    let action = shown.body.split("action=\"").find(|rest| rest.contains("/confirm\"")).and_then(|rest| rest.split('"').next());
    let action = action.expect("something to confirm").to_owned();
    second.post(&action, &[]).expect(303);
}
