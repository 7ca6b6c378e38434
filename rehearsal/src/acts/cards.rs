//! The card maker (制卡人) prints the cards of every session offline, and two officers compare the public lists' words with them (M56).

use std::path::Path;

use super::keys::PROPOSALS;
use super::voting::{Hall, Venue};
use crate::envelopes::of_print_file;
use crate::programs::{read, write};
use crate::theatre::OFFICERS;
use crate::visitor::Attached;
use crate::{Stumbled, Theatre};

/// Who prints.
pub(super) const MAKER: &str = "card-maker";

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let home = theatre.stage.folder.join("card-maker");
    let passphrase = home.join("passphrase");
    write(&passphrase, "演练口令-Cards-in-the-safe\n".as_bytes())?;
    let bar = theatre.bar(theatre.sessions().len(), "sessions' cards");
    for number in theatre.sessions() {
        let page = format!("/office/elections/{number}");
        let maker = theatre.staff.one(MAKER)?;
        let address = maker.get(&page)?.address("/elections/", "/election.json")?;
        let text = maker.get(&address)?.body;
        let election = ballot::election::Election::from_json(&text).map_err(|error| Stumbled::File(format!("{address}: {error}")))?;
        let (file, out) = (home.join(format!("election-{number}.json")), home.join(format!("session-{number}")));
        write(&file, &text)?;
        let path = |path: &Path| path.display().to_string();
        theatre.stage.programs.run(&[
            "election",
            "cards",
            "--plan",
            &path(&theatre.stage.plan_folder),
            "--session",
            &number.to_string(),
            "--election",
            &path(&file),
            "--origin",
            &theatre.stage.ballots,
            "--out",
            &path(&out),
            "--passphrase-file",
            &path(&passphrase),
        ])?;
        let (credentials, venues) = (read(&out.join("public_credentials.json"))?, read(&out.join("venues.json"))?);
        let files = [
            Attached { field: "credentials", name: "public_credentials.json", content: &credentials },
            Attached { field: "venues", name: "venues.json", content: &venues },
        ];
        let maker = theatre.staff.one(MAKER)?;
        maker.get(&page)?;
        maker.upload(&format!("{page}/cards"), &[], &files)?.expect(303)?;
        theatre.both(OFFICERS, &page, &format!("{page}/setup"), &[], PROPOSALS)?;
        // The envelopes go to the venues; the file is destroyed.
        let print = out.join("cards-to-print.html");
        let html = zeroize::Zeroizing::new(String::from_utf8(read(&print)?).map_err(|error| Stumbled::File(error.to_string()))?);
        let envelopes = of_print_file(&html, &election.uuid)?;
        std::fs::remove_file(&print).map_err(|error| Stumbled::File(format!("{}: {error}", print.display())))?;
        let venues = envelopes.into_iter().map(|envelopes| {
            let venue = theatre.plan.venues.iter().find(|venue| venue.name == envelopes.name);
            let venue = venue.ok_or_else(|| Stumbled::Plan(format!("no venue is called {}", envelopes.name)))?;
            Ok(Venue { id: venue.id.to_string(), cards: envelopes.cards, issued: 0, void: 0, present: 0 })
        });
        let venues = venues.collect::<Result<Vec<_>, Stumbled>>()?;
        theatre.halls.push(Hall::new(number, election, venues));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let cards: usize = theatre.halls.iter().flat_map(|hall| &hall.venues).map(|venue| venue.cards.len()).sum();
    theatre.report.fact("cards", "印制的评议票", cards);
    Ok(())
}
