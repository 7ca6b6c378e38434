//! Files as they come from a desk: read kindly, refused with their place.

mod support;

use encoding_rs::GBK;
use proptest::prelude::*;
use sortition::files::{File, FileFaults, pool_csv, quotas_csv, read_draw, read_pool, read_quotas, read_sources};
use sortition::{Draw, Sessions};

fn pool(text: &str) -> Result<String, FileFaults> {
    read_pool(File { name: "pool.csv", bytes: text.as_bytes() }).map(|pool| pool_csv(&pool))
}

fn quotas(text: &str) -> Result<String, FileFaults> {
    read_quotas(File { name: "quotas.csv", bytes: text.as_bytes() }).map(|quotas| quotas_csv(&quotas))
}

fn both(pool: &str, quotas: &str) -> Result<Draw, FileFaults> {
    let (pool, quotas) = (File { name: "名单.csv", bytes: pool.as_bytes() }, File { name: "名额.csv", bytes: quotas.as_bytes() });
    read_draw("town-2026".parse().expect("an id"), Sessions::new(2).expect("two"), pool, quotas)
}

/// Asserts that reading fails with exactly these lines.
#[track_caller]
fn refused<T: std::fmt::Debug>(read: Result<T, FileFaults>, lines: &[&str]) {
    assert_eq!(read.expect_err("it must be refused").to_string(), lines.join("\n"));
}

#[test]
fn what_a_spreadsheet_does_to_a_file_does_not_matter() {
    let canonical = "number,cell,channel\nP01,东区/2组,volunteer\nP02,东区/2组,nominated\n";
    assert_eq!(pool(canonical).as_deref(), Ok(canonical));
    let saved = "\u{feff}cell , channel,number\r\n　东区/２组, nominated ,P０2 \r\n,,\r\n\r\n\"东区/2组\",volunteer,P01\r\n";
    assert_eq!(pool(saved).as_deref(), Ok(canonical));
    let (gbk, _, unmappable) = GBK.encode(canonical);
    assert!(!unmappable);
    assert_eq!(read_pool(File { name: "pool.csv", bytes: &gbk }).map(|pool| pool_csv(&pool)).as_deref(), Ok(canonical));
    // Letters that were typed in two ways.
    assert_eq!(quotas("cell,seats\nCafe\u{301},１２\n").as_deref(), Ok("cell,seats\nCaf\u{e9},12\n"));
    assert_eq!(quotas("cell,seats\n\"a,\"\"b\"\"\",1").as_deref(), Ok("cell,seats\n\"a,\"\"b\"\"\",1\n"));
}

#[test]
fn each_bad_field_is_named_with_line_and_column() {
    refused(
        pool("number,cell,channel\r\n\r\nP1,东区,volunteer\r\n王某,东区,volunteer\r\nP3,a|b,volunteer\r\n\r\nP4,,friend\r\nP5,东区\r\n"),
        &[
            "pool.csv, line 4, `number`: it holds the character U+738B, which is not allowed here",
            "pool.csv, line 5, `cell`: it holds the character U+007C, which is not allowed here",
            "pool.csv, line 7, `cell`: it is empty",
            "pool.csv, line 7, `channel`: a channel is `volunteer` or `nominated`",
            "pool.csv, line 8: 2 fields instead of 3",
        ],
    );
    refused(
        quotas("cell,seats\n东区,0\n西区,1.5\n\"北\n区\",1\n南区,2\u{200b}\n"),
        &[
            "quotas.csv, line 2, `seats`: not a whole number from 1 to 1000000",
            "quotas.csv, line 3, `seats`: not a whole number from 1 to 1000000",
            "quotas.csv, line 4, `cell`: it holds the character U+000A, which is not allowed here",
            "quotas.csv, line 6, `seats`: not a whole number from 1 to 1000000",
        ],
    );
    refused(pool("number,cell\n152701199001011234,东区\n"), &["pool.csv, line 2, `number`: it is longer than 16 characters"]);
}

#[test]
fn a_wrong_heading_is_told_at_once() {
    refused(
        pool("number,姓名,number\n1,王某,2\n"),
        &[
            "pool.csv, line 1: the column `姓名` does not belong here",
            "pool.csv, line 1, `number`: the heading has this column twice",
            "pool.csv, line 1, `cell`: the heading has no such column",
        ],
    );
    refused(pool(" \n"), &["pool.csv, line 1: there is no heading; expected number,cell[,channel]"]);
    refused(read_pool(File { name: "x", bytes: b"\xff\xff\xff" }), &["x: neither UTF-8 nor GBK"]);
}

