//! Somebody comes through the door: with the right invitation, with a wrong one, a second time, through a network cut.

mod common;
mod door_support;

use common::hidden;
use door_support::{Guest, decline, entry_number, seat};
use jiff::Timestamp;
use plan::Role;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use representatives::attendance::Doors;
use serde_json::{Value, json};
use web::args;
use web::audit::{self, EntryFilter};
use web::database::harness::each_engine;
use web::database::{Database, DatabaseError, transaction};
use web::testing::{Answer, Client, TestApp};
use web::turnout::Turnout;

const HALL: &str = "dongsheng";
const CLASS: &str = "district-residents";
const DOORS_OPEN: &str = "2025-01-13T08:00:00+08:00";

async fn house(database: Database) -> TestApp {
    let app = TestApp::new(database, representatives::routes()).await;
    app.app.count_turnout_by(Doors);
    app
}

fn at(app: &TestApp, moment: &str) {
    app.app.clock().advance_to(moment.parse().unwrap()).unwrap();
}

async fn story(told: impl AsyncFn(TestApp)) {
    each_engine(&[web::MIGRATIONS, representatives::MIGRATIONS].concat(), async |database| {
        let app = house(database).await;
        at(&app, DOORS_OPEN);
        told(app).await;
    })
    .await;
}

async fn desk(app: &TestApp, venue: &str, label: &str) -> Client {
    let mut desk = app.venue_desk(venue, label).await;
    desk.get("/venue/checkin").await.expect(200);
    desk
}

/// Number, card, button: as a clerk without script does it.
async fn check_in(desk: &mut Client, guest: &Guest) -> Answer {
    let path = format!("/venue/checkin/{}?session={}", guest.entry, guest.session);
    let card = desk.get(&path).await.expect(200).shows(&guest.name).shows(&guest.last).shows("身份已核对，签到");
    desk.post(&path, &[("event", &hidden(&card, "event"))]).await
}

/// What a device sends; the outcomes.
async fn send(desk: &mut Client, session: u32, events: &[Value]) -> Vec<Value> {
    let events = Value::Array(events.to_vec()).to_string();
    let answer = desk.post(&format!("/venue/checkin/events?session={session}"), &[("events", &events)]).await.expect(200);
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    answer["outcomes"].as_array().unwrap().clone()
}

fn event(id: &str, guest: &Guest, at: i64) -> Value {
    json!({"event": format!("device-event-{id:0>8}"), "entry": guest.entry, "session": guest.session, "at": at})
}

fn undo(id: &str, guest: &Guest, reason: &str) -> Value {
    json!({"event": format!("device-event-{id:0>8}"), "entry": guest.entry, "session": guest.session, "at": 0, "undo": reason})
}

fn outcomes(answers: &[Value]) -> Vec<&str> {
    answers.iter().map(|it| it["outcome"].as_str().unwrap()).collect()
}

async fn turnout(app: &TestApp) -> Vec<(u32, String, u32, u32)> {
    let all = app.app.turnout().await.unwrap().into_iter();
    all.map(|Turnout { session, venue, invited, present }| (session, venue, invited, present)).collect()
}

async fn counted(app: &TestApp) -> i64 {
    let sql = "SELECT COUNT(*) FROM arrivals WHERE state = 'in'";
    app.app.database().reader().await.unwrap().one(sql, args![]).await.unwrap()
}

async fn audited(app: &TestApp) -> Vec<(String, String)> {
    let mut tx = app.app.database().reader().await.unwrap();
    audit::verify(&mut tx).await.unwrap();
    let entries = audit::page(&mut tx, &EntryFilter::default(), i64::MAX).await.unwrap().into_iter().rev();
    entries.filter(|it| it.kind.starts_with("attendance.")).map(|it| (it.kind, it.details)).collect()
}

