//! The ballot box as phones meet it: through the ballot host, on both databases.

mod anonymity;
mod casting;
mod checking;
mod closing;
mod hostile;
mod page;
mod races;
mod support;
