//! The sitting on the server, told from the first certificate to the elections; and what it refuses.

mod support;

use std::io::{Cursor, Read};

use ballot::ceremony::sitting::{Member, Posting, Step};
use ballot::group::system_random;
use ballotbox::ceremony::{spoken_key, trustees};
use plan::Role;
use support::{Everybody, OFFICE, Offline, application, election, everybody, migrations, name, open_proposal, rows, statements};
use web::database::harness::each_engine;
use web::testing::TestApp;

#[tokio::test]
async fn three_trustees_carry_files_and_two_officers_confirm_the_words() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        let home = all.begin(&[]).await;
        all.trustees[1]
            .get(&home)
            .await
            .expect(200)
            .shows("您是 2 号保管人")
            .reads("trustee keygen --trustee 2 --trustees 3 --threshold 2 --elections 3");

        let mut offline = Offline::new(3);
        for step in Step::ALL {
            all.supervision.get(&home).await.expect(200).shows("等待 1、2、3 号保管人");
            for number in 1..=3 {
                let posting = offline.next(number);
                assert_eq!(posting.step, step);
                all.post(&home, &posting).await.expect(303);
                offline.board.post(posting.clone()).unwrap();
                // Everybody sees the words that the trustee's own program says.
                let words = web::spoken::spoken(posting.fingerprint().as_bytes(), 6);
                all.maker.get(&home).await.expect(200).shows(&words);
            }
        }
        // What a trustee downloads is the folder that the command reads.
        assert_eq!(downloaded(&mut all, &home).await, posted(&offline));
        let single = all.trustees[0].get(&format!("{home}/files/key-2.json")).await.expect(200);
        assert_eq!(single.body, offline.board.posting(Step::Key, 2).unwrap().to_json());

        let keys = trustees(&offline.board).unwrap();
        let page = all.trustees[2].get(&home).await.expect(200);
        assert!(keys.iter().all(|key| page.body.contains(&spoken_key(key))));
        let act = format!("{home}/elections");
        all.trustees[0].post(&act, &[]).await.expect(403);
        all.supervision.post(&act, &[]).await.expect(403);
        all.first.post(&act, &[]).await.expect(303);
        all.first.post(&act, &[]).await.expect(422).shows("已经有人提出");
        let proposal = open_proposal(&all.first.get(&home).await);
        all.first.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("提出人不能自己确认");
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM elections").await, 0);

        // The second hears another word, and says why nothing is made.
        all.second.post(&format!("{proposal}/reject"), &[("reason", "")]).await.expect(422).shows("请写明原因");
        all.second.post(&format!("{proposal}/reject"), &[("reason", "第二场读出的词不同")]).await.expect(303);
        all.first.get(&home).await.expect(200).shows("第二场读出的词不同");
        all.second.post(&format!("{proposal}/confirm"), &[]).await.expect(409).shows("已否决");

        all.both(&home, &act, &[]).await;
        for (session, key) in (1..).zip(&keys) {
            let made = election(&app, session).await;
            assert_eq!(made.read_trustees().unwrap().election_key(), key.election_key());
            let read = made.read_election().unwrap();
            assert_eq!((read.public_key, read.questions.len(), read.uuid.as_str()), (key.election_key(), 10, made.uuid.as_str()));
            assert_eq!(made.receipt_key.len(), 64);
            let mut anybody = app.visitor();
            assert_eq!(anybody.get(&format!("/elections/{}/election.json", made.uuid)).await.expect(200).body, made.election);
            assert_eq!(anybody.get(&format!("/elections/{}/trustees.json", made.uuid)).await.expect(200).body, made.trustees);
            anybody.get(&format!("/elections/{}/public_credentials.json", made.uuid)).await.expect(404);
        }
        // The cards come first; nothing of the keys is in the ledger before.
        assert!(statements(&app).await.is_empty());
        let late = offline.members[0].next(&offline.board, &mut system_random()).unwrap();
        assert!(late.is_none());
        let again = offline.board.posting(Step::Key, 1).unwrap().clone();
        all.post(&home, &again).await.expect(422).shows("已经结束");
        all.first.post("/office/ceremony", &[]).await.expect(422).shows("各场的密钥都已经生成");
    })
    .await;
}

