//! The commitment fixes everything and shows nothing.

mod support;

use ledger::{Hash, InclusionProof};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use sortition::commitment::{Committed, NoSalt, Opening, Salt, Terms};
use sortition::files::quotas_csv;
use sortition::{Digest, Draw, Number};
use support::{draw, entry, number, quota, town};

/// A salt for each number; a server takes random ones.
fn salt(number: &Number) -> Option<Salt> {
    Some(Salt::new(Sha256::digest(number.as_str()).into()))
}

fn terms(draw: &Draw) -> Terms {
    let sources = ["骰子", "双色球"].map(|name| name.parse().expect("a name"));
    Terms::of(draw, Digest::of(b"the program"), sources.to_vec())
}

fn commit(draw: &Draw) -> Committed {
    Committed::new(&terms(draw), draw.pool(), salt).expect("a salt for everybody")
}

/// The root of a list of entries as RFC 6962, section 2.1 defines it.
fn root(entries: &[String]) -> Vec<u8> {
    match entries {
        [] => Sha256::digest([]).to_vec(),
        [one] => Sha256::digest([&[0], one.as_bytes()].concat()).to_vec(),
        many => {
            let half = many.len().next_power_of_two() / 2;
            Sha256::digest([vec![1], root(&many[..half]), root(&many[half..])].concat()).to_vec()
        }
    }
}

#[test]
fn the_root_is_that_of_the_documented_entries() {
    let draw = draw(2, vec![entry("B", "东区"), entry("A", "东区")], vec![quota("东区", 1)]);
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let (quotas, rule, program) = (Sha256::digest("cell,seats\n东区,1\n"), Sha256::digest(sortition::RULE), Sha256::digest("the program"));
    let entries = [
        format!("pingyi-pool/v1|terms|town-2026|2|2|{}|{}|{}|骰子|双色球", hex(&quotas), hex(&rule), hex(&program)),
        format!("pingyi-pool/v1|person|{}|A|东区|", hex(&Sha256::digest("A"))),
        format!("pingyi-pool/v1|person|{}|B|东区|", hex(&Sha256::digest("B"))),
    ];
    assert_eq!(commit(&draw).root().as_bytes().to_vec(), root(&entries));
    assert_eq!(quotas_csv(draw.quotas()), "cell,seats\n东区,1\n");
}

#[test]
fn everybody_can_check_their_own_entry_and_the_terms() {
    let town = town();
    let committed = commit(&town);
    assert_eq!(committed.size(), 19);
    for entry in town.pool().entries() {
        let opening = committed.open(&entry.number).expect("in the pool");
        let read = Opening::from_json(opening.to_json().as_bytes()).expect("what was written");
        assert_eq!((&read.entry, read.check(committed.root())), (entry, Ok(())));
    }
    assert_eq!(committed.open(&number("P999")), None);
    let path = committed.prove_terms().expect("the terms");
    let leaf = |terms: Terms| Hash::of_entry(terms.entry().as_bytes());
    assert_eq!(path.check(leaf(terms(&town)), 0, 19, committed.root()), Ok(()));
    let other = Terms { program: Digest::of(b"another program"), ..terms(&town) };
    assert!(path.check(leaf(other), 0, 19, committed.root()).is_err());
}

#[test]
fn a_proof_with_anything_changed_is_refused() {
    let town = town();
    let committed = commit(&town);
    let opening = committed.open(&number("P003")).expect("in the pool");
    let root = committed.root();
    let other = committed.open(&number("P004")).expect("in the pool");
    let changed = [
        Opening { entry: other.entry.clone(), ..opening.clone() },
        Opening { entry: sortition::Entry { channel: None, ..opening.entry.clone() }, ..opening.clone() },
        Opening { salt: other.salt.clone(), ..opening.clone() },
        Opening { index: opening.index + 1, ..opening.clone() },
        Opening { size: 100, ..opening.clone() },
        Opening { path: other.path.clone(), ..opening.clone() },
        Opening { path: InclusionProof::new(Vec::new()), ..opening.clone() },
    ];
    assert_eq!(opening.check(root), Ok(()));
    assert!(changed.iter().all(|opening| opening.check(root).is_err()));
    assert!(opening.check(Hash::of_empty_tree()).is_err());
}

#[test]
fn whatever_is_fixed_changes_the_root() {
    let people = || vec![entry("A", "东区"), entry("B", "东区"), entry("C", "西区"), entry("D", "西区")];
    let quotas = || vec![quota("东区", 1), quota("西区", 1)];
    let before = draw(2, people(), quotas());
    let mut moved = people();
    moved[0].cell = support::cell("西区");
    moved[2].cell = support::cell("东区");
    let others = [draw(2, moved, quotas()), draw(2, people(), quotas().into_iter().rev().collect()), draw(1, people(), quotas())];
    for other in &others {
        assert_ne!(commit(other).root(), commit(&before).root());
    }
    let salted = Committed::new(&terms(&before), before.pool(), |_| Some(Salt::new([9; 32]))).expect("salts");
    assert_ne!(salted.root(), commit(&before).root());
    let unannounced = Terms { sources: Vec::new(), ..terms(&before) };
    assert_ne!(Committed::new(&unannounced, before.pool(), salt).expect("salts").root(), commit(&before).root());
}

#[test]
fn a_person_without_a_salt_is_named() {
    let town = town();
    let refused = Committed::new(&terms(&town), town.pool(), |who| salt(who).filter(|_| who.as_str() != "P005"));
    assert_eq!(refused.err(), Some(NoSalt(number("P005"))));
}

#[test]
fn a_proof_does_not_print_the_salt() {
    let opening = commit(&town()).open(&number("P003")).expect("in the pool");
    assert_eq!(format!("{opening:?}"), "Opening(3 of 19)");
}

proptest! {
    #[test]
    fn no_bytes_make_reading_a_proof_panic(bytes: Vec<u8>) {
        prop_assert!(Opening::from_json(&bytes).is_err());
    }

    #[test]
    fn the_tree_is_right_for_any_number_of_people(people in 1..70_usize) {
        let draw = draw(1, (0..people).map(|n| entry(&format!("P{n:02}"), "东区")).collect(), vec![quota("东区", 1)]);
        let committed = commit(&draw);
        for entry in draw.pool().entries() {
            prop_assert_eq!(committed.open(&entry.number).expect("in the pool").check(committed.root()), Ok(()));
        }
    }
}
