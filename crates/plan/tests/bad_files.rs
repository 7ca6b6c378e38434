//! Files that are wrong: every error names file, line and field, in both languages, and nothing panics.

mod common;

use common::{edited, ordos, read, text, with};
use plan::{FILES, Plan, PlanFiles, ReadError};
use proptest::prelude::*;

/// All errors of files that must not be readable.
fn errors(files: &PlanFiles) -> Vec<ReadError> {
    Plan::read(files).expect_err("these files are no plan").0
}

/// Changes to the shipped plan: file, text, replacement, line and field of the error, what English says is expected.
const CHANGES: [(&str, &str, &str, usize, &str, &str); 22] = [
    ("departments.csv", "1,2,science", "1,two,science", 3, "order", "a whole number from 1"),
    ("departments.csv", "1,2,science", "1,0,science", 3, "order", "a whole number from 1"),
    ("departments.csv", "science-technology", "Science", 3, "id", "an id"),
    ("departments.csv", "市科学技术局", "", 3, "name", "some text"),
    ("departments.csv", "session,order", "session,turn", 1, "order", "a column `order`"),
    ("departments.csv", "session,order", "session,session", 1, "session", "each column once"),
    ("departments.csv", "1,2,science", "1,2,3,science", 3, "", "6 cells"),
    ("venues.csv", "main,main", "main,middle", 2, "kind", "one of main, district"),
    ("venues.csv", "column,place", "column,place,colour", 1, "colour", "only the columns"),
    ("quota-districts.csv", "商会代表,30,5", "商会代表,-30,5", 3, "东胜区", "a whole number from 0"),
    ("quota-districts.csv", "商会代表,30,5", "商会代表,30.0,5", 3, "东胜区", "a whole number from 0"),
    ("quota-districts.csv", "商会代表,30,5", "商会代表,99999999999,5", 3, "东胜区", "a whole number from 0"),
    ("quota-districts.csv", "all-sessions-total", "session-total", 20, "row", "one row for each kind"),
    ("classes.csv", ",volunteer", ",lottery", 19, "channel", "one of volunteer, recommendation"),
    ("calendar.csv", "2025-01-01", "1 January", 2, "date", "a date such as"),
    ("calendar.csv", "2025-01-26", "2025-01-01", 3, "date", "each day once"),
    ("ballot.toml", "minutes = 20", "minutes = \"twenty\"", 25, "window.minutes", "a whole number"),
    ("ballot.toml", "minutes = 20", "minuets = 20", 25, "window.minuets", "one of"),
    ("ballot.toml", "minutes = 20\n", "", 24, "window.minutes", "it to be there"),
    ("ballot.toml", "minutes = 20", "minutes 20", 25, "minutes 20", "`=`"),
    ("activity.toml", "start = \"2025-01-13 09:00\"", "start = \"2025-01-33 09:00\"", 145, "session.start", "a date such as"),
    ("groups.toml", "role = \"drafting\"", "role = \"writers\"", 32, "group.role", "a role such as"),
];

