//! From the card maker's lists to the counts of every venue; and what is refused on the way.

mod support;

use ballotbox::election::State;
use plan::Role;
use record::{CardsCounted, Digest, Statement};
use support::{Everybody, OFFICE, application, carded, election, everybody, migrations, open_proposal, print, rows, statements};
use web::args;
use web::database::DatabaseError;
use web::database::harness::each_engine;
use web::testing::{Answer, Client, TestApp};

#[tokio::test]
async fn two_officers_confirm_the_lists_and_the_ledger_has_their_fingerprints() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        all.elections().await;
        let one = election(&app, 1).await;
        let (draft, printed) = (print(&app, &one), print(&app, &one));
        all.first.post("/office/elections/1/setup", &[]).await.expect(422).shows("制卡人还没有交来本场的清单");
        all.first.get("/office/elections/1").await.expect(200).shows("没有评议票的公开清单");

        // A second upload replaces the first, and whoever has compared the first must compare again.
        all.hand_in("1", &draft.credentials, &draft.venues).await.expect(303);
        all.first.post("/office/elections/1/setup", &[]).await.expect(303);
        let stale = open_proposal(&all.second.get("/office/elections/1").await);
        all.hand_in("1", &printed.credentials, &printed.venues).await.expect(303);
        all.second.post(&format!("{stale}/confirm"), &[]).await.expect(409).shows("已撤回");
        let digest = Digest::of(printed.credentials.as_bytes());
        all.supervision.get("/office/elections/1").await.expect(200).shows(&digest.to_string()).shows("7 张");
        assert!(statements(&app).await.is_empty());

        all.both("/office/elections/1", "/office/elections/1/setup", &[]).await;
        let published = statements(&app).await;
        let [Statement::ElectionSetup(setup)] = published.as_slice() else { panic!("{published:?}") };
        assert_eq!((setup.uuid.as_str(), setup.session, setup.count), (one.uuid.as_str(), 1, 7));
        assert_eq!(setup.credentials, digest);
        assert_eq!(setup.election, Digest::of(one.election.as_bytes()));
        assert_eq!(setup.trustees, Digest::of(one.trustees.as_bytes()));
        assert_eq!(setup.receipts.to_string(), one.receipt_key);
        let counts: Vec<(&str, u32)> = setup.venues.iter().filter(|it| it.count > 0).map(|it| (it.venue.as_str(), it.count)).collect();
        assert_eq!(counts, [("dongsheng", 4), ("main", 3)]);
        assert_eq!(election(&app, 1).await.state, State::Carded);
        let file = format!("/elections/{}/public_credentials.json", one.uuid);
        assert_eq!(app.visitor().get(&file).await.expect(200).body, printed.credentials);

        // None after, and no way back to other keys.
        all.hand_in("1", &draft.credentials, &draft.venues).await.expect(422).shows("不能再换");
        let home = all.first.get("/office/ceremony").await;
        let at = home.body.find("/office/ceremony/").unwrap();
        let home = home.body[at..].split('"').next().unwrap().to_owned();
        all.first.post(&format!("{home}/give-up"), &[("reason", "想重来")]).await.expect(422).shows("不能再放弃");
    })
    .await;
}

#[tokio::test]
async fn only_the_known_form_of_this_sessions_lists_is_taken() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        all.elections().await;
        let printed = print(&app, &election(&app, 1).await);
        let other = print(&app, &election(&app, 2).await);
        let (list, venues) = (printed.credentials.clone(), printed.venues.clone());
        let mut keys: Vec<String> = serde_json::from_str(&list).unwrap();
        let named = list.replacen(&keys[0], &format!("{},张三", keys[0]), 1);
        keys.swap(0, 1);
        let unsorted = serde_json::to_string(&keys).unwrap();
        keys.swap(0, 1);
        let fewer = serde_json::to_string(&keys[1..]).unwrap();
        keys[1] = keys[0].clone();
        let twice = serde_json::to_string(&keys).unwrap();
        let more = venues.replacen("\"count\":3", "\"count\":4", 1);
        let wrong = [
            (named, venues.clone(), "没有姓名、编号、会场"),
            (format!("{list}\n"), venues.clone(), "清单的格式不对"),
            ("[]".into(), venues.clone(), "清单"),
            (unsorted, venues.clone(), "没有按公开码排序"),
            (twice, venues.clone(), "清单的格式不对"),
            (fewer, venues.clone(), "应当相等"),
            (list.clone(), more, "应有 3 张"),
            (list.clone(), venues.replacen("\"venue\":\"main\"", "\"venue\":\"nowhere\"", 1), "方案里没有会场 nowhere"),
            (list.clone(), venues.replacen("\"venue\":\"main\"", "\"venue\":\"dongsheng\"", 1), "出现了两次"),
            (list.clone(), venues.replacen("\"v\":1", "\"v\":2", 1), "只认识 1"),
            (list.clone(), venues.replacen("\"v\":1", "\"v\":1,\"names\":[]", 1), "会场文件的格式不对"),
            (list.clone(), venues.replacen("\"session\":1", "\"session\":2", 1), "这是第 2 场的文件"),
            (other.credentials.clone(), other.venues.clone(), "另一个评议的文件"),
        ];
        for (list, venues, says) in wrong {
            all.hand_in("1", &list, &venues).await.expect(422).shows(says);
        }
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM card_uploads").await, 0);
        for who in [&mut all.first, &mut all.supervision, &mut all.trustees[0]] {
            who.post("/office/elections/1/cards", &[]).await.expect(403);
        }
    })
    .await;
}