#[tokio::test]
async fn somebody_is_compared_with_the_card_and_checked_in_by_a_press() {
    story(async |app| {
        let guests = seat(&app, HALL, CLASS, 1, 1, 3).await;
        let mut desk = desk(&app, HALL, "签到台1").await;
        desk.get("/venue/checkin")
            .await
            .expect(200)
            .shows("第一组述职报告会")
            .shows("已签到 <strong>0</strong> / 3 人")
            .shows("与评议票无关");

        // Scanned, the code's whole address; typed, the digits as they are printed. Neither checks anybody in.
        for typed in [
            format!("https%3A%2F%2Fx.example%2Fvenue%2Fcheckin%2F{}", guests[0].entry),
            format!("{}+{}", &guests[0].entry[..4], &guests[0].entry[4..]),
        ] {
            let found = desk.get(&format!("/venue/checkin?session=1&entry={typed}")).await.expect(303);
            assert_eq!(found.location(), format!("/venue/checkin/{}?session=1", guests[0].entry));
        }
        assert_eq!(counted(&app).await, 0, "nothing is automatic");
        assert_eq!(check_in(&mut desk, &guests[0]).await.expect(303).location(), "/venue/checkin?session=1&done=in");
        desk.get("/venue/checkin?session=1&done=in").await.expect(200).shows("已签到 <strong>1</strong> / 3 人").shows("请下一位");

        let found =
            desk.post("/venue/checkin/find?session=1", &[("name", &guests[1].name[..3]), ("last", &guests[1].last[1..])]).await.expect(200);
        assert!(found.body.contains(&guests[1].entry) && !found.body.contains(&guests[0].entry), "{}", found.body);
        assert_eq!(turnout(&app).await, [(1, HALL.into(), 3, 1)]);
        let kinds = audited(&app).await;
        assert_eq!(kinds.len(), 1);
        assert!(kinds[0].0 == "attendance.checked-in" && !kinds[0].1.contains(&guests[0].entry), "{kinds:?}");
    })
    .await;
}

#[tokio::test]
async fn each_wrong_invitation_has_its_own_words() {
    story(async |app| {
        let here = seat(&app, HALL, CLASS, 1, 1, 2).await;
        let afternoon = seat(&app, HALL, CLASS, 2, 11, 1).await;
        let elsewhere = seat(&app, "uxin", CLASS, 1, 21, 1).await;
        decline(&app, &here[1].entry).await;
        let mut first = desk(&app, HALL, "签到台1").await;
        let mut second = desk(&app, HALL, "签到台2").await;
        check_in(&mut first, &here[0]).await.expect(303);
        let show = async |desk: &mut Client, entry: &str| desk.get(&format!("/venue/checkin/{entry}?session=1")).await.expect(200);
        show(&mut second, &here[0].entry).await.shows("此邀请已经用过：8:00 在签到台1签到").shows("转发给了别人");
        show(&mut second, &here[1].entry).await.shows("席位已由候补递补").shows("谢绝");
        show(&mut second, &afternoon[0].entry).await.shows("这是别的场次的邀请").shows("第二组述职报告会（1月13日（周一）14:30）");
        let page = show(&mut second, &elsewhere[0].entry).await.shows("这是别的会场的邀请").shows("乌审旗分会场");
        assert!(!page.body.contains(&elsewhere[0].name), "of other venues' people nothing is shown");
        show(&mut second, &entry_number(999)).await.shows("没有这个入场编号");
        second.get("/venue/checkin?session=1&entry=12345678").await.expect(422).shows("其中有一位不对");
        // What the pages do not offer, the server refuses too.
        for guest in [&here[1], &afternoon[0], &elsewhere[0]] {
            let of_this_session = Guest { session: 1, ..guest.clone() };
            let answers = send(&mut second, 1, &[event("x", &of_this_session, 0)]).await;
            assert_eq!(outcomes(&answers), ["refused"], "{answers:?}");
        }
        assert_eq!(counted(&app).await, 1);
    })
    .await;
}

