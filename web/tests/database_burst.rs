//! Group commit: nothing is acknowledged before it is durable, and nobody pays for another's failure.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use web::database::harness::{each_engine, each_place};
use web::database::{Burst, BurstError, Database, DatabaseConfig, DatabaseError, Handler, Migration, Tx, args};

const SLIPS: &[Migration] =
    &[Migration { number: 101, name: "create_slips", sql: "CREATE TABLE slips (id TEXT NOT NULL PRIMARY KEY, CHECK (id <> 'torn'))" }];

/// Puts slips into a box; says whether a slip was new.
struct SlipBox {
    /// Opened by the test, which can let a batch gather before it.
    gate: Arc<Semaphore>,
    /// One permit for each time that a slip arrived at the gate.
    arrived: Arc<Semaphore>,
}

impl Handler for SlipBox {
    type Job = String;
    type Done = bool;
    type Error = DatabaseError;

    async fn handle(&self, tx: &mut Tx, slip: &String) -> Result<bool, DatabaseError> {
        self.arrived.add_permits(1);
        let _open = self.gate.acquire().await;
        let changed = tx.execute("INSERT INTO slips (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", args![slip]).await?;
        Ok(changed == 1)
    }
}

fn open_box(database: &Database, queue: usize) -> Burst<SlipBox> {
    let (burst, gate, _) = closed_box(database, queue);
    gate.add_permits(1);
    burst
}

/// A box with its gate, still closed, and the permits of those that arrived there.
fn closed_box(database: &Database, queue: usize) -> (Burst<SlipBox>, Arc<Semaphore>, Arc<Semaphore>) {
    let (gate, arrived) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let handler = SlipBox { gate: gate.clone(), arrived: arrived.clone() };
    (Burst::start(database.clone(), handler, queue), gate, arrived)
}

async fn slips(database: &Database) -> BTreeSet<String> {
    database.reader().await.unwrap().all("SELECT id FROM slips ORDER BY id", &[]).await.unwrap().into_iter().collect()
}

fn submit(burst: &Burst<SlipBox>, slip: &str) -> tokio::task::JoinHandle<Result<bool, BurstError<DatabaseError>>> {
    let (burst, slip) = (burst.clone(), slip.to_owned());
    tokio::spawn(async move { burst.submit(slip).await })
}

#[tokio::test]
async fn one_torn_slip_does_not_spoil_the_batch() {
    each_engine(SLIPS, async |database| {
        let (burst, gate, arrived) = closed_box(&database, 100);
        let waiting: Vec<_> = ["a", "b", "torn", "c", "a"].map(|slip| submit(&burst, slip)).into_iter().collect();
        arrived.acquire().await.unwrap().forget();
        gate.add_permits(1);
        let mut outcomes = Vec::new();
        for slip in waiting {
            outcomes.push(match slip.await.unwrap() {
                Ok(true) => "kept",
                Ok(false) => "known",
                Err(BurstError::Failed(DatabaseError::Constraint { .. })) => "refused",
                Err(other) => panic!("{other}"),
            });
        }
        assert_eq!(outcomes, ["kept", "kept", "refused", "kept", "known"]);
        assert_eq!(slips(&database).await, ["a", "b", "c"].map(String::from).into());
    })
    .await;
}

#[tokio::test]
async fn a_full_queue_says_so_at_once() {
    each_engine(SLIPS, async |database| {
        let (burst, gate, arrived) = closed_box(&database, 2);
        let first = submit(&burst, "0");
        arrived.acquire().await.unwrap().forget();
        let queued = [submit(&burst, "1"), submit(&burst, "2")];
        // All run on this thread, so that both have handed in their slip when it is this one's turn again.
        tokio::task::yield_now().await;
        assert!(matches!(burst.submit("3".into()).await, Err(BurstError::QueueFull)));
        assert!(slips(&database).await.is_empty(), "nothing is visible before the commit");
        gate.add_permits(1);
        for slip in queued.into_iter().chain([first]) {
            assert!(slip.await.unwrap().unwrap());
        }
        assert!(burst.submit("3".into()).await.unwrap(), "there is room again");
    })
    .await;
}

