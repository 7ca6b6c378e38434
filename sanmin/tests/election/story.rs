//! From the plan to the result of its first session, with real files: keys, elections, cards, ballots, total, shares, result; then the
//! ledger that was there before. One story, because every part needs the one before.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use ballot::cast::Poll;
use ballot::credential::{Credential, CredentialList};
use ballot::election::Election;
use ballot::group::system_random;
use serde_json::Value;

use super::published::{Story, ledger};
use super::{done, fails, plan, sitting};

const VOTERS: usize = 12;

fn json(folder: &Path, path: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join(path)).expect("the file")).expect("JSON")
}

/// The credentials that stand on the cards, in print.
fn printed(folder: &Path) -> Vec<Credential> {
    let html = fs::read_to_string(folder.join("cards/cards-to-print.html")).expect("the print file");
    let start = "<p class=\"credential\">";
    html.split(start).skip(1).map(|rest| Credential::parse(&rest[..25]).expect("a credential in print")).collect()
}

#[test]
fn a_session_from_the_plan_to_its_result() {
    let dir = sitting::keys(3);
    let folder = dir.path();
    done(folder, &["setup", "--plan", &plan(), "--board", "board", "--out", "setup"]);
    let election =
        Election::from_json(&fs::read(folder.join("setup/session-1/election.json")).expect("the election")).expect("an election");
    assert_eq!(election.questions.len(), 10);
    assert_eq!(election.questions[0].question, "市发展和改革委员会");
    assert_eq!(election.questions[0].answers, ["满意", "比较满意", "基本满意", "不满意", "不了解"]);
    let uuids: HashSet<_> =
        (1..=3).map(|session| json(folder, &format!("setup/session-{session}/election.json"))["uuid"].to_string()).collect();
    assert_eq!(uuids.len(), 3);

    let cards = made_cards(folder, &election);
    cast_and_close(folder, &election, &cards);
    count_used(folder, &election);
    open(folder, &election);
    against_the_ledger(folder, &election, &cards);
}

/// Counts by venue leave the card maker's machine, and nothing else.
fn count_used(folder: &Path, election: &Election) {
    let used = |archive, out| {
        let lists = ["used", "--venue-lists", "cards/venue-lists.key.json", "--passphrase-file", "passphrase"];
        lists.into_iter().chain(["--archive", archive, "--out", out]).collect::<Vec<&str>>()
    };
    let said = done(folder, &used("total.bel", "used.json"));
    assert!(said.contains("12 ballots in all"), "{said}");
    let file = fs::read_to_string(folder.join("used.json")).expect("the file");
    let counts = json(folder, "used.json");
    let venues = counts["venues"].as_array().expect("venues");
    assert_eq!(venues.iter().map(|venue| venue["used"].as_u64().expect("a number")).sum::<u64>(), 12);
    let lists = json(folder, "cards/venues.json");
    assert_eq!(venues.len(), lists["venues"].as_array().expect("venues").len());
    assert!(file.starts_with("{\"v\":1,\"uuid\":") && !file.contains("sha256") && file.len() < 1_000, "{file}");
    assert_eq!(counts["uuid"], election.uuid.as_str());
    assert!(fails(folder, &used("total.bel", "used.json"), 2).contains("used.json"), "nothing is written over");
    assert!(!folder.join("other.json").exists());
}

