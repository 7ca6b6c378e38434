//! Sessions that are over: their people, cards and ballots compared by the supervision group, explained, published, or declared void.

use std::sync::Mutex;

use ballot::cast::Poll;
use ballot::credential::Credential;
use ballot::group::{Element, SecretScalar, system_random};
use ballot::trustee::{TrusteeKey, TrusteeKind, Trustees};
use ballotbox::ballots::Polls;
use ballotbox::cards::used::{Used, UsedLine};
use ballotbox::election::{self, State, Stored};
use ballotbox::testing::setup;
use ballotbox::{reconciliation, tally, window};
use plan::Role;
use record::Statement;
use web::args;
use web::database::harness::each_engine;
use web::database::{Database, DatabaseError, Migration, transaction};
use web::ledger::{LedgerError, publish};
use web::testing::{Client, TestApp, small_plan};
use web::turnout::{Counting, Turnout, TurnoutSource};

const OFFICE: &str = "市人民政府办公室";
const HOME: &str = "/office/reconciliation/1";
const VENUES: [&str; 2] = ["dongsheng", "main"];

fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, ballotbox::MIGRATIONS, supervision::MIGRATIONS].concat()
}

/// So many people are in the two venues.
struct Doors(Mutex<[u32; 2]>);

impl TurnoutSource for &'static Doors {
    fn counts<'a>(&'a self, _: &'a web::App) -> Counting<'a> {
        let present = *self.0.lock().unwrap();
        let one = |(venue, present): (&&str, u32)| Turnout { session: 1, venue: (*venue).into(), invited: 3, present };
        let counts = VENUES.iter().zip(present).map(one).collect();
        Box::pin(async move { Ok(counts) })
    }
}

/// A session with four cards in each of two venues, one of each left over.
struct Session {
    app: TestApp,
    stored: Stored,
    /// By venue.
    cards: [Vec<Credential>; 2],
    doors: &'static Doors,
}

impl Session {
    async fn open(database: Database) -> Self {
        let app = TestApp::with_plan(database, ballotbox::routes().and(supervision::routes()), &small_plan()).await;
        let doors: &'static Doors = Box::leak(Box::new(Doors(Mutex::new([3, 3]))));
        app.app.count_turnout_by(doors);
        let (stored, cards) = Self::election(&app).await;
        Session { app, stored, cards, doors }
    }

    /// An election of the first session whose window is open.
    async fn election(app: &TestApp) -> (Stored, [Vec<Credential>; 2]) {
        let plan = app.app.plan();
        let rng = &mut system_random();
        let trustee = TrusteeKind::Single(Box::new(TrusteeKey::prove(&SecretScalar::random(rng), rng)));
        let trustees = Trustees(vec![trustee]).verify().unwrap();
        let election = election::make(&plan.plan, plan.plan.session(1).unwrap(), &trustees);
        let cards = VENUES.map(|_| (0..4).map(|_| Credential::random(&mut system_random())).collect::<Vec<_>>());
        let stored = Stored {
            uuid: election.uuid.to_string(),
            session: 1,
            dry_run: false,
            state: State::Open,
            election: election.to_json(),
            trustees: trustees.trustees().to_json(),
            receipt_key: "00".repeat(32),
        };
        let now = app.app.clock().millis();
        let keys: Vec<Element> = cards.iter().flatten().map(|card| card.public_key(&election.uuid)).collect();
        transaction!(app.app.database(), |tx| -> Result<(), LedgerError> {
            election::queries::add(&mut tx, &stored).await?;
            publish(&mut tx, &Statement::ElectionSetup(setup(&stored, keys.clone()))).await?;
            let sql = "INSERT INTO election_windows (uuid, opened_at, closes_at) VALUES ($1, $2, $3)";
            tx.execute(sql, args![&stored.uuid, now, now + 1_200_000]).await?;
            for (venue, cards) in VENUES.iter().zip(&cards) {
                let sql = "INSERT INTO election_venues (uuid, venue, printed, sha256, left_over, void) VALUES ($1, $2, 4, '', 1, 0)";
                tx.execute(sql, args![&stored.uuid, *venue]).await?;
                for (at, card) in cards.iter().enumerate() {
                    let sql = "INSERT INTO election_credentials (uuid, credential, revoked) VALUES ($1, $2, $3)";
                    let revoked = if at == 3 { "left" } else { "no" };
                    tx.execute(sql, args![&stored.uuid, card.public_key(&election.uuid).to_hex(), revoked]).await?;
                }
            }
            Ok(())
        })
        .unwrap();
        (stored, cards)
    }

