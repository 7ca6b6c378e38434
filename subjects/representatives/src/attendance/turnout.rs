//! The numbers that other parts may have.

use web::App;
use web::turnout::{Counting, Turnout, TurnoutSource};

use super::queries::{self, Count};

/// Counts at the doors.
pub struct Doors;

impl TurnoutSource for Doors {
    fn counts<'a>(&'a self, app: &'a App) -> Counting<'a> {
        Box::pin(async move { Ok(by_venue(&queries::counts(&mut app.database().reader().await?).await?)) })
    }
}

/// Classes added up; `counts` stand by session, then venue.
fn by_venue(counts: &[Count]) -> Vec<Turnout> {
    let mut turnout: Vec<Turnout> = Vec::new();
    for count in counts {
        match turnout.last_mut().filter(|last| last.session == count.session && last.venue == count.venue) {
            Some(last) => {
                last.invited += count.invited;
                last.present += count.present;
            }
            None => {
                turnout.push(Turnout { session: count.session, venue: count.venue.clone(), invited: count.invited, present: count.present })
            }
        }
    }
    turnout
}
