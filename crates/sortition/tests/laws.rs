//! What holds for every draw.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use sortition::files::{pool_csv, ranking_csv};
use sortition::{Draw, Entry, Number, Quota, Ranking, Session};
use support::{cell, draw, entry, naive, quota, seed, session, sessions_by_number};

/// Seats and surplus people of each cell; people of all cells are numbered in turns.
#[derive(Clone, Debug)]
struct Town {
    sessions: u32,
    cells: Vec<(u32, u32)>,
}

impl Town {
    fn quotas(&self) -> Vec<Quota> {
        (0..).zip(&self.cells).map(|(n, (seats, _))| quota(&name(n), *seats)).collect()
    }

    fn entries(&self) -> Vec<Entry> {
        let rounds = self.cells.iter().map(|(seats, more)| seats * self.sessions + more).max().unwrap_or(0);
        let mut entries = Vec::new();
        for round in 0..rounds {
            for (n, (seats, more)) in (0_usize..).zip(&self.cells) {
                if round < seats * self.sessions + more {
                    entries.push(entry(&format!("P{:05}", entries.len()), &name(n)));
                }
            }
        }
        entries
    }

    fn draw(&self) -> Draw {
        draw(self.sessions, self.entries(), self.quotas())
    }
}

fn name(n: usize) -> String {
    format!("旗区{n}/代表")
}

fn towns() -> impl Strategy<Value = Town> {
    (1..5_u32, vec((1..5_u32, 0..8_u32), 1..6)).prop_map(|(sessions, cells)| Town { sessions, cells })
}

/// The rows of one cell.
fn rows(ranking: &Ranking, of: &str) -> Vec<(String, Option<Session>)> {
    let found = ranking.cells().iter().find(|ranked| *ranked.cell() == cell(of)).expect("the cell");
    found.ranked().iter().map(|person| (person.number.to_string(), person.session)).collect()
}

proptest! {
    #[test]
    fn every_cell_is_filled_exactly_in_every_session(town in towns(), number: u64) {
        let ranking = town.draw().rank(&seed(number));
        for (ranked, (seats, more)) in ranking.cells().iter().zip(&town.cells) {
            for n in 1..=town.sessions {
                let sit = ranked.ranked().iter().filter(|person| person.session == Some(session(n)));
                prop_assert_eq!(sit.count(), *seats as usize);
            }
            prop_assert_eq!(ranked.reserves().count(), *more as usize);
        }
    }

    #[test]
    fn nobody_is_drawn_twice_and_nobody_is_lost(town in towns(), number: u64) {
        let ranking = town.draw().rank(&seed(number));
        let listed: Vec<&Number> = ranking.cells().iter().flat_map(|cell| cell.ranked()).map(|person| &person.number).collect();
        let distinct: BTreeSet<_> = listed.iter().collect();
        prop_assert_eq!(listed.len(), town.entries().len());
        prop_assert_eq!(distinct.len(), listed.len());
        let drawn: usize = (1..=town.sessions).map(|n| ranking.drawn_for(session(n)).count()).sum();
        prop_assert_eq!(drawn, sessions_by_number(&ranking).values().filter(|session| **session > 0).count());
    }

    #[test]
    fn the_order_of_the_pools_rows_does_not_matter(town in towns(), number: u64, keys in vec(any::<u32>(), 200)) {
        let mut shuffled: Vec<_> = town.entries().into_iter().zip(keys.iter().cycle()).collect();
        shuffled.sort_by_key(|(_, key)| **key);
        let other = draw(town.sessions, shuffled.into_iter().map(|(entry, _)| entry).collect(), town.quotas());
        prop_assert_eq!(pool_csv(other.pool()), pool_csv(town.draw().pool()));
        prop_assert_eq!(ranking_csv(&other.rank(&seed(number))), ranking_csv(&town.draw().rank(&seed(number))));
    }

    #[test]
    fn one_more_person_in_a_cell_changes_no_other_cell_and_nobodys_order(town in towns(), number: u64) {
        let before = town.draw().rank(&seed(number));
        let mut entries = town.entries();
        entries.push(entry("NEW", &name(0)));
        let after = draw(town.sessions, entries, town.quotas()).rank(&seed(number));
        for n in 1..town.cells.len() {
            prop_assert_eq!(rows(&before, &name(n)), rows(&after, &name(n)));
        }
        let order = |ranking, without: &str| rows(ranking, &name(0)).into_iter().map(|(number, _)| number).filter(|number| number != without).collect::<Vec<_>>();
        prop_assert_eq!(order(&before, "NEW"), order(&after, "NEW"));
    }

    #[test]
    fn it_is_the_rule_as_somebody_else_would_write_it(town in towns(), number: u64) {
        let pool: Vec<_> = town.entries().iter().map(|entry| (entry.number.to_string(), entry.cell.to_string())).collect();
        let quotas: Vec<_> = town.quotas().iter().map(|quota| (quota.cell.to_string(), quota.seats.get() as usize)).collect();
        let theirs = naive::ranking(seed(number).as_bytes(), "town-2026", town.sessions as usize, &pool, &quotas);
        let theirs: String = theirs.iter().map(|(cell, rank, number, session)| format!("{cell},{rank},{number},{session}\n")).collect();
        prop_assert_eq!(ranking_csv(&town.draw().rank(&seed(number))), format!("cell,rank,number,session\n{theirs}"));
    }

    #[test]
    fn reading_again_what_was_written_changes_nothing(town in towns(), number: u64) {
        let files = support::Files::of(&town.draw(), sortition::Seeding::Given(seed(number)));
        prop_assert_eq!(files.replay().map(|replayed| replayed.ranking), Ok(town.draw().rank(&seed(number))));
    }
}

