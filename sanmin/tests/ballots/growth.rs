//! How the cost of a session grows with its voters. The figures and the plot of docs/PERFORMANCE.md come from here.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use ballot::verify::{Options, verify_total};
use ballotbox::testing::Open;
use data_encoding::BASE64;
use serde_json::Value;
use web::args;
use web::database::harness::Place;
use web::database::{Database, DatabaseConfig};

use crate::load::{credentials, load};
use crate::measured::{most_mebibytes, own_milliseconds, processor_milliseconds};
use crate::prepared::{OVER, change, prepared, served, stop, tables, urls};
use crate::support::process::Server;

/// Archives of more ballots are not verified here: a stranger's time for a ballot does not depend on how many there are.
const MOST_VERIFIED: usize = 20_000;
const HEADER: &str = "voters,box_per_second,box_ms,box_mib,total_s,total_ms,total_mib,verify_ms,archive_mb,data_mb";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: SANMIN_VOTERS=100,1500 cargo test --release -p sanmin --test ballots -- --ignored --nocapture growth"]
async fn growth() {
    let sizes = std::env::var("SANMIN_VOTERS").unwrap_or_else(|_| "100,1000,10000".to_owned());
    println!("{HEADER}");
    for voters in sizes.split(',').map(|size| size.trim().parse().expect("SANMIN_VOTERS: numbers, with commas")) {
        println!("{}", session(voters).await);
    }
}

/// A session with all voters at once, from the first ballot to the verified total, on SQLite: a line of figures. Milliseconds are processor
/// time for each ballot; the total is made by a server that has seen none of the ballots before.
async fn session(voters: usize) -> String {
    let (place, folder) = (Place::sqlite(), tempfile::tempdir().expect("the folder for temporary files is writable"));
    let data = folder.path();
    let election = prepared(data, &place, 10, voters).await;

    let server = Server::start(served(data, &place));
    let cast = casting(&server, &election, data);
    let box_mib = most_mebibytes(server.id());

    stop(server);

    change(data, &place, OVER, args![]).await;
    let (server, began) = (Server::start(served(data, &place)), Instant::now());
    await_total(data, &place).await;
    let total_s = began.elapsed().as_secs_f64();
    let total_ms = processor_milliseconds(server.id()) / voters as f64;
    let total_mib = most_mebibytes(server.id());
    stop(server);

    let archive = data.join("counted.bel");
    write_archive(data, &place, &archive).await;
    let verify_ms = (voters <= MOST_VERIFIED).then(|| verification(&archive, voters)).map_or_else(String::new, |ms| format!("{ms:.2}"));

    let megabytes = |path: &Path| std::fs::metadata(path).map_or(0.0, |file| file.len() as f64 / 1e6);
    let stored = megabytes(&data.join("sanmin.sqlite3"));
    format!(
        "{voters},{},{},{box_mib},{total_s:.1},{total_ms:.2},{total_mib},{verify_ms},{:.1},{stored:.1}",
        cast["per_second"],
        cast["server_milliseconds_a_ballot"],
        megabytes(&archive)
    )
}

/// What it costs whoever trusts nobody, who has seen none of the ballots before.
fn verification(archive: &Path, voters: usize) -> f64 {
    let before = own_milliseconds();
    let file = BufReader::new(File::open(archive).expect("written"));
    assert_eq!(verify_total(file, Options::default()).expect("a right archive").trackers.len(), voters);
    (own_milliseconds() - before) / voters as f64
}

/// Casts all ballots as fast as they are taken.
fn casting(server: &Server, election: &Open, data: &Path) -> Value {
    let (file, pid) = (credentials(data, election), server.id().to_string());
    let mut command = load(server, election.election.uuid.as_str(), &file, &["--seconds", "0", "--json", "--pid", &pid]);
    let output = command.output().expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert_eq!(report["acknowledged"], election.cards.len(), "{report}");
    report
}

/// The archive up to the total, as the tables hold it.
async fn write_archive(data: &Path, place: &Place, path: &Path) {
    let (database, mut file) = (tables(data, &urls(place)).await, File::create(path).expect("a writable folder"));
    let mut tx = database.reader().await.expect("a reader");
    let parts: i64 = tx.one("SELECT COUNT(*) FROM election_archive_parts", args![]).await.expect("a count");
    for part in 1..=parts {
        let sql = "SELECT content FROM election_archive_parts WHERE part = $1";
        let content: String = tx.one(sql, args![part]).await.expect("a part");
        file.write_all(&BASE64.decode(content.as_bytes()).expect("base64")).expect("written");
    }
    drop(tx);
    database.close().await;
}

async fn await_total(data: &Path, place: &Place) {
    let config = DatabaseConfig::new(data, &urls(place)).expect("a place");
    let beside = Database::attach(&config).await.expect("the database");
    loop {
        let totals: i64 =
            beside.reader().await.expect("a reader").one("SELECT COUNT(*) FROM election_totals", args![]).await.expect("a count");
        if totals == 1 {
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
    beside.close().await;
}
