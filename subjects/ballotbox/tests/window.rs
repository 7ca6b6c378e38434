//! A session from the opening of its window to the encrypted total, as two officers and the clock make it.

use ballot::cast::Poll;
use ballot::ceremony::sitting::{Board, Member};
use ballot::credential::Credential;
use ballot::group::system_random;
use ballot::tally::PartialDecryption;
use ballot::trustee::{TrusteeKind, Trustees, VerifiedTrustees};
use ballot::verify::{Options, verify, verify_total};
use ballotbox::election::{self, State, Stored};
use ballotbox::{tally, window};
use plan::Role;
use record::Statement;
use web::args;
use web::database::harness::each_engine;
use web::database::{DatabaseError, transaction};
use web::testing::{Client, TestApp, small_plan};
use web::turnout::{Counting, Turnout, TurnoutSource};

const OFFICE: &str = "市人民政府办公室";
const HOME: &str = "/office/windows";

/// So many people are there.
struct Present(u32);

impl TurnoutSource for Present {
    fn counts<'a>(&'a self, _: &'a web::App) -> Counting<'a> {
        let one = |session| Turnout { session, venue: "main".into(), invited: 5, present: self.0 };
        let counts = [1, 2, 3].map(one).to_vec();
        Box::pin(async move { Ok(counts) })
    }
}

/// Three trustees with what each keeps offline.
fn keys() -> (VerifiedTrustees, Vec<Member>) {
    let rng = &mut system_random();
    let mut board = Board::new(3, 2, 1).unwrap();
    let mut members: Vec<Member> = (1..=3).map(|number| Member::new(number, 1, rng)).collect();
    while board.awaited().is_some() {
        for member in &mut members {
            if let Some(posting) = member.next(&board, rng).unwrap() {
                board.post(posting).unwrap();
            }
        }
    }
    (Trustees(vec![TrusteeKind::Pedersen(board.parameters().unwrap().remove(0))]).verify().unwrap(), members)
}

/// The first session of the small plan, its cards counted, ready to be opened.
struct Session {
    app: TestApp,
    stored: Stored,
    rounds: Vec<Round>,
}

/// One election with its cards, and what its trustees keep offline.
struct Round {
    stored: Stored,
    cards: Vec<Credential>,
    trustees: Vec<Member>,
}

impl Round {
    /// The election of a session, its cards counted.
    async fn add(app: &TestApp, session: u32) -> Self {
        let plan = app.app.plan();
        let (trustees, members) = keys();
        let election = election::make(&plan.plan, plan.plan.session(session).unwrap(), &trustees);
        let cards: Vec<Credential> = (0..6).map(|_| Credential::random(&mut system_random())).collect();
        let stored = Stored {
            uuid: election.uuid.to_string(),
            session,
            dry_run: false,
            state: State::Carded,
            election: election.to_json(),
            trustees: trustees.trustees().to_json(),
            receipt_key: "00".repeat(32),
        };
        transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
            election::queries::add(&mut tx, &stored).await?;
            for card in &cards {
                let sql = "INSERT INTO election_credentials (uuid, credential, revoked) VALUES ($1, $2, 'no')";
                tx.execute(sql, args![&stored.uuid, card.public_key(&election.uuid).to_hex()]).await?;
            }
            let sql = "INSERT INTO election_venues (uuid, venue, printed, sha256, left_over, void) VALUES ($1, 'main', 6, '', 1, 0)";
            tx.execute(sql, args![&stored.uuid]).await?;
            Ok(())
        })
        .unwrap();
        Round { stored, cards, trustees: members }
    }

    /// What a trustee makes offline of an archive that was downloaded.
    fn share(&self, trustee: usize, archive: &[u8]) -> String {
        let verified = verify_total(archive, Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
        let key = self.trustees[trustee - 1].keys().unwrap().remove(0);
        let share = PartialDecryption::make(&verified.tally, &verified.trustees, &key, &mut system_random()).unwrap();
        share.share().to_json()
    }
}

impl Session {
    async fn new(database: web::database::Database, present: u32) -> Self {
        let app = TestApp::with_plan(database, ballotbox::routes(), &small_plan()).await;
        app.app.count_turnout_by(Present(present));
        let round = Round::add(&app, 1).await;
        let stored = round.stored.clone();
        Session { app, stored, rounds: vec![round] }
    }

    /// Somebody of the joint office, on the page that gives the form token.
    async fn officer(&self, name: &str) -> Client {
        let mut client = self.app.staff(name, OFFICE, &[], &[Role::Office]).await;
        client.get(HOME).await.expect(200);
        client
    }

    /// One proposes, another confirms.
    async fn both(&self, act: &str, fields: &[(&str, &str)]) {
        let (mut first, mut second) = (self.officer("甲").await, self.officer("乙").await);
        first.post(&format!("{HOME}/{}/{act}", self.stored.uuid), fields).await.expect(303);
        let page = second.get(HOME).await.expect(200);
        let confirm = page.body.split("href=\"").find(|rest| rest.contains("/confirm\"")).unwrap().split('"').next().unwrap().to_string();
        first.post(&confirm, &[]).await.expect(422);
        second.get(&confirm).await.expect(200).shows("您是第二人");
        second.post(&confirm, &[]).await.expect(303);
    }