#[tokio::test]
async fn a_caller_that_goes_away_takes_nobody_with_it() {
    each_engine(SLIPS, async |database| {
        let (burst, gate, arrived) = closed_box(&database, 10);
        let (gone, stays) = (submit(&burst, "gone"), submit(&burst, "stays"));
        arrived.acquire().await.unwrap().forget();
        gone.abort();
        gate.add_permits(1);
        assert!(stays.await.unwrap().unwrap());
        assert_eq!(slips(&database).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn after_a_failed_commit_nothing_was_acknowledged() {
    each_engine(SLIPS, async |database| {
        let burst = open_box(&database, 10);
        assert!(burst.submit("before".into()).await.unwrap());
        database.close().await;
        assert!(matches!(burst.submit("after".into()).await, Err(BurstError::Failed(DatabaseError::Closed))));
    })
    .await;
}

/// The program that is killed: submits without end and prints what was acknowledged.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "is started by the test below"]
async fn keep_submitting() {
    let folder = PathBuf::from(std::env::var_os("SLIPS_FOLDER").unwrap());
    let urls: Vec<String> = std::env::var("SLIPS_URL").ok().into_iter().collect();
    let database = Database::open(&DatabaseConfig::new(&folder, &urls).unwrap(), SLIPS).await.unwrap();
    let burst = open_box(&database, 1000);
    let submitters: Vec<_> = (0..50)
        .map(|submitter| {
            let burst = burst.clone();
            tokio::spawn(async move {
                for n in 0.. {
                    let slip = format!("{submitter}-{n}");
                    if burst.submit(slip.clone()).await.unwrap_or(false) {
                        println!("kept {slip}");
                    }
                }
            })
        })
        .collect();
    for submitter in submitters {
        submitter.await.unwrap();
    }
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_in_the_middle_of_a_burst() {
    each_place(async |place| {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "keep_submitting", "--ignored", "--nocapture"]).stdout(Stdio::piped());
        match place.config() {
            DatabaseConfig::Sqlite(config) => child.env("SLIPS_FOLDER", &config.folder),
            DatabaseConfig::Postgres(_) => child.env("SLIPS_FOLDER", "").env("SLIPS_URL", place.url().unwrap()),
        };
        let mut child = child.spawn().unwrap();
        let mut acknowledged = BTreeSet::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let Ok(line) = line else { break };
            if let Some(slip) = line.strip_prefix("kept ") {
                acknowledged.insert(slip.to_owned());
            }
            if acknowledged.len() == 700 {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(acknowledged.len() >= 700, "the burst was under way");
        let kept = slips(&place.open(SLIPS).await).await;
        let lost: Vec<_> = acknowledged.difference(&kept).collect();
        assert!(lost.is_empty(), "{} of {} acknowledged slips are lost", lost.len(), acknowledged.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: cargo test -p web --test database_burst --release -- --ignored --nocapture throughput"]
async fn throughput() {
    each_engine(SLIPS, async |database| {
        for together in [1, 16, 128, 512] {
            let (burst, started) = (open_box(&database, 1024), Instant::now());
            let submitters: Vec<_> = (0..together)
                .map(|submitter| {
                    let burst = burst.clone();
                    tokio::spawn(async move {
                        let mut done = 0u32;
                        while started.elapsed() < Duration::from_secs(3) {
                            assert!(burst.submit(format!("{together}-{submitter}-{done}")).await.unwrap());
                            done += 1;
                        }
                        done
                    })
                })
                .collect();
            let mut done = 0;
            for submitter in submitters {
                done += submitter.await.unwrap();
            }
            let rate = f64::from(done) / started.elapsed().as_secs_f64();
            println!("{}: {together} at once: {rate:.0} a second", web::database::harness::name(database.engine()));
        }
    })
    .await;
}
