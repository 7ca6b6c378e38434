//! The frames of pages: public, back office, one-task sheet, hall screen, print.

mod head;
mod office;
mod print;
mod public;
mod screen;
mod sheet;

pub use office::{NavItem, Office, office};
pub use print::print;
pub use public::{Public, Section, public};
pub use screen::{Screen, screen};
pub use sheet::{Sheet, sheet};