    /// So many of each venue's cards vote; then the window closes by its time and the total is made.
    async fn over(&self, votes: [usize; 2]) {
        self.closed(votes).await;
        assert!(tally::make_next(&self.app.app, &Polls::default()).await.unwrap());
    }

    /// The same without the total.
    async fn closed(&self, votes: [usize; 2]) {
        let election = self.stored.read_election().unwrap();
        let poll = Poll::new(&election);
        for card in self.cards.iter().zip(votes).flat_map(|(cards, votes)| &cards[..votes]) {
            let ballot = poll.cast(card, &vec![0; election.questions.len()], &mut system_random()).unwrap();
            let credential = card.public_key(&election.uuid).to_hex();
            let (tracker, text) = (record::Digest::of(ballot.text()).to_string(), String::from_utf8(ballot.text().to_vec()).unwrap());
            transaction!(self.app.app.database(), |tx| -> Result<(), DatabaseError> {
                let sql = "INSERT INTO ballots (uuid, tracker, credential, ballot) VALUES ($1, $2, $3, $4)";
                tx.execute(sql, args![&self.stored.uuid, &tracker, &credential, &text]).await.map(drop)
            })
            .unwrap();
        }
        let clock = self.app.app.clock();
        clock.advance_to(clock.now() + jiff::SignedDuration::from_mins(22)).unwrap();
        assert_eq!(window::close_due(&self.app.app).await.unwrap(), 1);
    }

    fn used(&self, votes: [u32; 2]) -> String {
        let line = |(venue, used): (&&str, u32)| UsedLine { venue: (*venue).into(), used };
        Used { v: 1, uuid: self.stored.uuid.clone(), venues: VENUES.iter().zip(votes).map(line).collect() }.to_text()
    }

    /// The card maker hands in a file.
    async fn hand_in(&self, file: &str) -> web::testing::Answer {
        let mut maker = self.app.staff("制卡人", OFFICE, &[], &[Role::CardMaker]).await;
        let page = maker.get("/office/elections/1").await.expect(200).shows("各会场用过的张数");
        let token = page.body.split_once("name=\"csrf\" value=\"").unwrap().1.split('"').next().unwrap();
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--b\r\nContent-Disposition: form-data; name=\"used\"; \
             filename=\"used.json\"\r\nContent-Type: application/json\r\n\r\n{file}\r\n--b--\r\n"
        );
        maker.post_body("/office/elections/1/used", "multipart/form-data; boundary=b", body.into_bytes()).await
    }

    /// Somebody of supervision, on the session's page.
    async fn supervisor(&self, name: &str) -> Client {
        let mut client = self.app.staff(name, OFFICE, &[], &[Role::Supervision]).await;
        client.get(HOME).await.expect(200);
        client
    }

    /// The second confirms what is open on the page; who proposed cannot.
    async fn confirm(&self, first: &mut Client, second: &mut Client) {
        let page = second.get(HOME).await.expect(200);
        let action = page.body.split("action=\"").find(|rest| rest.contains("/confirm\"")).expect("something to confirm");
        let action = action.split('"').next().unwrap().to_owned();
        first.post(&action, &[]).await.expect(422).shows("提出人不能自己确认");
        second.post(&action, &[]).await.expect(303);
    }

    async fn publish(&self, first: &mut Client, second: &mut Client) {
        first.post(&format!("{HOME}/publication"), &[]).await.expect(303);
        self.confirm(first, second).await;
    }

    async fn statements(&self) -> Vec<Statement> {
        let mut tx = self.app.app.database().reader().await.unwrap();
        let entries: Vec<String> = tx.all("SELECT entry FROM ledger_entries ORDER BY position", args![]).await.unwrap();
        entries.iter().map(|entry| Statement::from_bytes(entry.as_bytes()).unwrap()).collect()
    }

    async fn obstacle(&self) -> Option<String> {
        let mut tx = self.app.app.database().reader().await.unwrap();
        let stored = election::queries::by_uuid(&mut tx, &self.stored.uuid).await.unwrap().unwrap();
        reconciliation::obstacle(&mut tx, &stored).await.unwrap()
    }
}