#[tokio::test]
async fn two_people_with_one_invitation_count_once_and_the_second_desk_is_told() {
    story(async |app| {
        let guests = seat(&app, HALL, CLASS, 1, 1, 1).await;
        let mut first = desk(&app, HALL, "签到台1").await;
        let mut second = desk(&app, HALL, "签到台2").await;
        // The second desk has the card open already.
        let path = format!("/venue/checkin/{}?session=1", guests[0].entry);
        let card = second.get(&path).await.expect(200);
        check_in(&mut first, &guests[0]).await.expect(303);
        second.post(&path, &[("event", &hidden(&card, "event"))]).await.expect(422).shows("没有重复计入").shows("8:00 在签到台1");
        assert_eq!(turnout(&app).await, [(1, HALL.into(), 1, 1)]);

        // The first was a mistake: the second desk's still stands, and says so; taken back too, nobody is there.
        let undo = format!("/venue/checkin/{}/undo?session=1", guests[0].entry);
        for (desk, left) in [("签到台1", 1), ("签到台2", 0)] {
            let page = first.get(&undo).await.expect(200).shows(desk);
            let event = hidden(&page, "event");
            first.post(&undo, &[("event", &event), ("reason", " ")]).await.expect(422).shows("请写明原因");
            first.post(&undo, &[("event", &event), ("reason", "看错了人")]).await.expect(if left == 1 { 200 } else { 303 });
            assert_eq!(counted(&app).await, left);
        }
        let log = audited(&app).await;
        assert_eq!(log.iter().filter(|(kind, details)| kind == "attendance.undone" && details.contains("看错了人")).count(), 2, "{log:?}");
    })
    .await;
}

#[tokio::test]
async fn what_waited_on_a_device_is_merged_and_sent_again_changes_nothing() {
    story(async |app| {
        let guests = seat(&app, HALL, CLASS, 1, 1, 3).await;
        let millis = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        at(&app, "2025-01-13T08:40:00+08:00");
        let mut desk = desk(&app, HALL, "签到台1").await;
        let batch = [
            event("1", &guests[0], millis("2025-01-13T08:20:00+08:00")),
            // Clocks that are years wrong.
            event("2", &guests[1], 0),
            event("3", &guests[2], i64::MAX),
            undo("3", &guests[2], "点错了"),
        ];
        let answers = send(&mut desk, 1, &batch).await;
        assert_eq!(outcomes(&answers), ["in", "in", "in", "undone"]);
        assert_eq!(answers[0]["at"], millis("2025-01-13T08:20:00+08:00"));
        assert_eq!(answers[1]["at"], millis("2025-01-13T00:00:00+08:00"), "not before the desk's day");
        assert_eq!(answers[2]["at"], millis("2025-01-13T08:40:00+08:00"), "not in the future");
        // Again, as after an answer that was lost: the same, and what was undone stays undone.
        assert_eq!(outcomes(&send(&mut desk, 1, &batch).await), ["in", "in", "undone", "undone"]);
        assert_eq!(turnout(&app).await, [(1, HALL.into(), 3, 2)]);
        let kinds: Vec<String> = audited(&app).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["attendance.undone", "attendance.checked-in"], "the second sending is no event");

        // An undo that comes before its check-in.
        assert_eq!(
            outcomes(&send(&mut desk, 1, &[undo("9", &guests[2], "点错了"), event("9", &guests[2], 0)]).await),
            ["undone", "undone"]
        );
        // Nonsense is refused one by one.
        let odd = [
            json!({"event": "short", "entry": guests[0].entry, "session": 1, "at": 0}),
            event("1", &guests[1], 0),
            undo("1", &guests[0], "  "),
            json!({"event": "device-event-00000077", "entry": "no number", "session": 1, "at": 0}),
        ];
        assert_eq!(outcomes(&send(&mut desk, 1, &odd).await), ["refused"; 4]);
        desk.post("/venue/checkin/events?session=1", &[("events", "[{}")]).await.expect(400);
        assert_eq!(turnout(&app).await, [(1, HALL.into(), 3, 2)]);

        // A day late by a pass of the next day; after that no more.
        at(&app, "2025-01-14T08:00:00+08:00");
        let mut next = app.venue_desk(HALL, "签到台1").await;
        next.get("/venue/checkin").await.expect(200);
        assert_eq!(outcomes(&send(&mut next, 3, &[event("20", &guests[2], 0)]).await), ["in"]);
    })
    .await;
}

