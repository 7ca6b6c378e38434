//! `sanmin ledger witness` as a log meets it: growth, forks, stale sizes, restarts.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use ledger::witness::{AddCheckpoint, read_answer};
use ledger::{Checkpoint, ConsistencyProof, Hash, LogSigner, Origin, SignedCheckpoint, VerifierKey};
use record::Digest;
use tempfile::TempDir;

const ORIGIN: &str = "city.example/2025";

fn log_signer() -> LogSigner {
    LogSigner::from_seed(ORIGIN.parse().expect("a name"), &[1; 32])
}

/// A log's history: leaf hashes, from which it proves whatever is asked.
struct Log {
    leaves: Vec<Hash>,
}

impl Log {
    fn new(history: &str) -> Self {
        Log { leaves: (0..50).map(|index| Hash::of_entry(format!("{history} {index}").as_bytes())).collect() }
    }

    /// The honest beginning, and another history from then on.
    fn forked_at(size: usize) -> Self {
        let (mut honest, other) = (Log::new("honest"), Log::new("other"));
        honest.leaves.splice(size.., other.leaves.into_iter().skip(size));
        honest
    }

    fn request(&self, old: u64, new: u64) -> AddCheckpoint {
        let tree = &self.leaves[..new as usize];
        let mut edge = ledger::Edge::new();
        tree.iter().for_each(|leaf| edge.append(*leaf));
        let checkpoint = Checkpoint::new(Origin::new(ORIGIN).expect("an origin"), new, edge.root());
        let proof = ConsistencyProof::make(&mut &tree[..], old, new).expect("all leaves").unwrap_or_default();
        AddCheckpoint { old_size: old, proof, checkpoint: log_signer().sign(&checkpoint).expect("signed") }
    }
}

/// A running witness.
struct Witness {
    child: Child,
    url: String,
    vkey: VerifierKey,
}

fn command(dir: &Path, flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanmin"));
    let vkey = log_signer().verifier().to_string();
    command.args(["ledger", "witness", "--listen", "127.0.0.1:0", "--vkey", &vkey, "--key"]).arg(dir.join("witness.key")).args(flags);
    command
}

impl Witness {
    fn start(dir: &Path) -> Self {
        let mut child = command(dir, &["--new", "witness.example/1"])
            .stdout(Stdio::piped())
            .stderr(fs::File::options().create(true).append(true).open(dir.join("log")).expect("a log"))
            .spawn()
            .expect("the program runs");
        let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
        let mut next = |prefix: &str| {
            let line = lines.next().unwrap_or_else(|| panic!("{}", fs::read_to_string(dir.join("log")).unwrap_or_default()));
            line.expect("text").strip_prefix(prefix).expect(prefix).to_owned()
        };
        let vkey = next("witness ").parse().expect("a key");
        let url = next("listening on ");
        Witness { child, url, vkey }
    }

    fn post(&self, body: &[u8]) -> (u16, String, Vec<u8>) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = agent.post(format!("{}/add-checkpoint", self.url)).send(body).expect("an answer");
        let content_type = answer.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        (answer.status().as_u16(), content_type, answer.body_mut().read_to_vec().expect("a body"))
    }

    fn ask(&self, request: &AddCheckpoint) -> (u16, String) {
        let (status, _, body) = self.post(&request.to_bytes());
        (status, String::from_utf8(body).expect("text"))
    }

    /// The request is cosigned, and validly.
    fn cosigns(&self, request: &AddCheckpoint) {
        let (status, body) = self.ask(request);
        assert_eq!(status, 200, "{body}");
        let signatures = read_answer(body.as_bytes()).expect("signature lines");
        assert_eq!(signatures.len(), 1);
        assert!(signatures[0].verifies(&self.vkey, request.checkpoint.note().text()));
    }

    fn latest(&self) -> Option<SignedCheckpoint> {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = agent.get(format!("{}/{}/checkpoint", self.url, Digest::of(ORIGIN.as_bytes()))).call().expect("an answer");
        let body = answer.body_mut().read_to_vec().expect("a body");
        (answer.status() == 200).then(|| SignedCheckpoint::parse(&body).expect("a checkpoint"))
    }

    /// Stops as a power cut would.
    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn state_files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let folder = if extension == "request" { dir.join("witness-state/evidence") } else { dir.join("witness-state") };
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    files.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

