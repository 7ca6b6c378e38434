//! `sanmin ledger verify` as somebody runs it who trusts nobody.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ledger::{Checkpoint, MemoryLog, Origin};
use record::{AuditHead, Digest, Statement};
use serde_json::Value;

#[path = "support/published.rs"]
mod published;

use published::{ORIGIN, Published, log_signer};

/// A ledger of so many statements.
fn ledger(entries: u64, witnesses: &[u8]) -> Published {
    let statement = |sequence: u64| Statement::AuditHead(AuditHead { sequence, sha256: Digest::of(&sequence.to_be_bytes()) });
    Published::new((0..entries).map(statement), witnesses)
}

impl Published {
    fn file(&self, path: &str) -> PathBuf {
        self.folder().join(path)
    }

    /// Changes one file.
    fn change(&self, path: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.file(path)).expect("the file");
        change(&mut bytes);
        fs::write(self.file(path), bytes).expect("written");
    }

    fn verify(&self) -> Output {
        verify(&self.folder().display().to_string(), &["--vkeys", &self.vkeys(), "--json"])
    }
}

fn verify(place: &str, flags: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sanmin")).args(["ledger", "verify", place]).args(flags).output().expect("the program runs")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("one JSON object on stdout: {output:?}"))
}

/// Serves a folder until the test ends, as plainly as a static file server.
fn serve(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let folder = folder.to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut lines = BufReader::new(stream.try_clone().expect("a copy")).lines().map_while(Result::ok);
            let request = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let path = request.split(' ').nth(1).unwrap_or("/").trim_start_matches("/log/");
            let (status, body) = fs::read(folder.join(path)).map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
            let _ = write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(&body);
        }
    });
    format!("http://{address}/log/")
}

