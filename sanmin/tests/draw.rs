//! `sanmin draw` as an official runs it, and as somebody who doubts the outcome.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const FILES: [&str; 4] = ["pool.csv", "quotas.csv", "draw.json", "ranking.csv"];
const SEED: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// A folder with a pool of 60 people in three cells, of whom 40 can be drawn in two sessions.
struct Desk {
    dir: TempDir,
}

impl Desk {
    fn new() -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        let cell = |n: u32| match n % 6 {
            0..3 => ("东胜区/自愿报名市民代表", "volunteer"),
            3 | 4 => ("东胜区/党代表", "nominated"),
            _ => ("主会场/媒体代表", "nominated"),
        };
        let rows: String = (0..60).map(|n| format!("P{n:03},{},{}\n", cell(n).0, cell(n).1)).collect();
        fs::write(dir.path().join("pool-in.csv"), format!("number,cell,channel\n{rows}")).expect("written");
        let quotas = "cell,seats\n主会场/媒体代表,5\n东胜区/党代表,8\n东胜区/自愿报名市民代表,7\n";
        fs::write(dir.path().join("quotas-in.csv"), quotas).expect("written");
        Desk { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("written");
    }

    /// `sanmin draw rank` or `select` with the files of this desk.
    fn draw(&self, command: &str, out: &str, more: &[&str]) -> Output {
        let mut arguments = vec!["draw", command, "--activity", "ordos-2024", "--sessions", "2"];
        arguments.extend(["--pool", "pool-in.csv", "--quotas", "quotas-in.csv", "--out", out]);
        sanmin(self.dir.path(), &[arguments.as_slice(), more].concat())
    }

    fn rank(&self, out: &str) -> Output {
        self.draw("rank", out, &["--seed", SEED])
    }

    fn verify(&self, out: &str) -> Output {
        sanmin(self.dir.path(), &["draw", "verify", out])
    }

    /// The four files of a draw.
    fn published(&self, out: &str) -> [String; 4] {
        FILES.map(|name| fs::read_to_string(self.path(out).join(name)).expect("one of the four files"))
    }

    /// What stands in the folder.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dir.path()).expect("the folder");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn sanmin(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sanmin")).args(arguments).current_dir(folder).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("one JSON object on stdout: {output:?}"))
}

/// Asserts the exit status and words on stderr.
#[track_caller]
fn ends(output: &Output, code: i32, words: &[&str]) {
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    for word in words {
        assert!(text(&output.stderr).contains(word), "“{word}” is not in:\n{}", text(&output.stderr));
    }
}

#[test]
fn a_draw_is_written_told_and_verified() {
    let desk = Desk::new();
    let output = desk.draw("rank", "draw", &["--seed", SEED, "--json"]);
    ends(&output, 0, &[]);
    let told = json(&output);
    assert_eq!((&told["made"], &told["seed"], &told["sources"]), (&true.into(), &SEED.into(), &Value::Array(Vec::new())));
    assert_eq!((&told["fairness"]["people"], &told["fairness"]["drawn"]), (&60.into(), &40.into()));
    let media = &told["fairness"]["cells"][0];
    assert_eq!((&media["decided"], &media["chance"]["fraction"]), (&"recommendation".into(), &"1/1".into()));

    let [_, _, terms, ranking] = desk.published("draw");
    assert_eq!(terms, format!("{{\"activity\":\"ordos-2024\",\"seed\":\"{SEED}\",\"sessions\":2,\"sources\":[]}}\n"));
    assert_eq!((ranking.lines().count(), ranking.matches(",1\n").count(), ranking.matches(",2\n").count()), (61, 20, 20));

    let output = desk.verify("draw");
    ends(&output, 0, &[]);
    let verdict = text(&output.stdout);
    assert!(verdict.starts_with("right: ") && verdict.contains("no source is named"), "{verdict}");
    assert!(verdict.contains("decided by recommendation alone, not drawn: cells 1, places 10"), "{verdict}");
    assert!(verdict.contains(told["sha256"]["ranking.csv"].as_str().expect("a hash")), "{verdict}");
}

