//! The release of three sessions: shares of trustees, two officers, and everything published at once, or nothing.

mod played;

use ballot::verify::{Options, verify};
use ballotbox::ballots::Polls;
use ballotbox::election::State;
use ballotbox::release::PreviewRecord;
use ballotbox::{release, tally};
use plan::Role;
use record::Statement;
use web::args;
use web::database::harness::each_engine;
use web::database::{Database, DatabaseError, Migration, transaction};

use crate::played::Session;

fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, ballotbox::MIGRATIONS].concat()
}

/// Three sessions, voted in and closed, and the shares of trustees 1 and 3, whose hashes are posted.
async fn three(database: Database) -> (Session, Vec<String>) {
    let mut session = Session::new(database, 5).await;
    session.play().await;
    for number in [2, 3] {
        session = session.next(number).await;
    }
    let mut shares = Vec::new();
    for number in [1_u8, 3] {
        shares.extend(committed(&session, number, |share| share).await);
    }
    (session, shares)
}

/// The shares of a trustee after `change`, whose hashes are posted.
async fn committed(session: &Session, number: u8, change: impl Fn(String) -> String) -> Vec<String> {
    let mut trustee = session.app.staff("保管人", "公证处", &[], &[Role::Trustee(number)]).await;
    trustee.get("/office/release").await.expect(200).shows("只交指纹，不交份额");
    let mut shares = Vec::new();
    for round in &session.rounds {
        let path = format!("/office/release/{}", round.stored.uuid);
        let archive = trustee.get(&format!("{path}/total.bel")).await.expect(200).bytes;
        let share = change(round.share(number.into(), &archive));
        let hash = record::Digest::of(share.as_bytes()).to_string();
        trustee.post(&format!("{path}/share"), &[("sha256", "不是指纹")]).await.expect(422).shows("64 位十六进制");
        trustee.post(&format!("{path}/share"), &[("sha256", &hash.to_uppercase())]).await.expect(303);
        trustee.post(&format!("{path}/share"), &[("sha256", &"0".repeat(64))]).await.expect(422).shows("不能更改");
        shares.push(share);
    }
    shares
}

/// One officer proposes, the other brings the shares.
async fn bring(session: &Session, shares: &[String]) {
    let (mut first, mut second) = (session.officer("甲").await, session.officer("乙").await);
    first.post("/office/release", &[]).await.expect(303);
    second.upload_all("/office/release/confirm", &files(shares)).await.expect(303);
}

fn files(shares: &[String]) -> Vec<(&str, &[u8])> {
    shares.iter().map(|share| ("share.json", share.as_bytes())).collect()
}

/// Nothing was published, nothing of the shares is kept.
async fn nothing_is_released(session: &Session) {
    assert!(session.statements().await.iter().all(|it| it.kind() != "result.released"));
    assert_eq!((session.state().await, session.sealed().await), (State::Closed, 0));
    session.app.visitor().get("/results").await.expect(200).shows("结果还没有公布");
}

