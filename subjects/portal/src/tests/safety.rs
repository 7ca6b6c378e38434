use std::collections::{HashMap, HashSet};

use super::*;

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn no_page_carries_inline_code_or_names_another_host() {
    let adopted = real();
    for elder in [false, true] {
        let look = |path: &str| if elder { Look::at(path).elder() } else { Look::at(path) };
        for (path, page) in every_page(look, &adopted, friday()) {
            let html = page.html();
            assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains("javascript:"), "{path}");
            assert!(html.split("<script").skip(1).all(|script| script.contains("src=") && script.contains("></script>")), "{path}");
            // Only this site's own address may stand in a page, for commands to be copied.
            assert!(!html.replace(OWN, "").contains("://"), "{path} names another host");
            assert!(!html.contains(" onclick") && !html.contains(" onload"), "{path}");
        }
    }
}

/// Every link leads to a page that exists, and every fragment to an element of it.
#[test]
fn no_link_is_dead() {
    let adopted = real();
    let pages: HashMap<String, Page> = every_page(Look::at, &adopted, friday()).into_iter().collect();
    let others: HashSet<String> = adopted
        .files
        .iter()
        .map(|(name, _)| format!("/plan/files/{name}"))
        .chain([
            "/api/v1/activity".into(),
            "/api/v1/plan/check".into(),
            "/signup".into(),
            "/draw".into(),
            "/live".into(),
            "/ledger/vkeys".into(),
        ])
        .chain(web::assets::all().map(|(name, _)| web::assets::href(name)))
        .collect();
    for (path, page) in &pages {
        for href in values(page.html(), "href").into_iter().chain(values(page.html(), "src")) {
            let (target, fragment) = href.split_once('#').unwrap_or((href, ""));
            let target = if target.is_empty() { path } else { target };
            if target.starts_with("/elder?") || others.contains(target) {
                continue;
            }
            let there = pages.get(target).unwrap_or_else(|| panic!("{path} leads to {href}, which is no page"));
            assert!(fragment.is_empty() || values(there.html(), "id").contains(&fragment), "{path} leads to {href}, which is no place");
        }
    }
}

/// One `h1`, one `main`, no id twice, a title: what screen readers stand on.
#[test]
fn every_page_has_a_sound_outline() {
    for (path, page) in every_page(Look::at, &real(), friday()) {
        let html = page.html();
        assert_eq!((html.matches("<h1").count(), html.matches("<main").count()), (1, 1), "{path}");
        let ids = values(html, "id");
        let distinct: HashSet<&&str> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{path} has an id twice: {ids:?}");
        assert!(html.contains("<html lang=\"zh-CN\"") && html.contains("<title>"), "{path}");
        assert!(html.contains("class=\"skip\" href=\"#main\""), "{path}");
    }
}

/// A plan is a file from outside: whatever it says is shown as text.
#[test]
fn hostile_text_in_a_plan_stays_text() {
    let evil = "<script>alert(1)</script>\"><img src=x onerror=y>".to_owned();
    let mut hostile = real();
    hostile.plan.activity.title = evil.clone();
    hostile.plan.activity.contact = evil.clone();
    hostile.plan.activity.city = evil.clone();
    for department in &mut hostile.plan.departments {
        department.name = evil.clone();
        department.short_name = evil.clone();
        department.duties = evil.clone();
    }
    for node in &mut hostile.plan.activity.nodes {
        node.name = evil.clone();
        node.what = evil.clone();
    }
    for venue in &mut hostile.plan.venues {
        venue.place = evil.clone();
    }
    for post in &mut hostile.plan.posts {
        post.post = evil.clone();
        post.position = evil.clone();
    }
    for (path, page) in every_page(Look::at, &hostile, friday()) {
        let html = page.html();
        assert!(!html.contains("<script>") && !html.contains("<img"), "{path}");
    }
    let home = every_page(Look::at, &hostile, friday()).remove(0).1;
    assert!(home.html().contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

/// Posts stand on public pages, people do not: nothing reads like a telephone or identity number.
#[test]
fn no_page_shows_a_telephone_number_or_an_identity_number() {
    let adopted = real();
    for (path, _) in every_page(Look::at, &adopted, friday()) {
        let text = read(&path, &adopted, friday()).replace(&adopted.plan.fingerprint, "");
        let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
        assert!(path == "/representatives" || longest < Some(8), "{path} shows a long number");
    }
}
