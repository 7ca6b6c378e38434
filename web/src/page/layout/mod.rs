//! The frames of pages: public, back office, one-task sheet, print.

mod head;
mod office;
mod print;
mod public;
mod sheet;

pub use office::{NavItem, Office, office};
pub use print::print;
pub use public::{Public, Section, public};
pub use sheet::{Sheet, sheet};
