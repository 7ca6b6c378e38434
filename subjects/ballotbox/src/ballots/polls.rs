//! Elections in memory: what ballots are checked against, and what the database last said of the window.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use ballot::cast::{MAX_BALLOT_BYTES, Poll};
use ballot::credential::CredentialList;
use ballot::digest::Tracker;
use ballot::group::Element;
use web::App;
use web::background::off_thread;
use web::database::Tx;

use super::queries;
use super::receipt::Signing;
use super::refused::Refused;
use crate::election::{self, State, Stored, Window};

/// How long what the database said is good for. Storing asks again in its transaction; this only saves work before it.
const FRESH: Duration = Duration::from_secs(1);

/// Most bytes that one answer and one question take in a ballot's text: points of 64 digits, numbers of at most 77, and names.
const ANSWER_BYTES: usize = 800;
const QUESTION_BYTES: usize = 400;
const FRAME_BYTES: usize = 1_024;

/// Elections that were asked for. Cheap to clone.
#[derive(Clone, Default)]
pub struct Polls {
    opened: Arc<RwLock<HashMap<String, Arc<Open>>>>,
    waiting: Arc<RwLock<HashMap<String, Arc<Waiting>>>>,
}

/// An election before its window, as the database had it at most a second ago: a hall of phones asks for it.
pub struct Waiting {
    /// The election.
    pub stored: Stored,
    /// Its window, should it have been opened just now.
    pub window: Option<Window>,
    read: Instant,
}

/// An election whose cards are fixed: open, or closed by now.
pub struct Open {
    /// As stored when it was read; its state may have moved on since.
    pub stored: Stored,
    /// What ballots are verified against.
    pub poll: Poll,
    /// All public credentials.
    pub credentials: CredentialList,
    /// The key for receipts.
    pub(super) receipts: Signing,
    /// No ballot of this election is longer.
    pub longest: usize,
    /// Ballots that this server knows to be durable: sent again, they need no second look.
    kept: Mutex<HashSet<Tracker>>,
    live: RwLock<Arc<Live>>,
    /// One asks the database at a time; who waited takes the same answer.
    asking: tokio::sync::Mutex<()>,
}

/// What may change while the window is open.
pub struct Live {
    /// Where the election stands.
    pub state: State,
    /// The window.
    pub window: Option<Window>,
    /// Cards that can no longer vote.
    pub revoked: HashSet<[u8; 32]>,
    read: Instant,
}

impl Polls {
    /// Any election, as far as its page shows it before the window.
    ///
    /// # Errors
    /// [`Refused::NoElection`] where there is none.
    pub async fn waiting(&self, app: &App, uuid: &str) -> Result<Arc<Waiting>, Refused> {
        let known = self.waiting.read().unwrap_or_else(PoisonError::into_inner).get(uuid).cloned();
        if let Some(waiting) = known.filter(|it| it.read.elapsed() < FRESH) {
            return Ok(waiting);
        }
        let read = Instant::now();
        let mut tx = app.database().reader().await?;
        let stored = election::queries::by_uuid(&mut tx, uuid).await?.ok_or(Refused::NoElection)?;
        let waiting = Arc::new(Waiting { window: election::queries::window(&mut tx, uuid).await?, stored, read });
        self.waiting.write().unwrap_or_else(PoisonError::into_inner).insert(uuid.to_owned(), waiting.clone());
        Ok(waiting)
    }

    /// The same as [`Polls::get`] for those who only look: that a window is not open is known for a second.
    ///
    /// # Errors
    /// As [`Polls::get`].
    pub async fn look(&self, app: &App, uuid: &str) -> Result<Arc<Open>, Refused> {
        let known = self.opened.read().unwrap_or_else(PoisonError::into_inner).get(uuid).cloned();
        match known {
            Some(open) => Ok(open),
            None if matches!(self.waiting(app, uuid).await?.stored.state, State::Made | State::Carded) => Err(Refused::NotOpenYet),
            None => self.get(app, uuid).await,
        }
    }

    /// An election that this server has taken ballots for, if it has.
    pub(crate) fn known(&self, uuid: &str) -> Option<Arc<Open>> {
        self.opened.read().unwrap_or_else(PoisonError::into_inner).get(uuid).cloned()
    }

