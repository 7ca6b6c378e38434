//! The server dies while it closes the window, makes the total, or opens it.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use ballotbox::testing::Open;
use web::args;
use web::database::harness::{Place, each_place};
use web::database::{Database, DatabaseConfig};

use crate::prepared::{OVER, change, confirm_release, others, post, prepared, served, stop, urls};
use crate::support::chance::{Chance, setting};
use crate::support::http::get;
use crate::support::process::{PATIENCE, Server, kill, run, sanmin};

const CARDS: usize = 48;

/// What stands of the first session in the tables of a data folder, beside a server or after one.
struct Found {
    state: String,
    totals: i64,
    results: i64,
    ballots: i64,
    /// Results of all sessions.
    released: i64,
    /// Rows of sealed shares.
    sealed: i64,
    /// Statements of the ledger, by type.
    statements: BTreeMap<String, usize>,
}

impl Found {
    async fn of(data: &Path, place: &Place) -> Self {
        let config = DatabaseConfig::new(data, &urls(place)).expect("a place");
        let database = Database::attach(&config).await.expect("the database");
        let mut tx = database.reader().await.expect("a reader");
        let mut statements = BTreeMap::new();
        let uuid: String = tx.one("SELECT uuid FROM elections WHERE session = 1", args![]).await.expect("an election");
        let entries: Vec<String> = tx.all("SELECT entry FROM ledger_entries ORDER BY position", args![]).await.expect("rows");
        for entry in entries.iter().filter(|entry| entry.contains(&uuid)) {
            let statement = record::Statement::from_bytes(entry.as_bytes()).expect("a statement");
            *statements.entry(statement.kind().to_owned()).or_default() += 1;
        }
        let found = Found {
            state: tx.one("SELECT state FROM elections WHERE session = 1", args![]).await.expect("one election"),
            totals: tx
                .one("SELECT COUNT(*) FROM election_totals WHERE uuid = (SELECT uuid FROM elections WHERE session = 1)", args![])
                .await
                .expect("a count"),
            results: tx
                .one("SELECT COUNT(*) FROM election_results WHERE uuid = (SELECT uuid FROM elections WHERE session = 1)", args![])
                .await
                .expect("a count"),
            ballots: tx
                .one("SELECT COUNT(*) FROM ballots WHERE uuid = (SELECT uuid FROM elections WHERE session = 1)", args![])
                .await
                .expect("a count"),
            released: tx.one("SELECT COUNT(*) FROM election_results", args![]).await.expect("a count"),
            sealed: tx.one("SELECT COUNT(*) FROM release_shares", args![]).await.expect("a count"),
            statements,
        };
        drop(tx);
        database.close().await;
        found
    }

    fn number(&self, kind: &str) -> usize {
        self.statements.get(kind).copied().unwrap_or(0)
    }

    /// Whatever was cut off where: each step is there with everything of it, or not at all.
    fn is_whole(&self) {
        let closed = self.state != "open";
        assert_eq!((self.number("window.closed"), self.number("ballots.closed")), (usize::from(closed), usize::from(closed)));
        assert_eq!(i64::try_from(self.number("tally.encrypted")).expect("a count"), self.totals);
        assert_eq!(i64::try_from(self.number("result.released")).expect("a count"), self.results);
        assert_eq!(self.state == "released", self.results == 1);
        assert_eq!(self.released, self.results * 3, "all sessions at once, or none");
        assert_eq!(self.ballots, CARDS as i64);
        assert!(self.results == 0 || self.sealed == 0, "shares are gone with the release");
    }

    fn stage(&self) -> &'static str {
        match (self.state.as_str(), self.totals, self.results) {
            ("open", ..) => "before the close",
            ("closed", 0, _) => "between close and total",
            (_, _, 0) => "between total and release",
            _ => "after the release",
        }
    }
}

