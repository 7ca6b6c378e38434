//! Node, which runs the voter's bundle where there is no browser. A machine without it skips these tests, and says so;
//! with `SANMIN_REQUIRE=node` a skip is a failure.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const OLDEST: u32 = 20;

/// The folder of the voter's program.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../voter")
}

/// A command that runs Node, if there is one that is new enough.
pub fn node() -> Option<Command> {
    let output = Command::new("node").arg("--version").output().ok();
    let version = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    let major: u32 = version.strip_prefix('v').and_then(|version| version.split('.').next()?.parse().ok()).unwrap_or(0);
    if major >= OLDEST {
        return Some(Command::new("node"));
    }
    let required = std::env::var("SANMIN_REQUIRE").unwrap_or_default();
    assert!(!required.split(',').any(|name| name.trim() == "node"), "Node {OLDEST} is required, and here is {version:?}");
    eprintln!("skipped: Node {OLDEST} or newer is not installed");
    None
}

/// The bundle, answering one message a line.
pub struct Voter {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Voter {
    pub fn start() -> Option<Voter> {
        let mut process =
            node()?.arg(folder().join("test/serve.mjs")).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Node starts");
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Some(Voter { process, input, output: BufReader::new(output) })
    }

    pub fn ask(&mut self, message: &Value) -> Value {
        writeln!(self.input, "{message}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{message}: {error}: {line:?}"))
    }

    /// A new worker, for another card.
    pub fn renew(&mut self) {
        self.ask(&json!("new"));
    }

    /// Opens the election and makes all choices; the tracker of the sealed ballot.
    pub fn prepare(&mut self, election: &str, card: &str, choices: &[usize]) -> String {
        self.renew();
        let opened = self.ask(&json!({"type": "open", "election": election, "credential": card}));
        assert_eq!(opened["type"], "opened", "{opened}");
        for (question, answer) in choices.iter().enumerate() {
            let chosen = self.ask(&json!({"type": "choose", "question": question, "answer": answer}));
            assert_eq!(chosen["left"], choices.len() - question - 1, "{chosen}");
        }
        self.ask(&json!({"type": "seal"}))["tracker"].as_str().unwrap().to_owned()
    }
}

impl Drop for Voter {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
