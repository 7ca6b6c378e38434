//! What an act must know about the request behind it: who asks, from where, and when.

use crate::audit::Actor;
use crate::rights::Visitor;
use crate::{App, Failure};
use axum::extract::FromRequestParts;
use http::request::Parts;

/// Who asks, from where, and when.
#[derive(Clone, Debug)]
pub struct Caller {
    /// As the audit log names them.
    pub actor: Actor,
    /// Milliseconds since 1970 UTC.
    pub now: i64,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let address = app.settings().trusted_proxies.client(&parts.extensions, &parts.headers);
        let actor = Actor::of(parts.extensions.get::<Visitor>(), address);
        Ok(Caller { actor, now: app.clock().millis() })
    }
}
