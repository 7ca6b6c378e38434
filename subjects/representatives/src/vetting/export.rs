//! The list for the police: everybody who waits to be vetted, under random numbers and in their order, which is no order
//! of anything else; without cell, channel, venue or telephone.

use std::collections::HashSet;

use axum::response::{IntoResponse, Response};
use maud::html;
use web::args;
use web::database::{DatabaseError, FromRow, Row as DatabaseRow, Tx, transaction};
use web::desk::Desk;
use web::id::{new_id, random_bytes};
use web::page::date;
use web::page::form::{Form, button};
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, number, words};
use web::page::tag::Tone;
use web::sheet::write::{self, Sheet};
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::report::COLUMNS;
use crate::candidates::list::watermark;
use crate::candidates::service::account;
use crate::candidates::{Application, State, queries};
use crate::events::VettingExported;
use crate::person::Seal;

struct Export {
    people: i64,
    fingerprint: String,
    made_by_name: String,
    made_at: i64,
}

impl FromRow for Export {
    fn from_row(row: &DatabaseRow) -> Result<Self, DatabaseError> {
        Ok(Export {
            people: row.int("people")?,
            fingerprint: row.text("fingerprint")?,
            made_by_name: row.text("made_by_name")?,
            made_at: row.int("made_at")?,
        })
    }
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let counts = queries::counts_by_cell(&mut tx).await?;
    let exports: Vec<Export> = tx.all("SELECT * FROM vetting_exports ORDER BY made_at DESC, id LIMIT 50", args![]).await?;
    drop(tx);
    let of = |state: State| counts.iter().filter(|count| count.state == state).map(|count| count.count).sum::<i64>();
    let (waiting, looked_at) = (of(State::Checked), of(State::Submitted) + of(State::Reviewed));
    let rows = exports.iter().map(|export| {
        let at = date::of_millis(export.made_at);
        Row::new([words(date::moment(at)), words(&export.made_by_name), number(export.people), html! { code { (export.fingerprint) } }])
    });
    let columns = [Column::text("时间"), Column::text("导出人"), Column::number("人数"), Column::text("文件指纹（SHA-256）")];
    let body = html! {
        p { "现有 " strong { (waiting) } " 人等待资格审查。" }
        @if looked_at > 0 { (notice(Tone::Warn, &format!("另有 {looked_at} 人还在核对或等待联署"), "他们不在名册中。最好等核对完再导出。")) }
        p { "名册只有核对编号、姓名、身份证号，按随机编号排列；没有类别、渠道、会场和手机号。离线交给公安机关，由其填写“结果”和“理由”两列后导入。" }
        @if waiting == 0 { p { "现在没有人等待资格审查，不能导出。" } }
        @else {
            (Form::post("/office/vetting/list.xlsx", desk.token()).submit("导出 Excel").around(html! {}))
            (button("/office/vetting/list.csv", desk.token(), "导出 CSV", false))
        }
        h2 { "导出记录" }
        @if exports.is_empty() { p { "还没有导出过。" } } @else { (Table::new("导出记录，由新到旧", columns).headed().rows(rows)) }
    };
    Ok(desk.page("资格审查名册", None, body).into_response())
}

pub(super) async fn xlsx(desk: Desk, _form: Submitted) -> Result<Response, Failure> {
    make(desk, write::Form::Xlsx).await
}

pub(super) async fn csv(desk: Desk, _form: Submitted) -> Result<Response, Failure> {
    make(desk, write::Form::Csv).await
}

async fn make(desk: Desk, form: write::Form) -> Result<Response, Failure> {
    let Desk { app, caller, visitor, .. } = &desk;
    let seal = Seal(app.secrets());
    let mark = watermark(&desk);
    let bytes = transaction!(app.database(), |tx| -> Result<Vec<u8>, Refusal> {
        let numbered = numbered(&mut tx).await?;
        let mut rows = Vec::with_capacity(numbered.len());
        for (number, application) in &numbered {
            let person = application.person(&seal)?;
            rows.push(vec![number.clone(), person.name, person.identity.as_str().to_string(), String::new(), String::new()]);
        }
        if rows.is_empty() {
            return Err(Refusal::rule("现在没有人等待资格审查"));
        }
        let count = rows.len();
        let sheet = Sheet { name: "资格审查", columns: &COLUMNS, rows, watermark: Some(mark.clone()) };
        let bytes = match form {
            write::Form::Xlsx => sheet.xlsx().map_err(Refusal::internal)?,
            write::Form::Csv => sheet.csv(),
        };
        let fingerprint = data_encoding::HEXLOWER.encode(&<sha2::Sha256 as sha2::Digest>::digest(&bytes));
        let people = i64::try_from(count).unwrap_or(i64::MAX);
        let id = new_id();
        tx.execute(
            "INSERT INTO vetting_exports (id, people, fingerprint, made_by, made_by_name, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
            args![&id, people, &fingerprint, account(visitor), &visitor.name, caller.now],
        )
        .await?;
        let event = VettingExported { subject: id, count: people, fingerprint, format: form.ending() };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(bytes)
    })?;
    let kind = match form {
        write::Form::Xlsx => write::XLSX,
        write::Form::Csv => "text/csv; charset=utf-8",
    };
    Ok(write::download(&format!("vetting.{}", form.ending()), kind, bytes))
}

/// Everybody who waits, with a random number, in the order of the numbers.
async fn numbered(tx: &mut Tx) -> Result<Vec<(String, Application)>, Refusal> {
    let taken: Vec<String> =
        tx.all("SELECT vetting_number FROM applications WHERE vetting_number IS NOT NULL ORDER BY vetting_number", args![]).await?;
    let mut taken: HashSet<String> = taken.into_iter().collect();
    let mut all = Vec::new();
    for application in queries::applications_in(tx, State::Checked).await? {
        let number = application.vetting_number.clone().unwrap_or_else(|| free_number(&mut taken));
        all.push((number, application));
    }
    let new = all.iter().filter(|(_, application)| application.vetting_number.is_none());
    queries::set_vetting_numbers(tx, &new.map(|(number, application)| (&application.id, number.as_str())).collect::<Vec<_>>()).await?;
    all.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(all)
}

/// A random number of eight digits that nobody has. Ninety million are far more than people.
fn free_number(taken: &mut HashSet<String>) -> String {
    loop {
        let number = format!("{:08}", 10_000_000 + u64::from_le_bytes(random_bytes::<8>()) % 90_000_000);
        if taken.insert(number.clone()) {
            return number;
        }
    }
}
