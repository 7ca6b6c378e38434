//! The whole proof at full size: the real plan, 16,000 people, a ceremony held by forms; what is published is replayed by two programs, and
//! a changed byte is found wherever it is.

#[path = "../../subjects/representatives/tests/draw_support/mod.rs"]
mod draw_support;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use draw_support::{application, fill, migrations, officers, statements};
use ledger::{Edge, Hash};
use plan::{Plan, TableName};
use record::{Digest, DrawReleased, PoolFrozen, Statement};
use sortition::testing::Sequence;
use tempfile::TempDir;
use web::database::harness::{each_engine, skip, sqlite};
use web::testing::{TestApp, real_plan};

const FILES: [&str; 7] = ["pool.csv", "quotas.csv", "draw.json", "ranking.csv", "replacements.csv", "terms.txt", "salts.csv"];
/// What `sanmin draw verify` reads; the other two are held against the ledger.
const REPLAYED: [&str; 5] = ["pool.csv", "quotas.csv", "draw.json", "ranking.csv", "replacements.csv"];
/// Places in each file where a byte is changed.
const PLACES: u64 = 24;

/// What the application published: files, and what its ledger says of them.
struct Published {
    folder: TempDir,
    files: BTreeMap<&'static str, Vec<u8>>,
    frozen: PoolFrozen,
    released: DrawReleased,
}

impl Published {
    /// Holds the ceremony over 3,000 volunteers and 13,000 nominees and downloads everything.
    async fn by(app: &TestApp) -> Self {
        fill(app, 3_000, 13_000).await;
        officers(app).await.hold_and_release(app).await;
        let folder = TempDir::new().expect("a temporary folder");
        let (mut citizen, mut files) = (app.visitor(), BTreeMap::new());
        for name in FILES {
            let bytes = citizen.get(&format!("/draw/{name}")).await.expect(200).bytes;
            fs::write(folder.path().join(name), &bytes).expect("written");
            files.insert(name, bytes);
        }
        let said = statements(app).await;
        let frozen = said.iter().find_map(|(_, it)| if let Statement::PoolFrozen(it) = it { Some(it.clone()) } else { None });
        let released = said.into_iter().find_map(|(_, it)| if let Statement::DrawReleased(it) = it { Some(it) } else { None });
        Published { folder, files, frozen: frozen.expect("the freeze"), released: released.expect("the release") }
    }

    fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.files[name]).expect("UTF-8")
    }

    fn verify(&self) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sanmin"));
        command.args(["draw", "verify"]).arg(self.folder.path()).output().expect("the program runs")
    }

    /// Whether these bytes are those that the ledger names.
    fn is_in_ledger(&self, name: &str, bytes: &[u8]) -> bool {
        self.released.files.iter().any(|file| file.name.as_str() == name && file.sha256 == Digest::of(bytes))
    }

    /// Who sits where: cell, number, session.
    fn drawn(&self) -> Vec<(&str, &str, u32)> {
        let row = |line| {
            let [cell, _, number, session] = columns(line);
            (cell, number, session.parse().expect("a session"))
        };
        self.text("ranking.csv").lines().skip(1).map(row).filter(|(.., session)| *session > 0).collect()
    }
}

fn columns<const N: usize>(line: &str) -> [&str; N] {
    line.split(',').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("not {N} columns: {line}"))
}

/// The commitment, computed from the files as its documentation says; `None` when a heading is not right or somebody has no salt.
fn root(terms: &str, pool: &str, salts: &str) -> Option<Digest> {
    let salts: HashMap<&str, &str> = salts.strip_prefix("number,salt\n")?.lines().filter_map(|line| line.split_once(',')).collect();
    let mut edge = Edge::new();
    edge.append(Hash::of_entry(terms.as_bytes()));
    for line in pool.strip_prefix("number,cell,channel\n")?.lines() {
        let [number, cell, channel] = columns(line);
        edge.append(Hash::of_entry(format!("pingyi-pool/v1|person|{}|{number}|{cell}|{channel}", salts.get(number)?).as_bytes()));
    }
    Some(Digest::from_bytes(*edge.root().as_bytes()))
}

/// The cells of both tables with their seats in one session, by the name under which the draw knows them.
fn seats(plan: &Plan) -> BTreeMap<String, u32> {
    let mut seats = BTreeMap::new();
    for table in [TableName::Main, TableName::Districts] {
        let quota = plan.quota(table);
        for row in &quota.rows {
            let class = plan.classes.iter().find(|class| class.table == table && class.name == row.class).expect("a class");
            for (column, count) in quota.columns.iter().zip(&row.seats) {
                let venue = plan.venues.iter().find(|venue| venue.column == *column).expect("a venue");
                assert_eq!(seats.insert(format!("{}/{}", venue.id, class.id), *count), None, "a cell stands once");
            }
        }
    }
    seats
}

