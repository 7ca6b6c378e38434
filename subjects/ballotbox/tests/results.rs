//! `/results` and the look-up of receipts, as the public meets them.

mod played;

use ballotbox::ballots::Polls;
use ballotbox::{release, tally, window};
use plan::Role;
use serde_json::Value;
use web::args;
use web::database::harness::each_engine;
use web::database::{Database, DatabaseError, Migration, transaction};
use web::ledger;

use crate::played::Session;

fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, ballotbox::MIGRATIONS].concat()
}

/// Trackers of a session's ballots in hexadecimal digits.
async fn trackers(session: &Session, round: usize) -> Vec<String> {
    let mut tx = session.app.app.database().reader().await.unwrap();
    tx.all("SELECT tracker FROM ballots WHERE uuid = $1 ORDER BY tracker", args![&session.rounds[round].stored.uuid]).await.unwrap()
}

#[tokio::test]
async fn a_receipt_is_found_from_the_close_on_with_a_proof_that_holds_and_says_nothing_of_the_choice() {
    each_engine(&migrations(), async |database| {
        let session = Session::new(database, 5).await;
        let mut citizen = session.app.visitor();
        citizen.get("/results").await.expect(200).shows("查我的票在不在").shows("未开始");
        session.both("opening", &[]).await;
        session.vote(5).await;
        let all = trackers(&session, 0).await;
        let digest = record::Digest::from_bytes(data_encoding::HEXLOWER.decode(all[3].as_bytes()).unwrap().try_into().unwrap());
        let tracker = data_encoding::BASE64_NOPAD.encode(digest.as_bytes());
        let in_address = tracker.replace('+', "-").replace('/', "_");
        // While the window is open the ledger knows no ballot, and the page says nothing of one.
        let page = citizen.get(&format!("/results?tracker={in_address}")).await.expect(200).shows("没有查到").shows("评议时段关闭以后再来");
        assert!(!page.body.contains("已计入。"), "{}", page.body);
        citizen.get(&format!("/api/v1/results/receipts/{in_address}")).await.expect(404);

        session.wait(21 * 60);
        window::close_due(&session.app.app).await.unwrap();
        citizen.get(&format!("/results?tracker={in_address}")).await.expect(200).shows("在票箱里").shows("正在等下一次签名");
        while ledger::integrate(session.app.app.database(), session.app.app.ledger()).await.unwrap().is_some() {}
        for typed in [in_address.clone(), all[3].clone(), tracker.replace('+', "%2B").replace('/', "%2F")] {
            citizen
                .get(&format!("/results?tracker={typed}"))
                .await
                .expect(200)
                .shows("您的评议票已计入")
                .shows("短指纹")
                .shows("receipt-proof.js");
        }
        let answer = citizen.get(&format!("/api/v1/results/receipts/{in_address}")).await.expect(200);
        let proof: Value = serde_json::from_str(&answer.body).unwrap();
        let entry = proof["entry"].as_str().unwrap();
        assert!(entry.contains(&all[3]) && proof["tracker"] == all[3].as_str());
        let path = proof["path"].as_array().unwrap().iter();
        let path = path.map(|hash| {
            ::ledger::Hash::from_bytes(data_encoding::HEXLOWER.decode(hash.as_str().unwrap().as_bytes()).unwrap().try_into().unwrap())
        });
        let signed = ::ledger::SignedCheckpoint::parse(proof["checkpoint"].as_str().unwrap().as_bytes()).unwrap();
        let checkpoint = signed.unverified();
        let (position, size) = (proof["position"].as_u64().unwrap(), proof["size"].as_u64().unwrap());
        assert_eq!(checkpoint.size(), size);
        let leaf = ::ledger::Hash::of_entry(entry.as_bytes());
        ::ledger::InclusionProof::new(path.collect()).check(leaf, position, size, checkpoint.root()).unwrap();
        for forbidden in ["\"at\"", "满意", "choice", "address", "credential"] {
            assert!(!answer.body.contains(forbidden), "{forbidden}");
        }

        citizen
            .get(&format!("/results?tracker={}", "0".repeat(64)))
            .await
            .expect(200)
            .shows("没有查到")
            .shows("没有这张票")
            .shows("第二组述职报告会");
        citizen.get("/results?tracker=%E4%B8%8D%E6%98%AF").await.expect(200).shows("这不是一个追踪码");
        let hostile = citizen.get("/results?tracker=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await.expect(200);
        assert!(!hostile.body.contains("<script>alert"));
    })
    .await;
}

#[tokio::test]
async fn a_ballot_that_was_shown_is_told_as_such_and_one_of_a_void_session_too() {
    each_engine(&migrations(), async |database| {
        let session = Session::new(database, 5).await;
        session.play().await;
        let (uuid, all) = (&session.stored.uuid, trackers(&session, 0).await);
        let shown = "ab".repeat(32);
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            let sql = "INSERT INTO checked_ballots (uuid, credential, tracker) VALUES ($1, 'x', $2)";
            tx.execute(sql, args![uuid, &shown]).await.map(drop)
        })
        .unwrap();
        let mut citizen = session.app.visitor();
        citizen.get(&format!("/results?tracker={shown}")).await.expect(200).shows("这张票用来检查过页面").shows("没有计入结果");
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("UPDATE elections SET state = 'void'", args![]).await.map(drop)
        })
        .unwrap();
        citizen.get(&format!("/results?tracker={}", all[0])).await.expect(200).shows("本场评议已作废");
    })
    .await;
}

