//! Questions that representatives send in for the director's channel (局长通道, M21), for the part that puts them: words, and nothing of
//! whoever asks.

use std::pin::Pin;

use crate::App;
use crate::database::DatabaseError;

/// A question. It has neither name, seat, venue nor time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Random.
    pub id: String,
    /// What is asked.
    pub words: String,
}

/// What [`QuestionSource::questions`] gives.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Result<Vec<Question>, DatabaseError>> + Send + 'a>>;

/// Whoever keeps the questions.
pub trait QuestionSource: Send + Sync {
    /// The questions to a department in a session, by their random ids, so that the order says nothing.
    fn questions<'a>(&'a self, app: &'a App, session: u32, department: &'a str) -> Asking<'a>;
}