#[tokio::test]
async fn a_clean_session_is_published_by_two_and_forged_counts_are_refused() {
    each_engine(&migrations(), async |database| {
        let session = Session::open(database).await;
        let (mut first, mut second) = (session.supervisor("监督甲").await, session.supervisor("监督乙").await);
        first.get(HOME).await.shows("本场还没有结束");
        first.post(&format!("{HOME}/publication"), &[]).await.expect(422).shows("正在评议");
        session.over([3, 3]).await;
        first.post(&format!("{HOME}/publication"), &[]).await.expect(422).shows("制卡人还没有交来");

        let good = session.used([3, 3]);
        for (forged, why) in [
            (session.used([3, 2]), "合计 5 张，票箱里是 6 张"),
            (session.used([1, 5]), "多于制作的 4 张"),
            (good.replace("\"used\":3", "\"used\":3,\"cards\":[\"00\"]"), "格式不对"),
            (good.replace(&session.stored.uuid, "h5mZkqBSn3dXyQ"), "另一个评议"),
            (good.replace("main", "north"), "缺少会场 main"),
            (good.replace(',', ", "), "改动过"),
        ] {
            session.hand_in(&forged).await.expect(422).shows(why);
        }
        session.hand_in(&good).await.expect(303);
        first.get(HOME).await.expect(200).shows("没有差异");
        session.publish(&mut first, &mut second).await;
        assert_eq!(session.obstacle().await, None);
        session.hand_in(&good).await.expect(422).shows("已经公布");
        first.post(&format!("{HOME}/publication"), &[]).await.expect(422).shows("已经公布");

        let statements = session.statements().await;
        let Some(Statement::Reconciliation(it)) = statements.last() else { panic!("{statements:?}") };
        assert_eq!((it.issued, it.ballots, it.revoked, it.not_cast), (6, 6, 0, 0));
        let used: Vec<_> = it.venues.iter().map(|venue| (venue.venue.as_str(), venue.present, venue.issued, venue.used)).collect();
        assert_eq!(used, [("dongsheng", 3, 3, 3), ("main", 3, 3, 3)]);
        let mut citizen = session.app.visitor();
        citizen.get("/results/reconciliation").await.expect(200).shows("没有差异").shows("6 人，应到 6 人");
        citizen.get("/results/reconciliation.csv").await.expect(200).shows("东胜区分会场,3,3,4,1,0,3,3,0,0");
        let json = citizen.get("/api/v1/results/reconciliation").await.expect(200).body;
        assert!(json.contains("\"not_cast\":0"), "{json}");
        citizen.get("/results/reconciliation.xlsx").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_lost_card_and_a_missing_check_in_are_explained_by_two_and_block_nothing() {
    each_engine(&migrations(), async |database| {
        let session = Session::open(database).await;
        session.over([3, 2]).await;
        *session.doors.0.lock().unwrap() = [2, 3];
        session.hand_in(&session.used([3, 2])).await.expect(303);
        let (mut first, mut second) = (session.supervisor("监督甲").await, session.supervisor("监督乙").await);
        first
            .get(HOME)
            .await
            .shows("市主会场：发出 3 张，用过 2 张，1 张没有投出")
            .shows("到会 2 人，发出 3 张，发出的票多 1")
            .shows("还没有两人确认的原因");
        first.post(&format!("{HOME}/publication"), &[]).await.expect(422);
        let explanations = format!("{HOME}/explanations");
        let lost = [("venue", "main"), ("about", "issued-used"), ("text", "一名代表领票后离场，票没有找到")];
        first.post(&explanations, &[lost[0], lost[1], ("text", "丢")]).await.expect(422).shows("至少 4 个字");
        first.post(&explanations, &[("venue", "main"), ("about", "nothing"), lost[2]]).await.expect(422).shows("已经没有了");
        first.post(&explanations, &lost).await.expect(303);
        second.post(&explanations, &lost).await.expect(422).shows("已经有人提出");
        session.confirm(&mut first, &mut second).await;
        first.post(&format!("{HOME}/publication"), &[]).await.expect(422).shows("发出的票多 1：还没有两人确认的原因");
        let missing = [("venue", "dongsheng"), ("about", "present-issued"), ("text", "签到台漏签一人，门口登记可查")];
        second.post(&explanations, &missing).await.expect(303);
        session.confirm(&mut second, &mut first).await;

        // An explanation is of these numbers: with others it must be written anew.
        *session.doors.0.lock().unwrap() = [1, 3];
        first.post(&format!("{HOME}/publication"), &[]).await.expect(422).shows("发出的票多 2：还没有两人确认的原因");
        *session.doors.0.lock().unwrap() = [2, 3];
        session.publish(&mut first, &mut second).await;
        assert_eq!(session.obstacle().await, None, "a lost card blocks nothing");
        session.app.visitor().get("/results/reconciliation").await.expect(200).shows("票没有找到").shows("门口登记可查");
        let statements = session.statements().await;
        let Some(Statement::Reconciliation(it)) = statements.last() else { panic!("{statements:?}") };
        let about: Vec<_> = it.explanations.iter().map(|it| (it.venue.as_str(), it.about.as_str())).collect();
        assert_eq!((it.not_cast, about), (1, vec![("dongsheng", "present-issued"), ("main", "issued-used")]));
    })
    .await;
}

#[tokio::test]
async fn more_used_than_issued_blocks_the_release_until_the_session_is_void_and_voted_anew() {
    each_engine(&migrations(), async |database| {
        let mut session = Session::open(database).await;
        session.over([3, 3]).await;
        // A count at the venue that was forged: two cards fewer are said to have been taken than were.
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("UPDATE election_venues SET left_over = 3 WHERE venue = 'main'", args![]).await.map(drop)
        })
        .unwrap();
        session.hand_in(&session.used([3, 3])).await.expect(303);
        let (mut first, mut second) = (session.supervisor("监督甲").await, session.supervisor("监督乙").await);
        first
            .get(HOME)
            .await
            .shows("用过的票多于发出的票：本场结果不能公布")
            .shows("市主会场：发出 1 张，用过 3 张，多出 2 张")
            .shows("提出作废，重新评议");
        first.post(&format!("{HOME}/publication"), &[]).await.expect(422).shows("须作废并重新评议");
        let mut officer = session.app.staff("负责人", OFFICE, &[], &[Role::Office]).await;
        officer.get("/office/elections/1").await.expect(200).shows("用过的票多于发出的票");
        officer.post("/office/release", &[]).await.expect(422).shows("用过的票多于发出的票");
        first.get("/office/supervision").await.expect(200).shows("用过的票多于发出的票。市主会场").shows("严重");

        // Supervision asks, the joint office confirms: neither can alone.
        officer.post(&format!("{HOME}/void"), &[("reason", "试试")]).await.expect(403);
        first.post(&format!("{HOME}/void"), &[("reason", "")]).await.expect(422).shows("请写明原因");
        first.post(&format!("{HOME}/void"), &[("reason", "主会场用过的票比发出的多两张")]).await.expect(303);
        let page = officer.get("/office/elections/1").await.expect(200);
        let proposal = page.body.split("href=\"").find(|rest| rest.contains("/confirm\"")).unwrap().split('"').next().unwrap().to_owned();
        first.post(&proposal, &[]).await.expect(403);
        second.post(&proposal, &[]).await.expect(403);
        officer.get(&proposal).await.expect(200).shows("合计永远不打开").shows("主会场用过的票比发出的多两张");
        officer.post(&proposal, &[]).await.expect(303);

        let old = session.stored.uuid.clone();
        let statements = session.statements().await;
        let Some(Statement::ElectionVoided(voided)) = statements.last() else { panic!("{statements:?}") };
        assert_eq!((voided.session, voided.uuid.to_string()), (1, old.clone()));
        let mut collector = record::election::Collector::new(old.parse().unwrap());
        statements.iter().for_each(|statement| collector.see(statement));
        assert_eq!(collector.finish().unwrap_err().kind(), "election-voided");
        session.app.visitor().get("/results/reconciliation").await.expect(200).shows("一次评议已作废").shows("多两张");
        first.get(HOME).await.expect(404);
        officer.get(&format!("/office/release/{old}/total.bel")).await.expect(404);
        officer.post("/office/release", &[]).await.expect(422).shows("第一组述职报告会：还没有评议");
        officer.post("/office/ceremony", &[]).await.expect(303);

        // Voted anew, with other keys and cards.
        (session.stored, session.cards) = Session::election(&session.app).await;
        session.over([3, 3]).await;
        session.hand_in(&session.used([3, 3])).await.expect(303);
        session.publish(&mut first, &mut second).await;
        assert_eq!(session.obstacle().await, None);
        let mut tx = session.app.app.database().reader().await.unwrap();
        assert_eq!(election::queries::by_uuid(&mut tx, &old).await.unwrap().unwrap().state, State::Void);
    })
    .await;
}

#[tokio::test]
async fn a_venue_without_power_votes_on_paper_and_two_desks_count_what_was_keyed_in() {
    each_engine(&migrations(), async |database| {
        let session = Session::open(database).await;
        let (mut first, mut second) =
            (session.app.staff("甲", OFFICE, &[], &[Role::Office]).await, session.app.staff("乙", OFFICE, &[], &[Role::Office]).await);
        let (mut desk, mut other) = (session.app.venue_desk("main", "一号台").await, session.app.venue_desk("main", "二号台").await);
        desk.get("/venue/paper/1").await.expect(404);
        let page = "/office/elections/1/paper";
        first.get(page).await.expect(200).shows("没有会场用纸质评议表");
        let outage = |minutes| [("venue", "main"), ("minutes", minutes), ("reason", "全楼停电")];
        first.post(page, &outage("29")).await.expect(422).shows("中断满 30 分钟");
        first.post(page, &outage("35")).await.expect(303);
        let shown = second.get(page).await.expect(200);
        let confirm = shown.body.split("href=\"").find(|rest| rest.contains("/confirm\"")).unwrap().split('"').next().unwrap().to_owned();
        second.get(&confirm).await.expect(200).shows("全楼停电");
        first.post(&confirm, &[]).await.expect(422);
        second.post(&confirm, &[]).await.expect(303);
        let statements = session.statements().await;
        let Some(Statement::PaperPermitted(it)) = statements.last() else { panic!("{statements:?}") };
        assert_eq!((it.venue.as_str(), it.reason.as_str()), ("main", "中断 35 分钟：全楼停电"));

        session.over([3, 3]).await;
        session.hand_in(&session.used([3, 3])).await.expect(303);
        let (mut one, mut two) = (session.supervisor("监督甲").await, session.supervisor("监督乙").await);
        one.post(&format!("{HOME}/publication"), &[]).await.expect(422).shows("还没有清点录入的纸质评议表");
        desk.get("/venue/cards").await.expect(200).shows("清点纸质评议表");
        desk.get("/venue/paper/1").await.expect(200);
        desk.post("/venue/paper/1", &[("count", "两张")]).await.expect(422).shows("请填写张数");
        desk.post("/venue/paper/1", &[("count", "２")]).await.expect(303);
        let shown = other.get("/venue/paper/1").await.expect(200);
        let confirm = shown.body.split("action=\"").find(|rest| rest.contains("/confirm\"")).unwrap().split('"').next().unwrap().to_owned();
        desk.post(&confirm, &[("count", "2")]).await.expect(422).shows("提出人不能自己确认");
        other.post(&confirm, &[("count", "3")]).await.expect(422).shows("与第一人数的张数不同");
        other.post(&confirm, &[("count", "2")]).await.expect(303);
        session.publish(&mut one, &mut two).await;
        let statements = session.statements().await;
        let Some(Statement::Reconciliation(it)) = statements.last() else { panic!("{statements:?}") };
        assert_eq!(it.venues.iter().map(|venue| venue.paper).collect::<Vec<_>>(), [0, 2]);
        desk.post("/venue/paper/1", &[("count", "9")]).await.expect(422).shows("已经公布");
    })
    .await;
}

#[tokio::test]
async fn the_desk_shows_what_happened_keeps_who_noted_it_and_is_closed_to_others() {
    each_engine(&migrations(), async |database| {
        let session = Session::open(database).await;
        session.over([3, 2]).await;
        session.hand_in(&session.used([3, 2])).await.expect(303);
        let mut supervisor = session.supervisor("监督甲").await;
        let page =
            supervisor.get("/office/supervision").await.expect(200).shows("关闭评议时段").shows("1 张没有投出").shows("1 条等待处理");
        let page = page.shows("还差 20 次").shows("14%");
        let alarm = page.body.split("name=\"alarm\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        supervisor.post("/office/supervision/notes", &[("alarm", &alarm), ("note", "")]).await.expect(422).shows("怎样处理");
        supervisor.post("/office/supervision/notes", &[("alarm", "made-up"), ("note", "核对过")]).await.expect(422);
        supervisor.post("/office/supervision/notes", &[("alarm", &alarm), ("note", "已到会场核对")]).await.expect(303);
        supervisor.get("/office/supervision").await.expect(200).shows("已到会场核对").shows("0 条等待处理");
        supervisor.post("/office/supervision/notes", &[("alarm", &alarm), ("note", "再记一次")]).await.expect(422).shows("已经记下");
        let other = supervisor.get("/office/supervision?session=2").await.expect(200);
        assert!(!other.body.contains("没有投出"), "another session's alarms");

        let mut officer = session.app.staff("负责人", OFFICE, &[], &[Role::Office]).await;
        officer.get("/office/supervision").await.expect(403);
        officer.get(HOME).await.expect(200);
        officer.post(&format!("{HOME}/publication"), &[]).await.expect(403);
        let mut tied = session.app.staff("关联人员", "市统计局", &[], &[Role::Supervision]).await;
        for page in [HOME, "/office/supervision", "/office/reconciliation"] {
            tied.get(page).await.expect(403).shows("因利益冲突");
        }
    })
    .await;
}

#[tokio::test]
async fn no_total_is_made_of_a_box_that_is_not_the_published_one_and_the_desk_says_that_it_is_missing() {
    each_engine(&migrations(), async |database| {
        let session = Session::open(database).await;
        session.closed([3, 2]).await;
        let mut supervisor = session.supervisor("监督甲").await;
        let early = supervisor.get("/office/supervision").await.expect(200).body;
        assert!(!early.contains("合计还没有做出来"), "it takes a while");
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            let sql = "DELETE FROM ballots WHERE tracker = (SELECT MIN(tracker) FROM ballots)";
            tx.execute(sql, args![]).await.map(drop)
        })
        .unwrap();
        let refused = tally::make_next(&session.app.app, &Polls::default()).await.unwrap_err().to_string();
        assert!(refused.contains("1 ballots missing or changed, 0 that were not published"), "{refused}");
        let clock = session.app.app.clock();
        clock.advance_to(clock.now() + jiff::SignedDuration::from_mins(6)).unwrap();
        supervisor.get("/office/supervision").await.expect(200).shows("合计还没有做出来").shows("保持原样");
        assert!(session.statements().await.iter().all(|it| it.kind() != "tally.encrypted"));
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_is_neither_compared_nor_published() {
    each_engine(&migrations(), async |database| {
        let session = Session::open(database).await;
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("UPDATE elections SET dry_run = $1", args![true]).await.map(drop)
        })
        .unwrap();
        let before = session.statements().await.len();
        session.over([3, 3]).await;
        let mut supervisor = session.app.staff("监督甲", OFFICE, &[], &[Role::Supervision]).await;
        supervisor.get("/office/reconciliation").await.expect(200).shows("还没有评议");
        supervisor.get(HOME).await.expect(404);
        supervisor.post(&format!("{HOME}/publication"), &[]).await.expect(404);
        supervisor.post(&format!("{HOME}/void"), &[("reason", "试试作废")]).await.expect(404);
        assert_eq!(session.statements().await.len(), before);
        session.app.visitor().get("/results/reconciliation").await.expect(200).shows("收发核对还没有公布");
    })
    .await;
}
