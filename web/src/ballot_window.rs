//! The ballot window (评议时段) as everybody may know it: whether it is open and until when. Never how many have voted.

use std::pin::Pin;

use crate::App;
use crate::database::DatabaseError;

/// Where a window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowState {
    /// Not opened yet.
    Waiting,
    /// Ballots are taken.
    Open,
    /// Over.
    Closed,
}

/// The window of one session's election, which counts: never of a dry run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotWindow {
    /// The session, from 1.
    pub session: u32,
    /// Where it stands.
    pub state: WindowState,
    /// When it was opened, in milliseconds.
    pub opened_at: Option<i64>,
    /// When pages stop, in milliseconds; officers may move it on.
    pub closes_at: Option<i64>,
}

/// What [`WindowSource::windows`] gives.
pub type Telling<'a> = Pin<Box<dyn Future<Output = Result<Vec<BallotWindow>, DatabaseError>> + Send + 'a>>;

/// Whoever knows the windows.
pub trait WindowSource: Send + Sync {
    /// The windows of all sessions that have an election, by session.
    fn windows<'a>(&'a self, app: &'a App) -> Telling<'a>;
}
