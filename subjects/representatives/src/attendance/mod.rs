//! Attendance (签到, M51, M52): staff of a venue compare each person with the identity card and check them in, also while there is no
//! network; the office sees how many have come, by session, venue and class.
//!
//! Nothing here knows of cards or ballots, and no part that does may ask for more than `turnout`'s numbers.

mod arrival;
mod board;
mod door;
mod events;
mod hours;
mod queries;
mod service;
mod turnout;

pub use turnout::Doors;

use web::rights::RouteTable;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new().and(door::routes()).and(board::routes())
}
