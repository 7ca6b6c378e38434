//! The pages in a real browser, on a phone and at a desk: what a person can see, reach and do.

mod activity;
mod administrators;
mod attendance;
mod ballot;
mod chromium;
#[path = "../../../subjects/representatives/tests/common/mod.rs"]
mod common;
#[path = "../../../subjects/representatives/tests/door_support/mod.rs"]
mod door_support;
mod draw;
mod examine;
mod keys;
mod officers;
mod plain;
#[path = "../../../subjects/ballotbox/tests/played/mod.rs"]
mod played;
mod representatives;
mod results;
mod session;
mod stage;
#[path = "../support/mod.rs"]
mod support;
mod venue;
mod voter;
mod walk;