#[test]
fn the_seed_is_made_from_the_sources_in_the_order_announced() {
    let desk = Desk::new();
    desk.write("sources.txt", "现场掷骰\t3 5 1 6\n双色球 2025001\t03 09 + 07\n");
    let flags = ["--source", "现场掷骰=3 5 1 6", "--source", "双色球 2025001=03 09 + 07", "--json"];
    let seed = json(&desk.draw("select", "by-flags", &flags))["seed"].as_str().expect("a seed").to_owned();
    // printf 'pingyi-seed/v1\n现场掷骰\t3 5 1 6\n双色球 2025001\t03 09 + 07\n' | sha256sum
    assert_eq!(seed, "554431597e9b9c2ac2dc2e7dd2007c28ec5fb63ab5652c67469915bd9c901f4a");
    let output = desk.draw("select", "by-file", &["--sources", "sources.txt"]);
    assert!(text(&output.stdout).contains(&seed), "{output:?}");
    assert_eq!(desk.published("by-flags"), desk.published("by-file"));
    ends(&desk.verify("by-file"), 0, &[]);

    ends(&desk.draw("rank", "by-seed", &["--seed", &seed]), 0, &[]);
    assert_eq!(desk.published("by-seed")[3], desk.published("by-file")[3]);

    let turned = ["--source", "双色球 2025001=03 09 + 07", "--source", "现场掷骰=3 5 1 6"];
    ends(&desk.draw("select", "turned", &turned), 0, &[]);
    assert_ne!(desk.published("turned")[3], desk.published("by-file")[3]);
}

#[test]
fn the_same_bytes_whatever_a_spreadsheet_did_to_the_files() {
    let desk = Desk::new();
    ends(&desk.rank("plain"), 0, &[]);
    let pool = fs::read_to_string(desk.path("pool-in.csv")).expect("the pool");
    let (heading, rows) = pool.split_once('\n').expect("a heading");
    let mut rows: Vec<_> = rows.lines().collect();
    rows.reverse();
    desk.write("pool-in.csv", format!("\u{feff}{heading}\r\n{}\r\n,,\r\n", rows.join(" \r\n").replace("P01", "P０１")));
    ends(&desk.rank("excel"), 0, &[]);
    assert_eq!(desk.published("plain"), desk.published("excel"));
}

#[test]
fn verify_names_the_first_difference_with_file_and_line() {
    let desk = Desk::new();
    ends(&desk.rank("draw"), 0, &[]);
    let [_, _, _, ranking] = desk.published("draw");
    let line = ranking.lines().nth(30).expect("a line");
    desk.write("draw/ranking.csv", ranking.replace(line, &line.replace(",P", ",Q")));
    let output = sanmin(desk.dir.path(), &["draw", "verify", "draw", "--json"]);
    ends(&output, 1, &["ranking.csv, line 31: found `", &format!("but the draw gives `{line}`")]);
    let verdict = json(&output);
    assert_eq!((&verdict["valid"], &verdict["errors"][0]["file"]), (&false.into(), &"ranking.csv".into()));
    assert_eq!(verdict["errors"][0]["line"], 31);

    fs::remove_file(desk.path("draw/ranking.csv")).expect("removed");
    ends(&desk.verify("draw"), 1, &["ranking.csv: the file is missing"]);
    ends(&desk.verify("nowhere"), 2, &["nowhere: no such folder"]);
}

#[test]
fn verify_replays_replacements_when_they_are_published() {
    let desk = Desk::new();
    ends(&desk.rank("draw"), 0, &[]);
    let [_, _, _, ranking] = desk.published("draw");
    let row = |rank: u32| {
        let begin = format!("东胜区/党代表,{rank},");
        let row = ranking.lines().find_map(|line| line.strip_prefix(&begin)).expect("the rank").split_once(',').expect("a session");
        (row.0.to_owned(), row.1.to_owned())
    };
    let ((left, session), (next, _), (later, _)) = (row(1), row(17), row(18));
    let log =
        |joined: &str, rank: u32| format!("session,cell,left,joined,rank,cause\n{session},东胜区/党代表,{left},{joined},{rank},declined\n");
    desk.write("draw/replacements.csv", log(&next, 17));
    let output = desk.verify("draw");
    ends(&output, 0, &[]);
    assert!(text(&output.stdout).contains("replacements: 1, each"), "{output:?}");
    desk.write("draw/replacements.csv", log(&later, 18));
    ends(&desk.verify("draw"), 1, &["replacements.csv, line 2: the next reserve of cell `东胜区/党代表` is number "]);
}