#[tokio::test]
async fn no_share_reaches_the_server_before_two_release_and_the_results_are_what_was_voted() {
    each_engine(&migrations(), async |database| {
        let (session, shares) = three(database).await;
        let mut citizen = session.app.visitor();
        for round in &session.rounds {
            citizen.get(&format!("/results/{}.bel", round.stored.uuid)).await.expect(404);
        }
        citizen.get("/results").await.expect(200).shows("结果还没有公布");
        let (mut first, mut second) = (session.officer("甲").await, session.officer("乙").await);
        let files = files(&shares);
        second.upload_all("/office/release/confirm", &files).await.expect(409);
        first.post("/office/release", &[]).await.expect(303);
        first.get("/office/release").await.expect(200).shows("等待另一名联席会议办公室人员上传份额并确认");
        first.upload_all("/office/release/confirm", &files).await.expect(422).shows("提出人不能自己确认");
        second.get("/office/release").await.expect(200).shows("确认：公布各场结果");
        second.upload_all("/office/release/confirm", &files[..5]).await.expect(422).shows("需要 2 份与指纹相符的份额");
        assert!(session.statements().await.iter().all(|it| it.kind() != "result.released"), "nothing is half released");
        second.upload_all("/office/release/confirm", &files).await.expect(303);

        // Between the confirmation and the release nobody can read anything of it.
        second.get("/office/release").await.expect(200).shows("正在核对和公布").shows("data-live");
        first.post("/office/release", &[]).await.expect(422).shows("正在核对上一次上传的份额");
        citizen.get("/results").await.expect(200).shows("结果还没有公布");
        assert_eq!(session.readable(&shares).await, Vec::<String>::new(), "sealed");
        assert!(release::open_next(&session.app.app, &Polls::default()).await.unwrap());
        assert!(!release::open_next(&session.app.app, &Polls::default()).await.unwrap(), "once");
        second.get("/office/release").await.expect(200).shows("结果已经公布");
        assert_eq!(session.sealed().await, 0, "removed with the release");

        let page = citizen.get("/results").await.expect(200).shows("得分和位次").shows("没有投出").shows("位次要这样看");
        assert!(page.body.contains("85.00") || page.body.contains("71.25"), "the mean of the four counted grades: {}", page.body);
        let released =
            session.statements().await.into_iter().filter_map(|it| if let Statement::ResultReleased(it) = it { Some(it) } else { None });
        let released: Vec<_> = released.collect();
        assert_eq!(released.len(), 3);
        for round in &session.rounds {
            let archive = citizen.get(&format!("/results/{}.bel", round.stored.uuid)).await.expect(200).bytes;
            let verified = verify(archive.as_slice(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
            assert_eq!(verified.result.unwrap().0, vec![vec![1; 5]; 10], "each of five chose another grade, for all departments");
            let stated = released.iter().find(|it| it.uuid.to_string() == round.stored.uuid).unwrap();
            assert_eq!((stated.count, stated.archive), (5, record::Digest::of(&archive)));
        }
        second.upload_all("/office/release/confirm", &files).await.expect(409);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_released_before_the_last_session_is_over() {
    each_engine(&migrations(), async |database| {
        let session = Session::new(database, 5).await;
        session.play().await;
        let mut officer = session.officer("甲").await;
        officer.post("/office/release", &[]).await.expect(422).shows("第二组述职报告会：还没有评议").shows("至少需要 2 位");
        nothing_is_released(&session).await;
    })
    .await;
}

#[tokio::test]
async fn a_share_that_does_not_prove_itself_ends_the_release_for_all_sessions_and_the_page_says_which() {
    each_engine(&migrations(), async |database| {
        let mut session = Session::new(database, 5).await;
        session.play().await;
        for number in [2, 3] {
            session = session.next(number).await;
        }
        let mut shares = committed(&session, 1, |share| share).await;
        // Posted and uploaded alike, but with a proof that is another number.
        shares.extend(committed(&session, 3, |share| share.replacen("\"challenge\":\"", "\"challenge\":\"1", 1)).await);
        bring(&session, &shares).await;
        assert!(release::open_next(&session.app.app, &Polls::default()).await.unwrap());
        nothing_is_released(&session).await;
        let mut officer = session.officer("甲").await;
        officer
            .get("/office/release")
            .await
            .expect(200)
            .shows("上次没有公布")
            .shows("保管人 3 的份额与交来的指纹相同，但不是这一场合计的份额");
        // The third trustee was not needed; another sitting with the second one goes on from here.
        shares.truncate(3);
        shares.extend(committed(&session, 2, |share| share).await);
        bring(&session, &shares).await;
        assert!(release::open_next(&session.app.app, &Polls::default()).await.unwrap());
        assert_eq!(session.state().await, State::Released);
    })
    .await;
}

#[tokio::test]
async fn a_session_that_is_void_when_the_shares_are_opened_keeps_all_sessions_closed() {
    each_engine(&migrations(), async |database| {
        let (session, shares) = three(database).await;
        bring(&session, &shares).await;
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            let uuid = &session.rounds[1].stored.uuid;
            tx.execute("UPDATE elections SET state = 'void' WHERE uuid = $1", args![uuid]).await.map(drop)
        })
        .unwrap();
        assert!(release::open_next(&session.app.app, &Polls::default()).await.unwrap());
        nothing_is_released(&session).await;
        let mut officer = session.officer("甲").await;
        let why = "第二组述职报告会：还没有评议，或者已经作废";
        officer.get("/office/release").await.expect(200).shows("上次没有公布").shows(why);
        officer.post("/office/release", &[]).await.expect(422).shows(why);
    })
    .await;
}

#[tokio::test]
async fn an_archive_that_was_changed_in_the_database_is_not_released() {
    each_engine(&migrations(), async |database| {
        let (session, shares) = three(database).await;
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            let uuid = &session.rounds[2].stored.uuid;
            let part: String = tx.one("SELECT content FROM election_archive_parts WHERE uuid = $1 AND part = 1", args![uuid]).await?;
            let middle = part.len() / 2;
            let other = if part.as_bytes()[middle] == b'A' { "B" } else { "A" };
            let changed = format!("{}{other}{}", &part[..middle], &part[middle + 1..]);
            tx.execute("UPDATE election_archive_parts SET content = $2 WHERE uuid = $1 AND part = 1", args![uuid, changed]).await.map(drop)
        })
        .unwrap();
        bring(&session, &shares).await;
        assert!(release::open_next(&session.app.app, &Polls::default()).await.unwrap());
        nothing_is_released(&session).await;
        session.officer("甲").await.get("/office/release").await.expect(200).shows("没有通过核对");
    })
    .await;
}

#[tokio::test]
async fn a_release_that_was_broken_off_is_taken_up_by_the_next_process_and_a_second_server_finds_it_done() {
    each_engine(&migrations(), async |database| {
        let (session, shares) = three(database).await;
        bring(&session, &shares).await;
        // The process dies while it opens the totals.
        let broken_off =
            tokio::time::timeout(std::time::Duration::from_millis(1), release::open_next(&session.app.app, &Polls::default())).await;
        assert!(broken_off.is_err());
        nothing_but_sealed(&session).await;
        let none = Polls::default();
        let (one, two) = tokio::join!(release::open_next(&session.app.app, &none), release::open_next(&session.app.app, &none));
        assert!(one.unwrap() || two.unwrap());
        let released = session.statements().await.into_iter().filter(|it| it.kind() == "result.released").count();
        assert_eq!((released, session.state().await, session.sealed().await), (3, State::Released, 0));
    })
    .await;
}

#[tokio::test]
async fn two_witnesses_must_have_cosigned_the_hashes_of_all_ballots() {
    const NAMES: [&str; 3] = ["notary.example", "university.example", "press.example"];
    each_engine(&migrations(), async |database| {
        let mut session = Session::witnessed(database, 5, &NAMES).await;
        for name in NAMES {
            session.cosigned(name, 1).await;
        }
        session.play().await;
        let mut before = session.entries().await;
        for number in [2, 3] {
            before = session.entries().await;
            session = session.next(number).await;
        }
        for number in [1, 3] {
            committed(&session, number, |share| share).await;
        }
        let mut officer = session.officer("甲").await;
        // Who signed before the last window was closed says nothing of its ballots.
        session.cosigned(NAMES[0], before).await;
        session.cosigned(NAMES[1], before).await;
        let few = "第三组述职报告会：全部评议票的指纹由 0 个见证方联署（共设 3 个），至少需要 2 个";
        officer.post("/office/release", &[]).await.expect(422).shows(few);
        let now = session.entries().await;
        session.cosigned(NAMES[0], now).await;
        officer.post("/office/release", &[]).await.expect(422).shows("由 1 个见证方联署");
        session.cosigned(NAMES[2], now).await;
        officer.post("/office/release", &[]).await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn a_preview_is_recorded_by_two_with_nothing_of_the_result() {
    each_engine(&migrations(), async |database| {
        let session = Session::new(database, 5).await;
        session.play().await;
        let uuid = &session.stored.uuid;
        let total = tally::total(&mut session.app.app.database().reader().await.unwrap(), uuid).await.unwrap().unwrap();
        let record = PreviewRecord { v: 1, uuid: uuid.clone(), total: total.sha256, trustees: vec![1, 3] };
        let path = format!("/office/release/{uuid}/preview");
        let (mut first, mut second) = (session.officer("甲").await, session.officer("乙").await);
        for (wrong, why) in [
            (PreviewRecord { total: "0".repeat(64), ..record.clone() }, "不是这一场的合计的"),
            (PreviewRecord { trustees: vec![3, 1], ..record.clone() }, "这不是 sanmin election preview 写出的登记文件"),
            (PreviewRecord { trustees: vec![1, 4], ..record.clone() }, "方案没有的保管人"),
        ] {
            first.upload(&path, &[], "preview.json", wrong.to_text().as_bytes()).await.expect(422).shows(why);
        }
        let with_result = record.to_text().replace("\"v\":1", "\"v\":1,\"result\":[[1]]");
        first.upload(&path, &[], "preview.json", with_result.as_bytes()).await.expect(422).shows("登记文件");
        first.upload(&path, &[], "preview.json", record.to_text().as_bytes()).await.expect(303);
        let page = second.get("/office/release").await.expect(200).shows("等待第二人：登记提前看结果");
        let confirm = page.body.split("href=\"").find(|rest| rest.contains("/confirm\"")).unwrap().split('"').next().unwrap().to_string();
        assert!(session.statements().await.iter().all(|it| it.kind() != "result.previewed"));
        first.post(&confirm, &[]).await.expect(422);
        second.get(&confirm).await.expect(200).shows("1 号、3 号").shows("不能撤销");
        second.post(&confirm, &[]).await.expect(303);
        let stated: Vec<Statement> = session.statements().await.into_iter().filter(|it| it.kind() == "result.previewed").collect();
        let [Statement::ResultPreviewed(stated)] = &stated[..] else { panic!("{stated:?}") };
        assert_eq!((stated.uuid.to_string(), &stated.trustees), (uuid.clone(), &vec![1, 3]));
        let mut citizen = session.app.visitor();
        citizen.get("/results").await.expect(200).shows("结果还没有公布").shows("2 位密钥保管人离线打开过合计");
    })
    .await;
}

async fn nothing_but_sealed(session: &Session) {
    assert!(session.statements().await.iter().all(|it| it.kind() != "result.released"));
    assert_eq!((session.state().await, session.sealed().await), (State::Closed, 6));
}
