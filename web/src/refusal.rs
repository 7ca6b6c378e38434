//! Why an act is not done.

use crate::Failure;
use crate::database::{DatabaseError, Retryable};
use crate::ledger::LedgerError;
use crate::page::form::Errors;

/// Why an act is not done. Nothing of it is kept then.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// A rule forbids it; told at a field of the form, or above it when the field is empty.
    #[error("refused at `{field}`: {why}")]
    Rule {
        /// The field's name.
        field: &'static str,
        /// Why, in Chinese.
        why: String,
    },
    /// There is no such thing.
    #[error("not found")]
    NotFound,
    /// The one-time link was used, replaced or has run out.
    #[error("link expired or used")]
    LinkExpired,
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A mistake of ours.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Refusal {
    /// A rule that concerns the whole form.
    pub fn rule(why: impl Into<String>) -> Self {
        Refusal::at("", why)
    }

    /// A rule that concerns one field.
    pub fn at(field: &'static str, why: impl Into<String>) -> Self {
        Refusal::Rule { field, why: why.into() }
    }

    /// A mistake of ours, for the log.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        Refusal::Internal(error.to_string())
    }

    /// What the form's page shows, or the failure that takes a whole page.
    pub fn into_errors(self) -> Result<Errors, Failure> {
        match self {
            Refusal::Rule { field, why } => {
                let mut errors = Errors::none();
                errors.add(field, why);
                Ok(errors)
            }
            other => Err(other.into()),
        }
    }
}

impl Retryable for Refusal {
    fn is_retryable(&self) -> bool {
        matches!(self, Refusal::Database(error) if error.is_retryable())
    }
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Database(error) => error.into(),
            other => Refusal::internal(other),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Rule { why, .. } => Failure::Conflict(why),
            Refusal::NotFound => Failure::NotFound,
            Refusal::LinkExpired => Failure::LinkExpired,
            Refusal::Database(error) => error.into(),
            Refusal::Internal(text) => Failure::Internal(text),
        }
    }
}
