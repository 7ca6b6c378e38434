//! The card maker (制卡人) prints the cards of every session offline, and two officers compare the public lists' words with them (M56).

use std::path::{Path, PathBuf};

use ballot::election::Election;
use zeroize::Zeroizing;

use super::keys::PROPOSALS;
use crate::envelopes::of_print_file;
use crate::hall::{Hall, Venue};
use crate::programs::{read, write};
use crate::theatre::OFFICERS;
use crate::visitor::Attached;
use crate::{Stumbled, Theatre, crowd};

/// Who prints.
pub(super) const MAKER: &str = "card-maker";

/// Where the files of the plan lie.
const FILES: &str = "/plan/files/";

/// Printing programs at once; each takes 64 MiB for a moment.
const AT_ONCE: usize = 2;

/// A session's cards on their way through the card maker's machine.
struct Printing {
    number: u32,
    election: Election,
    file: PathBuf,
    out: PathBuf,
}

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let home = theatre.stage.folder.join("card-maker");
    let passphrase = home.join("passphrase");
    write(&passphrase, "演练口令-Cards-in-the-safe\n".as_bytes())?;
    let plan = take_plan(theatre, &home)?;
    let mut printing = Vec::new();
    for number in theatre.sessions() {
        let maker = theatre.staff.one(MAKER)?;
        let address = maker.get(&page(number))?.address("/elections/", "/election.json")?;
        let text = maker.get(&address)?.body;
        let election = Election::from_json(&text).map_err(|error| Stumbled::File(format!("{address}: {error}")))?;
        let (file, out) = (home.join(format!("election-{number}.json")), home.join(format!("session-{number}")));
        write(&file, &text)?;
        printing.push(Printing { number, election, file, out });
    }
    let bar = theatre.bar(printing.len(), "sessions' cards");
    let stage = &theatre.stage;
    crowd::each(&printing, AT_ONCE, |_, one| {
        let path = |path: &Path| path.display().to_string();
        let (plan, number, election, out) = (path(&plan), one.number.to_string(), path(&one.file), path(&one.out));
        let program = ["election", "cards", "--plan", &plan, "--session", &number, "--election", &election, "--origin", &stage.ballots];
        stage.programs.run(&[&program[..], &["--out", &out, "--passphrase-file", &path(&passphrase)]].concat())?;
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    for one in printing {
        hand_in(theatre, &one)?;
        let venues = envelopes(theatre, &one)?;
        theatre.halls.push(Hall::new(one.number, one.election, venues));
    }
    let cards: usize = theatre.halls.iter().flat_map(|hall| &hall.venues).map(|venue| venue.cards.len()).sum();
    theatre.report.fact("cards", "印制的评议票", cards);
    Ok(())
}

/// The plan that is in force, as anybody downloads it.
fn take_plan(theatre: &Theatre<'_>, home: &Path) -> Result<PathBuf, Stumbled> {
    let (folder, mut passer_by) = (home.join("plan"), theatre.passer_by());
    for address in passer_by.get("/plan")?.addresses(FILES) {
        write(&folder.join(address.trim_start_matches(FILES)), &passer_by.get(&address)?.body)?;
    }
    Ok(folder)
}

fn page(number: u32) -> String {
    format!("/office/elections/{number}")
}

/// The card maker hands the public lists in, and two officers compare.
fn hand_in(theatre: &mut Theatre<'_>, one: &Printing) -> Result<(), Stumbled> {
    let page = page(one.number);
    let (credentials, venues) = (read(&one.out.join("public_credentials.json"))?, read(&one.out.join("venues.json"))?);
    let files = [
        Attached { field: "credentials", name: "public_credentials.json", content: &credentials },
        Attached { field: "venues", name: "venues.json", content: &venues },
    ];
    let maker = theatre.staff.one(MAKER)?;
    maker.get(&page)?;
    maker.upload(&format!("{page}/cards"), &[], &files)?.expect(303)?;
    theatre.both(OFFICERS, &page, &format!("{page}/setup"), &[], PROPOSALS)
}

/// The envelopes go to the venues; the print file is destroyed.
fn envelopes(theatre: &Theatre<'_>, one: &Printing) -> Result<Vec<Venue>, Stumbled> {
    let print = one.out.join("cards-to-print.html");
    let html = Zeroizing::new(String::from_utf8(read(&print)?).map_err(|error| Stumbled::File(error.to_string()))?);
    let envelopes = of_print_file(&html, &one.election.uuid)?;
    std::fs::remove_file(&print).map_err(|error| Stumbled::File(format!("{}: {error}", print.display())))?;
    let venues = envelopes.into_iter().map(|envelopes| {
        let venue = theatre.plan.venues.iter().find(|venue| venue.name == envelopes.name);
        let venue = venue.ok_or_else(|| Stumbled::Plan(format!("no venue is called {}", envelopes.name)))?;
        Ok(Venue { id: venue.id.to_string(), cards: envelopes.cards, issued: 0, void: 0, present: 0 })
    });
    venues.collect()
}
