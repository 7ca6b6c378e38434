//! The real plan: 4,500 of 16,000 in three sessions.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use sortition::fairness::{Decided, Fairness};
use sortition::files::ranking_csv;
use sortition::{Channel, Seeding, Sources};
use support::{Files, naive, ordos, session};

fn seeding() -> Seeding {
    Seeding::Sources(Sources::new([("现场掷骰", "3 5 1 6 2 4"), ("福彩双色球 2025001", "03 09 11 18 22 30 + 07")]).expect("sources"))
}

#[test]
fn every_printed_cell_is_filled_exactly_in_three_disjoint_sessions() {
    let draw = ordos::draw();
    assert_eq!((draw.pool().entries().len(), draw.quotas().iter().len()), (16_000, 18 + 9 * 17));
    let ranking = draw.rank(&seeding().seed());

    let plan = ordos::plan();
    let mut everybody = BTreeSet::new();
    for n in 1..=3 {
        let seats: Vec<_> = ranking.drawn_for(session(n)).collect();
        assert_eq!(seats.len(), 1_500, "session {n}");
        let mut of_cell: BTreeMap<&str, u32> = BTreeMap::new();
        for (cell, number) in seats {
            *of_cell.entry(cell.as_str()).or_default() += 1;
            assert!(everybody.insert(number.clone()), "{number} twice");
        }
        for venue in &plan.venues {
            let column = plan.classes.iter().map(|class| {
                let printed = plan.quota(class.table).seats(&class.name, &venue.column).unwrap_or(0);
                let drawn = of_cell.get(format!("{}/{}", venue.id, class.id).as_str()).copied().unwrap_or(0);
                assert_eq!(drawn, printed, "session {n}, {}, {}", venue.name, class.name);
                drawn
            });
            let table = if venue.column == "市主会场" { &plan.quota_main } else { &plan.quota_districts };
            let total = table.session_total.as_ref().expect("a printed total");
            assert_eq!(column.sum::<u32>(), table.cell(&total.class, &venue.column).expect("printed"), "{}", venue.name);
        }
    }
    assert_eq!(everybody.len(), 4_500);
}

#[test]
fn it_replays_and_somebody_elses_program_draws_the_same() {
    let draw = ordos::draw();
    let files = Files::of(&draw, seeding());
    let replayed = files.replay().unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(ranking_csv(&replayed.ranking).as_bytes(), files.0["ranking.csv"]);

    let pool: Vec<_> = draw.pool().entries().iter().map(|entry| (entry.number.to_string(), entry.cell.to_string())).collect();
    let quotas: Vec<_> = draw.quotas().iter().map(|quota| (quota.cell.to_string(), quota.seats.get() as usize)).collect();
    let theirs = naive::ranking(seeding().seed().as_bytes(), "ordos-2024", 3, &pool, &quotas);
    let theirs: String = theirs.iter().map(|(cell, rank, number, session)| format!("{cell},{rank},{number},{session}\n")).collect();
    assert_eq!(files.text("ranking.csv"), format!("cell,rank,number,session\n{theirs}"));
}

#[test]
fn a_changed_byte_in_any_file_is_found() {
    let files = Files::of(&ordos::draw(), seeding());
    for name in ["pool.csv", "quotas.csv", "draw.json", "ranking.csv"] {
        let bytes = &files.0[name];
        for step in 0..12 {
            let at = step * (bytes.len() - 1) / 11;
            let mut changed = files.clone();
            changed.0.get_mut(name).expect("the file")[at] ^= 1;
            let faults = changed.replay().err().unwrap_or_else(|| panic!("{name}, byte {at}: not found"));
            if name == "ranking.csv" {
                let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
                assert_eq!((faults.told[0].file.as_str(), faults.told[0].line), (name, Some(line)));
            }
        }
    }
}

#[test]
fn the_report_on_fairness_tells_chances_channels_and_who_was_not_drawn() {
    let draw = ordos::draw();
    let report = Fairness::of(&draw.rank(&seeding().seed()));
    assert_eq!((report.people, report.drawn), (16_000, 4_500));

    let volunteers = &report.channels[0];
    assert_eq!((volunteers.channel, volunteers.people, volunteers.drawn), (Channel::Volunteer, 3_000, 3 * (5 + 61)));
    // A cell has one channel here, so the expected number is the drawn one.
    assert_eq!(volunteers.expected_hundredths, 100 * volunteers.drawn as u64);
    assert_eq!((report.channels[1].people, report.channels[1].drawn), (13_000, 4_500 - 198));

    assert_eq!(report.by_recommendation().count(), 20);
    for (cell, standing) in report.cells.iter().zip(draw.standings()) {
        assert_eq!((cell.cell.as_str(), cell.chance), (standing.cell.as_str(), standing.chance));
        assert_eq!(cell.decided == Decided::Draw, cell.people > cell.places, "{}", cell.cell);
    }
    let margins = (report.margins.one_session.map(|it| it.hundredths()), report.margins.all_sessions.map(|it| it.hundredths()));
    assert_eq!(margins, (Some(253), Some(146)));
}
