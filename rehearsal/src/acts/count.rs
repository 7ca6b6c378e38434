//! Everybody present takes a card; each venue's desks scan what is left over or spoilt, count it by hand as well, and revoke it (M56, M61).

use crate::{Stumbled, Theatre, crowd};

pub(super) fn play(theatre: &mut Theatre<'_>, place: usize) -> Result<(), Stumbled> {
    let Some(hall) = theatre.halls.get_mut(place) else { return Ok(()) };
    for (at, venue) in hall.venues.iter_mut().enumerate() {
        venue.issued = venue.present.min(venue.cards.len());
        // At every second venue one card is spoilt.
        venue.void = usize::from(at % 2 == 0 && venue.issued < venue.cards.len());
    }
    let page = format!("/venue/cards/{}", hall.number);
    let desks: Vec<_> = hall.venues.iter().map(|venue| Ok((venue, theatre.staff.desks_of(&venue.id)?))).collect::<Result<_, Stumbled>>()?;
    crowd::each(&desks, desks.len(), |_, (venue, [first, second])| {
        let (mut first, mut second) = (first.clone(), second.clone());
        first.get(&page)?;
        let rest = venue.cards.get(venue.issued..).unwrap_or_default();
        for (at, card) in rest.iter().enumerate() {
            let why = if at < venue.void { "void" } else { "left" };
            first.post(&format!("{page}/scans"), &[("why", why), ("code", &card.public)])?;
        }
        first.post(&format!("{page}/count"), &[])?;
        let confirm = second.get(&page)?.address(&format!("{page}/proposals/"), "/confirm")?;
        let (left, void) = ((rest.len() - venue.void).to_string(), venue.void.to_string());
        second.post(&confirm, &[("left", &left), ("void", &void)]).map(drop)
    })?;
    Ok(())
}
