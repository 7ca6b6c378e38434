//! Sign-in and everything about staff accounts: set-up links, roles and their separation, bulk import, venue passes and
//! one's own account.
#![deny(missing_docs)]

mod events;
mod frame;
mod history;
mod import;
mod login_name;
mod own;
mod people;
mod roles;
mod separation;
mod setup;
mod signin;
mod venuepass;

pub use setup::{first_administrator_link, recovery_link};

pub use web::Refusal;
use web::rights::RouteTable;

/// Every route of this subject, each with who may use it.
pub fn routes() -> RouteTable {
    RouteTable::new()
        .and(signin::routes())
        .and(setup::routes())
        .and(people::routes())
        .and(import::routes())
        .and(venuepass::routes())
        .and(own::routes())
}