/// A desk of a venue with the page of a session before it.
async fn desk(app: &TestApp, venue: &str) -> Client {
    let mut desk = app.venue_staff(venue).await;
    desk.get("/venue/cards").await.expect(200);
    desk.get("/venue/cards/1").await.expect(200);
    desk
}

async fn scan(desk: &mut Client, why: &str, code: &str) -> Answer {
    desk.post("/venue/cards/1/scans", &[("why", why), ("code", code)]).await
}

/// Where the open proposal of the venue is answered.
async fn waiting(desk: &mut Client) -> String {
    let page = desk.get("/venue/cards/1").await.expect(200);
    let at = page.body.find("/venue/cards/1/proposals/").unwrap_or_else(|| panic!("nothing open on {}", page.body));
    page.body[at..].split('/').take(6).collect::<Vec<_>>().join("/")
}

async fn counted(desk: &mut Client, second: &mut Client, left: &str, void: &str) {
    desk.post("/venue/cards/1/count", &[]).await.expect(303);
    let proposal = waiting(second).await;
    second.post(&format!("{proposal}/confirm"), &[("left", left), ("void", void)]).await.expect(303);
}

#[tokio::test]
async fn left_over_and_void_cards_are_scanned_counted_by_two_and_revoked() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        all.elections().await;
        let (one, printed) = carded(&app, &mut all, 1).await;
        let codes = printed.codes("dongsheng");
        let (mut desk_one, mut desk_two) = (desk(&app, "dongsheng").await, desk(&app, "dongsheng").await);
        all.first.get("/office/elections/1").await.expect(200).shows("东胜区分会场没有清点").shows("主会场没有清点");

        let shown = scan(&mut desk_one, "left", &codes[0]).await.expect(303);
        let words = web::spoken::spoken(printed.decks.iter().find(|deck| deck.venue == "dongsheng").unwrap().cards[0].public.encoding(), 3);
        desk_one.get(shown.location()).await.expect(200).shows(&words).shows("已记下");
        let again = scan(&mut desk_one, "left", &codes[0].to_uppercase()).await.expect(303);
        desk_one.get(again.location()).await.expect(200).shows("已经扫过");
        scan(&mut desk_two, "left", &codes[1]).await.expect(303);
        let moved = scan(&mut desk_two, "void", &codes[1]).await.expect(303);
        desk_two.get(moved.location()).await.expect(200).shows("已改类别");
        scan(&mut desk_one, "left", &codes[2]).await.expect(303);
        desk_one.post(&format!("/venue/cards/1/scans/{}/removal", codes[2]), &[]).await.expect(303);

        desk_one.post("/venue/cards/1/count", &[]).await.expect(303);
        scan(&mut desk_two, "left", &codes[2]).await.expect(422).shows("正在等待第二人确认");
        let proposal = waiting(&mut desk_two).await;
        // The second counts by hand, and is not told what to find.
        let blind = desk_two.get("/venue/cards/1").await.expect(200);
        assert!(!blind.body.contains("已扫剩余") && !blind.body.contains(&words));
        let right = [("left", "1"), ("void", "1")];
        desk_one.post(&format!("{proposal}/confirm"), &right).await.expect(422).shows("提出人不能自己确认");
        desk(&app, "main").await.post(&format!("{proposal}/confirm"), &right).await.expect(422).shows("已经办理");
        desk_two.post(&format!("{proposal}/confirm"), &[("left", "2"), ("void", "1")]).await.expect(422).shows("您数的是剩余 2 张");
        let differed = "SELECT COUNT(*) FROM audit_log WHERE kind = 'cards.count-differed'";
        assert_eq!(rows(&app, differed).await, 1, "supervision sees it");
        desk_two.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("请填写亲手清点的张数");
        let office = proposal.replace("/venue/cards/1", "/office/elections");
        all.first.post(&format!("{office}/confirm"), &[]).await.expect(404);
        assert_eq!(statements(&app).await.len(), 1);
        desk_two.post(&format!("{proposal}/confirm"), &right).await.expect(303);

        let published = statements(&app).await;
        let [_, Statement::CardsCounted(count), Statement::CardsRevoked(revoked)] = published.as_slice() else { panic!("{published:?}") };
        let wanted =
            CardsCounted { uuid: one.uuid.parse().unwrap(), venue: "dongsheng".parse().unwrap(), printed: 4, left: 1, void: 1, issued: 2 };
        assert_eq!(*count, wanted);
        let mut both = vec![codes[0].clone(), codes[1].clone()];
        both.sort();
        assert_eq!(revoked.credentials.iter().map(ToString::to_string).collect::<Vec<_>>(), both);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM election_credentials WHERE revoked <> 'no'").await, 2);
        // Which venue's cards these were is forgotten.
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM card_scans").await, 0);
        desk_one.get("/venue/cards/1").await.expect(200).shows("2 张（制作 − 剩余 − 作废）");
        desk_one.post("/venue/cards/1/count", &[]).await.expect(422).shows("已经清点");

        // The main hall gave out everything.
        let mut halls = (desk(&app, "main").await, desk(&app, "main").await);
        counted(&mut halls.0, &mut halls.1, "0", "0").await;
        all.first.get("/office/elections/1").await.expect(200).shows("准备就绪");
    })
    .await;
}

