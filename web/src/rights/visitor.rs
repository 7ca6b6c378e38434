//! Who is asking: nobody known, a member of staff, or the staff of one venue for one day.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;
use plan::Role;

use super::RoleKind;
use crate::failure::Failure;
use crate::login::AccountId;

/// A person who is signed in, as the session says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor(Arc<Known>);

/// What is known of a visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The account, or the venue pass, that signed in.
    pub identity: Identity,
    /// The name shown on pages and kept in the audit log.
    pub name: String,
    /// The body the person works for, as the plan writes it.
    pub unit: String,
    /// Posts of the plan that the person fills, by id.
    pub posts: Vec<String>,
    /// Roles held.
    pub roles: Vec<Role>,
    /// The form token of this session.
    pub form_token: String,
    /// The hash under which the session is stored.
    pub session: String,
}

/// How a visitor signed in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    /// By account, password and second factor.
    Account(AccountId),
    /// By a venue's one-day code and PIN; the pass's id.
    VenuePass(String),
}

impl Visitor {
    /// A visitor with these facts.
    pub fn new(known: Known) -> Self {
        Visitor(Arc::new(known))
    }

    /// Whether the person holds a role of one of these kinds.
    pub fn holds(&self, kinds: &[RoleKind]) -> bool {
        self.roles.iter().any(|role| kinds.contains(&RoleKind::of(role)))
    }

    /// The account's id, where the visitor signed in by account.
    pub fn account(&self) -> Option<&AccountId> {
        match &self.identity {
            Identity::Account(id) => Some(id),
            Identity::VenuePass(_) => None,
        }
    }

    /// The id written into the audit log.
    pub fn actor_id(&self) -> &str {
        match &self.identity {
            Identity::Account(id) => id.as_str(),
            Identity::VenuePass(id) => id,
        }
    }
}

impl std::ops::Deref for Visitor {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.0
    }
}

/// The visitor whom the gate let through. Refuses on a public route, where nobody was identified.
impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Visitor>().cloned().ok_or(Failure::SignInFirst)
    }
}

/// The visitor, if one is signed in.
impl<S: Send + Sync> OptionalFromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Option<Self>, Failure> {
        Ok(parts.extensions.get::<Visitor>().cloned())
    }
}