#[test]
fn cells_that_cannot_be_filled_are_all_told_and_nothing_is_written() {
    let desk = Desk::new();
    desk.write("quotas-in.csv", "cell,seats\n主会场/媒体代表,6\n东胜区/党代表,80\n东胜区/自愿报名市民代表,7\n");
    let told = ["quotas-in.csv, line 2, `seats`", "10 for 12 places, 2 missing", "20 for 160 places, 140 missing"];
    ends(&desk.rank("draw"), 1, &told);
    assert_eq!(desk.names(), ["pool-in.csv", "quotas-in.csv"]);
    let output = desk.draw("rank", "draw", &["--seed", SEED, "--json"]);
    assert_eq!((&json(&output)["made"], &json(&output)["errors"][1]["line"]), (&false.into(), &3.into()));
}

#[test]
fn what_cannot_be_read_is_wrong_use_and_names_its_place() {
    let desk = Desk::new();
    desk.write("pool-in.csv", "number,cell\nP1,东胜区/党代表\nP1,主会场/媒体代表\nP2,a|b\n");
    ends(&desk.rank("draw"), 2, &["pool-in.csv, line 4, `cell`: it holds the character U+007C"]);
    desk.write("pool-in.csv", "number,cell\nP1,东胜区/党代表\nP1,主会场/媒体代表\n");
    ends(&desk.rank("draw"), 2, &["pool-in.csv, line 3, `number`: number P1 stands in the pool more than once, in different cells"]);
    fs::remove_file(desk.path("pool-in.csv")).expect("removed");
    ends(&desk.rank("draw"), 2, &["pool-in.csv: "]);
    assert_eq!(desk.names(), ["quotas-in.csv"]);
}

#[test]
fn wrong_arguments_are_wrong_use() {
    let desk = Desk::new();
    for (flag, value) in [("--seed", "00"), ("--sessions", "0"), ("--activity", "a|b"), ("--activity", " ")] {
        let mut arguments = vec!["draw", "rank", "--pool", "pool-in.csv", "--quotas", "quotas-in.csv", "--out", "draw"];
        for (name, usual) in [("--seed", SEED), ("--sessions", "2"), ("--activity", "ordos-2024")] {
            arguments.extend([name, if name == flag { value } else { usual }]);
        }
        ends(&sanmin(desk.dir.path(), &arguments), 2, &[flag]);
    }
    ends(&desk.draw("select", "draw", &[]), 2, &["--source"]);
    ends(&desk.draw("select", "draw", &["--source", "dice"]), 2, &["there is no = between name and text"]);
    ends(&desk.draw("select", "draw", &["--source", "dice=1", "--source", "dice=2"]), 2, &["source 2: the name `dice` stands before"]);
    desk.write("sources.txt", "dice 1\n");
    ends(&desk.draw("select", "draw", &["--sources", "sources.txt"]), 2, &["sources.txt, line 1: there is no tab"]);
    assert_eq!(desk.names(), ["pool-in.csv", "quotas-in.csv", "sources.txt"]);
}

#[test]
fn a_draw_is_never_written_over_anything() {
    let desk = Desk::new();
    fs::create_dir(desk.path("empty")).expect("made");
    ends(&desk.rank("empty"), 0, &[]);
    let before = desk.published("empty");
    ends(&desk.draw("rank", "empty", &["--seed", &"ab".repeat(32)]), 2, &["--out empty: the folder is not empty"]);
    assert_eq!(desk.published("empty"), before);
    ends(&desk.rank("pool-in.csv"), 2, &["--out pool-in.csv: "]);
    ends(&desk.rank("no/such/folder"), 1, &["no/such/folder: "]);
    ends(&desk.rank("."), 2, &["--out .: not the name of a new folder"]);
    assert_eq!(desk.names(), ["empty", "pool-in.csv", "quotas-in.csv"]);
}