fn made_cards(folder: &Path, election: &Election) -> Vec<Credential> {
    let arguments = |session, election| {
        [
            "cards",
            "--plan",
            session,
            "--session",
            "1",
            "--election",
            election,
            "--origin",
            "https://ballot.example",
            "--out",
            "cards",
            "--passphrase-file",
            "passphrase",
        ]
        .map(str::to_owned)
    };
    let plan = plan();
    let wrong = arguments(&plan, "setup/session-2/election.json");
    let wrong: Vec<_> = wrong.iter().map(String::as_str).collect();
    assert!(fails(folder, &wrong, 2).contains("not the election of session 1"));
    assert!(!folder.join("cards").exists());
    let right = arguments(&plan, "setup/session-1/election.json");
    let right: Vec<_> = right.iter().map(String::as_str).collect();
    let said = done(folder, &right);
    assert!(said.contains("1652 cards in all") && said.contains("destroy before two bodies"), "{said}");

    let credentials =
        CredentialList::from_json(&fs::read(folder.join("cards/public_credentials.json")).expect("the list")).expect("a list");
    assert!(credentials.is_sorted());
    let printed = printed(folder);
    let keys: HashSet<_> = printed.iter().map(|card| *card.public_key(&election.uuid).encoding()).collect();
    assert_eq!((printed.len(), keys.len(), credentials.len()), (1652, 1652, 1652));
    assert!(credentials.keys().iter().all(|key| keys.contains(key.encoding())));

    let venues = json(folder, "cards/venues.json");
    let counts: BTreeMap<_, _> = venues["venues"]
        .as_array()
        .expect("venues")
        .iter()
        .map(|venue| (venue["venue"].as_str().expect("an id").to_owned(), venue["count"].as_u64().expect("a number")))
        .collect();
    assert_eq!((counts.len(), counts["main"], counts["dongsheng"]), (10, 110, 330));
    // What may leave the card maker's machine holds no private key, and what stays there is sealed.
    for (file, shows) in [("public_credentials.json", true), ("venues.json", false), ("venue-lists.key.json", false)] {
        let text = fs::read_to_string(folder.join("cards").join(file)).expect("the file");
        assert!(printed.iter().all(|card| !text.contains(card.reveal().as_str())), "{file}");
        assert_eq!(text.contains(&credentials.keys()[0].to_hex()), shows, "{file}");
    }
    assert!(fails(folder, &right, 2).contains("the folder must be empty"));
    printed
}

fn cast_and_close(folder: &Path, election: &Election, cards: &[Credential]) {
    let poll = Poll::new(election);
    let choices: Vec<usize> = vec![0, 1, 2, 3, 4, 0, 1, 2, 3, 4];
    let mut lines = String::new();
    for card in &cards[..VOTERS] {
        let ballot = poll.cast(card, &choices, &mut system_random()).expect("the choices fit");
        lines.push_str(std::str::from_utf8(ballot.text()).expect("UTF-8"));
        lines.push('\n');
    }
    for file in ["election.json", "trustees.json"] {
        fs::copy(folder.join("setup/session-1").join(file), folder.join("cards").join(file)).expect("copied");
    }
    let close = ["tally", "--election", "cards", "--ballots", "ballots", "--out", "total.bel"];
    let again = poll.cast(&cards[0], &choices, &mut system_random()).expect("the choices fit");
    fs::write(folder.join("ballots"), format!("{lines}{}\n", std::str::from_utf8(again.text()).expect("UTF-8"))).expect("written");
    assert!(fails(folder, &close, 2).contains("line 13: a second ballot of the credential of line 1"));
    fs::write(folder.join("ballots"), lines.replacen("\"alpha\"", "\"alphq\"", 1)).expect("written");
    assert!(fails(folder, &close, 2).contains("ballots: line 1:"));
    assert!(!folder.join("total.bel").exists());
    fs::write(folder.join("ballots"), &lines).expect("written");
    assert!(done(folder, &close).contains("12 ballots"));
    assert!(fails(folder, &["verify", "total.bel"], 1).contains("the archive ends where Result must come"));
}

