//! One stream, as the body of a response.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::Response;
use futures_util::stream::unfold;
use http::{HeaderValue, header};
use tokio::sync::watch;

use super::Shown;
use crate::clock::Clock;

/// A place among the streams of a server, given back when the stream ends.
pub(super) struct Room(Arc<AtomicUsize>);

impl Room {
    /// A place, if there is one.
    pub fn take(open: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        open.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| (count < most).then_some(count + 1)).ok()?;
        metrics::gauge!("live_streams").increment(1.0);
        Some(Room(open.clone()))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
        metrics::gauge!("live_streams").decrement(1.0);
    }
}

/// What a stream holds: where to look, and nothing of its own.
struct Open {
    news: watch::Receiver<Option<Shown>>,
    ended: watch::Receiver<bool>,
    clock: Clock,
    heartbeat: Duration,
    begun: bool,
    _room: Room,
}

impl Open {
    /// The next piece; nothing when the server stops.
    async fn next(&mut self) -> Option<Bytes> {
        let Open { news, ended, clock, heartbeat, begun, .. } = self;
        if !*begun {
            *begun = true;
            let shown = news.borrow_and_update().clone();
            // Told by the time of now: what was shown may be a while ago.
            return Some(shown.map_or_else(|| sign_of_life(clock), |shown| shown.news.event_at(clock.millis())));
        }
        tokio::select! {
            biased;
            _ = ended.wait_for(|ended| *ended) => None,
            changed = news.changed() => {
                changed.ok()?;
                let shown = news.borrow_and_update();
                shown.as_ref().map(|shown| shown.event.clone())
            }
            () = tokio::time::sleep(*heartbeat) => Some(sign_of_life(clock)),
        }
    }
}

/// A comment, which browsers pass over, and the server's time, by which pages set their clocks.
fn sign_of_life(clock: &Clock) -> Bytes {
    format!(": alive\nevent: time\ndata: {}\n\n", clock.millis()).into()
}

pub(super) fn response(
    news: watch::Receiver<Option<Shown>>,
    ended: watch::Receiver<bool>,
    clock: Clock,
    heartbeat: Duration,
    room: Room,
) -> Response {
    let open = Open { news, ended, clock, heartbeat, begun: false, _room: room };
    let pieces = unfold(open, |mut open| async move { open.next().await.map(|piece| (Ok::<_, std::convert::Infallible>(piece), open)) });
    let mut response = Response::new(Body::from_stream(pieces));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform"));
    // Proxies of the nginx family keep small pieces back otherwise.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
