//! What is done about duplicates: clashes of identity numbers, and people who look alike.

use std::collections::HashSet;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use maud::{Markup, html};
use plan::Plan;
use web::args;
use web::database::{DatabaseError, Tx, transaction};
use web::desk::Desk;
use web::page::date;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Choice, Errors, Field, Form, error_summary, hidden};
use web::page::link::Link;
use web::page::notice::done;
use web::secrets::Secrets;
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::clash::{self, Clash};
use super::likeness::{self, Likeness};
use crate::candidates::acts::{reason, reason_field, refused};
use crate::candidates::service::{account, class_name, found, refuse_in, venue_name};
use crate::candidates::{Act, Application, ApplicationId, queries};
use crate::events::{ClashDecided, LikenessDecided};
use crate::person::{Person, Seal};

/// Clashes and pairs on one page.
const MOST: usize = 50;

struct Pair {
    first: (Application, Person),
    second: (Application, Person),
    why: Likeness,
}

/// A pair of application ids, the smaller first, with why they look alike.
type Alike = (ApplicationId, ApplicationId, Likeness);

/// The pairs among all who are or may come into the pool that look alike and that nobody has judged.
async fn unjudged(tx: &mut Tx, seal: &Seal<'_>) -> Result<Vec<Alike>, Refusal> {
    let judged: Vec<(String, String)> =
        tx.all("SELECT first_id, second_id FROM likeness_decisions ORDER BY first_id, second_id", args![]).await?;
    let judged: HashSet<(String, String)> = judged.into_iter().collect();
    let sealed = queries::sealed_alive(tx).await?;
    let people: Vec<Person> =
        sealed.iter().map(|(id, sealed)| seal.open(id, sealed)).collect::<Result<_, _>>().map_err(Refusal::internal)?;
    // Ordered by id, as the list is.
    let ids = |(first, second, why)| Some((sealed.get::<usize>(first)?.0.clone(), sealed.get::<usize>(second)?.0.clone(), why));
    let alike = likeness::pairs(&people)
        .into_iter()
        .filter_map(ids)
        .filter(|(first, second, _)| !judged.contains(&(first.clone(), second.clone())));
    Ok(alike.map(|(first, second, why)| (first.into(), second.into(), why)).collect())
}

/// How many pairs look alike and nobody has judged.
pub(crate) async fn open_likenesses(tx: &mut Tx, secrets: &Secrets) -> Result<usize, Refusal> {
    Ok(unjudged(tx, &Seal(secrets)).await?.len())
}

/// The first pairs that nobody has judged, and how many there are.
async fn open_pairs(tx: &mut Tx, seal: &Seal<'_>) -> Result<(Vec<Pair>, usize), Refusal> {
    let alike = unjudged(tx, seal).await?;
    let mut pairs = Vec::new();
    for (first, second, why) in alike.iter().take(MOST) {
        let (first, second) = (found(tx, first).await?, found(tx, second).await?);
        let people = (first.person(seal)?, second.person(seal)?);
        pairs.push(Pair { first: (first, people.0), second: (second, people.1), why: *why });
    }
    Ok((pairs, alike.len()))
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    page(&desk, &Errors::none()).await
}

async fn page(desk: &Desk, errors: &Errors) -> Result<Response, Failure> {
    let seal = Seal(desk.app.secrets());
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let mut tx = desk.app.database().reader().await?;
    let clashes = clash::open(&mut tx, MOST as i64).await?;
    let mut with_first = Vec::with_capacity(clashes.len());
    for clash in clashes {
        let first = found(&mut tx, &clash.first).await?;
        with_first.push((clash, first));
    }
    let (pairs, count) = open_pairs(&mut tx, &seal).await?;
    drop(tx);
    let body = html! {
        (error_summary(errors))
        @if Link::new(&desk.look.path).get("done") == "decided" { (done("已经处理", html! { p { "处理结果和理由已记入审计日志。" } })) }
        h2 { "同一身份证号第二次报名或被推荐" }
        p { "第二份没有收下，也没有告诉对方此人已在人选之中。请核实后处理。" }
        @if with_first.is_empty() { (empty("没有等待处理的", "同一人用另一个手机号再次报名，或被另一旗区推荐时，会列在这里。")) }
        @for (clash, first) in &with_first { (clash_card(desk, plan, &seal, clash, first)?) }
        h2 { "疑似同一人" }
        @if pairs.is_empty() { (empty("没有等待判断的", "姓名、手机号或证件号相近的人选会成对列在这里，由人判断是不是同一人。")) }
        @else { p { "共 " (count) " 对" @if count > pairs.len() { "，先列出 " (pairs.len()) " 对" } "。" } }
        @for pair in &pairs { (pair_card(desk, plan, pair)) }
    };
    Ok(desk.page("重复核对", None, body).into_response())
}

fn moment(millis: i64) -> String {
    date::moment(Timestamp::from_millisecond(millis).unwrap_or_default())
}

fn side(plan: &Plan, application: &Application, person: &Person) -> Facts {
    Facts::new()
        .fact("姓名", html! { a href={ "/office/candidates/" (application.id) } { (person.masked_name()) } })
        .fact("身份证号", person.identity.masked())
        .fact("手机号", person.phone.masked())
        .fact("会场和类别", format!("{}，{}", venue_name(plan, &application.venue), class_name(plan, &application.class)))
        .fact("渠道", application.channel.chinese())
        .fact("时间", moment(application.created_at))
}

