//! Reserves move up, in order and once.

mod support;

use std::collections::BTreeSet;

use proptest::prelude::*;
use sortition::{Cause, Ranking, ReplaceError, Roster, Seeding};
use support::{Files, cell, draw, entry, number, quota, seed, session, town};

/// One cell: two sessions of two seats, seven people, so three reserves.
fn ranking() -> Ranking {
    draw(2, (1..=7).map(|n| entry(&format!("P{n}"), "东区")).collect(), vec![quota("东区", 2)]).rank(&seed(1))
}

fn by_rank(ranking: &Ranking) -> Vec<sortition::Number> {
    ranking.cells()[0].ranked().iter().map(|person| person.number.clone()).collect()
}

#[test]
fn the_next_reserve_takes_the_free_seat_in_that_session() {
    let ranking = ranking();
    let (people, of_first) = (by_rank(&ranking), ranking.cells()[0].ranked()[0].session.expect("drawn"));
    let mut roster = Roster::new(&ranking);
    let made = roster.replace(of_first, &people[0], Cause::Declined).expect("there are reserves");
    assert_eq!((&made.left, &made.joined, made.rank.get(), made.session), (&people[0], &people[4], 5, of_first));
    assert_eq!((roster.session_of(&people[0]), roster.session_of(&people[4])), (None, Some(of_first)));
    // The reserve cannot come either.
    let made = roster.replace(of_first, &people[4], Cause::Released).expect("there are reserves");
    assert_eq!((&made.left, &made.joined), (&people[4], &people[5]));
    assert_eq!(roster.counts().collect::<Vec<_>>(), [(&cell("东区"), 2, 1)]);
}

#[test]
fn a_cell_without_reserves_says_so_and_nothing_changes() {
    let ranking = ranking();
    let mut roster = Roster::new(&ranking);
    let mut sits = by_rank(&ranking)[0].clone();
    let of = roster.session_of(&sits).expect("drawn");
    for _ in 0..3 {
        sits = roster.replace(of, &sits, Cause::Declined).expect("a reserve").joined.clone();
    }
    let error = roster.replace(of, &sits, Cause::Declined).expect_err("exhausted");
    assert_eq!(error, ReplaceError::Exhausted { cell: cell("东区"), number: sits.clone(), session: of });
    assert!(error.to_string().starts_with("cell `东区` is exhausted: no reserve is left"), "{error}");
    assert_eq!((roster.session_of(&sits), roster.log().len()), (Some(of), 3));
}

#[test]
fn only_who_sits_there_can_leave() {
    let ranking = ranking();
    let people = by_rank(&ranking);
    let of = ranking.cells()[0].ranked()[0].session.expect("drawn");
    let other = session(3 - of.get());
    let mut roster = Roster::new(&ranking);
    for (who, from) in [(&people[0], other), (&people[6], of), (&number("P99"), of)] {
        assert_eq!(roster.replace(from, who, Cause::Declined), Err(ReplaceError::NotSeated { number: who.clone(), session: from }));
    }
    roster.replace(of, &people[0], Cause::Declined).expect("a reserve");
    assert!(roster.replace(of, &people[0], Cause::Declined).is_err(), "nobody leaves twice");
}

#[test]
fn the_log_replays_and_a_forged_one_is_found_at_its_line() {
    let town = town();
    let ranking = town.rank(&seed(1));
    let mut roster = Roster::new(&ranking);
    let first: Vec<_> = ranking.cells()[0].ranked().iter().filter(|person| person.session == Some(session(1))).collect();
    roster.replace(session(1), &first[0].number, Cause::Declined).expect("a reserve");
    roster.replace(session(1), &first[1].number, Cause::Released).expect("a reserve");
    let files = Files::of(&town, Seeding::Given(seed(1))).with_replacements(roster.log());
    assert_eq!(files.replay().expect("a true log").replacements, roster.log());

    // Whoever prefers the second reserve to the first must write so.
    let (one, two) = (roster.log()[0].joined.as_str(), roster.log()[1].joined.as_str());
    let faults = files.edited("replacements.csv", one, two).replay().expect_err("not the next");
    assert_eq!(
        faults.to_string(),
        format!("replacements.csv, line 2: the next reserve of cell `东区/自愿报名` is number {one} with rank 7")
    );
    let faults = files.edited("replacements.csv", "released", "vanished").replay().expect_err("no such cause");
    assert_eq!(faults.to_string(), "replacements.csv, line 3, `cause`: a cause is `declined` or `released`");
    assert!(files.edited("replacements.csv", ",7,", ",07,").replay().is_err(), "one form only");
    assert!(files.edited("replacements.csv", "东区/自愿报名", "东区/机关").replay().is_err());
    assert!(files.edited("replacements.csv", "\n1,", "\n2,").replay().is_err());
}

proptest! {
    #[test]
    fn nobody_sits_twice_and_every_seat_stays_filled(number: u64, leaving in proptest::collection::vec(0..7_usize, 0..12)) {
        let ranking = draw(2, (1..=7).map(|n| entry(&format!("P{n}"), "东区")).collect(), vec![quota("东区", 2)]).rank(&seed(number));
        let people = by_rank(&ranking);
        let mut roster = Roster::new(&ranking);
        let mut gone = BTreeSet::new();
        for who in leaving {
            let Some(of) = roster.session_of(&people[who]) else { continue };
            if roster.replace(of, &people[who], Cause::Declined).is_ok() {
                gone.insert(people[who].clone());
            }
            prop_assert!(gone.iter().all(|number| roster.session_of(number).is_none()), "somebody came back");
            for n in 1..=2 {
                let sit = people.iter().filter(|number| roster.session_of(number) == Some(session(n)));
                prop_assert_eq!(sit.count(), 2);
            }
        }
        let joined: BTreeSet<_> = roster.log().iter().map(|made| &made.joined).collect();
        prop_assert_eq!(joined.len(), roster.log().len());
        prop_assert!(Roster::replay(&ranking, roster.log()).is_ok());
    }
}