    /// Ballots as the box keeps them.
    async fn vote(&self, count: usize) {
        let election = self.stored.read_election().unwrap();
        let poll = Poll::new(&election);
        let cards = &self.rounds.last().unwrap().cards;
        for (card, grade) in cards.iter().zip([0, 1, 2, 3, 4]).take(count) {
            let ballot = poll.cast(card, &vec![grade; election.questions.len()], &mut system_random()).unwrap();
            let credential = card.public_key(&election.uuid).to_hex();
            let tracker = record::Digest::of(ballot.text()).to_string();
            let text = String::from_utf8(ballot.text().to_vec()).unwrap();
            transaction!(self.app.app.database(), |tx| -> Result<(), DatabaseError> {
                let sql = "INSERT INTO ballots (uuid, tracker, credential, ballot) VALUES ($1, $2, $3, $4)";
                tx.execute(sql, args![&self.stored.uuid, &tracker, &credential, &text]).await.map(drop)
            })
            .unwrap();
        }
    }

    async fn state(&self) -> State {
        let mut tx = self.app.app.database().reader().await.unwrap();
        election::queries::by_uuid(&mut tx, &self.stored.uuid).await.unwrap().unwrap().state
    }

    /// What the ledger says of elections, by type.
    async fn statements(&self) -> Vec<Statement> {
        let mut tx = self.app.app.database().reader().await.unwrap();
        let entries: Vec<String> = tx.all("SELECT entry FROM ledger_entries ORDER BY position", args![]).await.unwrap();
        let all = entries.iter().map(|entry| Statement::from_bytes(entry.as_bytes()).unwrap());
        all.filter(|it| ["window.", "ballots.", "tally.", "share.", "result."].iter().any(|part| it.kind().starts_with(part))).collect()
    }

    /// The session, voted in and closed, with its total.
    async fn play(&self) {
        self.both("opening", &[]).await;
        self.vote(5).await;
        self.wait(21 * 60);
        window::close_due(&self.app.app).await.unwrap();
        assert!(tally::make_next(&self.app.app).await.unwrap());
    }

    /// Plays another session.
    async fn next(mut self, number: u32) -> Self {
        let round = Round::add(&self.app, number).await;
        self.stored = round.stored.clone();
        self.rounds.push(round);
        self.play().await;
        self
    }

    fn wait(&self, seconds: i64) {
        let clock = self.app.app.clock();
        clock.advance_to(clock.now() + jiff::SignedDuration::from_secs(seconds)).unwrap();
    }
}

#[tokio::test]
async fn a_window_opens_by_two_is_extended_closes_by_its_time_and_leaves_a_total_that_nobody_has_opened() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let session = Session::new(database, 5).await;
        session.both("opening", &[]).await;
        assert_eq!(session.state().await, State::Open);
        session.vote(5).await;
        let mut officer = session.officer("丙").await;
        let page = officer.get(HOME).await.expect(200).shows("正在评议").shows("距结束还有");
        assert!(!page.body.contains('票') || !page.body.contains("已投"), "no count of ballots while the window is open");

        // Twenty minutes by the plan, five more by the officers, half a minute of grace, five seconds for what waits to be checked.
        officer.post(&format!("{HOME}/{}/extension", session.stored.uuid), &[("minutes", "0")]).await.expect(422).shows("1 到 60");
        session.both("extension", &[("minutes", "５")]).await;
        for act in ["extension", "closing"] {
            officer.post(&format!("{HOME}/{}/{act}", session.stored.uuid), &[("minutes", "5")]).await.expect(303);
        }
        officer.get(HOME).await.expect(200).shows("等待第二人：延长评议时段").shows("等待第二人：关闭评议时段");
        session.wait(25 * 60 + 34);
        assert_eq!(window::close_due(&session.app.app).await.unwrap(), 0);
        session.wait(1);
        assert_eq!(window::close_due(&session.app.app).await.unwrap(), 1);
        assert_eq!(window::close_due(&session.app.app).await.unwrap(), 0, "once");
        assert_eq!(session.state().await, State::Closed);
        let page = officer.get(HOME).await.expect(200);
        assert!(!page.body.contains("等待第二人"), "nobody is asked for what is no longer possible: {}", page.body);

        assert!(tally::make_next(&session.app.app).await.unwrap());
        assert!(!tally::make_next(&session.app.app).await.unwrap(), "once");
        let statements = session.statements().await;
        let kinds: Vec<&str> = statements.iter().map(Statement::kind).collect();
        assert_eq!(kinds, ["window.opened", "window.extended", "window.closed", "ballots.closed", "tally.encrypted"]);
        let archive = {
            let mut tx = session.app.app.database().reader().await.unwrap();
            tally::whole(&mut tx, &session.stored.uuid).await.unwrap()
        };
        let verified = verify_total(archive.as_slice(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
        assert_eq!((verified.tally.ballots(), verified.result), (5, None));
        let (Statement::BallotsClosed(closed), Statement::TallyEncrypted(total)) = (&statements[3], &statements[4]) else { panic!() };
        let trackers: Vec<String> = closed.hashes.iter().map(ToString::to_string).collect();
        assert!(trackers.is_sorted(), "in byte order, which says nothing of who came first");
        assert_eq!((trackers.len(), total.count), (5, 5));
        assert_eq!(total.sha256.to_string(), verified.tally.sized().encrypted_tally.to_string());
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_is_opened_voted_in_and_counted_without_a_trace_in_the_ledger() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let session = Session::new(database, 5).await;
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("UPDATE elections SET dry_run = $1", args![true]).await.map(drop)
        })
        .unwrap();
        session.play().await;
        assert_eq!(session.state().await, State::Closed);
        assert!(session.statements().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn too_few_people_uncounted_cards_and_one_officer_alone_keep_it_shut() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let session = Session::new(database, 4).await;
        transaction!(session.app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute("UPDATE election_venues SET left_over = NULL", args![]).await.map(drop)
        })
        .unwrap();
        let mut officer = session.officer("甲").await;
        let opening = format!("{HOME}/{}/opening", session.stored.uuid);
        officer.post(&opening, &[]).await.expect(422).shows("到会代表 4 人，少于 5 人").shows("市主会场没有清点剩余和作废的票");
        for act in ["extension", "closing"] {
            officer.post(&format!("{HOME}/{}/{act}", session.stored.uuid), &[("minutes", "5")]).await.expect(422);
        }
        officer.post(&format!("{HOME}/nothing/opening"), &[]).await.expect(404);
        assert_eq!(session.state().await, State::Carded);
        assert!(session.statements().await.is_empty());
        let mut tied = session.app.staff("关联人员", "市统计局", &[], &[Role::Office]).await;
        tied.get(HOME).await.expect(403);
    })
    .await;
}

