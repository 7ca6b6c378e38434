//! Calls to representatives (电话联系): who was called, with what outcome. Two officers free a seat only after them.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use web::database::{DatabaseError, FromRow, Row, Tx, transaction};
use web::desk::Desk;
use web::id::new_id;
use web::page::date;
use web::page::form::{Choice, Errors, Field, Form};
use web::page::table::{Column, Row as Line, Table, words};
use web::submitted::Submitted;
use web::text::{normal, unfit};
use web::{Failure, Refusal, args, audit};

use super::person::{self, Person, works_on};
use crate::candidates::acts::refused;
use crate::invitation::events::Called;
use crate::person::Seal;

/// Calls without reaching anybody, after which a seat may be freed.
const TRIES: usize = 3;
/// The least time between the first and the last of them, in milliseconds.
const APART: i64 = 2 * 3_600_000;
/// The longest note, in characters.
const NOTE: usize = 200;

/// What a call led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The person comes.
    Comes,
    /// The person says that they cannot come.
    CannotCome,
    /// Nobody answered.
    NoAnswer,
    /// The number is somebody else's, or nobody's.
    WrongNumber,
}

impl Outcome {
    const ALL: [Outcome; 4] = [Outcome::Comes, Outcome::CannotCome, Outcome::NoAnswer, Outcome::WrongNumber];

    fn word(self) -> &'static str {
        match self {
            Outcome::Comes => "comes",
            Outcome::CannotCome => "cannot-come",
            Outcome::NoAnswer => "no-answer",
            Outcome::WrongNumber => "wrong-number",
        }
    }

    fn chinese(self) -> &'static str {
        match self {
            Outcome::Comes => "表示参加",
            Outcome::CannotCome => "表示不能参加",
            Outcome::NoAnswer => "无人接听",
            Outcome::WrongNumber => "号码不对",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Outcome::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// A call as stored.
#[derive(Clone, Debug)]
pub(super) struct Call {
    id: String,
    outcome: Outcome,
    note: String,
    by_name: String,
    at: i64,
}

impl FromRow for Call {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        let word = row.text("outcome")?;
        let unknown = || DatabaseError::Column { column: "outcome".into(), reason: format!("unknown outcome {word}") };
        Ok(Call {
            id: row.text("id")?,
            outcome: Outcome::from_word(&word).ok_or_else(unknown)?,
            note: row.text("note")?,
            by_name: row.text("called_by_name")?,
            at: row.int("called_at")?,
        })
    }
}

/// Calls to one person, oldest first.
pub(super) async fn of(tx: &mut Tx, number: u32) -> Result<Vec<Call>, DatabaseError> {
    tx.all("SELECT id, outcome, note, called_by_name, called_at FROM calls WHERE number = $1 ORDER BY called_at, id", args![number]).await
}

/// Why a seat may not be freed yet; None when the last word was that the person cannot come, or nobody was reached long enough.
pub(super) fn missing(calls: &[Call]) -> Option<String> {
    match calls.last().map(|call| call.outcome) {
        None => return Some("还没有电话联系的记录".into()),
        Some(Outcome::CannotCome) => return None,
        Some(Outcome::Comes) => return Some("最近一次联系时本人表示参加".into()),
        Some(Outcome::NoAnswer | Outcome::WrongNumber) => {}
    }
    let unreached: Vec<i64> = calls.iter().rev().take_while(|call| !matches!(call.outcome, Outcome::Comes)).map(|call| call.at).collect();
    let apart = unreached.first().zip(unreached.last()).map_or(0, |(last, first)| last - first);
    let enough = unreached.len() >= TRIES && apart >= APART;
    (!enough).then(|| format!("须联系至少 {TRIES} 次、前后相隔 2 小时以上都没有联系上，或本人在电话中表示不能参加"))
}