fn open(folder: &Path, election: &Election) {
    let decrypt = |trustee: u32, archive: &str, out: &str, more: &[&str]| {
        let key = format!("trustee-{trustee}.key");
        let base = ["trustee", "decrypt", "--key", &key, "--archive", archive, "--out", out, "--passphrase-file", "passphrase"];
        base.iter().copied().chain(more.iter().copied()).map(str::to_owned).collect::<Vec<_>>()
    };
    let few = ["--min-ballots", "12"];
    // Twelve ballots would show how people graded.
    let refused = decrypt(1, "total.bel", "share-1", &[]);
    let refused: Vec<_> = refused.iter().map(String::as_str).collect();
    assert!(fails(folder, &refused, 1).contains("a total of 12 ballots, and of fewer than 100 none is opened"));
    // A total that was changed on its way is not opened.
    let mut changed = fs::read(folder.join("total.bel")).expect("the archive");
    let place = changed.len() / 2;
    changed[place] ^= 1;
    fs::write(folder.join("changed.bel"), changed).expect("written");
    let refused = decrypt(1, "changed.bel", "share-1", &few);
    let refused: Vec<_> = refused.iter().map(String::as_str).collect();
    assert!(fails(folder, &refused, 1).contains("nothing was decrypted"));
    assert!(!folder.join("share-1").exists());

    let strangers = sitting::keys(1);
    fs::copy(strangers.path().join("trustee-1.key"), folder.join("trustee-9.key")).expect("copied");
    let refused = decrypt(9, "total.bel", "share-1", &few);
    let refused: Vec<_> = refused.iter().map(String::as_str).collect();
    assert!(fails(folder, &refused, 2).contains("trustee-9.key: holds no key of election"));

    for trustee in [1, 3] {
        let arguments = decrypt(trustee, "total.bel", &format!("share-{trustee}"), &few);
        let said = done(folder, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(said.contains(&format!("share of trustee {trustee}")) && said.contains("SHA-256 to post now"), "{said}");
    }
    let open = |shares: &[&'static str]| [&["tally", "--total", "total.bel", "--out", "result.bel"][..], shares].concat();
    assert!(fails(folder, &open(&["--share", "share-1"]), 2).contains("1 shares where 2 are needed"));
    assert!(fails(folder, &open(&["--share", "share-1", "--share", "share-1"]), 2).contains("two shares of trustee 1"));
    assert!(!folder.join("result.bel").exists());
    // A preview for leaders: the table on this machine, and a record without a trace of it.
    let preview = |shares: &[&'static str]| [&["preview", "--total", "total.bel", "--out", "preview.json"][..], shares].concat();
    assert!(fails(folder, &preview(&["--share", "share-1"]), 2).contains("1 shares where 2 are needed"));
    assert!(!folder.join("preview.json").exists());
    let shown = done(folder, &preview(&["--share", "share-3", "--share", "share-1"]));
    assert!(shown.contains("市发展和改革委员会: 满意 12, 比较满意 0"), "{shown}");
    let record = fs::read_to_string(folder.join("preview.json")).expect("a record");
    let fields: Value = serde_json::from_str(&record).expect("JSON");
    assert_eq!((&fields["uuid"], &fields["trustees"]), (&election.uuid.as_str().into(), &serde_json::json!([1, 3])));
    assert_eq!(fields.as_object().map(serde_json::Map::len), Some(4), "nothing of the result: {record}");
    let said = done(folder, &open(&["--share", "share-3", "--share", "share-1"]));
    assert!(said.contains("市发展和改革委员会: 满意 12, 比较满意 0"), "{said}");

    let verdict: Value = serde_json::from_str(&done(folder, &["verify", "result.bel", "--json"])).expect("one JSON object");
    assert_eq!(verdict["uuid"], election.uuid.as_str());
    assert_eq!((&verdict["questions"], &verdict["credentials"], &verdict["ballots"]), (&10.into(), &1652.into(), &12.into()));
    assert_eq!(verdict["result"][1], serde_json::json!([0, 12, 0, 0, 0]));
}

fn against_the_ledger(folder: &Path, election: &Election, cards: &[Credential]) {
    let story = Story::read(folder, election);
    let right = ledger(story.statements());
    let verify = |published: &super::published::Published| {
        let place = published.folder().display().to_string();
        super::election(folder, &["verify", "result.bel", "--ledger", &place, "--vkeys", &published.vkeys(), "--json"])
    };
    let output = verify(&right);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    // Each statement, changed, missing or added, is found.
    let used = cards[0].public_key(&election.uuid);
    for (what, kind, statements) in story.wrong(&used) {
        let output = verify(&ledger(statements));
        assert_eq!(output.status.code(), Some(1), "{what}");
        let verdict: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
        assert_eq!(verdict["error"]["kind"], kind, "{what}: {verdict}");
    }
}