fn every_printed_cell_is_filled(published: &Published) {
    let printed = Plan::read(&real_plan()).expect("the real plan");
    let resolved = printed.resolved();
    let (printed, seats) = (seats(&printed), seats(&resolved));
    let amended: Vec<_> = seats.iter().filter(|(cell, count)| printed[*cell] != **count).collect();
    assert_eq!(amended, [(&"dongsheng/district-trade-associations".to_owned(), &20)], "printed as 30; the published resolution says 20");

    let drawn = published.drawn();
    let numbers: HashSet<&str> = drawn.iter().map(|(_, number, _)| *number).collect();
    assert_eq!((drawn.len(), numbers.len()), (4_500, 4_500), "4,500 places, nobody twice");
    let mut filled: BTreeMap<(u32, &str), u32> = BTreeMap::new();
    for (cell, _, session) in &drawn {
        *filled.entry((*session, *cell)).or_default() += 1;
    }
    let wanted: BTreeMap<(u32, &str), u32> =
        (1..=3).flat_map(|session| seats.iter().map(move |(cell, count)| ((session, cell.as_str()), *count))).collect();
    assert_eq!(filled, wanted);

    // The sums that the document prints below its tables.
    for table in [TableName::Main, TableName::Districts] {
        let quota = resolved.quota(table);
        let totals = [(1..=1, &quota.session_total), (1..=3, &quota.all_sessions_total)];
        for (sessions, total) in totals.into_iter().filter_map(|(sessions, total)| Some((sessions, total.as_ref()?))) {
            for (column, count) in quota.columns.iter().zip(&total.seats) {
                let venue = resolved.venues.iter().find(|venue| venue.column == *column).expect("a venue");
                let here = drawn
                    .iter()
                    .filter(|(cell, _, session)| sessions.contains(session) && cell.split('/').next() == Some(venue.id.as_str()));
                assert_eq!(here.count(), *count as usize, "{column}");
            }
        }
    }
    for (session, people) in [(1, 1_500), (2, 1_500), (3, 1_500)] {
        assert_eq!(drawn.iter().filter(|(.., at)| *at == session).count(), people);
    }
}

fn two_programs_say_the_same(published: &Published) {
    let output = published.verify();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.starts_with("right: "), "{output:?}");
    if Command::new("python3").arg("--version").output().is_err() {
        return skip("python", "there is no python3");
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/draw_verify.py");
    let output = Command::new("python3").arg(script).arg(published.folder.path()).output().expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn the_ledger_holds_them(published: &Published) {
    for name in FILES {
        assert!(published.is_in_ledger(name, &published.files[name]), "{name}");
    }
    let Published { frozen, .. } = published;
    assert_eq!(frozen.count, 16_000);
    assert_eq!((frozen.pool, frozen.quotas), (Digest::of(&published.files["pool.csv"]), Digest::of(&published.files["quotas.csv"])));
    let computed = root(published.text("terms.txt"), published.text("pool.csv"), published.text("salts.csv"));
    assert_eq!(computed, Some(frozen.root), "the commitment that stood in the ledger before the seed");
}

#[tokio::test]
async fn sixteen_thousand_people_and_the_real_plan_give_a_draw_that_anybody_replays() {
    each_engine(&migrations(), async |database| {
        let published = Published::by(&application(database).await).await;
        every_printed_cell_is_filled(&published);
        two_programs_say_the_same(&published);
        the_ledger_holds_them(&published);
    })
    .await;
}

#[tokio::test]
async fn a_changed_byte_anywhere_is_found() {
    let (database, _place) = sqlite(&migrations()).await;
    let published = Published::by(&application(database).await).await;
    let mut sequence = Sequence::new(2_026);
    for name in FILES {
        let right = &published.files[name];
        for _ in 0..PLACES {
            let at = usize::try_from(sequence.below(right.len() as u64)).expect("a place");
            // Never the byte that stands there; a letter as often as one that is no text.
            let other = u8::try_from(1 + sequence.below(255)).expect("a byte");
            let mut changed = right.clone();
            changed[at] ^= other;
            let what = format!("{name}, byte {at}: {} instead of {}", changed[at], right[at]);
            assert!(!published.is_in_ledger(name, &changed), "{what}");
            if REPLAYED.contains(&name) {
                fs::write(published.folder.path().join(name), &changed).expect("written");
                let output = published.verify();
                assert_eq!(output.status.code(), Some(1), "{what}: {output:?}");
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(REPLAYED.iter().any(|file| said.contains(file)), "{what}: {said}");
            } else if let Ok(text) = std::str::from_utf8(&changed) {
                let file = |other| if other == name { text } else { published.text(other) };
                let computed = root(file("terms.txt"), file("pool.csv"), file("salts.csv"));
                assert_ne!(computed, Some(published.frozen.root), "{what}");
            }
        }
        fs::write(published.folder.path().join(name), right).expect("written");
    }
    assert!(published.verify().status.success(), "with the right files again");
}