fn clash_card(desk: &Desk, plan: &Plan, seal: &Seal<'_>, clash: &Clash, first: &Application) -> Result<Markup, Refusal> {
    let person = first.person(seal)?;
    let second = seal.open(&clash.id, &clash.sealed).map_err(Refusal::internal)?;
    let choices = [
        Choice::new("kept-first", "核实过，以第一份为准"),
        Choice::new("same-person", "不能确定，第一份也不予受理").hint("例如怀疑冒名报名；本人会收到短信，可以申诉"),
    ];
    Ok(html! {
        section.card {
            h3 { "第一份" }
            (side(plan, first, &person))
            h3 { "第二份（没有收下）" }
            (Facts::new().fact("姓名", second.masked_name()).fact("手机号", second.phone.masked())
                .fact("会场", venue_name(plan, &clash.venue)).fact("渠道", clash.channel.chinese()).fact("时间", moment(clash.found_at)))
            (Form::post(&format!("/office/vetting/clashes/{}", clash.id), desk.token()).submit("记下处理结果").around(html! {
                (Field::radios("decision", "处理结果", &choices))
            }))
        }
    })
}

fn pair_card(desk: &Desk, plan: &Plan, pair: &Pair) -> Markup {
    let choices =
        [Choice::new("different", "是两个人"), Choice::new("same", "是同一个人，后一份不予受理").hint("本人会收到短信，可以申诉")];
    html! {
        section.card {
            h3 { (pair.why.chinese()) }
            (side(plan, &pair.first.0, &pair.first.1))
            (side(plan, &pair.second.0, &pair.second.1))
            (Form::post("/office/vetting/likenesses", desk.token()).submit("记下判断").around(html! {
                (hidden("first", pair.first.0.id.as_str())) (hidden("second", pair.second.0.id.as_str()))
                (Field::radios("same", "判断", &choices))
                (reason_field("", "依据是什么，会写入审计日志", &Errors::none()))
            }))
        }
    }
}

pub(super) async fn decide_clash(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let decision = form.text("decision").to_string();
    let outcome = match decision.as_str() {
        "kept-first" => "以第一份为准",
        "same-person" => "第一份也不予受理",
        _ => {
            let mut errors = Errors::none();
            errors.add_general("请选择处理结果");
            return Ok(refused(page(&desk, &errors).await?));
        }
    };
    let Desk { app, caller, visitor, .. } = &desk;
    let plan = app.plan();
    let decided = transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let clash = clash::one(&mut tx, &id).await?.ok_or(Refusal::NotFound)?;
        if !clash::decide(&mut tx, &id, &decision, account(visitor), caller.now).await? {
            return Err(Refusal::rule("这一项刚刚已有人处理"));
        }
        if decision == "same-person" {
            let first = found(&mut tx, &clash.first).await?;
            let why = "有人用同一身份证号、不同手机号再次报名或推荐，身份需要核实";
            refuse_in(&mut tx, app.secrets(), &plan.plan, &first, Act::Unify, why, caller.now).await?;
        }
        let event = ClashDecided { subject: clash.first.to_string(), outcome };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    });
    answer(&desk, decided).await
}

pub(super) async fn decide_likeness(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let (why, mut errors) = reason(&form);
    let same = match form.text("same") {
        "same" => true,
        "different" => false,
        _ => {
            errors.add_general("请选择是同一个人还是两个人");
            false
        }
    };
    if !errors.is_empty() {
        return Ok(refused(page(&desk, &errors).await?));
    }
    let (first, second) = (ApplicationId::from(form.text("first").to_string()), ApplicationId::from(form.text("second").to_string()));
    let decided = judge(&desk, &first, &second, same, &why).await;
    answer(&desk, decided).await
}

async fn judge(desk: &Desk, first: &ApplicationId, second: &ApplicationId, same: bool, why: &str) -> Result<(), Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let plan = app.plan();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let one = found(&mut tx, first).await?;
        let two = found(&mut tx, second).await?;
        if one.id >= two.id {
            return Err(Refusal::NotFound);
        }
        if !insert_judgement(&mut tx, &one.id, &two.id, same, why, (account(visitor), &visitor.name), caller.now).await? {
            return Err(Refusal::rule("这一对刚刚已有人判断"));
        }
        let later = if one.created_at > two.created_at { &one } else { &two };
        if same {
            refuse_in(&mut tx, app.secrets(), &plan.plan, later, Act::Unify, "与另一份报名或推荐是同一人", caller.now).await?;
        }
        let other = if later.id == one.id { &two } else { &one };
        let event = LikenessDecided {
            subject: later.id.to_string(),
            outcome: if same { "同一人" } else { "两个人" },
            other: other.reference.clone(),
            reason: why.into(),
        };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

async fn insert_judgement(
    tx: &mut Tx,
    first: &ApplicationId,
    second: &ApplicationId,
    same: bool,
    why: &str,
    by: (&str, &str),
    now: i64,
) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO likeness_decisions (first_id, second_id, same_person, reason, decided_by, decided_by_name, decided_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![first.as_str(), second.as_str(), same, why, by.0, by.1, now]).await? == 1)
}

async fn answer(desk: &Desk, decided: Result<(), Refusal>) -> Result<Response, Failure> {
    match decided {
        Ok(()) => Ok(Redirect::to("/office/vetting/duplicates?done=decided").into_response()),
        Err(refusal) => Ok(refused(page(desk, &refusal.into_errors()?).await?)),
    }
}
