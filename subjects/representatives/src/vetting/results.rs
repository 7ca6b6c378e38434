//! The desk of the police: one uploads the result, another confirms it; only then it takes effect.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use web::args;
use web::background::off_thread;
use web::database::{Bulk, DatabaseError, FromRow, Row as DatabaseRow, Tx, Value, transaction};
use web::desk::Desk;
use web::id::new_id;
use web::page::date;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, button, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::reason;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::BOUNDS;
use super::mistakes::{Mistake, mistake_table};
use super::report::{Verdict, verdicts};
use crate::candidates::acts::refused;
use crate::candidates::reference::shown;
use crate::candidates::service::{account, carry_out_all, tell};
use crate::candidates::{Act, Application, State, queries};
use crate::events::{ResultsConfirmed, ResultsReturned, ResultsUploaded};
use crate::person::Seal;

static INSERT_LINES: LazyLock<Bulk> =
    LazyLock::new(|| Bulk::insert("INSERT INTO vetting_report_lines (report_id, vetting_number, passed, reason)", 4));

struct Report {
    id: String,
    state: String,
    file_name: String,
    uploaded_by: String,
    uploaded_by_name: String,
    uploaded_at: i64,
    decided_by_name: Option<String>,
}

impl FromRow for Report {
    fn from_row(row: &DatabaseRow) -> Result<Self, DatabaseError> {
        Ok(Report {
            id: row.text("id")?,
            state: row.text("state")?,
            file_name: row.text("file_name")?,
            uploaded_by: row.text("uploaded_by")?,
            uploaded_by_name: row.text("uploaded_by_name")?,
            uploaded_at: row.int("uploaded_at")?,
            decided_by_name: row.optional_text("decided_by_name")?,
        })
    }
}

impl Report {
    fn tag(&self) -> Markup {
        match self.state.as_str() {
            "confirmed" => tag(Tone::Good, "已确认生效"),
            "returned" => tag(Tone::Neutral, "已退回"),
            _ => tag(Tone::Warn, "等待另一人确认"),
        }
    }
}

async fn report(tx: &mut Tx, id: &str) -> Result<Report, Refusal> {
    tx.optional("SELECT * FROM vetting_reports WHERE id = $1", args![id]).await?.ok_or(Refusal::NotFound)
}

/// The verdicts of a report, by number.
async fn lines(tx: &mut Tx, seal: &Seal<'_>, id: &str) -> Result<Vec<Verdict>, Refusal> {
    let sql = "SELECT vetting_number, passed, reason FROM vetting_report_lines WHERE report_id = $1 ORDER BY vetting_number";
    let rows: Vec<(String, bool, String)> = tx.all(sql, args![id]).await?;
    let open = |(number, passed, sealed): (String, bool, String)| -> Result<Verdict, Refusal> {
        let reason = seal.open_text(&line_owner(id, &number), &sealed).map_err(Refusal::internal)?;
        Ok(Verdict { number, passed, reason })
    };
    rows.into_iter().map(open).collect()
}

fn line_owner(report: &str, number: &str) -> String {
    format!("{report}/{number}")
}

/// Everybody who waits and was in a list, by number.
async fn waiting(tx: &mut Tx) -> Result<HashMap<String, Application>, DatabaseError> {
    let checked = queries::applications_in(tx, State::Checked).await?;
    Ok(checked.into_iter().filter_map(|application| Some((application.vetting_number.clone()?, application))).collect())
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    page(&desk, &Errors::none(), &[]).await
}

async fn page(desk: &Desk, errors: &Errors, mistakes: &[Mistake]) -> Result<Response, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let count = waiting(&mut tx).await?.len();
    let reports: Vec<Report> = tx.all("SELECT * FROM vetting_reports ORDER BY uploaded_at DESC, id LIMIT 50", args![]).await?;
    drop(tx);
    let rows = reports.iter().map(|report| {
        Row::new([
            html! { a href={ "/office/vetting/results/" (report.id) } { (date::moment_of(report.uploaded_at)) } },
            words(&report.file_name),
            words(&report.uploaded_by_name),
            report.tag(),
        ])
    });
    let columns = ["时间", "文件", "上传人", "状态"].map(Column::text);
    let body = html! {
        (error_summary(errors))
        (mistake_table(mistakes))
        p { "名册中还有 " strong { (count) } " 人没有结果。" }
        p { "在收到的离线名册上填写“结果”（通过、不通过）和“理由”，上传检查；由另一名审查人员确认以后生效。这里不显示任何人的姓名、类别和会场。" }
        (Form::post("/office/vetting/results", desk.token()).multipart().submit("上传并检查").around(html! {
            (Field::file("file", "填好的名册", ".xlsx,.csv").errors(errors).hint("Excel（.xlsx）或 CSV，最大 8 MB；须有：核对编号、结果、理由。名册中每个人都要有结果"))
        }))
        h2 { "上传过的" }
        @if reports.is_empty() { p { "还没有上传过。" } } @else { (Table::new("审查结果，由新到旧", columns).headed().rows(rows)) }
    };
    Ok(desk.page("资格审查结果", None, body).into_response())
}

