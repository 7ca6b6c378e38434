//! Small parts that pages of elections share.

use ballot::digest::Digest;
use maud::{Markup, html};
use web::page::notice::notice;
use web::page::tag::Tone;
use web::spoken::spoken;

use crate::election::{State, Stored};

/// Words of a fingerprint that are read aloud.
pub(crate) const SPOKEN: usize = 6;

/// The fingerprint of 32 bytes: the digits, and the words to be read aloud.
pub(crate) fn fingerprint(bytes: &[u8; 32], digits: &str) -> Markup {
    html! { code { (digits) } br; span.secondary { "口读：" (spoken(bytes, SPOKEN)) } }
}

/// Says on every page of a dry run that it is one.
pub(crate) fn dry_run() -> Markup {
    notice(Tone::Warn, "演练", html! { p { "这里用的是临时密钥，什么都不算数，也不写入公开账本。" } })
}

/// How an election is named in the back office's addresses: by its session, a dry run or void one by its uuid.
pub(crate) fn election_name(election: &Stored) -> String {
    if election.dry_run || election.state == State::Void { election.uuid.clone() } else { election.session.to_string() }
}

/// The fingerprint of a text.
pub(crate) fn fingerprint_of(text: &str) -> Markup {
    let digest = Digest::of(text.as_bytes());
    fingerprint(digest.as_bytes(), &digest.to_hex())
}

/// Words of a card's public key: enough to tell one card from another by voice, and the same as on the card.
const CARD_WORDS: usize = 3;

/// The words that stand on a card beside its public code.
pub(crate) fn card_words(credential: &str) -> String {
    let digest = credential.parse::<record::Digest>().map(|digest| *digest.as_bytes()).unwrap_or_default();
    spoken(&digest, CARD_WORDS)
}
