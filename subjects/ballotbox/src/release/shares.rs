//! A trustee posts the SHA-256 of the share that was made offline. The share itself stays offline until the release.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use plan::Role;
use record::Statement;
use web::database::transaction;
use web::desk::Desk;
use web::submitted::Submitted;
use web::text::normal;
use web::{Failure, Refusal, audit};

use super::events::ShareCommitted;
use super::{HOME, office, queries};
use crate::election::{self, State};
use crate::{published, tally};

/// The number of the trustee who asks.
pub(super) fn own_number(desk: &Desk) -> Option<u32> {
    desk.visitor.roles.iter().find_map(|role| if let Role::Trustee(number) = role { Some(u32::from(*number)) } else { None })
}

pub(super) async fn commit(desk: Desk, Path(uuid): Path<String>, form: Submitted) -> Result<Response, Failure> {
    match keep(&desk, &uuid, form.text("sha256")).await {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}?done=committed")).into_response()),
        Err(refusal) => {
            let page = office::page(&desk, &refusal.into_errors()?).await?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

async fn keep(desk: &Desk, uuid: &str, typed: &str) -> Result<(), Refusal> {
    let trustee = own_number(desk).ok_or(Refusal::NotFound)?;
    let typed: String = normal(typed).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let sha256: record::Digest = typed.parse().map_err(|_| Refusal::rule("指纹是 64 位十六进制数字，请从 trustee decrypt 的输出中照抄"))?;
    transaction!(desk.app.database(), |tx| -> Result<(), Refusal> {
        let stored = election::queries::by_uuid(&mut tx, uuid).await?.ok_or(Refusal::NotFound)?;
        if stored.state != State::Closed || tally::total(&mut tx, uuid).await?.is_none() {
            return Err(Refusal::rule("本场的加密合计还没有，或结果已经公布"));
        }
        if !queries::commit(&mut tx, uuid, trustee, &sha256.to_string()).await? {
            return Err(Refusal::rule("您已经交过本场的指纹，不能更改；如有差错，请告诉联席会议办公室"));
        }
        let statement = Statement::ShareCommitted(record::ShareCommitted { uuid: published::uuid(&stored)?, trustee, sha256 });
        published::publish(&mut tx, &stored, &statement).await?;
        let (session, number) = (i64::from(stored.session), i64::from(trustee));
        let event = ShareCommitted { subject: uuid.into(), session, number, fingerprint: sha256.to_string() };
        Ok(audit::record(&mut tx, &desk.caller.actor, desk.caller.now, &event).await?)
    })
}
