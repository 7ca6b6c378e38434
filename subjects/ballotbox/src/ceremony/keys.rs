//! What a complete board makes: the trustees of each election.

use ballot::ceremony::sitting::Board;
use ballot::trustee::{TrusteeKind, Trustees, VerifiedTrustees};
use maud::{Markup, html};
use web::spoken::spoken;

use crate::view::SPOKEN;

/// The trustees of each election of a finished sitting, verified, in the sitting's order.
///
/// # Errors
/// What is awaited, or does not fit, in English.
pub fn trustees(board: &Board) -> Result<Vec<VerifiedTrustees>, String> {
    let parameters = board.parameters().map_err(|error| format!("the ceremony is not finished: {error}"))?;
    let verify = |parameters| Trustees(vec![TrusteeKind::Pedersen(parameters)]).verify().map_err(|error| error.to_string());
    parameters.into_iter().map(verify).collect()
}

/// An election's key in words, as every trustee's own program says them.
pub fn words(trustees: &VerifiedTrustees) -> String {
    spoken(trustees.election_key().encoding(), SPOKEN)
}

/// The words of all keys, to be read aloud.
pub(super) fn list(sessions: &[u32], keys: &[VerifiedTrustees]) -> Markup {
    html! {
        ol.spoken-list { @for (session, key) in sessions.iter().zip(keys) {
            li { "第 " (session) " 场：" strong { (words(key)) } br; code { (key.election_key().to_hex()) } }
        } }
    }
}
