//! The public pages, one file a page. Each is a pure function of the look, the plan and the time.

pub mod about;
pub mod accessibility;
pub mod department;
pub mod discipline;
pub mod home;
pub mod organisation;
mod parts;
pub mod plan_page;
pub mod privacy;
pub mod promises;
mod quota;
pub mod representatives;
mod resolutions;
pub mod session;
pub mod sessions;
pub mod venues;
pub mod verify;
