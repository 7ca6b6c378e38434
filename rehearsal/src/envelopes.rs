//! The cards as they come from the print file, sorted into the envelopes of the venues.

use ballot::credential::Credential;
use ballot::election::Uuid;

use crate::Stumbled;

/// A card (评议票): what is under the scratch-off, and the public code beside it.
pub struct Card {
    /// What phones scan.
    pub credential: Credential,
    /// What desks scan to count it as left over or void.
    pub public: String,
}

/// The cards of one venue.
pub struct Envelopes {
    /// The venue's name, as printed on its cover.
    pub name: String,
    /// In the order of printing, which says nothing of who will get which.
    pub cards: Vec<Card>,
}

/// What a printer makes of the file `cards-to-print.html`: a cover for each venue, its cards behind it.
///
/// # Errors
/// The file is not of this form.
pub fn of_print_file(html: &str, uuid: &Uuid) -> Result<Vec<Envelopes>, Stumbled> {
    let wrong = |what: &str| Stumbled::File(format!("cards-to-print.html: {what}"));
    let mut venues = Vec::new();
    for part in html.split("page cover").skip(1) {
        let name = part.split_once("<h1>").and_then(|(_, rest)| rest.split_once("</h1>")).map(|(name, _)| name.to_owned());
        let texts = part.split("class=\"credential\">").skip(1).filter_map(|rest| rest.split('<').next());
        let cards = texts.map(|text| {
            let credential = Credential::parse(text).map_err(|error| wrong(&error.to_string()))?;
            let public = credential.public_key(uuid).to_hex();
            Ok(Card { credential, public })
        });
        venues
            .push(Envelopes { name: name.ok_or_else(|| wrong("a cover without a name"))?, cards: cards.collect::<Result<_, Stumbled>>()? });
    }
    if venues.is_empty() { Err(wrong("no venue in it")) } else { Ok(venues) }
}
