//! Power is out: two officers let a venue vote on paper, and two of its desks count what was keyed in.

mod played;

use web::args;
use web::database::Migration;
use web::database::harness::each_engine;
use web::testing::Client;

use crate::played::Session;

const VENUE: &str = "/venue/paper/1";
const OFFICE: &str = "/office/elections/1/paper";

fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, ballotbox::MIGRATIONS].concat()
}

/// The address on a page that ends so.
async fn address(client: &mut Client, page: &str, end: &str) -> String {
    let body = client.get(page).await.expect(200).body;
    let found = body.split('"').find(|part| part.starts_with('/') && part.ends_with(end)).map(str::to_owned);
    found.unwrap_or_else(|| panic!("no {end} on {body}"))
}

/// The main hall may vote on paper.
async fn permitted(session: &Session) {
    session.both("opening", &[]).await;
    let (mut first, mut second) = (session.officer("甲").await, session.officer("乙").await);
    let outage = |minutes| [("venue", "main"), ("minutes", minutes), ("reason", "全楼停电")];
    first.post(OFFICE, &outage("29")).await.expect(422).shows("中断满 30 分钟");
    first.post(OFFICE, &outage("35")).await.expect(303);
    let confirm = address(&mut second, OFFICE, "/confirm").await;
    second.get(&confirm).await.expect(200).shows("中断 35 分钟：全楼停电");
    second.post(&confirm, &[]).await.expect(303);
}

async fn keyed(session: &Session) -> Option<i64> {
    session.app.app.database().reader().await.unwrap().one("SELECT keyed FROM election_papers", args![]).await.unwrap()
}

/// How often the audit log has an event.
async fn noted(session: &Session, kind: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM audit_log WHERE kind = $1";
    session.app.app.database().reader().await.unwrap().one(sql, args![kind]).await.unwrap()
}

#[tokio::test]
async fn two_desks_count_the_forms_by_hand_and_another_number_is_on_record() {
    each_engine(&migrations(), async |database| {
        let session = Session::new(database, 5).await;
        permitted(&session).await;
        let (mut first, mut second) = (session.app.venue_staff("main").await, session.app.venue_staff("main").await);
        first.get(VENUE).await.expect(200).shows("全楼停电");
        first.post(VENUE, &[("count", "三")]).await.expect(422).shows("请填写张数");
        first.post(VENUE, &[("count", "3")]).await.expect(303);
        let confirm = address(&mut second, VENUE, "/confirm").await;
        // The first, who knows the number, cannot answer, and trying says nothing.
        for count in ["3", "4"] {
            first.post(&confirm, &[("count", count)]).await.expect(422).shows("提出人不能自己确认");
        }
        assert_eq!(noted(&session, "paper.count-differed").await, 0);
        let differs = second.post(&confirm, &[("count", "4")]).await.expect(422).shows("与第一人数的张数不同");
        assert!(!differs.body.contains("3 张"), "the second would only repeat it");
        assert_eq!((noted(&session, "paper.count-differed").await, keyed(&session).await), (1, None));
        second.post(&confirm, &[("count", "3")]).await.expect(303);
        assert_eq!((noted(&session, "paper.counted").await, keyed(&session).await), (1, Some(3)));
        second.post(&confirm, &[("count", "3")]).await.expect(422).shows("这项清点已经办理");
        first.get(VENUE).await.expect(200).shows("3 张");
    })
    .await;
}
