//! The key ceremony of a threshold group (specification, "Messages specific to threshold decryption support").
//!
//! | step | who | makes |
//! |---|---|---|
//! | 1 | each member | [`Seed::random`], [`Seed::certificate`] |
//! | 2 | coordinator | [`Certificates::new`] |
//! | 3 | each member | [`Seed::polynomial`] |
//! | 4 | coordinator | [`Certificates::check_polynomials`], then [`CheckedPolynomials::inputs`] |
//! | 5 | each member | [`Seed::finish`] |
//! | 6 | coordinator | [`CheckedPolynomials::assemble`] |
//!
//! A member keeps one secret, the [`Seed`]; everything else that a member must remember travels encrypted to itself. The
//! coordinator sees no secret. Later [`Seed::private_key`] gives the key that makes shares. How people do this together for
//! several elections is in [`sitting`]. The crate's example holds a whole ceremony; what it publishes, the
//! [`ThresholdParameters`](crate::trustee::ThresholdParameters), is checked once more by everybody who verifies the election.

mod channel;
mod coordinate;
mod error;
mod member;
mod messages;
pub mod sitting;

pub use channel::ChannelError;
pub use coordinate::{Certificates, CheckedPolynomials};
pub use error::CeremonyError;
pub use member::Seed;
pub use messages::{MemberInput, MemberOutput, MemberPolynomial};
