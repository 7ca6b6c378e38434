//! A question for the director's channel (局长通道, M18): kept without any trace of who asked.

use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use plan::Department;
use web::id::new_id;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::page::{Page, date};
use web::submitted::Submitted;
use web::text::unfit;
use web::{Failure, Refusal, args, transaction};

use super::guest::Guest;

/// Questions of one person.
const MOST: i64 = 3;
/// The longest question, in characters.
const LONGEST: usize = 200;

fn departments(guest: &Guest, session: u32) -> Vec<Department> {
    let plan = guest.app.plan();
    let mut found: Vec<Department> = plan.plan.departments.iter().filter(|it| it.session == session).cloned().collect();
    found.sort_by_key(|it| it.order);
    found
}

pub(super) async fn ask(guest: Guest) -> Result<Response, Failure> {
    Ok(page(&guest, "", "", &Errors::none())?.into_response())
}

fn page(guest: &Guest, department: &str, words: &str, errors: &Errors) -> Result<Page, Failure> {
    let seat = guest.taken()?;
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "请选择"))
        .chain(departments(guest, seat.session).iter().map(|it| Choice::new(it.id.as_str(), &it.name)))
        .collect();
    let fields = html! {
        (Field::select("department", "问哪个部门", &choices).value(department).errors(errors))
        (Field::area("words", "问题", 5).hint("最多 200 字。请不要写自己的姓名、住址和电话").value(words).maxlength(400).errors(errors))
    };
    let body = html! {
        (error_summary(errors))
        p { "述职时会随机邀请部门负责人当场回答，不是每个问题都有机会问到。每人最多 " (MOST) " 个问题。" }
        p { "提问不记名：系统只保存场次、部门、会场和问题，不保存是谁问的。" }
        (Form::post(&guest.href("question"), "").submit("提交问题").cancel(&guest.href(""), "返回").around(fields))
    };
    Ok(guest.page("局长通道提问", body))
}

pub(super) async fn submit(guest: Guest, form: Submitted) -> Result<Response, Failure> {
    let (department, words) = (form.text("department").to_string(), form.text("words").replace('\r', ""));
    match keep(&guest, &department, &words).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?done=asked", guest.href(""))).into_response()),
        Err(refusal) => {
            let page = page(&guest, &department, &words, &refusal.into_errors()?)?;
            Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

async fn keep(guest: &Guest, department: &str, words: &str) -> Result<(), Refusal> {
    let seat = guest.taken()?;
    if !departments(guest, seat.session).iter().any(|it| it.id == *department) {
        return Err(Refusal::at("department", "请选择本场述职的部门"));
    }
    if words.chars().count() < 5 {
        return Err(Refusal::at("words", "请写下问题"));
    }
    if let Some(why) = unfit(&words.replace('\n', ""), LONGEST) {
        return Err(Refusal::at("words", why));
    }
    let app = &guest.app;
    let day = date::local_day(app.clock().now()).to_string();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        // The count stands beside the person, the question does not: nothing leads from one to the other.
        let sql = "INSERT INTO question_counts (number, asked) VALUES ($1, 0) ON CONFLICT DO NOTHING";
        tx.execute(sql, args![seat.number]).await?;
        let sql = "UPDATE question_counts SET asked = asked + 1 WHERE number = $1 AND asked < $2";
        if tx.execute(sql, args![seat.number, MOST]).await? == 0 {
            return Err(Refusal::rule(format!("每人最多 {MOST} 个问题，您的都已收到")));
        }
        let sql = "INSERT INTO representative_questions (id, session, department, venue, words, asked_on) VALUES ($1, $2, $3, $4, $5, $6)";
        tx.execute(sql, args![new_id(), seat.session, department, &seat.venue, words, &day]).await?;
        Ok(())
    })
}
