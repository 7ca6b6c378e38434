//! News for open pages, as Server-Sent Events: one hub a server, one state a topic. A connection holds no more than a place to look at the
//! current state of its topic, so that thousands may be open (M22).
//!
//! What is news is read from the database by one poller a server ([`Hub::publish`]); several servers on one database read the same and
//! give it the same id. A page that reconnects, on whatever server, gets the current state first, so nothing has to be repeated.

mod stream;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::response::Response;
use sha2::{Digest, Sha256};
use tokio::sync::{Notify, watch};

use crate::Failure;
use crate::clock::Clock;

/// How many streams one server holds open; a page beyond that is told to ask from time to time.
pub const MOST_STREAMS: usize = 8_000;

/// Silence after which a stream says that it lives: below the minute of patience that proxies usually have.
pub const HEARTBEAT: Duration = Duration::from_secs(15);

/// When a page that found no room may try again, in seconds.
const RETRY_SECONDS: u64 = 60;

/// The state of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Made of the state alone, the same on every server.
    pub id: String,
    /// The state, in JSON.
    pub state: Arc<str>,
    /// Goes with the state to every page: what a page must know of the clock. Pages learn of a change in it too.
    pub standing_at: Option<i64>,
}

impl News {
    /// The news of a state at a server's clock. The clock of a rehearsal stands still, so that its time is news as well.
    pub fn of(state: String, clock: &Clock) -> Self {
        let id = data_encoding::HEXLOWER.encode(Sha256::digest(state.as_bytes()).get(..8).unwrap_or_default());
        News { id, state: state.into(), standing_at: clock.is_virtual().then(|| clock.millis()) }
    }

    /// `{"id":…,"server_time":…,"standing":…,"state":…}`.
    pub fn told_at(&self, now: i64) -> String {
        let News { id, state, standing_at } = self;
        format!(r#"{{"id":"{id}","server_time":{now},"standing":{},"state":{state}}}"#, standing_at.is_some())
    }

    /// The same as an event of a stream.
    fn event_at(&self, now: i64) -> Bytes {
        // JSON has no line breaks outside its texts, and in them they are escaped.
        format!("id: {}\nevent: state\ndata: {}\n\n", self.id, self.told_at(now)).into()
    }
}

/// What the streams of a topic look at.
#[derive(Clone, Debug)]
struct Shown {
    news: Arc<News>,
    event: Bytes,
}

type Topics = BTreeMap<String, watch::Sender<Option<Shown>>>;

/// One server's news. Lives in the application.
#[derive(Debug)]
pub struct Hub {
    topics: Mutex<Topics>,
    open: Arc<AtomicUsize>,
    most: AtomicUsize,
    heartbeat: Duration,
    kept: AtomicBool,
    wake: Notify,
    ended: watch::Sender<bool>,
}

impl Default for Hub {
    fn default() -> Self {
        Hub::new(MOST_STREAMS, HEARTBEAT)
    }
}

impl Hub {
    /// A hub that holds at most so many streams and breaks silence after so long.
    pub fn new(most: usize, heartbeat: Duration) -> Self {
        Hub {
            topics: Mutex::default(),
            open: Arc::default(),
            most: AtomicUsize::new(most),
            heartbeat,
            kept: AtomicBool::new(false),
            wake: Notify::new(),
            ended: watch::Sender::new(false),
        }
    }

    /// Says that a poller keeps the news fresh from now on.
    pub fn keep(&self) {
        self.kept.store(true, Ordering::Relaxed);
    }

    /// The news of a topic, if a poller keeps them fresh.
    pub fn fresh(&self, topic: &str) -> Option<Arc<News>> {
        self.kept.load(Ordering::Relaxed).then(|| self.topics().get(topic)?.borrow().as_ref().map(|shown| shown.news.clone())).flatten()
    }

    /// Shows the news of a topic; streams hear of it only if it differs from what was shown.
    pub fn publish(&self, topic: &str, news: News, now: i64) {
        let mut topics = self.topics();
        let sender = topics.entry(topic.to_owned()).or_default();
        sender.send_if_modified(|shown| {
            if shown.as_ref().is_some_and(|shown| *shown.news == news) {
                return false;
            }
            let event = news.event_at(now);
            *shown = Some(Shown { news: Arc::new(news), event });
            true
        });
    }

    /// Asks the poller to look at once, after a change made here.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Resolves when somebody asked to look at once.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Ends all streams, so that a server that stops does not wait for them; pages connect again.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }

    /// Holds no more streams than this from now on; those that are open stay.
    pub fn allow(&self, most: usize) {
        self.most.store(most, Ordering::Relaxed);
    }

    /// How many streams are open.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// A stream of a topic's news: the current state first, then every change.
    ///
    /// # Errors
    /// No room, or nothing published yet.
    pub fn stream(&self, topic: &str, clock: &Clock) -> Result<Response, Failure> {
        let Some(news) = self.topics().get(topic).map(watch::Sender::subscribe) else {
            return Err(Failure::Unavailable("no news of this topic yet".into()));
        };
        let room = stream::Room::take(&self.open, self.most.load(Ordering::Relaxed)).ok_or(Failure::Crowded(RETRY_SECONDS))?;
        Ok(stream::response(news, self.ended.subscribe(), clock.clone(), self.heartbeat, room))
    }

    fn topics(&self) -> std::sync::MutexGuard<'_, Topics> {
        self.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
