//! The list as a file: exactly what the filter shows.

use axum::response::Response;
use web::desk::Desk;
use web::page::date;
use web::sheet::write::{self, Form, Sheet, watermark};
use web::{Failure, audit, transaction};

use super::list::wanted;
use crate::order::item::department_name;
use crate::record::events::FileTaken;

const COLUMNS: &[&str] = &["场次", "部门", "承诺", "办结日期", "状态", "逾期", "登记时间", "最近更新"];

pub(super) async fn xlsx(desk: Desk) -> Result<Response, Failure> {
    file(desk, Form::Xlsx).await
}

pub(super) async fn csv(desk: Desk) -> Result<Response, Failure> {
    file(desk, Form::Csv).await
}

async fn file(desk: Desk, form: Form) -> Result<Response, Failure> {
    let promises = wanted(&desk).await?;
    let adopted = desk.app.plan();
    let today = date::local_day(desk.app.clock().now());
    let row = |it: &super::Promise| {
        vec![
            it.session.to_string(),
            department_name(&adopted.plan, &it.department),
            it.words.clone(),
            it.due.to_string(),
            it.state.chinese().to_owned(),
            if it.is_overdue(today) { "是".into() } else { String::new() },
            date::exact_of(it.made_at),
            date::exact_of(it.changed_at),
        ]
    };
    let rows: Vec<Vec<String>> = promises.iter().map(row).collect();
    let event = FileTaken { subject: "promises".into(), what: "承诺".into(), count: rows.len(), format: form.ending() };
    transaction!(desk.app.database(), |tx| audit::record(&mut tx, &desk.caller.actor, desk.caller.now, &event).await)?;
    let mark = watermark(&desk.visitor.name, &desk.visitor.unit, desk.caller.now);
    write::file(&Sheet { name: "承诺", columns: COLUMNS, rows, watermark: Some(mark) }, "promises", form)
}
