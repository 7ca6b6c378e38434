//! What a page of the back office is made with, and who may see this subject's pages.

use axum::extract::FromRequestParts;
use http::request::Parts;
use maud::Markup;
use web::page::{Look, Page};
use web::rights::{RoleKind, Visitor};
use web::{App, Failure};

use crate::caller::Caller;

/// Who sees the accounts.
pub(crate) const ADMINISTRATORS: &[RoleKind] = &[RoleKind::SystemAdmin, RoleKind::SecurityAdmin];

/// Who creates, imports and disables accounts.
pub(crate) const SYSTEM: &[RoleKind] = &[RoleKind::SystemAdmin];

/// Who gives roles.
pub(crate) const SECURITY: &[RoleKind] = &[RoleKind::SecurityAdmin];

/// Who makes venue passes.
pub(crate) const PASS_MAKERS: &[RoleKind] = &[RoleKind::Technical, RoleKind::Logistics];

/// A request to the back office of somebody whom the gate let through.
pub(crate) struct Desk {
    pub app: App,
    pub look: Look,
    pub visitor: Visitor,
    pub caller: Caller,
}

impl FromRequestParts<App> for Desk {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Ok(look) = Look::from_request_parts(parts, app).await;
        let visitor = <Visitor as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let caller = Caller::from_request_parts(parts, app).await?;
        Ok(Desk { app: app.clone(), look, visitor, caller })
    }
}

impl Desk {
    /// A page in the back office's frame; `above` is the page that this one hangs under.
    pub fn page(&self, title: &str, above: Option<(&str, &str)>, body: Markup) -> Page {
        web::desk::desk(&self.app, &self.look, &self.visitor, title, above, body)
    }

    /// The token that every form of this session carries.
    pub fn token(&self) -> &str {
        &self.visitor.form_token
    }
}
