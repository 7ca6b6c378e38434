//! The counts as a file.

use axum::response::Response;
use web::database::transaction;
use web::desk::Desk;
use web::sheet::write::{self, Form, Sheet};
use web::{Failure, Refusal, audit};

use super::counts::Share;
use crate::attendance::events::CountsTaken;
use crate::attendance::queries::{self, Count};
use crate::candidates::list::watermark;
use crate::candidates::service::class_name;
use crate::invitation::times;

const COLUMNS: &[&str] = &["场次", "会场", "类别", "应到", "实到", "未到", "到位率"];

pub(super) async fn xlsx(desk: Desk) -> Result<Response, Failure> {
    file(desk, Form::Xlsx).await
}

pub(super) async fn csv(desk: Desk) -> Result<Response, Failure> {
    file(desk, Form::Csv).await
}

async fn file(desk: Desk, form: Form) -> Result<Response, Failure> {
    let Desk { app, caller, .. } = &desk;
    let plan = app.plan();
    let counts = transaction!(app.database(), |tx| -> Result<Vec<Count>, Refusal> {
        let counts = queries::counts(&mut tx).await?;
        let event = CountsTaken { subject: "attendance".into(), format: form.ending() };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(counts)
    })?;
    let row = |count: &Count| {
        let share = Share { present: count.present, invited: count.invited };
        let session = times::session(&plan.plan, count.session).map_or_else(|| count.session.to_string(), |it| it.name.clone());
        vec![
            session,
            plan.plan.venue_name(&count.venue),
            class_name(&plan.plan, &count.class),
            share.invited.to_string(),
            share.present.to_string(),
            share.absent().to_string(),
            share.percent(),
        ]
    };
    let rows = counts.iter().map(row).collect();
    let sheet = Sheet { name: "到位统计", columns: COLUMNS, rows, watermark: Some(watermark(&desk)) };
    write::file(&sheet, "attendance", form)
}
