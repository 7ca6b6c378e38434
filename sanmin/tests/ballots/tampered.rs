//! A copy of the data at rest in which one thing was changed: who finds it, and in which words.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use ballotbox::ballots::Receipt;
use ballotbox::testing::Open;
use tempfile::TempDir;
use web::args;
use web::database::harness::Place;
use web::database::{Database, DatabaseConfig};

use crate::prepared::{OVER, change, confirm_release, others, post, prepared, served, stop, tables};
use crate::support::http::{Visitor, get};
use crate::support::people::Administration;
use crate::support::process::{Ended, PATIENCE, Server, run, sanmin};

const CARDS: usize = 20;
/// The other cards vote with nothing.
const VOTING: usize = 16;

/// A server's data at four moments, each a folder of its own.
struct Moments {
    folder: TempDir,
    election: Open,
    receipts: Vec<Receipt>,
    /// Somebody of supervision, signed in.
    supervision: Visitor,
    keys: PathBuf,
}

#[derive(Clone, Copy)]
enum Moment {
    /// The window is open; sixteen ballots are in the box.
    Open,
    /// The window is closed, the hashes are in the ledger, the total is not made.
    Closed,
    /// The total is made and two officers have agreed on the release.
    Counted,
    /// The result is released.
    Released,
}

impl Moment {
    fn name(self) -> &'static str {
        match self {
            Moment::Open => "open",
            Moment::Closed => "closed",
            Moment::Counted => "counted",
            Moment::Released => "released",
        }
    }
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(copied.expect("cp runs").success());
}

async fn read(data: &Path, sql: &'static str) -> Vec<String> {
    let database = Database::attach(&DatabaseConfig::new(data, &[]).expect("a folder")).await.expect("the database");
    let rows = database.reader().await.expect("a reader").all(sql, args![]).await.expect("rows");
    database.close().await;
    rows
}

/// Waits until something stands in the tables.
async fn until_there(data: &Path, server: &Server, sql: &'static str) {
    let until = Instant::now() + PATIENCE;
    while read(data, sql).await.is_empty() {
        assert!(Instant::now() < until, "nothing by: {sql}\n{}", server.log());
        thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until the server says so in its log.
fn until_said(server: &Server, words: &str) {
    let until = Instant::now() + PATIENCE;
    while !server.log().contains(words) {
        assert!(Instant::now() < until, "“{words}” is not said:\n{}", server.log());
        thread::sleep(Duration::from_millis(50));
    }
}

impl Moments {
    fn path(&self, moment: Moment) -> PathBuf {
        self.folder.path().join(moment.name())
    }

    /// Plays an election on a real server, and keeps a copy of its data at each moment.
    async fn play() -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let (data, place) = (folder.path().join("data"), Place::sqlite());
        let keep = |moment: Moment| copy(&data, &folder.path().join(moment.name()));
        let first = Server::start(served(&data, &place));
        let mut administration = Administration::begin(&first);
        let mut person = administration.appoint("watcher", "监督员甲", "市监察委", &["supervision"]);
        stop(first);
        let election = prepared(&data, &place, 2, CARDS).await;
        let server = Server::start(served(&data, &place));
        let (address, path) = (server.ballots(), format!("/v/{}/ballots", election.election.uuid));
        let supervision = person.sign_in(&server);
        let cast = |card| post(address, &path, "", &election.ballot(card, card % 5)).expect("an answer").expect(200).body;
        let receipts = (0..VOTING).map(|card| serde_json::from_str(&cast(card)).expect("a receipt")).collect();
        let keys = folder.path().join("vkeys");
        std::fs::write(&keys, get(server.address, "/ledger/vkeys").expect(200).body).expect("written");
        stop(server);
        keep(Moment::Open);

        // A total that cannot be stored leaves the moment between the close and the total.
        change(&data, &place, OVER, args![]).await;
        let hold = "CREATE TRIGGER hold BEFORE INSERT ON election_totals BEGIN SELECT RAISE(ABORT, 'held'); END";
        execute(&data, hold).await;
        let server = Server::start(served(&data, &place));
        until_said(&server, "held");
        stop(server);
        execute(&data, "DROP TRIGGER hold").await;
        keep(Moment::Closed);

        let server = Server::start(served(&data, &place));
        until_there(&data, &server, "SELECT sha256 FROM election_totals").await;
        stop(server);
        let [second, third] = others(&data, &place).await;
        confirm_release(&data, &place, &[&election, &second, &third]).await;
        keep(Moment::Counted);

        let server = Server::start(served(&data, &place));
        until_there(&data, &server, "SELECT sha256 FROM election_results").await;
        // The last statements are signed.
        thread::sleep(Duration::from_millis(1_200));
        stop(server);
        keep(Moment::Released);
        Moments { folder, election, receipts, supervision, keys }
    }
}

async fn execute(data: &Path, sql: &'static str) {
    let database = tables(data, &[]).await;
    let done: Result<u64, web::database::DatabaseError> = web::database::transaction!(&database, |tx| tx.execute(sql, args![]).await);
    done.expect("a statement");
    database.close().await;
}

/// A changed copy, and a server on it.
struct Tampered<'a> {
    moments: &'a Moments,
    data: PathBuf,
    server: Server,
}

