//! Venue passes (会场通行码): one QR code with a PIN for the staff of one venue on one day.

mod entry;
mod home;
mod pages;
mod queries;
mod routes;
mod service;
mod validity;

pub(crate) use routes::routes;