async fn refuse(desk: &Desk, why: String, mistakes: &[Mistake]) -> Result<Response, Failure> {
    let mut errors = Errors::none();
    errors.add("file", why);
    Ok(refused(page(desk, &errors, mistakes).await?))
}

pub(super) async fn upload(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let Some(file) = form.file("file") else { return refuse(&desk, "请选择要上传的文件".into(), &[]).await };
    let name: String = file.name.chars().filter(|c| !c.is_control()).take(80).collect();
    let bytes = file.content.clone();
    let read = off_thread(move || web::sheet::read::lines(&bytes, BOUNDS)).await?;
    let numbers: Vec<String> = waiting(&mut desk.app.database().reader().await?).await?.into_keys().collect();
    let verdicts = match read.and_then(|lines| verdicts(&lines, &numbers)) {
        Err(unreadable) => return refuse(&desk, unreadable.0, &[]).await,
        Ok(Err(mistakes)) => {
            let why = format!("文件中有 {} 处错误，没有保存任何结果。请改正后重新上传", mistakes.len());
            return refuse(&desk, why, &mistakes).await;
        }
        Ok(Ok(verdicts)) if verdicts.is_empty() => return refuse(&desk, "文件中没有任何结果".into(), &[]).await,
        Ok(Ok(verdicts)) => verdicts,
    };
    let id = keep(&desk, &verdicts, &name).await?;
    Ok(Redirect::to(&format!("/office/vetting/results/{id}?done=uploaded")).into_response())
}

async fn keep(desk: &Desk, verdicts: &[Verdict], file: &str) -> Result<String, Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let seal = Seal(app.secrets());
    let id = new_id();
    transaction!(app.database(), |tx| -> Result<String, Refusal> {
        tx.execute(
            "INSERT INTO vetting_reports (id, state, file_name, uploaded_by, uploaded_by_name, uploaded_at) VALUES ($1, 'open', $2, $3, $4, $5)",
            args![&id, file, account(visitor), &visitor.name, caller.now],
        )
        .await?;
        let row = |Verdict { number, passed, reason }: &Verdict| -> [Value; 4] {
            [id.as_str().into(), number.into(), (*passed).into(), seal.text(&line_owner(&id, number), reason).into()]
        };
        INSERT_LINES.rows(&mut tx, &verdicts.iter().map(row).collect::<Vec<_>>()).await?;
        let (count, failed) = count(verdicts);
        let event = ResultsUploaded { subject: id.clone(), file: file.into(), count, failed };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(id.clone())
    })
}

/// All, and those who failed.
fn count(verdicts: &[Verdict]) -> (i64, i64) {
    (size(verdicts.len()), size(verdicts.iter().filter(|verdict| !verdict.passed).count()))
}

fn size(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) async fn one(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    one_page(&desk, &id, &Errors::none()).await
}

async fn one_page(desk: &Desk, id: &str, errors: &Errors) -> Result<Response, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let report = report(&mut tx, id).await?;
    let verdicts = lines(&mut tx, &Seal(desk.app.secrets()), id).await?;
    drop(tx);
    let (all, failed) = count(&verdicts);
    let rows = verdicts.iter().filter(|verdict| !verdict.passed).map(|verdict| Row::new([words(&verdict.number), words(&verdict.reason)]));
    let facts = Facts::new()
        .fact("状态", report.tag())
        .fact("文件", &report.file_name)
        .fact("上传人", &report.uploaded_by_name)
        .fact("时间", date::moment_of(report.uploaded_at))
        .fact("人数", format!("{all} 人，其中通过 {} 人，不通过 {failed} 人", all - failed));
    let facts = match &report.decided_by_name {
        Some(name) => facts.fact("确认或退回的人", name),
        None => facts,
    };
    let body = html! {
        (error_summary(errors))
        @match Link::new(&desk.look.path).get("done") {
            "uploaded" => (done("检查无误，等待确认", html! { p { "请另一名审查人员登录后确认。确认以前不生效。" } })),
            "confirmed" => (done("已确认生效", html! { p { "没有通过的人会收到短信，可以申诉。" } })),
            "returned" => (done("已退回", html! { p { "结果没有生效，请改正后重新上传。" } })),
            _ => {}
        }
        (facts)
        (decision(desk, &report, failed, errors))
        h2 { "不通过的（" (failed) " 人）" }
        @if failed == 0 { p { "全部通过。" } } @else { (Table::new("不通过的编号和理由", ["核对编号", "理由"].map(Column::text)).headed().rows(rows)) }
    };
    Ok(desk.page("一份资格审查结果", Some(("/office/vetting/results", "资格审查结果")), body).into_response())
}

