//! The report on fairness for a town whose cells are of each kind.

mod support;

use sortition::fairness::{CAVEAT, Decided, Fairness};
use sortition::{Channel, Entry};
use support::{cell, draw, entry, quota, seed, town};

#[test]
fn a_cell_tells_its_chance_and_what_decided() {
    let report = Fairness::of(&town().rank(&seed(1)));
    let told: Vec<_> =
        report.cells.iter().map(|cell| (cell.people, cell.places, cell.chance.to_string(), cell.chance.percent(), cell.decided)).collect();
    assert_eq!(
        told,
        [
            (9, 6, "2/3".into(), "66.6667".into(), Decided::Draw),
            (4, 4, "1/1".into(), "100.0000".into(), Decided::Recommendation),
            (5, 2, "2/5".into(), "40.0000".into(), Decided::Draw),
        ]
    );
    assert_eq!(report.by_recommendation().map(|cell| cell.cell.as_str()).collect::<Vec<_>>(), ["东区/机关"]);
    assert_eq!(report.margins.caveat, CAVEAT);
}

#[test]
fn channels_are_counted_within_a_cell_too() {
    let people = (1..=9)
        .map(|n| Entry {
            channel: Some(if n <= 6 { Channel::Volunteer } else { Channel::Nominated }), ..entry(&format!("P{n}"), "东区")
        });
    let report = Fairness::of(&draw(2, people.collect(), vec![quota("东区", 2)]).rank(&seed(1)));
    let [volunteers, nominees] = report.cells[0].channels.as_slice() else { panic!("two channels") };
    assert_eq!((volunteers.people, volunteers.expected.to_string()), (6, "8/3".into()));
    assert_eq!((nominees.people, nominees.expected.to_string()), (3, "4/3".into()));
    assert_eq!(volunteers.drawn + nominees.drawn, 4);
    assert_eq!(report.channels.iter().map(|it| it.expected_hundredths).collect::<Vec<_>>(), [267, 133]);
}

#[test]
fn volunteers_who_all_have_a_place_were_not_recommended() {
    let people = |channel| (1..=4).map(|n| Entry { channel, ..entry(&format!("P{n}"), "东区") }).collect();
    let decided = |channel| Fairness::of(&draw(2, people(channel), vec![quota("东区", 2)]).rank(&seed(1))).cells[0].decided;
    assert_eq!(decided(Some(Channel::Volunteer)), Decided::Everybody);
    assert_eq!(decided(Some(Channel::Nominated)), Decided::Recommendation);
    assert_eq!(decided(None), Decided::Recommendation);
}

#[test]
fn without_channels_none_are_told() {
    let report = Fairness::of(&draw(1, vec![entry("A", "东区")], vec![quota("东区", 1)]).rank(&seed(1)));
    assert!(report.channels.is_empty() && report.cells[0].channels.is_empty());
    assert_eq!(report.cells[0].cell, cell("东区").as_str());
}