/// Three sessions, released.
async fn released(database: Database) -> Session {
    let mut session = Session::new(database, 5).await;
    session.play().await;
    for number in [2, 3] {
        session = session.next(number).await;
    }
    let mut shares = Vec::new();
    for number in [1_u8, 2] {
        let mut trustee = session.app.staff("保管人", "公证处", &[], &[Role::Trustee(number)]).await;
        for round in &session.rounds {
            let path = format!("/office/release/{}", round.stored.uuid);
            trustee.get("/office/release").await.expect(200);
            let archive = trustee.get(&format!("{path}/total.bel")).await.expect(200).bytes;
            let share = round.share(number.into(), &archive);
            trustee.post(&format!("{path}/share"), &[("sha256", &record::Digest::of(share.as_bytes()).to_string())]).await.expect(303);
            shares.push(share);
        }
    }
    let (mut first, mut second) = (session.officer("甲").await, session.officer("乙").await);
    first.post("/office/release", &[]).await.expect(303);
    let files: Vec<(&str, &[u8])> = shares.iter().map(|share| ("share.json", share.as_bytes())).collect();
    second.upload_all("/office/release/confirm", &files).await.expect(303);
    assert!(release::open_next(&session.app.app, &Polls::default()).await.unwrap());
    session
}

#[tokio::test]
async fn the_page_and_its_files_have_every_count_and_before_the_release_there_are_none() {
    each_engine(&migrations(), async |database| {
        let mut early = Session::new(database.clone(), 5).await.app.visitor();
        for file in ["results.csv", "results.xlsx", "x.bel"] {
            early.get(&format!("/results/{file}")).await.expect(404);
        }
    })
    .await;
    each_engine(&migrations(), async |database| {
        let session = released(database).await;
        let mut citizen = session.app.visitor();
        let page = citizen.get("/results").await.expect(200);
        for words in
            ["每一张票的去向", "得分和位次", "仅作说明", "查看数据", "belenios-tool", "sirona", "--ledger", "chart-stack", "chart-range"]
        {
            assert!(page.body.contains(words), "{words}");
        }
        // Each of five chose another grade for all: four are counted, (100 + 85 + 70 + 30) / 4 or what the small plan has.
        let page = page.reads("6105");
        assert!(!page.body.contains("style=") && !page.body.contains("NaN"));
        let csv = citizen.get("/results/results.csv").await.expect(200).body;
        let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 31, "a heading and thirty departments");
        assert!(lines[0].starts_with("场次,部门,满意,"), "{}", lines[0]);
        for line in &lines[1..] {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(&cells[2..9], ["1", "1", "1", "1", "1", "5", "4"], "{line}");
            assert_eq!(*cells.last().unwrap(), "1", "equal scores share the first rank");
        }
        let xlsx = citizen.get("/results/results.xlsx").await.expect(200);
        assert!(xlsx.bytes.starts_with(b"PK"));
        citizen.get("/results/nothing.bel").await.expect(404);
        let made = tally::total(&mut session.app.app.database().reader().await.unwrap(), &session.stored.uuid).await.unwrap();
        assert_eq!(made.unwrap().ballots, 5);
    })
    .await;
}