fn decision(desk: &Desk, report: &Report, failed: i64, errors: &Errors) -> Markup {
    if report.state != "open" {
        return html! {};
    }
    if report.uploaded_by == account(&desk.visitor) {
        return notice(Tone::Neutral, "等待确认", "这一份是您上传的，须由另一名审查人员确认。");
    }
    let path = format!("/office/vetting/results/{}", report.id);
    html! {
        p { "确认以后立即生效：通过的进入人选名册，不通过的 " (failed) " 人会收到短信。" }
        (button(&format!("{path}/confirm"), desk.token(), "确认生效", false))
        details open[!errors.is_empty()] {
            summary { "退回" }
            (Form::post(&format!("{path}/return"), desk.token()).submit("退回").danger().around(reason::field("", "会写入审计日志", errors)))
        }
    }
}

pub(super) async fn confirm(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    match take_effect(&desk, &id).await {
        Ok(()) => Ok(Redirect::to(&format!("/office/vetting/results/{id}?done=confirmed")).into_response()),
        Err(refusal) => Ok(refused(one_page(&desk, &id, &refusal.into_errors()?).await?)),
    }
}

/// An open report that somebody else uploaded.
async fn decidable(tx: &mut Tx, desk: &Desk, id: &str) -> Result<Report, Refusal> {
    let report = report(tx, id).await?;
    if report.state != "open" {
        return Err(Refusal::rule("这一份已经确认或退回"));
    }
    if report.uploaded_by == account(&desk.visitor) {
        return Err(Refusal::rule("这一份是您上传的，须由另一人确认或退回"));
    }
    Ok(report)
}

async fn take_effect(desk: &Desk, id: &str) -> Result<(), Refusal> {
    let Desk { app, caller, .. } = desk;
    let plan = app.plan();
    let seal = Seal(app.secrets());
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        decidable(&mut tx, desk, id).await?;
        let verdicts = lines(&mut tx, &seal, id).await?;
        let waiting = waiting(&mut tx).await?;
        // Whoever withdrew or was refused in the meantime keeps that state.
        let met = verdicts.iter().filter_map(|verdict| Some((verdict, waiting.get(&verdict.number)?)));
        let (passed, failed): (Vec<_>, Vec<_>) = met.partition(|(verdict, _)| verdict.passed);
        let (_, passed): (Vec<&Verdict>, Vec<&Application>) = passed.into_iter().unzip();
        let (reasons, failed): (Vec<&Verdict>, Vec<&Application>) = failed.into_iter().unzip();
        carry_out_all(&mut tx, &passed, Act::Pass, caller.now).await?;
        carry_out_all(&mut tx, &failed, Act::Fail, caller.now).await?;
        for (verdict, application) in reasons.iter().zip(&failed) {
            queries::set_reason(&mut tx, &application.id, &seal.text(application.id.as_str(), &verdict.reason)).await?;
            let text = format!(
                "您没有通过市民代表资格审查。如有异议，可在名册封存前凭报名编号 {} 在“三民”活动网站“查询、撤回报名或申诉”中查看原因并申诉。",
                shown(&application.reference)
            );
            tell(&mut tx, app.secrets(), &application.person(&seal)?, &plan.plan, "vetting.failed", &text, caller.now).await?;
        }
        settle(&mut tx, desk, id, "confirmed").await?;
        let (count, failed) = (size(passed.len() + failed.len()), size(failed.len()));
        let event = ResultsConfirmed { subject: id.into(), count, failed };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

async fn settle(tx: &mut Tx, desk: &Desk, id: &str, state: &str) -> Result<(), DatabaseError> {
    let sql = "UPDATE vetting_reports SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5 WHERE id = $1";
    tx.execute(sql, args![id, state, account(&desk.visitor), &desk.visitor.name, desk.caller.now]).await.map(drop)
}

pub(super) async fn send_back(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (reason, errors) = reason::read(&form);
    if !errors.is_empty() {
        return Ok(refused(one_page(&desk, &id, &errors).await?));
    }
    let Desk { app, caller, .. } = &desk;
    let returned = transaction!(app.database(), |tx| -> Result<(), Refusal> {
        decidable(&mut tx, &desk, &id).await?;
        settle(&mut tx, &desk, &id, "returned").await?;
        let event = ResultsReturned { subject: id.clone(), reason: reason.clone() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    });
    match returned {
        Ok(()) => Ok(Redirect::to(&format!("/office/vetting/results/{id}?done=returned")).into_response()),
        Err(refusal) => Ok(refused(one_page(&desk, &id, &refusal.into_errors()?).await?)),
    }
}
