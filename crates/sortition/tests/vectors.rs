//! Fixed values that every other program must reach too.

mod support;

use sha2::{Digest as _, Sha256};
use sortition::files::{DrawFile, ranking_csv};
use sortition::{Digest, KeyedHash, RULE, RULE_NAME, Seed, Seeding, Sessions, Sources};

fn test_seed() -> Seed {
    Seed::new(Sha256::digest("TEST SEED 2026").into())
}

#[test]
fn the_published_vector_of_the_keyed_hash() {
    let hash = KeyedHash::new(&test_seed());
    let mut ids: Vec<String> = (0..20_000).map(|n| format!("P{n:06}")).collect();
    ids.sort_by_key(|id| hash.of(&["2026", "S1", "cell", id]));
    assert_eq!(ids[..5], ["P013668", "P005441", "P015989", "P011669", "P009099"]);

    let tag = hash.of(&["2026", "S1", "panel", "0"]);
    let index = u64::from_be_bytes(tag[..8].try_into().expect("eight bytes")) % 1_000;
    assert_eq!(index, 344);
}

#[test]
fn the_rule_is_word_by_word_the_one_that_was_committed_to() {
    assert_eq!(Digest::of(RULE.as_bytes()).to_string(), "9949767f2ac5fe1e0eb2070d67bfc211b27fa381b18fe0e85063c9fbac3c3378");
    assert!(RULE.starts_with(&format!("{RULE_NAME}\n")));
}

/// Made with Python's `hmac`, see `docs/draw_verify.py`.
#[test]
fn a_small_draw_line_by_line() {
    let entries = (1..=7).map(|n| support::entry(&format!("P{n}"), if n < 6 { "东胜区/自愿报名" } else { "主会场/媒体" })).collect();
    let draw = support::draw(2, entries, vec![support::quota("主会场/媒体", 1), support::quota("东胜区/自愿报名", 2)]);
    assert_eq!(ranking_csv(&draw.rank(&test_seed())), include_str!("data/small-ranking.csv"));
}

#[test]
fn a_seed_from_sources_and_its_file() {
    let sources = Sources::new([("现场掷骰", "3 5 1 6 2 4"), ("福彩双色球", "０３ 09 11 18 22 30 + 07")]).expect("sources");
    let terms = DrawFile {
        activity: "ordos-2024".parse().expect("an id"),
        sessions: Sessions::new(3).expect("three"),
        seeding: Seeding::Sources(sources),
    };
    assert_eq!(terms.to_json(), include_str!("data/small-draw.json"));
}
