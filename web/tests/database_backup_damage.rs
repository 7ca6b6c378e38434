//! Files that are no whole backup: refused by name, without a panic, and with nothing written.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use web::database::backup::{BackupError, backup, check, restore};
use web::database::harness::{Place, each_place};
use web::database::{DatabaseError, Migration, transaction};

const SCHEMA: &[Migration] = &[
    Migration {
        number: 101,
        name: "create_doors",
        sql: "CREATE TABLE doors (id TEXT NOT NULL PRIMARY KEY, width BIGINT NOT NULL CHECK (width > 0))",
    },
    Migration {
        number: 102,
        name: "create_keys",
        sql: "CREATE TABLE keys (id TEXT NOT NULL PRIMARY KEY, door TEXT NOT NULL REFERENCES doors (id))",
    },
];

async fn good_lines() -> Vec<String> {
    let (place, folder) = (Place::sqlite(), tempfile::tempdir().unwrap());
    let database = place.open(SCHEMA).await;
    let filled: Result<(), DatabaseError> = transaction!(database, |tx| {
        tx.execute("INSERT INTO doors (id, width) VALUES ('front', 90), ('back', 80)", &[]).await?;
        tx.execute("INSERT INTO keys (id, door) VALUES ('k', 'front')", &[]).await.map(drop)
    });
    filled.unwrap();
    let file = folder.path().join("good");
    backup(&database, &file, 0).await.unwrap();
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().map(|line| format!("{line}\n")).collect()
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text).unwrap();
    gzip.finish().unwrap()
}

/// Packs lines under a footer that is right for them, as somebody would who means to deceive.
fn packed_with_footer(lines: &[String]) -> Vec<u8> {
    let text = lines.concat();
    let footer = serde_json::json!({ "rows": lines.len() - 1, "sha256": HEXLOWER.encode(&Sha256::digest(&text)) });
    packed(format!("{text}{footer}\n").as_bytes())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

/// Restores into each engine, which must refuse and stay empty.
async fn refused(file: &Path) -> Vec<BackupError> {
    let mut errors = Vec::new();
    for to in Place::each().await {
        let Err(error) = restore(to.config(), SCHEMA, file).await else { panic!("{} was restored", file.display()) };
        let database = to.open(&[]).await;
        for table in ["SELECT id FROM doors", "SELECT id FROM keys"] {
            assert!(database.reader().await.unwrap().all::<String>(table, &[]).await.is_err(), "{to}: {error} left something behind");
        }
        errors.push(error);
    }
    errors
}

#[tokio::test]
async fn files_of_other_kinds_are_named_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let later = good_lines().await.concat().replace("sanmin-backup/v1", "sanmin-backup/v2");
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("text.txt", b"Dear restore, I am a letter.".to_vec()),
        ("picture.png", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("start-of.gz", vec![0x1f, 0x8b]),
        ("other.gz", packed(b"some log\n")),
        ("json.gz", packed(b"{\"format\":\"something\"}\n")),
        ("later", packed(later.as_bytes())),
        ("header.gz", packed(b"{\"format\":\"sanmin-backup/v1\"}\n")),
        ("endless.gz", packed(&vec![b'a'; 1 << 20])),
    ] {
        for error in refused(&write(folder.path(), name, &bytes)).await {
            assert!(matches!(&error, BackupError::Foreign { path, .. } if path.ends_with(name)), "{name}: {error}");
        }
    }
    let error = restore(Place::sqlite().config(), SCHEMA, &folder.path().join("missing")).await.unwrap_err();
    assert!(matches!(error, BackupError::File { .. }) && error.to_string().contains("missing"), "{error}");
}

#[tokio::test]
async fn every_cut_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let whole = packed(good_lines().await.concat().as_bytes());
    check(&write(folder.path(), "whole", &whole)).unwrap();
    for length in 0..whole.len() {
        let file = write(folder.path(), "cut", &whole[..length]);
        assert!(check(&file).is_err(), "cut to {length} of {} bytes", whole.len());
    }
    for error in refused(&write(folder.path(), "cut", &whole[..whole.len() - 9])).await {
        assert!(matches!(error, BackupError::Damaged { .. }), "{error}");
    }
    refused(&write(folder.path(), "doubled", &[whole.clone(), whole.clone()].concat())).await;
}

#[tokio::test]
async fn a_flipped_bit_in_any_byte_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let whole = packed(good_lines().await.concat().as_bytes());
    let summary = check(&write(folder.path(), "whole", &whole)).unwrap();
    for place in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[place] ^= 1 << (place % 8);
        // Some bits of gzip's own header and padding mean nothing: the content, and its digest, are then the same.
        if let Ok(same) = check(&write(folder.path(), "flipped", &flipped)) {
            assert_eq!(same, summary, "byte {place}");
        }
    }
}