/// Kills the server at moments that chance chooses within `within` after it is up, until `done` or so often; where each kill fell.
async fn kill_often(
    (data, place): (&Path, &Place),
    chance: &mut Chance,
    (kills, within): (u64, Duration),
    fell: &mut BTreeMap<&'static str, u32>,
    done: impl Fn(&Found) -> bool,
) {
    for _ in 0..kills {
        let server = Server::start(served(data, place));
        thread::sleep(Duration::from_micros(chance.below(u64::try_from(within.as_micros()).expect("short"))));
        kill(server.id());
        drop(server);
        let found = Found::of(data, place).await;
        found.is_whole();
        *fell.entry(found.stage()).or_default() += 1;
        if done(&found) {
            return;
        }
    }
}

/// A server that nobody kills goes on until this is so.
async fn finish(data: &Path, place: &Place, done: impl Fn(&Found) -> bool) -> Server {
    let server = Server::start(served(data, place));
    let until = Instant::now() + PATIENCE;
    loop {
        let found = Found::of(data, place).await;
        found.is_whole();
        if done(&found) {
            return server;
        }
        assert!(Instant::now() < until, "it is not taken up: {}", server.log());
        thread::sleep(Duration::from_millis(50));
    }
}

async fn vote(data: &Path, place: &Place, election: &Open) {
    let server = Server::start(served(data, place));
    let (address, path) = (server.ballots(), format!("/v/{}/ballots", election.election.uuid));
    thread::scope(|scope| {
        for part in 0..8 {
            let path = &path;
            scope.spawn(move || {
                for card in (part..CARDS).step_by(8) {
                    post(address, path, "", &election.ballot(card, card % 5)).expect("an answer").expect(200);
                }
            });
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn close_total_and_release_are_taken_up_by_the_next_process_and_published_once() {
    // One election takes some ten kills at most; more are spread over further elections.
    let elections = setting("SANMIN_KILLS", 10).div_ceil(10);
    each_place(async |place| {
        let (mut chance, mut fell) = (Chance::from_setting(), BTreeMap::new());
        for _ in 0..elections {
            let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
            let data = folder.path();
            let place = match place.url() {
                None => &Place::sqlite(),
                Some(_) => &Place::postgres().await.expect("it was there before"),
            };
            let election = prepared(data, place, 4, CARDS).await;
            let uuid = election.election.uuid.as_str();
            vote(data, place, &election).await;
            change(data, place, OVER, args![]).await;
            kill_often((data, place), &mut chance, (5, Duration::from_millis(350)), &mut fell, |found| found.totals == 1).await;
            stop(finish(data, place, |found| found.totals == 1).await);

            let [second, third] = others(data, place).await;
            confirm_release(data, place, &[&election, &second, &third]).await;
            kill_often((data, place), &mut chance, (5, Duration::from_millis(500)), &mut fell, |found| found.results == 1).await;
            let server = finish(data, place, |found| found.results == 1 && found.number("result.released") == 1).await;

            // What everybody can load is right, alone and against the ledger.
            let (archive, keys) = (data.join("archive.bel"), data.join("vkeys"));
            download(&server, &format!("/results/{uuid}.bel"), &archive);
            std::fs::write(&keys, get(server.address, "/ledger/vkeys").expect(200).body).expect("written");
            verified(&server, &archive, &keys);
            stop(server);
        }
        eprintln!("{place}: kills {fell:?}");
    })
    .await;
}

fn download(server: &Server, path: &str, to: &Path) {
    let body = get(server.address, path).expect(200).body;
    std::fs::write(to, body).expect("written");
}

/// The archive by `election verify`, with the ledger as the server publishes it.
fn verified(server: &Server, archive: &Path, keys: &Path) {
    let ledger = format!("http://{}/ledger", server.address);
    let until = Instant::now() + PATIENCE;
    loop {
        let mut command = sanmin(&["election", "verify", "--ledger", &ledger, "--json", "--vkeys"]);
        command.arg(keys).arg(archive);
        let ended = run(command);
        if ended.code == Some(0) {
            break;
        }
        // The last statements are signed within a second.
        assert!(Instant::now() < until, "{}{}", ended.stdout, ended.stderr);
        thread::sleep(Duration::from_millis(200));
    }
    let mut command = sanmin(&["ledger", "verify", &ledger, "--statements", "--vkeys"]);
    command.arg(keys);
    let ended = run(command);
    assert_eq!(ended.code, Some(0), "{}{}", ended.stdout, ended.stderr);
}