#[test]
fn a_log_that_only_grows_is_cosigned_also_across_a_power_cut() {
    let dir = TempDir::new().expect("a folder");
    let log = Log::new("honest");
    let witness = Witness::start(dir.path());
    assert!(witness.latest().is_none());
    for (old, new) in [(0, 1), (1, 7), (7, 7), (7, 20)] {
        witness.cosigns(&log.request(old, new));
    }
    let before = witness.vkey.clone();
    witness.kill();

    let witness = Witness::start(dir.path());
    assert_eq!(witness.vkey, before, "the key is kept");
    assert_eq!(witness.ask(&log.request(7, 30)), (409, "20\n".into()), "what was cosigned is remembered");
    witness.cosigns(&log.request(20, 30));
    let latest = witness.latest().expect("a checkpoint");
    assert_eq!(latest.unverified().size(), 30);
    let keys = [log_signer().verifier().clone(), witness.vkey.clone()];
    assert_eq!(latest.note().check(&keys).expect("valid").valid.len(), 2);
}

#[test]
fn a_fork_is_refused_named_and_kept_as_evidence() {
    let dir = TempDir::new().expect("a folder");
    let (log, fork) = (Log::new("honest"), Log::forked_at(10));
    let witness = Witness::start(dir.path());
    witness.cosigns(&log.request(0, 20));

    let (status, body) = witness.ask(&fork.request(20, 20));
    assert_eq!(status, 422);
    assert!(body.starts_with("FORK: the log signed root "), "{body}");
    let (status, body) = witness.ask(&fork.request(20, 30));
    assert_eq!(status, 422);
    assert!(body.contains("not shown to continue"), "{body}");
    assert_eq!(state_files(dir.path(), "request").len(), 2);
    assert!(fs::read_to_string(dir.path().join("log")).expect("a log").contains("FORK"));

    // The same again adds nothing, and neither has moved the witness.
    witness.ask(&fork.request(20, 20));
    assert_eq!(state_files(dir.path(), "request").len(), 2);
    witness.kill();
    let witness = Witness::start(dir.path());
    assert_eq!(witness.ask(&fork.request(20, 20)).0, 422, "a restart does not forget");
    witness.cosigns(&log.request(20, 30));
}

#[test]
fn stale_sizes_replays_and_bad_requests_get_the_answers_of_the_specification() {
    let dir = TempDir::new().expect("a folder");
    let log = Log::new("honest");
    let witness = Witness::start(dir.path());
    let first = log.request(0, 5);
    witness.cosigns(&first);
    witness.cosigns(&log.request(5, 9));

    let (status, content_type, body) = witness.post(&first.to_bytes());
    assert_eq!((status, content_type.as_str(), body.as_slice()), (409, "text/x.tlog.size", &b"9\n"[..]));
    assert_eq!(witness.ask(&log.request(0, 20)), (409, "9\n".into()));

    let mut shrinking = log.request(3, 3);
    shrinking.old_size = 9;
    assert_eq!(witness.ask(&shrinking).0, 400);
    assert_eq!(witness.post(b"old 9\n").0, 400);
    assert_eq!(witness.post(&[0xff; 100]).0, 400);
    // Refused by its announced length; the connection may be closed before all of it is sent.
    match ureq::post(format!("{}/add-checkpoint", witness.url)).send(vec![b'x'; 2_000_000]) {
        Err(ureq::Error::StatusCode(status)) => assert_eq!(status, 413),
        Err(_) => {}
        Ok(answer) => panic!("{answer:?}"),
    }

    let stranger = LogSigner::from_seed(ORIGIN.parse().expect("a name"), &[2; 32]);
    let mut forged = log.request(9, 20);
    forged.checkpoint = stranger.sign(forged.checkpoint.unverified()).expect("signed");
    assert_eq!(witness.ask(&forged).0, 403);
    let other = LogSigner::from_seed("other.example".parse().expect("a name"), &[2; 32]);
    let checkpoint = Checkpoint::new(Origin::new("other.example").expect("an origin"), 1, Hash::of_entry(b"x"));
    forged.checkpoint = other.sign(&checkpoint).expect("signed");
    assert_eq!(witness.ask(&forged).0, 404);

    let mut wrong = log.request(9, 20);
    wrong.proof = ConsistencyProof::new(wrong.proof.hashes().iter().rev().copied().collect());
    assert_eq!(witness.ask(&wrong).0, 422);
    witness.cosigns(&log.request(9, 20));
}

