//! The ballot page's files: served, named by their content, and in the ledger.

use std::collections::BTreeMap;

use ballot::digest::Digest;
use ballotbox::host::{self, INDEX_PATH, PageFiles};
use record::Statement;
use web::args;
use web::database::harness::each_engine;

use crate::support::{Answer, Host, checked, get, in_address, migrations, post};

/// Of the test house.
const BOX: &str = "http://localhost:0";

/// Path and SHA-256 of each file of every `page.published`, in the ledger's order.
async fn published(host: &Host) -> Vec<BTreeMap<String, String>> {
    let mut tx = host.app.app.database().reader().await.unwrap();
    let entries: Vec<String> = tx.all("SELECT entry FROM ledger_entries ORDER BY position", args![]).await.unwrap();
    let statements = entries.iter().map(|entry| Statement::from_bytes(entry.as_bytes()).unwrap());
    let pages = statements.filter_map(|statement| if let Statement::PagePublished(it) = statement { Some(it) } else { None });
    pages.map(|it| it.files.iter().map(|file| (file.path.to_string(), file.sha256.to_string())).collect()).collect()
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn what_is_served_is_what_the_ledger_says() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        host::publish_page(&host.app.app).await.unwrap();
        let [files] = published(&host).await.try_into().unwrap();
        assert_eq!(files.len(), 7);
        for (path, hash) in &files {
            let answer = get(&host.service, path, &[]).await.expect(200);
            assert_eq!(&Digest::of(answer.body.as_bytes()).to_hex(), hash, "{path}");
            let kind = match path.rsplit_once('.').unwrap().1 {
                "css" => "text/css; charset=utf-8",
                "html" => "text/html; charset=utf-8",
                _ => "text/javascript; charset=utf-8",
            };
            assert_eq!(header(&answer, "content-type"), kind);
            let keep = if path == INDEX_PATH { "no-store" } else { "public, max-age=31536000, immutable" };
            assert_eq!(header(&answer, "cache-control"), keep, "{path}");
            let policy = header(&answer, "content-security-policy");
            assert!(policy.contains(&format!("connect-src 'self' {BOX};")) && policy.contains("worker-src 'self'"), "{policy}");
            assert_eq!(header(&answer, "permissions-policy"), "camera=(self), geolocation=(), microphone=()");
        }
        let first = get(&host.service, &format!("/v/{}", host.uuid()), &[]).await.expect(200);
        assert_eq!(Digest::of(first.body.as_bytes()).to_hex(), files[INDEX_PATH], "the same page for every election");
        get(&host.service, "/v/not-an-election", &[]).await.problem(404, "no-such-election");
        get(&host.service, "/page/0000000000000000/page.js", &[]).await.problem(404, "not-found");
    })
    .await;
}

#[test]
fn the_first_page_names_the_box_and_every_file_it_asks_for() {
    let files = PageFiles::new("https://ballot.example");
    let all: BTreeMap<&str, &[u8]> = files.all().collect();
    let first = std::str::from_utf8(all[INDEX_PATH]).unwrap();
    assert!(
        first.contains("connect-src https://ballot.example;") && first.contains("<meta name=\"box\" content=\"https://ballot.example\">")
    );
    assert!(!first.contains("{{") && !first.contains("<script>") && !first.contains("style=") && !first.contains("<style"));
    for name in ["ballot.css", "page.js"] {
        let path = first.split('"').find(|part| part.ends_with(name)).unwrap();
        assert!(all.contains_key(path), "{path}");
    }
    let other = PageFiles::new("https://other.example");
    let changed: Vec<&str> = other.all().filter(|(path, bytes)| all.get(path) != Some(bytes)).map(|(path, _)| path).collect();
    assert_eq!(changed, [INDEX_PATH], "only the first page knows the box");
}

/// A hall of old phones asks for these at once.
#[test]
fn the_first_page_is_small() {
    let files = PageFiles::new(BOX);
    let first = files.all().filter(|(path, _)| ["index.html", "ballot.css", "page.js"].iter().any(|name| path.ends_with(name)));
    let bytes: Vec<usize> = first.map(|(path, bytes)| web::assets::Asset::new(path, bytes.to_vec()).gzip.len()).collect();
    assert!(bytes.len() == 3 && bytes.iter().sum::<usize>() <= 15 * 1024, "{bytes:?} bytes compressed");
}

#[tokio::test]
async fn the_page_is_published_when_it_has_changed_and_not_at_every_start() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        host::publish_page(&host.app.app).await.unwrap();
        host::publish_page(&host.app.app).await.unwrap();
        assert_eq!(published(&host).await.len(), 1);
        host.change("UPDATE published_pages SET files = $1", args!["[]"]).await;
        host::publish_page(&host.app.app).await.unwrap();
        let all = published(&host).await;
        assert_eq!((all.len(), &all[0]), (2, &all[1]));
    })
    .await;
}

#[tokio::test]
async fn the_page_is_told_departments_by_the_plan_in_force() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        let about = host.get("about.json").await.expect(200).json();
        let plan = host.app.app.plan();
        let departments = plan.plan.departments_of(1);
        assert_eq!(about["departments"].as_array().unwrap().len(), departments.len());
        assert_eq!(about["departments"][0]["name"], departments[0].name);
        assert_eq!(about["departments"][0]["duties"], departments[0].duties);
        let report = about["departments"][0]["report"].as_str().unwrap();
        assert!(report.ends_with(&format!("/departments/{}", departments[0].id)), "{report}");
        get(&host.service, "/v/22222222222222/about.json", &[]).await.problem(404, "no-such-election");
    })
    .await;
}

#[tokio::test]
async fn what_was_revealed_is_kept_to_the_last_byte_for_a_second_device() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 2).await;
        let body = checked(&host.election, 0, 3);
        let tracker =
            post(&host.service, &host.path("checks"), body.clone()).await.expect(200).json()["tracker"].as_str().unwrap().to_owned();
        let kept = host.get(&format!("checks/{}", in_address(&tracker))).await.expect(200);
        assert_eq!(kept.body.as_bytes(), body);
        // A vote is never shown.
        let receipt = host.cast(&host.election.ballot(1, 0)).await.receipt();
        host.get(&format!("checks/{}", in_address(&receipt.tracker))).await.problem(404, "not-checked");
        host.get("checks/nonsense").await.problem(404, "not-found");
    })
    .await;
}

#[tokio::test]
async fn whoever_waits_is_told_so_and_nobody_is_refused_from_memory() {
    each_engine(&migrations(), async |database| {
        let host = Host::new(database, 1).await;
        host.change("UPDATE elections SET state = 'carded'", args![]).await;
        let service = host.another();
        let state = get(&service, &host.path("state.json"), &[]).await.expect(200).json();
        assert_eq!((&state["state"], &state["open"]), (&"carded".into(), &false.into()));
        // Whoever casts is never told from memory that it is too early.
        host.change("UPDATE elections SET state = 'open'", args![]).await;
        post(&service, &host.path("ballots"), host.election.ballot(0, 0)).await.receipt();
    })
    .await;
}