pub(super) fn table(desk: &Desk, person: &Person) -> Result<Markup, Failure> {
    if person.calls.is_empty() {
        return Ok(html! { p { "还没有联系过。" } });
    }
    let seal = Seal(desk.app.secrets());
    let columns = ["时间", "结果", "联系人", "备注"].map(Column::text);
    let mut table = Table::new("电话联系，由旧到新", columns).headed();
    for call in &person.calls {
        let note = seal.open_text(&call.id, &call.note).map_err(Refusal::internal)?;
        table = table.row(Line::new([words(date::exact_of(call.at)), words(call.outcome.chinese()), words(&call.by_name), words(note)]));
    }
    Ok(html! { (table) })
}

pub(super) fn form(desk: &Desk, person: &Person, errors: &Errors) -> Markup {
    let choices = Outcome::ALL.map(|outcome| Choice::new(outcome.word(), outcome.chinese()));
    html! {
        (Form::post(&person.href("calls"), desk.token()).submit("记下这次联系").around(html! {
            (Field::radios("outcome", "联系结果", &choices).errors(errors))
            (Field::text("note", "备注").optional().autocomplete("off").maxlength(400).errors(errors))
        }))
    }
}

pub(super) async fn add(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let note = normal(form.text("note"));
    let mut errors = Errors::none();
    let outcome = Outcome::from_word(form.text("outcome"));
    if outcome.is_none() {
        errors.add("outcome", "请选择联系结果");
    }
    if let Some(why) = unfit(&note, NOTE) {
        errors.add("note", why);
    }
    let Some(outcome) = outcome.filter(|_| errors.is_empty()) else { return Ok(refused(person::page(&desk, &id, &errors).await?)) };
    match keep(&desk, &id, outcome, &note).await {
        Ok(()) => Ok(Redirect::to(&format!("/office/invitations/people/{id}?done=called")).into_response()),
        Err(refusal) => Ok(refused(person::page(&desk, &id, &refusal.into_errors()?).await?)),
    }
}

async fn keep(desk: &Desk, id: &str, outcome: Outcome, note: &str) -> Result<(), Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let plan = app.plan();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let person = person::load(&mut tx, desk, id).await?;
        if !works_on(&plan.plan, visitor, &person.application.venue) {
            return Err(Refusal::NotFound);
        }
        let seat = person.taken()?;
        let call = new_id();
        let sealed = Seal(app.secrets()).text(&call, note);
        let sql = "INSERT INTO calls (id, number, outcome, note, called_by, called_by_name, called_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let by = visitor.actor_id();
        tx.execute(sql, args![&call, seat.number, outcome.word(), &sealed, by, &visitor.name, caller.now]).await?;
        let event = Called { subject: id.to_string(), outcome: outcome.chinese() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(outcomes: &[(Outcome, i64)]) -> Vec<Call> {
        let call = |(outcome, hour): &(Outcome, i64)| Call {
            id: String::new(),
            outcome: *outcome,
            note: String::new(),
            by_name: String::new(),
            at: hour * 3_600_000,
        };
        outcomes.iter().map(call).collect()
    }

    #[test]
    fn a_seat_is_freed_after_a_no_or_after_enough_tries_and_never_after_a_yes() {
        use Outcome::*;
        assert!(missing(&[]).is_some());
        assert!(missing(&calls(&[(CannotCome, 1)])).is_none());
        assert!(missing(&calls(&[(CannotCome, 1), (Comes, 2)])).is_some());
        assert!(missing(&calls(&[(NoAnswer, 1), (NoAnswer, 2), (WrongNumber, 3)])).is_none());
        assert!(missing(&calls(&[(NoAnswer, 1), (NoAnswer, 2)])).is_some());
        assert!(missing(&calls(&[(NoAnswer, 1), (NoAnswer, 1), (NoAnswer, 2)])).is_some(), "one hour apart");
        assert!(missing(&calls(&[(NoAnswer, 1), (Comes, 2), (NoAnswer, 4), (NoAnswer, 5)])).is_some(), "tries before a yes do not count");
    }
}