    /// An election that has been opened.
    ///
    /// # Errors
    /// [`Refused::NoElection`] where there is none, [`Refused::NotOpenYet`] before the window.
    pub async fn get(&self, app: &App, uuid: &str) -> Result<Arc<Open>, Refused> {
        if let Some(open) = self.opened.read().unwrap_or_else(PoisonError::into_inner).get(uuid) {
            return Ok(open.clone());
        }
        let mut tx = app.database().reader().await?;
        let stored = election::queries::by_uuid(&mut tx, uuid).await?.ok_or(Refused::NoElection)?;
        match stored.state {
            // The list of cards may still be put in place of another.
            State::Made | State::Carded => return Err(Refused::NotOpenYet),
            State::Void => return Err(Refused::Closed),
            State::Open | State::Closed | State::Released => {}
        }
        let list = queries::credentials(&mut tx, uuid).await?;
        let live = Live::read(&mut tx, uuid).await?;
        drop(tx);
        let receipts = Signing::of(app.secrets(), uuid);
        if receipts.public() != stored.receipt_key {
            return Err(Refused::Internal("this server's secrets are not those with which the election was set up".to_owned()));
        }
        let open = off_thread(move || Open::new(stored, &list, receipts, live)).await.map_err(internal)??;
        let mut known = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        Ok(known.entry(uuid.to_owned()).or_insert_with(|| Arc::new(open)).clone())
    }
}

impl Open {
    fn new(stored: Stored, list: &[String], receipts: Signing, live: Live) -> Result<Self, Refused> {
        let poll = Poll::new(&stored.read_election().map_err(internal)?);
        let keys = list.iter().map(|text| Element::from_hex(text.as_bytes())).collect::<Result<_, _>>().map_err(internal)?;
        let credentials = CredentialList::sorted(keys).ok_or_else(|| Refused::Internal("a credential stands twice".to_owned()))?;
        let longest = FRAME_BYTES + poll.shape().iter().map(|answers| QUESTION_BYTES + answers * ANSWER_BYTES).sum::<usize>();
        let (kept, live, asking) = (Mutex::default(), RwLock::new(Arc::new(live)), tokio::sync::Mutex::default());
        Ok(Open { stored, poll, credentials, receipts, longest: longest.min(MAX_BALLOT_BYTES), kept, live, asking })
    }

    /// What the database said at most a second ago.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn live(&self, app: &App) -> Result<Arc<Live>, Refused> {
        let live = self.last();
        if live.read.elapsed() < FRESH { Ok(live) } else { self.live_now(app).await }
    }

    /// What the database says now: before somebody is turned away for what was so a moment ago.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn live_now(&self, app: &App) -> Result<Arc<Live>, Refused> {
        let asked = Instant::now();
        let _turn = self.asking.lock().await;
        let last = self.last();
        if last.read >= asked {
            return Ok(last);
        }
        let live = Arc::new(Live::read(&mut app.database().reader().await?, &self.stored.uuid).await?);
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = live.clone();
        Ok(live)
    }

    fn last(&self) -> Arc<Live> {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes that a ballot is durable.
    pub fn note_kept(&self, tracker: Tracker) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(tracker);
    }

    /// Whether this server knows that a ballot is durable.
    pub fn knows(&self, tracker: Tracker) -> bool {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).contains(&tracker)
    }
}

impl Live {
    async fn read(tx: &mut Tx, uuid: &str) -> Result<Self, Refused> {
        let read = Instant::now();
        let stored = election::queries::by_uuid(tx, uuid).await?.ok_or(Refused::NoElection)?;
        let window = election::queries::window(tx, uuid).await?;
        let revoked = queries::revoked(tx, uuid).await?;
        let revoked = revoked.iter().filter_map(|text| data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()).collect();
        Ok(Live { state: stored.state, window, revoked, read })
    }

    /// Whether a last byte that is here now is in time.
    pub fn accepts(&self, now: i64, grace_seconds: u32) -> bool {
        self.state == State::Open && self.window.is_some_and(|window| window.accepts(now, grace_seconds))
    }
}

fn internal(error: impl std::fmt::Display) -> Refused {
    Refused::Internal(error.to_string())
}