impl Tampered<'_> {
    fn page(&self, path: &str) -> crate::support::http::Answer {
        self.moments.supervision.at(self.server.address).get(path)
    }

    fn ledger(&self) -> String {
        format!("http://{}/ledger", self.server.address)
    }

    /// `sanmin ledger verify`.
    fn ledger_verify(&self) -> Ended {
        let mut command = sanmin(&["ledger", "verify", &self.ledger(), "--statements", "--vkeys"]);
        command.arg(&self.moments.keys);
        run(command)
    }

    /// `sanmin election verify` on the archive that this server gives out.
    fn election_verify(&self) -> Ended {
        let uuid = &self.moments.election.election.uuid;
        let file = self.data.join("archive.bel");
        std::fs::write(&file, get(self.server.address, &format!("/results/{uuid}.bel")).expect(200).body).expect("written");
        let mut command = sanmin(&["election", "verify", "--ledger", &self.ledger(), "--vkeys"]);
        command.arg(&self.moments.keys).arg(file);
        run(command)
    }

    /// What a voter reads who looks up the receipt of each ballot.
    fn receipts(&self) -> Vec<String> {
        let page = |receipt: &Receipt| {
            let tracker = receipt.tracker.replace('+', "-").replace('/', "_");
            get(self.server.address, &format!("/results?tracker={tracker}")).body
        };
        self.moments.receipts.iter().map(page).collect()
    }
}