/// The files of the archive, by name.
async fn downloaded(all: &mut Everybody, home: &str) -> Vec<(String, String)> {
    let bytes = all.trustees[0].get(&format!("{home}/board.zip")).await.expect(200).bytes;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut found = Vec::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut text = String::new();
        let name = file.name().unwrap().into_owned();
        file.read_to_string(&mut text).unwrap();
        found.push((name, text));
    }
    found
}

fn posted(offline: &Offline) -> Vec<(String, String)> {
    let places = Step::ALL.into_iter().flat_map(|step| (1..=3).map(move |member| (step, member)));
    let posting = |(step, member)| offline.board.posting(step, member).unwrap();
    places.map(posting).map(|posting| (format!("board/{}", name(posting)), posting.to_json())).collect()
}

/// A trustee's upload, and what the page says of it.
async fn refused(all: &mut Everybody, home: &str, trustee: usize, file: &str, says: &str) {
    let before = all.first.get(home).await.body.matches("已收下").count();
    all.trustees[trustee - 1].upload(&format!("{home}/postings"), &[], "file.json", file.as_bytes()).await.expect(422).shows(says);
    assert_eq!(all.first.get(home).await.body.matches("已收下").count(), before);
}

#[tokio::test]
async fn nobody_posts_for_another_and_nothing_posted_changes() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        let home = all.begin(&[]).await;
        let mut offline = Offline::new(3);
        let first = offline.next(1);
        refused(&mut all, &home, 2, &first.to_json(), "这是 1 号保管人的文件，您是 2 号保管人").await;
        all.first.upload(&format!("{home}/postings"), &[], "file.json", first.to_json().as_bytes()).await.expect(403);
        refused(&mut all, &home, 1, "{}", "这不是密钥生成会的文件").await;
        refused(&mut all, &home, 1, &format!("{}\n", first.to_json()), "这不是密钥生成会的文件").await;
        all.trustees[0].post(&format!("{home}/postings"), &[]).await.expect(422).shows("请选择");

        // One session too few, a key that somebody else has shown, a certificate that was changed on the way.
        let short = Member::new(1, 2, &mut system_random()).next(&ballot_board(2), &mut system_random()).unwrap().unwrap();
        refused(&mut all, &home, 1, &short.to_json(), "本次会议是 3 场").await;
        all.post(&home, &first).await.expect(303);
        all.post(&home, &first).await.expect(303);
        let mut stolen = offline.next(2);
        stolen.messages.clone_from(&first.messages);
        refused(&mut all, &home, 2, &stolen.to_json(), "没有通过验证").await;
        let other = Member::new(1, 3, &mut system_random()).next(&ballot_board(3), &mut system_random()).unwrap().unwrap();
        refused(&mut all, &home, 1, &other.to_json(), "交来的文件不能更换").await;

        // No step before the last is complete; no polynomial but the one committed to.
        offline.board.post(first).unwrap();
        for number in 2..=3 {
            let posting = offline.next(number);
            offline.board.post(posting).unwrap();
        }
        let early = offline.next(1);
        refused(&mut all, &home, 1, &early.to_json(), "太早了：还在等待 2 号保管人的“证书”").await;
        for number in 2..=3 {
            let posting = offline.board.posting(Step::Certificate, number).unwrap().clone();
            all.post(&home, &posting).await.expect(303);
        }
        let bad = Posting { messages: vec!["x".into(); 3], ..early.clone() };
        refused(&mut all, &home, 1, &bad.to_json(), "不是一个指纹").await;
        commit(&mut all, &home, &mut offline).await;
        let mut polynomial = offline.next(1);
        polynomial.messages.swap(0, 1);
        refused(&mut all, &home, 1, &polynomial.to_json(), "与您先前承诺的不同").await;
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM ceremony_postings").await, 6);
        all.first.post(&format!("{home}/elections"), &[]).await.expect(422).shows("密钥还没有生成");
    })
    .await;
}