/// Two requests at once from one size: one is cosigned, the other told the new size; never both.
#[test]
fn of_two_requests_at_once_one_wins() {
    let dir = TempDir::new().expect("a folder");
    let log = Log::new("honest");
    let witness = Witness::start(dir.path());
    for round in 0..8u64 {
        let (old, a, b) = (round * 5, round * 5 + 5, round * 5 + 3);
        let (first, second) = (log.request(old, a), log.request(old, b));
        let statuses = std::thread::scope(|scope| {
            let asked = [scope.spawn(|| witness.ask(&first).0), scope.spawn(|| witness.ask(&second).0)];
            asked.map(|asked| asked.join().expect("an answer"))
        });
        assert!(matches!(statuses, [200, 409] | [409, 200]), "round {round}: {statuses:?}");
        if statuses[1] == 200 {
            witness.cosigns(&log.request(b, a));
        }
    }
}

fn fails(mut command: Command) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = command.output().expect("the program runs");
    (status.code(), String::from_utf8_lossy(&stderr).into_owned())
}

#[test]
fn a_witness_that_would_forget_or_be_doubled_does_not_start() {
    let dir = TempDir::new().expect("a folder");
    let log = Log::new("honest");
    let witness = Witness::start(dir.path());
    witness.cosigns(&log.request(0, 5));
    let (code, message) = fails(command(dir.path(), &[]));
    assert_eq!(code, Some(1));
    assert!(message.contains("another witness uses this folder"), "{message}");
    witness.kill();

    let [file] = state_files(dir.path(), "checkpoint").try_into().expect("one log");
    let good = fs::read(&file).expect("the file");
    let mut bad = good.clone();
    bad[ORIGIN.len() + 1] = b'4';
    for damaged in [bad, good[..good.len() / 2].to_vec(), Vec::new()] {
        fs::write(&file, damaged).expect("written");
        let (code, message) = fails(command(dir.path(), &[]));
        assert_eq!(code, Some(1), "{message}");
        assert!(message.contains(".checkpoint: "), "{message}");
    }
    fs::write(&file, good).expect("written");
    assert_eq!(Witness::start(dir.path()).ask(&log.request(0, 5)), (409, "5\n".into()));
}

#[test]
fn keys_are_made_once_kept_private_and_refused_in_the_wrong_role() {
    let dir = TempDir::new().expect("a folder");
    let (code, message) = fails(command(dir.path(), &[]));
    assert_eq!(code, Some(2));
    assert!(message.contains("--new NAME"), "{message}");

    drop(Witness::start(dir.path()));
    let key = dir.path().join("witness.key");
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&key).expect("the key").permissions()) & 0o777, 0o600);
    let mut text = String::new();
    fs::File::open(&key).expect("the key").read_to_string(&mut text).expect("text");
    assert!(text.starts_with("PRIVATE+KEY+witness.example/1+"));
    assert!(!fs::read_to_string(dir.path().join("log")).expect("a log").contains("PRIVATE"));

    fs::write(&key, log_signer().to_text().as_bytes()).expect("written");
    let (code, message) = fails(command(dir.path(), &[]));
    assert_eq!(code, Some(2), "{message}");
    assert!(!message.contains("PRIVATE"), "{message}");
}