/// Who finds a change, and how.
enum Finder {
    /// The worker closes no window; its log says why.
    NotClosed(&'static str),
    /// The worker makes no total; its log says why, and supervision's desk that it is missing.
    NoTotal(&'static str),
    /// Everything goes on, but this many voters do not find their ballots.
    Voters(usize),
    /// The release is given up; its page says so.
    NotReleased,
    /// Anybody, by `sanmin ledger verify`.
    LedgerVerify(&'static str),
    /// Anybody, by `sanmin election verify`.
    ElectionVerify(&'static str),
    /// Supervision, by the page that checks the audit log.
    AuditCheck(&'static str),
    /// The page of the results shows nothing rather than other figures.
    NoResults,
    /// Nobody: nothing that is counted or shown depends on it any more, and what is published stays right.
    NobodyAndNothing,
}

/// What is changed, when, how, and who finds it. The same table stands in docs/RELIABILITY.md.
const TABLE: [(&str, Moment, &[&str], Finder); 19] = {
    use Finder::*;
    use Moment::*;
    [
        (
            "bytes of a ballot in the open box",
            Open,
            &[
                "UPDATE ballots SET ballot = replace(ballot, '\"response\":\"1', '\"response\":\"2') WHERE ballot LIKE '%\"response\":\"1%'",
                CLOSE,
            ],
            NoTotal("a stored ballot is not valid"),
        ),
        (
            "a ballot removed from the open box",
            Open,
            &["DELETE FROM ballots WHERE tracker = (SELECT MIN(tracker) FROM ballots)", CLOSE],
            Voters(1),
        ),
        (
            "a ballot added to the open box: another's bytes for a card that has not voted",
            Open,
            &[
                "INSERT INTO ballots (uuid, tracker, credential, ballot) SELECT uuid, 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', (SELECT MIN(credential) FROM election_credentials \
                 WHERE credential NOT IN (SELECT credential FROM ballots)), ballot FROM ballots WHERE tracker = (SELECT MIN(tracker) FROM ballots)",
                CLOSE,
            ],
            NotClosed("a ballot stands twice"),
        ),
        (
            "a card replaced in the list by one of somebody's own",
            Open,
            &[
                "UPDATE election_credentials SET credential = '6666666666666666666666666666666666666666666666666666666666666658' \
                 WHERE credential = (SELECT MIN(credential) FROM election_credentials WHERE credential NOT IN (SELECT credential FROM ballots))",
                CLOSE,
            ],
            NoTotal("the list of credentials in the database is not what was published"),
        ),
        (
            "a card added to the list",
            Open,
            &[
                "INSERT INTO election_credentials (uuid, credential, revoked) \
                 SELECT uuid, '6666666666666666666666666666666666666666666666666666666666666658', 'no' FROM elections",
                CLOSE,
            ],
            NoTotal("the list of credentials in the database is not what was published"),
        ),
        (
            "a ballot removed after the close, before the total",
            Closed,
            &["DELETE FROM ballots WHERE tracker = (SELECT MIN(tracker) FROM ballots)"],
            NoTotal("the box (1 ballots missing or changed, 0 that were not published)"),
        ),
        (
            "bytes of a ballot after the close, before the total",
            Closed,
            &["UPDATE ballots SET ballot = replace(ballot, '\"signature\":{\"hash\":\"', '\"signature\":{\"hash\":\"A') \
                 WHERE tracker = (SELECT MIN(tracker) FROM ballots)"],
            NoTotal("the box (1 ballots missing or changed, 1 that were not published)"),
        ),
        (
            "the name of a question after the close, before the total",
            Closed,
            &["UPDATE elections SET election = replace(election, '部门1', '部门9')"],
            NoTotal("the election in the database is not what was published"),
        ),
        (
            "the list of ballots in the ledger, before the total",
            Closed,
            &["UPDATE ledger_entries SET entry = replace(entry, '\"count\":16', '\"count\":15') WHERE entry LIKE '%ballots.closed%'"],
            NoTotal("is not the list of ballots that was written"),
        ),
        (
            "the archive with the total, before the release",
            Counted,
            &["UPDATE election_archive_parts SET content = substr(content, 1, 40000) || 'AAAA' || substr(content, 40005)"],
            NotReleased,
        ),
        (
            "the published SHA-256 of the total, before the release",
            Counted,
            &["UPDATE election_totals SET sha256 = '5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e'"],
            NotReleased,
        ),
        ("the ballots' table after the total", Counted, &["UPDATE ballots SET ballot = 'x'"], NobodyAndNothing),
        ("the published result", Released, &["UPDATE election_results SET result = replace(result, '[[4', '[[3')"], NoResults),
        (
            "the archive after the release",
            Released,
            &["UPDATE election_archive_parts SET content = substr(content, 1, 40000) || 'AAAA' || substr(content, 40005) WHERE part = 1"],
            ElectionVerify("archive.bel"),
        ),
        (
            "an entry of the ledger",
            Released,
            &["UPDATE ledger_entries SET entry = replace(entry, '\"count\":16', '\"count\":15') WHERE entry LIKE '%tally.encrypted%'"],
            LedgerVerify("entr"),
        ),
        (
            "a tile of the ledger",
            Released,
            &["UPDATE ledger_tiles SET hashes = '00' || substr(hashes, 3) WHERE level = 0"],
            LedgerVerify("entr"),
        ),
        (
            "a row of the audit log",
            Released,
            &["UPDATE audit_log SET actor_name = '另一人' WHERE position = 3"],
            AuditCheck("第 3 条与前面的记录接不上"),
        ),
        (
            "a row removed from the audit log",
            Released,
            &["DELETE FROM audit_log WHERE position = 3"],
            AuditCheck("第 3 条与前面的记录接不上"),
        ),
        (
            "the end of the audit log removed, with its head",
            Released,
            &[
                "DELETE FROM audit_log WHERE position > 4",
                "UPDATE audit_head SET position = 4, hash = (SELECT hash FROM audit_log WHERE position = 4) WHERE id = 1",
            ],
            AuditCheck("与写入公开账本的哈希值不符"),
        ),
    ]
};

/// The time of the window is over.
const CLOSE: &str = OVER;

impl Finder {
    async fn finds(&self, what: &str, it: &Tampered<'_>) {
        let (server, data) = (&it.server, &it.data);
        let refuses = |ended: Ended, words: &str| {
            assert_ne!(ended.code, Some(0), "{what}: {}", ended.stdout);
            assert!(ended.stderr.contains(words), "{what}: {}", ended.stderr);
            eprintln!("{what}: {}", ended.stderr.trim());
        };
        match self {
            Finder::NotClosed(words) => {
                until_said(server, words);
                assert_eq!(read(data, "SELECT state FROM elections").await, ["open"], "{what}");
            }
            Finder::NoTotal(words) => {
                until_said(server, words);
                assert!(read(data, "SELECT sha256 FROM election_totals").await.is_empty(), "{what}");
            }
            Finder::Voters(count) => {
                until_there(data, server, "SELECT sha256 FROM election_totals").await;
                let missing = it.receipts().iter().filter(|page| page.contains("没有查到")).count();
                assert_eq!(missing, *count, "{what}");
            }
            Finder::NotReleased => {
                until_there(data, server, "SELECT why FROM release_openings WHERE state = 'failed'").await;
                assert!(read(data, "SELECT sha256 FROM election_results").await.is_empty(), "{what}");
                it.page("/office/release").expect(200).shows("没有通过核对");
            }
            Finder::LedgerVerify(words) => refuses(it.ledger_verify(), words),
            Finder::ElectionVerify(words) => refuses(it.election_verify(), words),
            Finder::AuditCheck(words) => drop(it.page("/office/audit/check").expect(200).shows("核对没有通过").shows(words)),
            Finder::NoResults => {
                for path in ["/results", "/results/results.csv", "/api/v1/results"] {
                    get(server.address, path).expect(500);
                }
                until_said(server, "is not the one in the ledger");
            }
            Finder::NobodyAndNothing => {
                until_there(data, server, "SELECT sha256 FROM election_results").await;
                thread::sleep(Duration::from_millis(1_200));
                let ended = it.election_verify();
                assert_eq!(ended.code, Some(0), "{what}: {}", ended.stderr);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_in_a_copy_of_the_data_is_found_by_whom_the_table_names() {
    let moments = Moments::play().await;
    // A copy in which nothing was changed is right for everybody.
    let whole = started(&moments, Moment::Released, "nothing", &[]).await;
    for ended in [whole.ledger_verify(), whole.election_verify()] {
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    }
    whole.page("/office/audit/check").expect(200).shows("核对通过");
    get(whole.server.address, "/results").expect(200).shows("得分和位次");
    assert!(whole.receipts().iter().all(|page| page.contains("您的评议票已计入")));
    drop(whole);
    for (what, moment, changes, finder) in &TABLE {
        let tampered = started(&moments, *moment, what, changes).await;
        finder.finds(what, &tampered).await;
    }
}

async fn started<'a>(moments: &'a Moments, moment: Moment, what: &str, changes: &[&'static str]) -> Tampered<'a> {
    eprintln!("changed: {what}");
    let data = moments.folder.path().join("changed");
    let _ = std::fs::remove_dir_all(&data);
    copy(&moments.path(moment), &data);
    let place = Place::sqlite();
    for sql in changes {
        change(&data, &place, sql, args![]).await;
    }
    let server = Server::start(served(&data, &place));
    Tampered { moments, data, server }
}
