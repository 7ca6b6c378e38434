//! Where and why the play could not go on.

/// The play could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Stumbled {
    /// The server did not answer.
    #[error("{asked}: no answer: {why}")]
    NoAnswer {
        /// Method and path.
        asked: String,
        /// What the connection says.
        why: String,
    },
    /// Another answer than a person would have to get.
    #[error("{asked}: status {status} where {expected} was expected; the page says: {told}")]
    Status {
        /// Method and path.
        asked: String,
        /// What came.
        status: u16,
        /// What should have come.
        expected: u16,
        /// The page's words, shortened.
        told: String,
    },
    /// A page without what a person looks for on it.
    #[error("{asked}: “{sought}” is not there; the page says: {told}")]
    NotThere {
        /// Method and path.
        asked: String,
        /// What was looked for.
        sought: String,
        /// The page's words, shortened.
        told: String,
    },
    /// Something that was awaited did not come.
    #[error("{0} did not come in time")]
    Awaited(String),
    /// Something is not as it must be: the very thing that a rehearsal is for.
    #[error("WRONG: {0}")]
    Differs(String),
    /// A file of this machine.
    #[error("{0}")]
    File(String),
    /// The plan does not have what the play needs.
    #[error("the plan: {0}")]
    Plan(String),
}
