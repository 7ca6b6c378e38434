//! Sign-in and everything about staff accounts: set-up links, roles and their separation, bulk import, venue passes and
//! one's own account.
#![deny(missing_docs)]

mod caller;
mod events;
mod export;
mod frame;
mod history;
mod import;
mod login_name;
mod normal;
mod own;
mod people;
mod refusal;
mod roles;
mod separation;
mod setup;
mod signin;
mod venuepass;

pub use refusal::Refusal;
pub use setup::{first_administrator_link, recovery_link};

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