#[test]
fn each_wrong_cell_or_key_is_named_with_its_line() {
    let mut missed = Vec::new();
    for (file, from, to, line, field, expected) in CHANGES {
        let found = errors(&edited(ordos(), file, from, to));
        let shown: Vec<_> = found.iter().map(ToString::to_string).collect();
        let hit = found.iter().any(|e| e.file == file && e.line == Some(line) && e.field == field && e.expected.en.contains(expected));
        if !hit {
            missed.push(format!("{file}: {from} → {to}: line {line}, `{field}`, {expected}, but: {shown:#?}"));
        }
        assert!(found.iter().all(|e| e.chinese().contains(&e.file) && !e.expected.zh.is_empty()));
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn all_errors_are_told_at_once() {
    let files = edited(ordos(), "departments.csv", "1,2,science-technology", "one,two,Science");
    let files = edited(files, "venues.csv", "main,main", "main,middle");
    let mut files = edited(files, "ballot.toml", "[window]", "[window");
    files.remove("posts.csv");
    let found = errors(&files);
    let places: Vec<_> = found.iter().map(|e| (e.file.as_str(), e.field.as_str())).collect();
    let cells = [("departments.csv", "session"), ("departments.csv", "order"), ("departments.csv", "id")];
    assert!(cells.iter().all(|cell| places.contains(cell)), "{places:?}");
    assert!(places.contains(&("venues.csv", "kind")) && places.contains(&("posts.csv", "")), "{places:?}");
    assert!(places.iter().any(|(file, _)| *file == "ballot.toml"), "{places:?}");
}

#[test]
fn each_missing_file_is_named() {
    for name in FILES {
        let mut files = ordos();
        files.remove(name);
        let found = errors(&files);
        assert_eq!(found.iter().map(|e| e.file.as_str()).collect::<Vec<_>>(), [name]);
        assert!(found[0].to_string().contains("this file") && found[0].chinese().contains("这个文件"));
    }
}

#[test]
fn an_unknown_file_is_named_because_it_may_be_a_slip_of_the_pen() {
    let found = errors(&with(ordos(), "venus.csv", "x"));
    assert_eq!(found.iter().map(|e| e.file.as_str()).collect::<Vec<_>>(), ["venus.csv"]);
}

#[test]
fn copies_saved_by_excel_read_the_same() {
    let shipped = read(&ordos());
    for name in FILES.iter().filter(|name| name.ends_with(".csv")) {
        let plain = text(&ordos(), name);
        let (gbk, _, lossy) = encoding_rs::GBK.encode(&plain);
        assert!(!lossy, "{name}");
        let crlf = plain.replace('\n', "\r\n");
        let spare = plain.lines().map(|line| format!("{line}\n")).collect::<String>()
            + &",".repeat(plain.lines().next().map_or(0, |l| l.matches(',').count()))
            + "\n\n";
        for bytes in [plain.clone().into_bytes(), gbk.into_owned(), format!("\u{feff}{crlf}").into_bytes(), spare.into_bytes()] {
            let mut plan = read(&with(ordos(), name, bytes));
            plan.fingerprint.clone_from(&shipped.fingerprint);
            assert_eq!(plan, shipped, "{name}");
        }
    }
    let wide = read(&edited(ordos(), "quota-districts.csv", "商会代表,30,5", "商会代表, ３０ ,5"));
    assert_eq!(wide.quota_districts, shipped.quota_districts);
}

#[test]
fn a_chinese_reader_is_told_in_chinese() {
    let found = errors(&edited(ordos(), "departments.csv", "1,2,science", "1,two,science"));
    assert_eq!(found[0].chinese(), "departments.csv 第3行“order”：读到“two”，应为1 到 1000000 的整数");
    assert_eq!(found[0].to_string(), "departments.csv, line 3, `order`: found `two`, expected a whole number from 1 to 1000000");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn arbitrary_bytes_in_any_file_never_panic_and_name_the_file(n in 0..FILES.len(), bytes in prop::collection::vec(any::<u8>(), 1..400)) {
        let name = FILES[n];
        match Plan::read(&with(ordos(), name, bytes)) {
            Err(found) => prop_assert!(found.iter().any(|e| e.file == name)),
            Ok(plan) => { plan.check(); }
        }
    }

    #[test]
    fn a_byte_changed_anywhere_never_panics(n in 0..FILES.len(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let name = FILES[n];
        let mut bytes = ordos().get(name).expect("a file").to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        match Plan::read(&with(ordos(), name, bytes)) {
            Err(found) => prop_assert!(found.iter().any(|e| e.file == name)),
            Ok(plan) => { plan.check(); }
        }
    }

    #[test]
    fn a_file_cut_anywhere_never_panics(n in 0..FILES.len(), at in any::<prop::sample::Index>()) {
        let name = FILES[n];
        let mut bytes = ordos().get(name).expect("a file").to_vec();
        bytes.truncate(at.index(bytes.len()));
        if let Ok(plan) = Plan::read(&with(ordos(), name, bytes)) {
            plan.check();
        }
    }
}
