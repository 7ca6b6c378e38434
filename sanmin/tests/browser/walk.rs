//! A walk over every page, for everybody who can see it: on a phone and at a desk, as designed and in elder mode.
//!
//! With `SANMIN_PICTURES=FOLDER` each page is also drawn into that folder, for people to look at.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

use crate::chromium::{Browser, Driver, Kind};
use crate::examine::{Variant, examine};
use crate::support::http::Visitor;
use crate::support::people::Administration;
use crate::support::process::Server;

/// More pages than any visitor has.
const MOST_PAGES: usize = 200;

/// A page that is not there; what is said of it is looked at all the same.
const MISSING: &str = "/nowhere";

/// One visitor and the pages to look at.
struct Round {
    who: &'static str,
    visitor: Visitor,
    pages: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible() {
    let Some(mut driver) = Driver::start() else { return };
    let server = Server::new();
    let rounds = tokio::task::block_in_place(|| rounds(&server));
    let (phone, desktop) = (driver.browser(Kind::Phone, &server).await, driver.browser(Kind::Desktop, &server).await);
    let (mut problems, on_desktop) = tokio::join!(walk(&phone, Kind::Phone, &rounds), walk(&desktop, Kind::Desktop, &rounds));
    problems.extend(on_desktop);
    let pages: usize = rounds.iter().map(|round| round.pages.len()).sum();
    eprintln!("{pages} pages, each in four ways");
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

async fn walk(browser: &Browser, kind: Kind, rounds: &[Round]) -> Vec<String> {
    let mut problems = Vec::new();
    for round in rounds {
        for elder in [false, true] {
            let variant = Variant { kind, elder };
            browser.become_visitor(&round.visitor).await;
            if elder {
                browser.set_cookie("elder", "1").await;
            }
            for page in &round.pages {
                browser.open(page).await;
                let mut found = examine(browser, variant).await;
                if page == MISSING {
                    found.retain(|problem| !problem.contains("responded with a status of 404"));
                }
                problems.extend(found.into_iter().map(|problem| format!("{} {} {page}: {problem}", round.who, variant.word())));
                draw(browser, round.who, variant, page).await;
            }
        }
    }
    problems
}

/// Draws the page into the folder of pictures, if there is to be one.
pub async fn draw(browser: &Browser, who: &str, variant: Variant, page: &str) {
    let Some(folder) = std::env::var_os("SANMIN_PICTURES").map(PathBuf::from) else { return };
    let name = shape(page).trim_start_matches('/').replace(['/', '?', '*'], "-");
    let name = if name.is_empty() { "home" } else { &name };
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    let file = folder.join(format!("{who}-{name}-{}.png", variant.word()));
    std::fs::write(file, browser.picture().await).expect("a picture is written");
}

/// Everybody who sees pages of their own, with what each finds by following links.
fn rounds(server: &Server) -> Vec<Round> {
    let mut administration = Administration::begin(server);
    let mut staff = Vec::new();
    for (who, role, unit) in [
        ("audit", "audit-admin", "市人民政府办公室"),
        ("office", "office", "市人民政府办公室"),
        ("supervision", "supervision", "市纪委监委"),
        ("logistics", "logistics", "市人民政府办公室"),
        ("technical", "technical", "第三方"),
        ("bureau", "department:statistics", "市统计局"),
    ] {
        let visitor = administration.appoint(who, who, unit, &[role]).sign_in(server);
        staff.push((who, visitor));
    }
    let waiting = administration.invite("waiting", "待设置");
    staff.push(("system", administration.system));
    staff.push(("security", administration.security));

    let mut public = Visitor::new(server.address);
    let mut pages = linked(&mut public, "/", |_| true);
    assert!(pages.len() > 10, "only {pages:?}");
    pages.extend([waiting, "/office/sign-in".into(), MISSING.into()]);
    let mut rounds = vec![Round { who: "public", visitor: public, pages }];
    for (who, mut visitor) in staff {
        let pages = linked(&mut visitor, "/office", |path| path.starts_with("/office"));
        assert!(pages.len() > 1, "{who}: only {pages:?}");
        rounds.push(Round { who, visitor, pages });
    }
    rounds
}

/// The pages that links lead to from `start`, and from those on.
fn linked(visitor: &mut Visitor, start: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut queue = VecDeque::from([start.to_string()]);
    let mut known = BTreeSet::from([start.to_string()]);
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    let mut pages = Vec::new();
    while let Some(path) = queue.pop_front() {
        let answer = visitor.get(&path);
        if answer.status == 303 {
            continue;
        }
        assert_eq!(answer.status, 200, "a link leads to {path}");
        // Lists and files for programs.
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for link in links(&answer.body) {
            // Switching elder mode is no page, and each kind of page that stands for a record is seen twice.
            let seen = shapes.entry(shape(&link)).or_default();
            if !link.starts_with("/elder") && wanted(&link) && *seen < 2 && known.insert(link.clone()) {
                *seen += 1;
                queue.push_back(link);
            }
        }
        pages.push(path);
        assert!(pages.len() <= MOST_PAGES, "more than {MOST_PAGES} pages");
    }
    pages
}

/// Links of a page to this site, without fragments.
fn links(page: &str) -> Vec<String> {
    let addresses = page.split("<a ").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        tag.split("href=\"").nth(1)?.split('"').next()
    });
    let local = addresses.map(|link| link.split('#').next().unwrap_or_default().replace("&amp;", "&"));
    local.filter(|link| link.starts_with('/') && !link.starts_with("//")).collect()
}

/// The address with ids of records left open; names, as of departments, stay.
fn shape(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let part = |part: &str| if part.len() >= 20 && !part.contains('.') { "*".to_string() } else { part.to_string() };
    let path: Vec<String> = path.split('/').map(part).collect();
    format!("{}{}", path.join("/"), if query.is_empty() { "" } else { "?" })
}
