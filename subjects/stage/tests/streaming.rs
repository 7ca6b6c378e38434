//! What is on, as a stream: the current state first, then changes; two servers on one database say the same; a poller hears of everything.

mod support;

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use http::{Request, header};
use plan::Role;
use support::{STAGE, go, house, look, migrations, person, press};
use tower::ServiceExt;
use web::database::harness::each_engine;
use web::testing::TestApp;

/// Opens a stream over the whole stack, with compression as browsers ask for it.
async fn open(app: &TestApp, path: &str, last: Option<&str>) -> (http::response::Parts, BodyDataStream) {
    let request = Request::get(path).header(header::HOST, "sanmin.test").header(header::ACCEPT_ENCODING, "gzip");
    let request = if let Some(last) = last { request.header("last-event-id", last) } else { request };
    let response = app.service().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    (parts, body.into_data_stream())
}

/// The next state that the stream tells, with its id.
async fn next(stream: &mut BodyDataStream) -> (String, serde_json::Value) {
    loop {
        // Only so that a stream that says nothing fails the test instead of hanging it.
        let piece = tokio::time::timeout(Duration::from_secs(30), stream.next()).await.expect("a piece in time");
        let text = String::from_utf8(piece.expect("a stream that goes on").unwrap().to_vec()).unwrap();
        if let Some(data) = text.lines().find_map(|line| line.strip_prefix("data: ")).filter(|_| text.contains("event: state")) {
            let id = text.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned();
            return (id, serde_json::from_str(data).unwrap());
        }
    }
}

/// Reads on until the headline is this.
async fn until(stream: &mut BodyDataStream, headline: &str) -> (String, serde_json::Value) {
    loop {
        let (id, news) = next(stream).await;
        if news["state"]["said"]["headline"] == headline {
            return (id, news);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_is_told_at_once_and_who_comes_again_gets_the_state_of_now() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let keeper = tokio::spawn(stage::keep(app.app.clone()));
        let (parts, mut phone) = open(&app, "/live/events", None).await;
        assert_eq!(parts.status, 200);
        assert_eq!(parts.headers[header::CONTENT_TYPE], "text/event-stream");
        assert_eq!(parts.headers["x-accel-buffering"], "no");
        // Compressed, it would be kept back until there is enough of it.
        assert!(!parts.headers.contains_key(header::CONTENT_ENCODING));
        until(&mut phone, "第一组述职报告会").await;

        let mut operator = person(&app, "调度员", Role::Logistics).await;
        look(&mut operator, 1).await;
        operator.post(&format!("{STAGE}/prepare"), &[]).await.expect(303);
        go(&app, "09:00:00");
        press(&mut operator, "start").await;
        let (id, news) = until(&mut phone, "市发展和改革委员会").await;
        assert_eq!(news["id"], id.as_str());
        assert_eq!(news["state"]["timer"]["limit"], 600_000);

        let (_, mut again) = open(&app, "/live/events", Some(&id)).await;
        assert_eq!(next(&mut again).await.0, id);
        let (_, mut hall) = open(&app, "/screen/main/events", None).await;
        let (other, news) = until(&mut hall, "市发展和改革委员会").await;
        assert_ne!(other, id);
        assert_eq!(news["state"]["said"]["turnout"], "2 / 3 人");
        drop((phone, again, hall));
        assert_eq!(app.app.live().open(), 0);
        keeper.abort();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_database_agree() {
    each_engine(&migrations(), async |database| {
        let (one, two) = (house(database.clone()).await, house(database).await);
        let keepers = [tokio::spawn(stage::keep(one.app.clone())), tokio::spawn(stage::keep(two.app.clone()))];
        let ((_, mut here), (_, mut there)) = tokio::join!(open(&one, "/live/events", None), open(&two, "/live/events", None));
        let mut operator = person(&one, "调度员", Role::Logistics).await;
        look(&mut operator, 1).await;
        operator.post(&format!("{STAGE}/prepare"), &[]).await.expect(303);
        press(&mut operator, "start").await;
        let (at_one, _) = until(&mut here, "市发展和改革委员会").await;
        // The other server was told nothing: it reads.
        let (at_two, _) = until(&mut there, "市发展和改革委员会").await;
        assert_eq!(at_one, at_two);
        // A page that lost its server goes on with the other.
        let (_, mut moved) = open(&two, "/live/events", Some(&at_one)).await;
        assert_eq!(next(&mut moved).await.0, at_one);
        keepers.iter().for_each(|keeper| keeper.abort());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_finds_no_room_is_told_when_to_try_again_and_may_ask_meanwhile() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        app.app.live().allow(1);
        let (parts, phone) = open(&app, "/live/events", None).await;
        assert_eq!(parts.status, 200);
        let (parts, _) = open(&app, "/live/events", None).await;
        assert_eq!((parts.status.as_u16(), &parts.headers[header::RETRY_AFTER]), (503, &"60".parse().unwrap()));
        app.visitor().get("/api/v1/live").await.expect(200).shows("第一组述职报告会");
        drop(phone);
        assert_eq!(open(&app, "/live/events", None).await.0.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_lets_its_pages_go() {
    each_engine(&migrations(), async |database| {
        let app = house(database).await;
        let (_, mut phone) = open(&app, "/live/events", None).await;
        next(&mut phone).await;
        app.app.live().end();
        assert!(phone.next().await.is_none());
    })
    .await;
}