#[tokio::test]
async fn the_list_is_the_venue_s_own_and_only_from_the_hour_of_the_plan() {
    each_engine(&[web::MIGRATIONS, representatives::MIGRATIONS].concat(), async |database| {
        let app = house(database).await;
        let guests = seat(&app, HALL, CLASS, 1, 1, 2).await;
        let others = seat(&app, "uxin", CLASS, 1, 11, 1).await;
        at(&app, "2025-01-12T22:00:00+08:00");
        let mut desk = app.venue_staff(HALL).await;
        let page = desk.get("/venue/checkin").await.expect(200).shows("今天没有述职报告会").shows("1月13日（周一）9:00");
        assert!(!page.body.contains("入场编号"));
        desk.get("/venue/checkin/list.json").await.expect(409);
        desk.get(&format!("/venue/checkin/{}", guests[0].entry)).await.expect(409);
        at(&app, DOORS_OPEN);
        let mut desk = app.venue_staff(HALL).await;
        let list: Value = serde_json::from_str(&desk.get("/venue/checkin/list.json?session=1").await.expect(200).body).unwrap();
        assert_eq!(list["people"].as_array().unwrap().len(), 2);
        let text = list.to_string();
        assert!(text.contains(&guests[0].entry) && !text.contains(&others[0].entry) && !text.contains("990101"), "{text}");
        assert_eq!(list["until"], "2025-01-14T00:00:00+08:00".parse::<Timestamp>().unwrap().as_millisecond() - 1);
        // The page that is kept on a device names nobody.
        let page = desk.get("/venue/checkin").await.expect(200);
        assert!(!page.body.contains(&guests[0].name) && !page.body.contains(&guests[0].last), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn the_board_counts_and_names_nobody_and_the_absent_are_told_when_it_began() {
    story(async |app| {
        let guests = seat(&app, HALL, CLASS, 1, 1, 3).await;
        seat(&app, "uxin", CLASS, 1, 11, 2).await;
        let mut desk = desk(&app, HALL, "签到台1").await;
        let mut organiser = app.staff("甲", "市人民政府办公室", &[], &[Role::Organisation]).await;
        let changes = async |client: &mut Client| {
            let answer = client.get("/office/attendance/counts.json").await.expect(200);
            serde_json::from_str::<Value>(&answer.body).unwrap()["changes"].as_str().unwrap().to_string()
        };
        let before = changes(&mut organiser).await;
        check_in(&mut desk, &guests[0]).await.expect(303);
        assert_ne!(changes(&mut organiser).await, before);
        let page = organiser.get("/office/attendance?session=1").await.expect(200).shows("20.0%（1 / 5）").shows(">33.3%<").shows(">0.0%<");
        assert!(guests.iter().all(|guest| !page.body.contains(&guest.name)), "counts only");
        organiser.get("/office/attendance?session=1&venue=uxin").await.expect(200).shows("社区或村居民代表");
        organiser.get("/office/attendance?session=2").await.expect(200).shows("这一场还没有席位");

        let csv = organiser.get("/office/attendance/export.csv").await.expect(200);
        assert!(csv.body.contains("东胜区分会场,社区或村居民代表,3,1,2,33.3%") && csv.body.contains("内部资料，不得外传"), "{}", csv.body);
        organiser.get("/office/attendance/export.xlsx").await.expect(200);

        let absent = "/office/attendance/absent?session=1&venue=dongsheng";
        organiser.get(absent).await.expect(200).shows("还没有开会");
        desk.get("/venue/checkin/absent?session=1").await.expect(200).shows("还没有开会");
        at(&app, "2025-01-13T09:00:00+08:00");
        let mut organiser = app.staff("乙", "市人民政府办公室", &[], &[Role::Organisation]).await;
        let mut desk = app.venue_staff(HALL).await;
        for page in [organiser.get(absent).await, desk.get("/venue/checkin/absent?session=1").await] {
            let page = page.expect(200).shows(&guests[1].last).shows("未到 <strong>2</strong> 人");
            assert!(!page.body.contains(&format!(">{}<", guests[0].last)), "{}", page.body);
        }
        let mut statistics = app.staff("丙", "第三方", &[], &[Role::Statistics]).await;
        statistics.get("/office/attendance").await;
        statistics.get(absent).await.expect(403);
    })
    .await;
}

/// What two devices did: each entry is (device, seat, taken back).
type Deeds = Vec<(bool, usize, bool)>;

/// Whatever two devices did while they were cut off, sent in whatever order and however often: a seat has at most one arrival, and the counts
/// are the same as if everything had been sent once, in order.
#[tokio::test(flavor = "multi_thread")]
async fn batches_in_any_order_make_the_same_counts() {
    let migrations = [web::MIGRATIONS, representatives::MIGRATIONS].concat();
    each_engine(&migrations, async |database| {
        let app = house(database).await;
        at(&app, DOORS_OPEN);
        let guests = seat(&app, HALL, CLASS, 1, 1, 3).await;
        let mut runner = TestRunner::new_with_rng(Config { cases: 24, ..Config::default() }, deterministic());
        let deeds = prop::collection::vec((any::<bool>(), 0..3_usize, any::<bool>()), 1..8);
        let sending = (deeds, prop::collection::vec(any::<prop::sample::Index>(), 8..24));
        let handle = tokio::runtime::Handle::current();
        let run = |(deeds, order): (Deeds, Vec<prop::sample::Index>)| {
            let expected = {
                let live: std::collections::BTreeSet<usize> =
                    deeds.iter().filter(|(_, _, undone)| !undone).map(|(_, seat, _)| *seat).collect();
                live.len()
            };
            tokio::task::block_in_place(|| {
                handle.block_on(async {
                    clear(&app).await;
                    // Passes of their own: a desk is not let ask without end.
                    let mut desks = [desk(&app, HALL, "签到台1").await, desk(&app, HALL, "签到台2").await];
                    let mut all: Vec<(usize, Value)> = Vec::new();
                    for (at, (device, seat, undone)) in deeds.iter().enumerate() {
                        let id = at.to_string();
                        all.push((usize::from(*device), event(&id, &guests[*seat], 0)));
                        if *undone {
                            all.push((usize::from(*device), undo(&id, &guests[*seat], "点错了")));
                        }
                    }
                    // Some in any order and again, then everything once, from the last to the first.
                    let shuffled: Vec<(usize, Value)> = order.iter().map(|index| index.get(&all).clone()).collect();
                    for (device, value) in shuffled.into_iter().chain(all.into_iter().rev()) {
                        send(&mut desks[device], 1, &[value]).await;
                        let per_seat: Vec<i64> = app
                            .app
                            .database()
                            .reader()
                            .await
                            .unwrap()
                            .all("SELECT COUNT(*) FROM arrivals WHERE state = 'in' GROUP BY number ORDER BY number", args![])
                            .await
                            .unwrap();
                        assert!(per_seat.iter().all(|count| *count == 1), "{per_seat:?}");
                    }
                    assert_eq!(usize::try_from(counted(&app).await).unwrap(), expected, "{deeds:?}");
                })
            });
            Ok(())
        };
        runner.run(&sending, run).unwrap();
    })
    .await;
}

fn deterministic() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

async fn clear(app: &TestApp) {
    transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> { tx.execute("DELETE FROM arrivals", args![]).await.map(drop) })
        .unwrap();
}
