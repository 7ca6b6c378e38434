//! The gate before every route: identity, rights, the conflict wall and the rate limit, in this order.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use plan::GuardedRight;

use super::{Access, Decision, Visitor, decide};
use crate::app::App;
use crate::audit::{self, Actor, Event};
use crate::failure::Failure;
use crate::{address, login};

/// What the gate asks on one route.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub access: Access,
    pub guard: Option<GuardedRight>,
    pub title: &'static str,
    pub rehearsal: bool,
}

pub(super) async fn gate(State((app, rule)): State<(App, Rule)>, mut request: Request, next: Next) -> Response {
    match admit(&app, rule, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

async fn admit(app: &App, rule: Rule, request: &mut Request) -> Result<(), Failure> {
    if rule.rehearsal && !app.clock().is_virtual() {
        return Err(Failure::NotFound);
    }
    if rule.access == Access::Public {
        return Ok(());
    }
    let local = address::is_local(request.extensions(), request.headers());
    let address = app.settings().trusted_proxies.client(request.extensions(), request.headers());
    let visitor = login::identify(app, request.headers()).await?;
    let plan = app.plan();
    match decide(rule.access, rule.guard, visitor.as_ref(), &plan.plan, local) {
        Decision::Allowed => {}
        Decision::AllowedByException { right, resolution } => {
            let event = WallExceptionUsed { subject: right.word().into(), route: rule.title, resolution };
            note(app, address, visitor.as_ref(), &event).await?;
        }
        Decision::SignInFirst => return Err(Failure::SignInFirst),
        Decision::Forbidden => return Err(Failure::Forbidden),
        Decision::BehindWall { right, department } => {
            let event = RefusedByWall { subject: right.word().into(), route: rule.title, department: department.clone() };
            note(app, address, visitor.as_ref(), &event).await?;
            return Err(Failure::BehindWall { right, department });
        }
    }
    if let Some(visitor) = visitor {
        app.limits().check(visitor.actor_id())?;
        request.extensions_mut().insert(visitor);
    }
    Ok(())
}

async fn note(app: &App, address: Option<IpAddr>, visitor: Option<&Visitor>, event: &impl Event) -> Result<(), Failure> {
    let actor = Actor::of(visitor, address);
    let now = app.clock().millis();
    crate::transaction!(app.database(), |tx| audit::record(&mut tx, &actor, now, event).await)?;
    Ok(())
}

crate::audit_events! {
    /// The conflict wall refused a guarded right.
    RefusedByWall = "rights.refused-by-wall" "利益冲突隔离：拒绝访问" { route: &'static str, department: String }
    /// A published exception to the wall was used.
    WallExceptionUsed = "rights.exception-used" "利益冲突隔离：使用例外" { route: &'static str, resolution: String }
}