#[tokio::test]
async fn cards_that_are_not_to_be_scanned_are_refused_clearly() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        all.elections().await;
        let (_, printed) = carded(&app, &mut all, 1).await;
        let (_, other) = carded(&app, &mut all, 2).await;
        let mut desk_one = desk(&app, "dongsheng").await;
        scan(&mut desk_one, "left", &other.codes("dongsheng")[0]).await.expect(422).shows("这是第 2 场的票");
        let stranger = ballot::group::Element::generator().to_hex();
        scan(&mut desk_one, "left", &stranger).await.expect(422).shows("不在本次活动的清单里");
        scan(&mut desk_one, "left", "13 位条码").await.expect(422).shows("这不是评议票的公开码");
        scan(&mut desk_one, "late-void", &printed.codes("dongsheng")[0]).await.expect(422).shows("请选择");
        // A private code is neither kept nor shown again.
        let secret = printed.decks[0].cards[0].credential.reveal().to_string();
        let answer = scan(&mut desk_one, "left", &format!("https://ballot.example/v/abc#{secret}")).await.expect(422);
        assert!(!answer.shows("扫到的是投票码").body.contains(&secret));
        // Somebody else's heap.
        let code = &printed.codes("main")[0];
        scan(&mut desk(&app, "main").await, "left", code).await.expect(303);
        scan(&mut desk_one, "left", code).await.expect(422).shows("主会场已经扫过这张票");
        // More than were made for the venue: some are another's.
        for code in printed.codes("dongsheng").iter().chain([&printed.codes("main")[1]]) {
            scan(&mut desk_one, "left", code).await.expect(303);
        }
        desk_one.post("/venue/cards/1/count", &[]).await.expect(422).shows("多于本会场制作的 4 张");
        // Session 3 has no cards yet, and a venue sees no page of it.
        desk_one.get("/venue/cards/3").await.expect(404);
        for who in [&mut all.first, &mut all.maker, &mut all.supervision] {
            who.post("/venue/cards/1/scans", &[]).await.expect(403);
        }
    })
    .await;
}

/// A ballot of a card, as the box would keep it.
async fn vote(app: &TestApp, uuid: &str, code: &str) {
    web::transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
        let sql = "INSERT INTO ballots (uuid, tracker, credential, ballot) VALUES ($1, $2, $2, '')";
        tx.execute(sql, args![uuid, code]).await.map(drop)
    })
    .unwrap();
}

async fn open(app: &TestApp, uuid: &str) {
    web::transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
        ballotbox::election::queries::set_state(&mut tx, uuid, State::Carded, State::Open).await.map(drop)
    })
    .unwrap();
}

