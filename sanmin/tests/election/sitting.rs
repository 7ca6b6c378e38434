//! Three trustees at one table, and what they do wrong.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{done, fails};

/// A folder in which three trustees have made keys for as many elections.
pub fn keys(elections: usize) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    fs::write(dir.path().join("passphrase"), "eine Treppe aus Papier\n").expect("written");
    for trustee in 1..=3 {
        keygen(dir.path(), trustee, elections);
    }
    for _ in 0..2 {
        (1..=3).for_each(|trustee| drop(certify(dir.path(), trustee)));
    }
    dir
}

pub fn keygen(folder: &Path, trustee: u32, elections: usize) -> String {
    let (number, key, elections) = (trustee.to_string(), format!("trustee-{trustee}.key"), elections.to_string());
    done(
        folder,
        &[
            "trustee",
            "keygen",
            "--trustee",
            &number,
            "--elections",
            &elections,
            "--key",
            &key,
            "--board",
            "board",
            "--passphrase-file",
            "passphrase",
        ],
    )
}

pub fn certify(folder: &Path, trustee: u32) -> String {
    let key = format!("trustee-{trustee}.key");
    done(folder, &["trustee", "certify", "--key", &key, "--board", "board", "--passphrase-file", "passphrase"])
}

#[test]
fn everybody_ends_with_the_same_words() {
    let dir = keys(3);
    let said: Vec<_> = (1..=3).map(|trustee| certify(dir.path(), trustee)).collect();
    assert!(said[0].contains("the keys are made"), "{}", said[0]);
    assert!(said.iter().all(|one| *one == said[0]));
    assert_eq!(fs::read_dir(dir.path().join("board")).expect("a folder").count(), 12);
}

#[test]
fn whoever_is_awaited_is_named() {
    let dir = TempDir::new().expect("a temporary folder");
    fs::write(dir.path().join("passphrase"), "eine Treppe aus Papier\n").expect("written");
    let said = keygen(dir.path(), 2, 1);
    assert!(said.contains("awaited: certificate of trustee 1, 3"), "{said}");
}

#[test]
fn a_key_file_is_never_written_over_and_opens_with_its_passphrase_alone() {
    let dir = TempDir::new().expect("a temporary folder");
    fs::write(dir.path().join("passphrase"), "eine Treppe aus Papier\n").expect("written");
    fs::write(dir.path().join("other"), "eine Treppe aus Pappe\n").expect("written");
    fs::write(dir.path().join("short"), "kurz\n").expect("written");
    keygen(dir.path(), 1, 1);
    let key = fs::read(dir.path().join("trustee-1.key")).expect("the key");
    let arguments =
        |passphrase| ["trustee", "keygen", "--trustee", "1", "--key", "trustee-1.key", "--board", "board", "--passphrase-file", passphrase];
    assert!(fails(dir.path(), &arguments("passphrase"), 2).contains("trustee-1.key is there already"));
    assert_eq!(fs::read(dir.path().join("trustee-1.key")).expect("the key"), key);
    assert!(fails(dir.path(), &arguments("short"), 2).contains("at least 12 characters"));
    let certify = |passphrase| ["trustee", "certify", "--key", "trustee-1.key", "--board", "board", "--passphrase-file", passphrase];
    assert!(fails(dir.path(), &certify("other"), 2).contains("wrong passphrase, or the file was changed"));
    assert!(!String::from_utf8_lossy(&key).contains("seeds"));
}

#[test]
fn a_changed_board_is_noticed_and_the_file_is_named() {
    let dir = keys(1);
    let path = dir.path().join("board/polynomial-2.json");
    let text = fs::read_to_string(&path).expect("the posting");
    fs::write(&path, text.replacen("challenge", "challange", 1)).expect("written");
    let said =
        fails(dir.path(), &["trustee", "certify", "--key", "trustee-1.key", "--board", "board", "--passphrase-file", "passphrase"], 2);
    assert!(said.contains("polynomial-2.json") && said.contains("not the polynomial that member 2 committed to"), "{said}");
    fs::copy(dir.path().join("board/polynomial-1.json"), &path).expect("copied");
    let said =
        fails(dir.path(), &["trustee", "certify", "--key", "trustee-1.key", "--board", "board", "--passphrase-file", "passphrase"], 2);
    assert!(said.contains("holds polynomial of member 1"), "{said}");
}

#[test]
fn numbers_that_make_no_sitting_are_refused_before_anything_is_made() {
    let dir = TempDir::new().expect("a temporary folder");
    let base = ["trustee", "keygen", "--key", "k", "--board", "board", "--passphrase-file", "none"];
    let with = |more: &[&'static str]| [&base[..], more].concat();
    assert!(fails(dir.path(), &with(&["--trustee", "4"]), 2).contains("there are 3 trustees"));
    assert!(fails(dir.path(), &with(&["--trustee", "1", "--threshold", "4"]), 2).contains("not a sitting"));
    assert!(fs::read_dir(dir.path()).expect("a folder").next().is_none());
}