#[test]
fn another_seed_activity_or_cell_is_another_order() {
    let people = |of: &str| (0..50).map(|n| entry(&format!("P{n:02}"), of)).collect::<Vec<_>>();
    let town = draw(1, people("东区"), vec![quota("东区", 1)]);
    let order = |draw: &Draw, number| rows(&draw.rank(&seed(number)), draw.quotas().iter().next().expect("a cell").cell.as_str());
    assert_eq!(order(&town, 1), order(&town, 1));
    assert_ne!(order(&town, 1), order(&town, 2));
    assert_ne!(order(&town, 1), order(&draw(1, people("西区"), vec![quota("西区", 1)]), 1));
    let next_year = Draw::new("town-2027".parse().expect("an id"), town.sessions(), town.pool().clone(), town.quotas().clone());
    assert_ne!(order(&town, 1), order(&next_year.expect("they fit"), 1));
}

/// 2,000 draws with fixed seeds: each of 20 people is drawn for two sessions of three seats with the chance 3/10, and sits in either
/// session equally often; each pair meets in one session with the chance 2 × (3/20 × 2/19). Bounds are six standard deviations.
#[test]
fn over_many_seeds_everybody_has_the_same_chance() {
    const DRAWS: u32 = 2_000;
    let town = draw(2, (0..20).map(|n| entry(&format!("P{n:02}"), "东区")).collect(), vec![quota("东区", 3)]);
    let mut sat: BTreeMap<(String, u32), u32> = BTreeMap::new();
    let mut met: BTreeMap<(String, String), u32> = BTreeMap::new();
    for n in 0..u64::from(DRAWS) {
        let ranking = town.rank(&seed(n));
        for of in 1..=2 {
            let together: Vec<String> = ranking.drawn_for(session(of)).map(|(_, number)| number.to_string()).collect();
            for (at, one) in together.iter().enumerate() {
                *sat.entry((one.clone(), of)).or_default() += 1;
                for other in &together[..at] {
                    let pair = if one < other { (one, other) } else { (other, one) };
                    *met.entry((pair.0.clone(), pair.1.clone())).or_default() += 1;
                }
            }
        }
    }
    let near = |count: u32, chance: f64| {
        let (expected, deviation) = (f64::from(DRAWS) * chance, (f64::from(DRAWS) * chance * (1.0 - chance)).sqrt());
        (f64::from(count) - expected).abs() < 6.0 * deviation
    };
    assert_eq!((sat.len(), met.len()), (20 * 2, 20 * 19 / 2));
    assert!(sat.values().all(|count| near(*count, 0.15)), "{sat:?}");
    assert!(met.values().all(|count| near(*count, 2.0 * 3.0 / 20.0 * 2.0 / 19.0)), "{met:?}");
}
