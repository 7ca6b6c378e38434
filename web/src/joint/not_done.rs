//! Why an act that takes two is not done.

use crate::database::{DatabaseError, Retryable};
use crate::page::form::Errors;
use crate::{Failure, Refusal};

/// Why an act that takes two is not done. Nothing of it is kept then.
#[derive(Debug)]
pub enum NotDone {
    /// A rule forbids it, or something failed.
    Refused(Refusal),
    /// Everything that stands in its way, in Chinese.
    Obstacles(Vec<String>),
}

impl NotDone {
    /// What the page shows in a list, or the failure that takes a whole page.
    ///
    /// # Errors
    /// What is no mistake of the person.
    pub fn into_errors(self) -> Result<Errors, Failure> {
        match self {
            NotDone::Refused(refusal) => refusal.into_errors(),
            NotDone::Obstacles(found) => {
                let mut errors = Errors::none();
                found.into_iter().for_each(|obstacle| errors.add_general(obstacle));
                Ok(errors)
            }
        }
    }
}

impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> Self {
        NotDone::Refused(refusal)
    }
}

impl From<DatabaseError> for NotDone {
    fn from(error: DatabaseError) -> Self {
        NotDone::Refused(error.into())
    }
}

impl Retryable for NotDone {
    fn is_retryable(&self) -> bool {
        matches!(self, NotDone::Refused(refusal) if refusal.is_retryable())
    }
}