fn ballot_board(elections: usize) -> ballot::ceremony::sitting::Board {
    ballot::ceremony::sitting::Board::new(3, 2, elections).unwrap()
}

async fn commit(all: &mut Everybody, home: &str, offline: &mut Offline) {
    for number in 1..=3 {
        let posting = offline.next(number);
        all.post(home, &posting).await.expect(303);
        offline.board.post(posting).unwrap();
    }
}

#[tokio::test]
async fn a_sitting_is_given_up_by_two_and_begun_anew() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        let home = all.begin(&[]).await;
        all.second.post("/office/ceremony", &[]).await.expect(422).shows("已经有一次密钥生成会在进行");
        all.make_keys(&home, 3).await;
        all.both(&home, &format!("{home}/elections"), &[]).await;
        let before = election(&app, 1).await.uuid;
        let act = format!("{home}/give-up");
        all.first.post(&act, &[("reason", "")]).await.expect(422).shows("请写明原因");
        all.both(&home, &act, &[("reason", "2 号保管人的密钥文件损坏")]).await;
        all.supervision.get(&home).await.expect(200).shows("已放弃");
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM elections WHERE state = 'void'").await, 3);
        all.elections().await;
        assert_ne!(election(&app, 1).await.uuid, before);
        assert!(statements(&app).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_is_marked_counts_for_nothing_and_can_be_removed() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        let dry = all.begin(&[("dry_run", "yes")]).await;
        all.trustees[0].get(&dry).await.expect(200).shows("这里用的是临时密钥");
        all.make_keys(&dry, 3).await;
        all.both(&dry, &format!("{dry}/elections"), &[]).await;
        let uuid = dry_election(&app).await;
        all.first.get(&format!("/office/elections/{uuid}")).await.expect(200).shows("这里用的是临时密钥");
        all.first.get("/office/elections/1").await.expect(404);

        // The real one is made beside it, and a second dry run too.
        all.elections().await;
        all.begin(&[("dry_run", "yes")]).await;
        let real = all.first.get("/office/ceremony").await.expect(200);
        assert_eq!(real.body.matches("演练：打开公告板").count(), 2);

        let stored = stored(&app, &uuid).await;
        let printed = support::print(&app, &stored);
        all.hand_in(&uuid, &printed.credentials, &printed.venues).await.expect(303);
        let page = format!("/office/elections/{uuid}");
        all.both(&page, &format!("{page}/setup"), &[]).await;
        assert!(statements(&app).await.is_empty(), "a dry run is not published");
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM election_credentials").await, 7);

        all.trustees[0].post(&format!("{dry}/removal"), &[]).await.expect(403);
        all.second.post(&format!("{dry}/removal"), &[]).await.expect(303);
        all.first.get(&dry).await.expect(404);
        all.first.get(&page).await.expect(404);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM elections").await, 3);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM election_credentials").await, 0);
    })
    .await;
}

async fn dry_election(app: &TestApp) -> String {
    let mut tx = app.app.database().reader().await.unwrap();
    tx.one("SELECT uuid FROM elections WHERE dry_run AND session = 1", &[]).await.unwrap()
}

async fn stored(app: &TestApp, uuid: &str) -> ballotbox::election::Stored {
    let mut tx = app.app.database().reader().await.unwrap();
    ballotbox::election::queries::by_uuid(&mut tx, uuid).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_real_sitting_cannot_be_removed() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        let home = all.begin(&[]).await;
        all.first.post(&format!("{home}/removal"), &[]).await.expect(422).shows("只有演练可以删除");
        let mut venue = app.staff("会场", OFFICE, &[], &[Role::Venue("main".into())]).await;
        venue.get(&home).await.expect(403);
    })
    .await;
}
