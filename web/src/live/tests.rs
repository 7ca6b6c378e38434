use futures_util::StreamExt;

use super::*;

fn clock() -> Clock {
    Clock::virtual_at("2025-01-13T09:00:00+08:00".parse().unwrap())
}

fn say(hub: &Hub, topic: &str, words: &str, clock: &Clock) {
    hub.publish(topic, News::of(format!(r#"{{"on":"{words}"}}"#), clock), clock.millis());
}

/// Reads the stream's next piece.
async fn next(body: &mut axum::body::BodyDataStream) -> Option<String> {
    body.next().await.map(|piece| String::from_utf8(piece.unwrap().to_vec()).unwrap())
}

#[tokio::test]
async fn a_page_gets_the_current_state_first_and_then_every_change_of_its_topic() {
    let (hub, clock) = (Hub::default(), clock());
    say(&hub, "a", "one", &clock);
    say(&hub, "b", "other", &clock);
    let mut stream = hub.stream("a", &clock).unwrap().into_body().into_data_stream();
    let first = next(&mut stream).await.unwrap();
    assert!(first.starts_with("id: ") && first.contains("event: state\n") && first.contains(r#""state":{"on":"one"}"#), "{first}");
    assert!(first.contains(r#""server_time":1736730000000,"standing":true"#) && first.ends_with("\n\n"), "{first}");
    say(&hub, "b", "not for a", &clock);
    say(&hub, "a", "one", &clock);
    say(&hub, "a", "two", &clock);
    assert!(next(&mut stream).await.unwrap().contains("two"));
    // Who comes again is told where things stand now.
    let mut again = hub.stream("a", &clock).unwrap().into_body().into_data_stream();
    assert!(next(&mut again).await.unwrap().contains("two"));
}

#[tokio::test]
async fn a_clock_that_was_moved_is_news() {
    let (hub, clock) = (Hub::default(), clock());
    say(&hub, "a", "one", &clock);
    let mut stream = hub.stream("a", &clock).unwrap().into_body().into_data_stream();
    next(&mut stream).await;
    clock.advance_to("2025-01-13T09:01:00+08:00".parse().unwrap()).unwrap();
    say(&hub, "a", "one", &clock);
    assert!(next(&mut stream).await.unwrap().contains("1736730060000"));
}

#[tokio::test(start_paused = true)]
async fn silence_is_broken_by_a_comment_and_the_server_s_time() {
    let (hub, clock) = (Hub::default(), clock());
    say(&hub, "a", "one", &clock);
    let mut stream = hub.stream("a", &clock).unwrap().into_body().into_data_stream();
    next(&mut stream).await;
    let began = tokio::time::Instant::now();
    assert_eq!(next(&mut stream).await.unwrap(), ": alive\nevent: time\ndata: 1736730000000\n\n");
    assert_eq!(began.elapsed().as_secs(), HEARTBEAT.as_secs());
}

#[tokio::test]
async fn there_is_room_for_so_many_and_a_page_that_left_makes_room() {
    let (hub, clock) = (Hub::new(2, HEARTBEAT), clock());
    assert!(matches!(hub.stream("a", &clock), Err(Failure::Unavailable(_))));
    say(&hub, "a", "one", &clock);
    let (one, two) = (hub.stream("a", &clock).unwrap(), hub.stream("a", &clock).unwrap());
    assert_eq!(hub.open(), 2);
    assert!(matches!(hub.stream("a", &clock), Err(Failure::Crowded(60))));
    drop(one);
    hub.stream("a", &clock).unwrap();
    drop(two);
    assert_eq!(hub.open(), 0);
}

#[tokio::test]
async fn a_server_that_stops_ends_its_streams() {
    let (hub, clock) = (Hub::default(), clock());
    say(&hub, "a", "one", &clock);
    let mut stream = hub.stream("a", &clock).unwrap().into_body().into_data_stream();
    next(&mut stream).await;
    hub.end();
    assert_eq!(next(&mut stream).await, None);
    assert_eq!(hub.open(), 0);
}

#[test]
fn two_servers_give_one_state_one_id() {
    let clock = Clock::system();
    assert_eq!(News::of("{}".into(), &clock), News::of("{}".into(), &clock));
    assert_ne!(News::of("{}".into(), &clock).id, News::of("{\"a\":1}".into(), &clock).id);
}