#[test]
fn who_stands_twice_is_told_with_both_lines() {
    refused(
        pool("number,cell\nP1,东区\nP2,东区\nP1,西区\nP2,东区\n"),
        &[
            "pool.csv, line 4, `number`: number P1 stands in the pool more than once, in different cells, `东区`, `西区` (first in line 2)",
            "pool.csv, line 5, `number`: number P2 stands in the pool more than once, in `东区` (first in line 3)",
        ],
    );
    refused(
        quotas("cell,seats\n东区,1\n东区 ,2\n"),
        &["quotas.csv, line 3, `cell`: cell `东区` has more than one quota (first in line 2)"],
    );
    let rows: String = (0..1_000).map(|n| format!("P{},cell {n}\n", n % 150)).collect();
    let faults = pool(&format!("number,cell\n{rows}")).expect_err("150 numbers, each several times");
    assert_eq!((faults.told.len(), faults.more), (100, 50));
    assert!(
        faults.told[0].to_string().ends_with("in different cells, `cell 0`, `cell 150`, `cell 300`, … (first in line 2)"),
        "{}",
        faults.told[0]
    );
    refused(pool("number,cell\n"), &["pool.csv: nobody is in the pool"]);
    refused(quotas("cell,seats\n"), &["quotas.csv: there are no quotas"]);
}

#[test]
fn all_cells_that_do_not_fit_are_told_with_what_is_missing() {
    let refusal = both("number,cell\nP1,东区\nP2,东区\nP3,西区\nP4,北区\nP5,北区\n", "cell,seats\n东区,1\n西区,1\n南区,3\n");
    let faults = refusal.expect_err("they do not fit");
    assert!(faults.is_misfit());
    let told = [
        "名单.csv, line 5, `cell`: cell `北区` has no quota; people in it: 2, the first is number P4",
        "名额.csv, line 3, `seats`: too few people in cell `西区`: 1 for 2 places, 1 missing",
        "名额.csv, line 4, `seats`: too few people in cell `南区`: 0 for 6 places, 6 missing",
    ];
    assert_eq!(faults.to_string(), told.join("\n"));
    let both_bad = both("number,cell\n,东区\n", "cell,seats\n东区,x\n").expect_err("neither can be read");
    assert!(!both_bad.is_misfit());
    assert_eq!(both_bad.told.len(), 2);

    let many: String = (0..500).map(|n| format!("cell {n},1\n")).collect();
    assert_eq!(both("number,cell\nP1,cell 0\nP2,cell 0\n", &format!("cell,seats\n{many}")).expect_err("499 are empty").told.len(), 499);
}

#[test]
fn sources_are_a_line_each() {
    let sources = |text: &str| read_sources(File { name: "sources.txt", bytes: text.as_bytes() });
    let read = sources("\u{feff}骰子\t3 5 1 6\r\n\r\n 双色球 2025001 \t ０3 09\n").expect("two sources");
    assert_eq!(read.iter().map(|it| (it.name(), it.text())).collect::<Vec<_>>(), [("骰子", "3 5 1 6"), ("双色球 2025001", "03 09")]);
    refused(sources("骰子\t1\n\n双色球 2\n"), &["sources.txt, line 3: there is no tab between name and text"]);
    refused(sources("骰子\t1\n\n骰子\t2\n"), &["sources.txt, line 3: source 2: the name `骰子` stands before"]);
    refused(
        sources("骰子\t1\t2\n"),
        &["sources.txt, line 1: source 1: its text: it holds the character U+0009, which is not allowed here"],
    );
    refused(sources("\n"), &["sources.txt: a seed needs at least one source"]);
}

#[test]
fn of_very_many_bad_rows_the_first_hundred_are_told() {
    let rows: String = (0..100_000).map(|n| format!("P{n},\n")).collect();
    let faults = pool(&format!("number,cell\n{rows}")).expect_err("no cells");
    assert_eq!((faults.told.len(), faults.more), (100, 99_900));
    assert!(faults.to_string().ends_with("line 101, `cell`: it is empty\nand 99900 more"));
}

#[test]
fn a_hundred_thousand_people_are_read() {
    let rows: String = (0..100_000).map(|n| format!("P{n},{}\n", ["东区", "西区"][n % 2])).collect();
    let draw = both(&format!("number,cell\n{rows}"), "cell,seats\n东区,2000\n西区,1000\n").expect("a draw");
    assert_eq!(draw.rank(&support::seed(1)).cells().iter().map(|cell| cell.ranked().len()).sum::<usize>(), 100_000);
}

proptest! {
    #[test]
    fn what_can_be_read_is_written_in_one_form_that_reads_the_same(rows in proptest::collection::vec(("[A-Z０-９0-9]{1,4}", "\\PC{1,8}"), 1..20)) {
        let rows: String = rows.iter().map(|(number, cell)| format!("{number},\"{}\"\n", cell.replace('"', "\"\""))).collect();
        if let Ok(written) = pool(&format!("number,cell\n{rows}")) {
            prop_assert_eq!(pool(&written), Ok(written));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>, text in "(number|cell|channel|seats|,|\n|\"|\\PC){0,40}") {
        for bytes in [bytes.as_slice(), text.as_bytes()] {
            let _ = (read_pool(File { name: "p", bytes }), read_quotas(File { name: "q", bytes }));
        }
    }
}