#[tokio::test]
async fn a_change_that_was_packed_again_does_not_match_the_footer() {
    let folder = tempfile::tempdir().unwrap();
    let text = good_lines().await.concat();
    for (from, to, expected) in [
        ("[\"back\",80]", "[\"back\",81]", "digest"),
        ("\"made_at\":0", "\"made_at\":1", "digest"),
        ("\"rows\":3", "\"rows\":4", "counts 4"),
    ] {
        assert!(text.contains(from), "{text}");
        for error in refused(&write(folder.path(), "repacked", &packed(text.replace(from, to).as_bytes()))).await {
            assert!(matches!(error, BackupError::Damaged { .. }) && error.to_string().contains(expected), "{error}");
        }
    }
}

#[tokio::test]
async fn changed_lines_are_noticed_even_under_a_right_footer() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = good_lines().await;
    lines.pop();
    let restored = write(folder.path(), "unchanged", &packed_with_footer(&lines));
    each_place(async |to| drop(restore(to.config(), SCHEMA, &restored).await.unwrap())).await;

    let change = |from: &str, to: &str| lines.iter().map(|line| line.replace(from, to)).collect::<Vec<_>>();
    let first = lines[0].split("\"migrations\":[{").nth(1).unwrap().split('}').next().unwrap().to_owned();
    let cases = [
        ("a row that a check refuses", change("[\"back\",80]", "[\"back\",-80]"), "row 1 of table doors"),
        ("a row twice", change("[\"back\",80]", "[\"front\",80]"), "row 2 of table doors"),
        ("a text in place of a number", change("[\"back\",80]", "[\"back\",\"80\"]"), "column width holds another type"),
        ("a fraction", change("[\"back\",80]", "[\"back\",80.5]"), "column width holds another type"),
        ("a number too large", change("[\"back\",80]", "[\"back\",9223372036854775808]"), "column width holds another type"),
        ("NULL where none may be", change("[\"back\",80]", "[\"back\",null]"), "row 1 of table doors"),
        ("a value too many", change("[\"back\",80]", "[\"back\",80,1]"), "3 values for 2 columns"),
        ("a row that is no array", change("[\"back\",80]", "{}"), "line 2"),
        ("a key to no door", change("[\"k\",\"front\"]", "[\"k\",\"side\"]"), "constraint"),
        ("another table", change("\"doors\"", "\"floors\""), "the tables of the backup are not those of its schema"),
        ("another column", change("\"width\"", "\"height\""), "the columns of doors are not those of its schema"),
        ("a column that is an attack", change("\"width\"", "\"width) VALUES ('x', 1); DROP TABLE doors; --\""), "the columns of doors"),
        ("more rows than announced", change("\"rows\":2", "\"rows\":1"), "line"),
        ("a row missing", change("[\"back\",80]\n", ""), "line"),
        ("a migration of another text", change("\"sha256\":\"", "\"sha256\":\"0"), "its checksum differs"),
        ("a migration that nobody knows", change("\"number\":102", "\"number\":109"), "does not know"),
        (
            "a migration twice",
            change("\"number\":102,\"name\":\"create_keys\"", &format!("{first}}},{{\"number\":102,\"name\":\"create_keys\"")),
            "failed",
        ),
        ("a header that lacks its tables", change("\"tables\"", "\"stools\""), "its header is not complete"),
    ];
    for (what, lines, expected) in cases {
        for error in refused(&write(folder.path(), "changed", &packed_with_footer(&lines))).await {
            assert!(error.to_string().contains(expected), "{what}: {error}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>, lines: Vec<String>, rows in any::<u64>()) {
        let folder = tempfile::tempdir().unwrap();
        let header = format!(
            "{{\"format\":\"sanmin-backup/v1\",\"made_at\":0,\"engine\":\"x\",\"migrations\":[],\"tables\":[{{\"name\":\"t\",\"rows\":{rows},\"columns\":[{{\"name\":\"c\",\"type\":\"int\"}}]}}]}}\n"
        );
        for content in [
            bytes.clone(),
            [&[0x1f, 0x8b, 8, 0][..], &bytes].concat(),
            packed(&bytes),
            packed(&[header.as_bytes(), &bytes].concat()),
            packed(format!("{header}{}", lines.join("\n")).as_bytes()),
        ] {
            prop_assert!(check(&write(folder.path(), "any", &content)).is_err());
        }
    }
}