#[test]
fn an_honest_ledger_is_right_from_a_folder_and_from_a_server() {
    let published = ledger(600, &[1, 2]);
    for place in [published.folder().display().to_string(), serve(&published.folder())] {
        let output = verify(&place, &["--vkeys", &published.vkeys(), "--statements", "--json"]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let verdict = json(&output);
        assert_eq!((&verdict["valid"], &verdict["signed"], &verdict["size"]), (&true.into(), &true.into(), &600.into()));
        assert_eq!(verdict["statements"]["audit.head"], 600);
        assert_eq!(verdict["cosignatures"][1]["witness"], "witness.example/2");
        assert_eq!(verdict["cosignatures"][1]["timestamp"], 1_736_000_000);
    }
    let plain = verify(&published.folder().display().to_string(), &["--vkeys", &published.vkeys()]);
    let text = String::from_utf8_lossy(&plain.stdout);
    assert!(text.starts_with("right: city.example/2025, 600 entries, root "), "{text}");
}

#[test]
fn a_tampered_file_is_named() {
    let change = |path: &str, change: fn(&mut Vec<u8>)| {
        let published = ledger(600, &[1, 2]);
        published.change(path, change);
        let output = published.verify();
        assert_eq!(output.status.code(), Some(1), "{path}: {output:?}");
        let verdict = json(&output);
        assert_eq!(verdict["valid"], false);
        (verdict["error"]["kind"].as_str().unwrap_or_default().to_owned(), verdict["error"]["at"].as_str().unwrap_or_default().to_owned())
    };
    let is = |kind: &str, at: &str| (kind.to_owned(), at.to_owned());
    assert_eq!(change("tile/entries/001", |bytes| bytes[40] ^= 1), is("entry", "tile/entries/001"));
    assert_eq!(change("tile/0/000", |bytes| bytes[40] ^= 1), is("entry", "tile/0/000"));
    assert_eq!(change("tile/1/000.p/2", |bytes| bytes[40] ^= 1), is("tile", "tile/1/000.p/2"));
    assert_eq!(change("tile/0/002.p/88", |bytes| bytes.truncate(100)), is("malformed", "tile/0/002.p/88"));
    assert_eq!(change("tile/0/000", |bytes| bytes.resize(100_000, 0)), is("malformed", "tile/0/000"));
    assert_eq!(change("tile/entries/002.p/88", |bytes| bytes.truncate(100)), is("malformed", "tile/entries/002.p/88"));
    assert_eq!(change("checkpoint", |bytes| bytes[20] ^= 1), is("checkpoint", "checkpoint"));

    let published = ledger(600, &[1, 2]);
    fs::remove_file(published.file("tile/entries/001")).expect("removed");
    let output = published.verify();
    assert_eq!((output.status.code(), &json(&output)["error"]["at"]), (Some(1), &"tile/entries/001".into()));
    assert!(String::from_utf8_lossy(&output.stderr).contains("tile/entries/001: missing"), "{output:?}");
}

#[test]
fn two_of_the_known_witnesses_must_have_cosigned() {
    let published = ledger(3, &[1]);
    let output = published.verify();
    assert_eq!((output.status.code(), &json(&output)["error"]["kind"]), (Some(1), &"cosignatures".into()));
    let fewer = verify(&published.folder().display().to_string(), &["--vkeys", &published.vkeys(), "--cosignatures", "1"]);
    assert_eq!(fewer.status.code(), Some(0), "{fewer:?}");
}

#[test]
fn a_checkpoint_kept_from_before_binds_the_ledger() {
    let now = ledger(600, &[1, 2]);
    let seen = |before: &Published| {
        let file = before.file("checkpoint").display().to_string();
        verify(&now.folder().display().to_string(), &["--vkeys", &now.vkeys(), "--json", "--seen", &file])
    };
    assert_eq!(seen(&ledger(300, &[])).status.code(), Some(0));
    let longer = seen(&ledger(601, &[]));
    assert_eq!((longer.status.code(), &json(&longer)["error"]["kind"]), (Some(1), &"shrunk".into()));
}

#[test]
fn without_keys_the_reader_is_told_what_was_not_checked() {
    let published = ledger(3, &[]);
    let output = verify(&published.folder().display().to_string(), &["--json"]);
    assert_eq!((output.status.code(), &json(&output)["signed"]), (Some(0), &false.into()));
    assert!(String::from_utf8_lossy(&output.stderr).contains("who signed it was not checked"), "{output:?}");
}

#[test]
fn wrong_use_and_unreachable_places_are_neither_right_nor_wrong() {
    let published = ledger(3, &[]);
    let folder = published.folder().display().to_string();
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
    for (place, flags) in [
        ("/nowhere/at/all", vec![]),
        (folder.as_str(), vec!["--vkeys", "/nowhere"]),
        (folder.as_str(), vec!["--cosignatures", "1"]),
        (format!("http://{nobody}").as_str(), vec![]),
    ] {
        let output = verify(place, &flags);
        assert_eq!(output.status.code(), Some(2), "{place} {flags:?}: {output:?}");
        assert!(!output.stderr.is_empty());
    }
    let vkeys = published.vkeys();
    fs::write(&vkeys, "nonsense\n").expect("written");
    let output = verify(&folder, &["--vkeys", &vkeys]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 1"), "{output:?}");
}

#[test]
fn an_entry_that_is_no_statement_is_named_when_asked() {
    let mut log = MemoryLog::new();
    log.append([b"{}".to_vec()]).expect("short");
    log.publish(log_signer().sign(&Checkpoint::new(Origin::new(ORIGIN).expect("an origin"), 1, log.root())).expect("signed"));
    let published = ledger(0, &[]);
    for (path, bytes) in log.files() {
        fs::create_dir_all(published.file(&path).parent().expect("a folder")).expect("made");
        fs::write(published.file(&path), bytes).expect("written");
    }
    let folder = published.folder().display().to_string();
    assert_eq!(json(&verify(&folder, &["--json"]))["statements"]["(other)"], 1);
    let output = verify(&folder, &["--json", "--statements"]);
    assert_eq!((output.status.code(), &json(&output)["error"]["at"]), (Some(1), &"tile/entries/000.p/1".into()));
}