#[tokio::test]
async fn no_share_reaches_the_server_before_two_release_and_the_results_are_what_was_voted() {
    let migrations = [web::MIGRATIONS, ballotbox::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let mut sessions = vec![Session::new(database, 5).await];
        sessions[0].play().await;
        let mut first = sessions[0].officer("甲").await;
        // The plan has two more sessions: nothing is released before they are over.
        first.post("/office/release", &[]).await.expect(422).shows("第二组述职报告会：还没有评议");
        for number in [2, 3] {
            let next = sessions.remove(0).next(number).await;
            sessions.insert(0, next);
        }
        let session = &sessions[0];
        let mut citizen = session.app.visitor();
        citizen.get("/results").await.expect(200).shows("结果还没有公布");

        let mut shares = Vec::new();
        for number in [1_u8, 3] {
            let mut trustee = session.app.staff("保管人", "公证处", &[], &[Role::Trustee(number)]).await;
            trustee.get("/office/release").await.expect(200).shows("只交指纹，不交份额");
            for round in &session.rounds {
                let path = format!("/office/release/{}", round.stored.uuid);
                let archive = trustee.get(&format!("{path}/total.bel")).await.expect(200).bytes;
                citizen.get(&format!("/results/{}.bel", round.stored.uuid)).await.expect(404);
                let share = round.share(number.into(), &archive);
                let hash = record::Digest::of(share.as_bytes()).to_string();
                trustee.post(&format!("{path}/share"), &[("sha256", "不是指纹")]).await.expect(422).shows("64 位十六进制");
                trustee.post(&format!("{path}/share"), &[("sha256", &hash.to_uppercase())]).await.expect(303);
                trustee.post(&format!("{path}/share"), &[("sha256", &"0".repeat(64))]).await.expect(422).shows("不能更改");
                shares.push(share);
            }
        }
        let (mut first, mut second) = (session.officer("甲").await, session.officer("乙").await);
        first.post("/office/release", &[]).await.expect(422).shows("监督检查组还没有公布收发核对");
        for round in &session.rounds {
            ballotbox::testing::reconcile(&session.app.app, &round.stored.uuid).await;
        }
        let files: Vec<(&str, &[u8])> = shares.iter().map(|share| ("share.json", share.as_bytes())).collect();
        second.upload_all("/office/release/confirm", &files).await.expect(409);
        first.post("/office/release", &[]).await.expect(303);
        first.get("/office/release").await.expect(200).shows("等待另一名联席会议办公室人员上传份额并确认");
        first.upload_all("/office/release/confirm", &files).await.expect(422).shows("提出人不能自己确认");
        second.get("/office/release").await.expect(200).shows("确认：公布各场结果");
        second.upload_all("/office/release/confirm", &files[..5]).await.expect(422).shows("需要 2 份与指纹相符的份额");
        assert!(session.statements().await.iter().all(|it| it.kind() != "result.released"), "nothing is half released");
        second.upload_all("/office/release/confirm", &files).await.expect(303);

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
