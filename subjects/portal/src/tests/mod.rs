//! The public pages with the real plan.

mod facts;
mod safety;
mod size;

use std::path::Path;

use jiff::Timestamp;
use plan::{Plan, PlanFiles};
use web::page::{Look, Page};

use crate::pages;
use web::adoption::AdoptedPlan;
use web::ledger::{Status, WitnessStatus};

/// This site's address.
const OWN: &str = "https://sanmin.example";

/// The files of the real plan, from `plans/ordos-2024`.
fn files() -> PlanFiles {
    let mut files = PlanFiles::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans/ordos-2024");
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if PlanFiles::wants(&name) {
            files.insert(&name, std::fs::read(entry.path()).unwrap()).unwrap();
        }
    }
    files
}

fn view_of(files: PlanFiles) -> AdoptedPlan {
    AdoptedPlan::new(1, 0, Plan::read(&files).unwrap(), files)
}

/// The real plan.
fn real() -> AdoptedPlan {
    view_of(files())
}

/// The real plan with `from` replaced by `to` in one file.
fn changed(name: &str, from: &str, to: &str) -> AdoptedPlan {
    let mut files = files();
    let text = String::from_utf8(files.remove(name).unwrap()).unwrap();
    assert!(text.contains(from), "{name} does not say {from}");
    files.insert(name, text.replace(from, to).into_bytes()).unwrap();
    view_of(files)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Friday before the sessions, early in the morning.
fn friday() -> Timestamp {
    at("2025-01-10T04:00:00+08:00")
}

/// Every public page, with its path.
fn every_page(look: impl Fn(&str) -> Look, adopted: &AdoptedPlan, now: Timestamp) -> Vec<(String, Page)> {
    let plan = &adopted.plan;
    let mut all = vec![
        ("/".to_owned(), pages::home::home(&look("/"), plan, now)),
        ("/sessions".to_owned(), pages::sessions::sessions(&look("/sessions"), plan)),
        ("/venues".to_owned(), pages::venues::venues(&look("/venues"), plan)),
        ("/representatives".to_owned(), pages::representatives::representatives(&look("/representatives"), adopted)),
        ("/organisation".to_owned(), pages::organisation::organisation(&look("/organisation"), plan)),
        ("/discipline".to_owned(), pages::discipline::discipline(&look("/discipline"), plan)),
        ("/promises".to_owned(), pages::promises::promises(&look("/promises"), plan)),
        ("/verify".to_owned(), pages::verify::verify(&look("/verify"), OWN, "sanmin.example/2025", &ledger(), Some([7; 32]))),
        ("/plan".to_owned(), pages::plan_page::plan(&look("/plan"), adopted)),
        ("/privacy".to_owned(), pages::privacy::privacy(&look("/privacy"), plan)),
        ("/accessibility".to_owned(), pages::accessibility::accessibility(&look("/accessibility"), plan)),
        ("/about".to_owned(), pages::about::about(&look("/about"), plan)),
    ];
    for session in plan.sessions() {
        let path = format!("/sessions/{}", session.number);
        all.push((path.clone(), pages::session::session(&look(&path), plan, session)));
    }
    for department in &plan.departments {
        let path = format!("/departments/{}", department.id);
        all.push((path.clone(), pages::department::department(&look(&path), plan, department)));
    }
    all
}

/// A ledger with two witnesses, one of whom lags behind.
fn ledger() -> Status {
    let witness = |name: &str, size| WitnessStatus { name: name.to_owned(), size, failure: String::new() };
    Status {
        size: 120,
        waiting: 0,
        short: "0a1b2c3d".to_owned(),
        witnesses: vec![witness("notary.example/1", 120), witness("press.example/2", 90)],
    }
}

/// One public page as text without its markup, so that facts can be looked for as people read them.
fn read(path: &str, adopted: &AdoptedPlan, now: Timestamp) -> String {
    let (_, page) = every_page(Look::at, adopted, now).into_iter().find(|(known, _)| known == path).unwrap();
    let body = page.html().split_once("<body").unwrap().1.to_owned();
    let text: String = body.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect();
    text.split_whitespace().collect()
}

/// Writes every page to a folder, to be looked at: `SANMIN_WRITE_PAGES=/tmp/pages cargo test -p portal write_pages`, as it
/// is at `SANMIN_WRITE_PAGES_AT` if that is given.
#[test]
fn write_pages() {
    let Some(folder) = std::env::var_os("SANMIN_WRITE_PAGES") else { return };
    let now = std::env::var("SANMIN_WRITE_PAGES_AT").map_or(friday(), |text| at(&text));
    let adopted = real();
    for (mode, elder) in [("normal", false), ("elder", true)] {
        let look = |path: &str| if elder { Look::at(path).elder() } else { Look::at(path) };
        for (path, page) in every_page(look, &adopted, now) {
            let name = if path == "/" { "home".into() } else { path.trim_start_matches('/').replace('/', "-") };
            let file = Path::new(&folder).join(mode).join(format!("{name}.html"));
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, page.html()).unwrap();
        }
    }
    for (name, asset) in web::assets::all() {
        let file = Path::new(&folder).join(web::assets::href(name).trim_start_matches('/'));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, &asset.bytes).unwrap();
    }
}