#[tokio::test]
async fn a_card_is_made_void_later_only_while_it_is_unused() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all = everybody(&app).await;
        all.elections().await;
        let (one, printed) = carded(&app, &mut all, 1).await;
        let codes = printed.codes("dongsheng");
        let (mut desk_one, mut desk_two) = (desk(&app, "dongsheng").await, desk(&app, "dongsheng").await);
        let mut hall = desk(&app, "main").await;
        desk_one.post("/venue/cards/1/late-voids", &[]).await.expect(422).shows("请先清点");
        scan(&mut desk_one, "left", &codes[0]).await.expect(303);
        counted(&mut desk_one, &mut desk_two, "1", "0").await;
        open(&app, &one.uuid).await;
        vote(&app, &one.uuid, &codes[1]).await;
        scan(&mut desk_one, "late-void", &codes[0]).await.expect(422).shows("已经注销");
        scan(&mut desk_one, "late-void", &codes[1]).await.expect(422).shows("已经投过");
        desk_one.post("/venue/cards/1/late-voids", &[]).await.expect(422).shows("还没有扫");
        scan(&mut desk_one, "late-void", &codes[2]).await.expect(303);
        scan(&mut desk_one, "late-void", &codes[3]).await.expect(303);
        desk_one.post("/venue/cards/1/late-voids", &[]).await.expect(303);
        let proposal = waiting(&mut desk_two).await;

        // Its holder votes while the second desk is on the way.
        vote(&app, &one.uuid, &codes[3]).await;
        desk_two.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("已经投过，不能作废");
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM election_credentials WHERE revoked = 'late-void'").await, 0);
        desk_one.post(&format!("{proposal}/withdraw"), &[]).await.expect(303);
        desk_one.post(&format!("/venue/cards/1/scans/{}/removal", codes[3]), &[]).await.expect(303);
        desk_one.post("/venue/cards/1/late-voids", &[]).await.expect(303);
        let proposal = waiting(&mut desk_two).await;
        desk_one.post(&format!("{proposal}/confirm"), &[]).await.expect(422).shows("提出人不能自己确认");
        desk_two.post(&format!("{proposal}/confirm"), &[]).await.expect(303);
        assert_eq!(rows(&app, "SELECT COUNT(*) FROM election_credentials WHERE revoked = 'late-void'").await, 1);
        let published = statements(&app).await;
        let Some(Statement::CardsRevoked(revoked)) = published.last() else { panic!("{published:?}") };
        assert_eq!(revoked.credentials.iter().map(ToString::to_string).collect::<Vec<_>>(), [codes[2].clone()]);
        // What was issued stays as it was counted.
        assert_eq!(published.iter().filter(|it| matches!(it, Statement::CardsCounted(_))).count(), 1);

        // The main hall did not count in time: too late now, and plainly said.
        hall.get("/venue/cards/1").await.expect(200).shows("评议已经开始，本会场没有清点");
        scan(&mut hall, "left", &printed.codes("main")[0]).await.expect(422).shows("不能再清点");
    })
    .await;
}

#[tokio::test]
async fn no_time_stands_beside_a_card_and_no_card_in_the_audit_log() {
    each_engine(&migrations(), async |database| {
        let app = application(database).await;
        let mut all: Everybody = everybody(&app).await;
        all.elections().await;
        let (_, printed) = carded(&app, &mut all, 1).await;
        let (mut desk_one, mut desk_two) = (desk(&app, "dongsheng").await, desk(&app, "dongsheng").await);
        let code = printed.codes("dongsheng")[0].clone();
        scan(&mut desk_one, "left", &code).await.expect(303);
        counted(&mut desk_one, &mut desk_two, "1", "0").await;
        let mut tx = app.app.database().reader().await.unwrap();
        let told: i64 = tx
            .one("SELECT COUNT(*) FROM audit_log WHERE details LIKE $1 OR subject = $2", args![format!("%{code}%"), &code])
            .await
            .unwrap();
        assert_eq!(told, 0);
        let _: Vec<String> = tx.all("SELECT kind FROM audit_log WHERE kind = 'cards.counted'", args![]).await.unwrap();
        for migration in ballotbox::MIGRATIONS {
            let sql = migration.sql;
            assert!(!(sql.contains("credential TEXT") && (sql.contains("_at BIGINT") || sql.contains("by TEXT"))), "{sql}");
        }
        let mut stranger = app.staff("代表", OFFICE, &[], &[Role::Organisation]).await;
        stranger.get("/office/elections/1").await.expect(403);
    })
    .await;
}
