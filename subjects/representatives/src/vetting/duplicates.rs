//! What is done about duplicates: clashes of identity numbers, and people who look alike. That nothing is wrong, one decides;
//! that somebody is taken out, two.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
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
use web::page::reason;
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::clash::{self, Clash};
use super::likeness;
use super::pairs::{self, Pair};
use super::proposal::{self, About, Matter, Outcome, Proposal, just_done};
use crate::candidates::acts::refused;
use crate::candidates::service::{account, class_name, found, refuse_in};
use crate::candidates::{Act, Application, ApplicationId};
use crate::events::{ClashDecided, LikenessDecided};
use crate::person::{Person, Seal};

/// Clashes and pairs on one page.
const MOST: usize = 50;

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    page(&desk, &Errors::none()).await
}

pub(super) async fn page(desk: &Desk, errors: &Errors) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let mut tx = desk.app.database().reader().await?;
    let mut proposals = proposal::open(&mut tx, Matter::Clash).await?;
    let mut clashes = Vec::new();
    for clash in clash::open(&mut tx, MOST as i64).await? {
        let first = found(&mut tx, &clash.first).await?;
        let proposal = proposals.remove(&(clash.first.to_string(), clash.id.clone()));
        clashes.push(clash_card(desk, plan, &clash, &first, proposal.as_ref())?);
    }
    let (pairs, count) = pairs::open(&mut tx, &Seal(desk.app.secrets()), MOST).await?;
    drop(tx);
    let pair_cards: Vec<Markup> = pairs.iter().map(|pair| pair_card(desk, plan, pair)).collect::<Result<_, _>>()?;
    let done_word = Link::new(&desk.look.path).get("done").to_string();
    let body = html! {
        (error_summary(errors))
        @if done_word == "decided" { (done("已经处理", html! { p { "处理结果和理由已记入审计日志。" } })) } @else { (just_done(&done_word)) }
        p { "认定没有问题，一人办理即可；认定要把人从人选中去掉的，由一人拟定、另一人决定。" }
        h2 { "同一身份证号第二次报名或被推荐" }
        p { "第二份没有收下，也没有告诉对方此人已在人选之中。请核实后处理。" }
        @if clashes.is_empty() { (empty("没有等待处理的", "同一人用另一个手机号再次报名，或被另一旗区推荐时，会列在这里。")) }
        @for card in &clashes { (card) }
        h2 { "疑似同一人" }
        @if pairs.is_empty() { (empty("没有等待判断的", "姓名、手机号或证件号相近的人选会成对列在这里，由人判断是不是同一人。")) }
        @else { p { "共 " (count) " 对" @if count > pairs.len() { "，先列出 " (pairs.len()) " 对" } "。" } }
        @for card in &pair_cards { (card) }
    };
    Ok(desk.page("重复核对", None, body).into_response())
}

fn side(plan: &Plan, application: &Application, person: &Person) -> Facts {
    Facts::new()
        .fact("姓名", html! { a href={ "/office/candidates/" (application.id) } { (person.masked_name()) } })
        .fact("身份证号", person.identity.masked())
        .fact("手机号", person.phone.masked())
        .fact("会场和类别", format!("{}，{}", plan.venue_name(&application.venue), class_name(plan, &application.class)))
        .fact("渠道", application.channel.chinese())
        .fact("时间", date::moment_of(application.created_at))
}

fn clash_card(desk: &Desk, plan: &Plan, clash: &Clash, first: &Application, proposal: Option<&Proposal>) -> Result<Markup, Refusal> {
    let seal = Seal(desk.app.secrets());
    let person = first.person(&seal)?;
    let second = seal.open(&clash.id, &clash.sealed).map_err(Refusal::internal)?;
    let choices = [
        Choice::new("kept-first", "核实过，以第一份为准"),
        Choice::new("same-person", "不能确定，第一份也不予受理").hint("例如怀疑冒名报名；另一人同意后生效，本人会收到短信，可以申诉"),
    ];
    let part = match proposal {
        Some(proposal) => proposal.part(desk)?,
        None => Form::post(&format!("/office/vetting/clashes/{}", clash.id), desk.token()).submit("记下处理结果").around(html! {
            (Field::radios("decision", "处理结果", &choices))
            (reason::field("", "依据是什么，会写入审计日志", &Errors::none()))
        }),
    };
    Ok(html! {
        section.card {
            h3 { "第一份" }
            (side(plan, first, &person))
            h3 { "第二份（没有收下）" }
            (Facts::new().fact("姓名", second.masked_name()).fact("手机号", second.phone.masked())
                .fact("会场", plan.venue_name(&clash.venue)).fact("渠道", clash.channel.chinese()).fact("时间", date::moment_of(clash.found_at)))
            (part)
        }
    })
}

fn pair_card(desk: &Desk, plan: &Plan, pair: &Pair) -> Result<Markup, Refusal> {
    let choices = [
        Choice::new("different", "是两个人"),
        Choice::new("same", "是同一个人，后一份不予受理").hint("另一人同意后生效；本人会收到短信，可以申诉"),
    ];
    let part = match &pair.proposal {
        Some(proposal) => proposal.part(desk)?,
        None => Form::post("/office/vetting/likenesses", desk.token()).submit("记下判断").around(html! {
            (hidden("first", pair.first.0.id.as_str())) (hidden("second", pair.second.0.id.as_str()))
            (Field::radios("same", "判断", &choices))
            (reason::field("", "依据是什么，会写入审计日志", &Errors::none()))
        }),
    };
    Ok(html! {
        section.card {
            h3 { (pair.why.chinese()) }
            (side(plan, &pair.first.0, &pair.first.1))
            (side(plan, &pair.second.0, &pair.second.1))
            (part)
        }
    })
}

pub(super) async fn decide_clash(desk: Desk, Path(id): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (why, mut errors) = reason::read(&form);
    let decision = form.text("decision");
    if !["kept-first", "same-person"].contains(&decision) {
        errors.add_general("请选择处理结果");
    }
    if !errors.is_empty() {
        return Ok(refused(page(&desk, &errors).await?));
    }
    let refuses = decision == "same-person";
    let Desk { app, caller, visitor, .. } = &desk;
    let decided = transaction!(app.database(), |tx| -> Result<&'static str, Refusal> {
        let clash = clash::one(&mut tx, &id).await?.ok_or(Refusal::NotFound)?;
        let about = About { matter: Matter::Clash, application: &clash.first, other: &id };
        if refuses {
            if !clash.is_open {
                return Err(clash::decided());
            }
            proposal::propose(&mut tx, &desk, about, Outcome::RefuseFirst, &why).await?;
            return Ok("proposed");
        }
        proposal::must_not_wait(&mut tx, about).await?;
        clash::decide(&mut tx, &id, "kept-first", account(visitor), caller.now).await?;
        let event = ClashDecided { subject: clash.first.to_string(), outcome: "以第一份为准", reason: why.clone() };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok("decided")
    });
    Matter::Clash.answer(&desk, decided).await
}

/// The second has confirmed that the first application of a clash is refused too.
pub(super) async fn refuse_first(tx: &mut Tx, desk: &Desk, plan: &Plan, proposal: &Proposal) -> Result<(), Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    clash::decide(tx, &proposal.other, "same-person", account(visitor), caller.now).await?;
    let first = found(tx, &proposal.application).await?;
    let told = "有人用同一身份证号、不同手机号再次报名或推荐，身份需要核实";
    refuse_in(tx, app.secrets(), plan, &first, Act::Unify, told, caller.now).await?;
    let event =
        ClashDecided { subject: first.id.to_string(), outcome: proposal.outcome.chinese(), reason: proposal.reason(&Seal(app.secrets()))? };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

pub(super) async fn decide_likeness(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let (why, mut errors) = reason::read(&form);
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
    let judged = judge(&desk, &first, &second, same, &why).await;
    Matter::Likeness.answer(&desk, judged).await
}

async fn judge(desk: &Desk, first: &ApplicationId, second: &ApplicationId, same: bool, why: &str) -> Result<&'static str, Refusal> {
    let app = &desk.app;
    transaction!(app.database(), |tx| -> Result<&'static str, Refusal> {
        let (later, other) = by_time(found(&mut tx, first).await?, found(&mut tx, second).await?);
        must_look_alike(&Seal(app.secrets()), &later, &other)?;
        let about = About { matter: Matter::Likeness, application: &later.id, other: other.id.as_str() };
        proposal::must_not_wait(&mut tx, about).await?;
        if same {
            must_be_unjudged(&mut tx, &later, &other).await?;
            proposal::propose(&mut tx, desk, about, Outcome::SamePerson, why).await?;
            return Ok("proposed");
        }
        keep_judgement(&mut tx, desk, &later, &other, same, why).await?;
        Ok("decided")
    })
}

/// The second has confirmed that two are one person: the later application is refused.
pub(super) async fn unify(tx: &mut Tx, desk: &Desk, plan: &Plan, proposal: &Proposal) -> Result<(), Refusal> {
    let Desk { app, caller, .. } = desk;
    let other = ApplicationId::from(proposal.other.clone());
    let (later, other) = (found(tx, &proposal.application).await?, found(tx, &other).await?);
    if !other.state.is_alive() {
        return Err(Refusal::rule("前一份已不在人选之中，不能再以它为准，请退回"));
    }
    keep_judgement(tx, desk, &later, &other, true, &proposal.reason(&Seal(app.secrets()))?).await?;
    refuse_in(tx, app.secrets(), plan, &later, Act::Unify, "与另一份报名或推荐是同一人", caller.now).await
}

/// Of two applications the later, then the other.
fn by_time(one: Application, two: Application) -> (Application, Application) {
    if (one.created_at, two.id.as_str()) > (two.created_at, one.id.as_str()) { (one, two) } else { (two, one) }
}

/// What does not look alike is no pair, so that nobody is taken out whom the page does not show.
fn must_look_alike(seal: &Seal<'_>, one: &Application, two: &Application) -> Result<(), Refusal> {
    let alike = one.id != two.id && likeness::likeness(&one.person(seal)?, &two.person(seal)?).is_some();
    if alike { Ok(()) } else { Err(Refusal::NotFound) }
}

fn judged() -> Refusal {
    Refusal::rule("这一对刚刚已有人判断")
}

/// The two ids as the judgement keeps them.
fn ordered<'a>(one: &'a Application, two: &'a Application) -> (&'a str, &'a str) {
    let (one, two) = (one.id.as_str(), two.id.as_str());
    if one < two { (one, two) } else { (two, one) }
}

async fn must_be_unjudged(tx: &mut Tx, one: &Application, two: &Application) -> Result<(), Refusal> {
    let (first, second) = ordered(one, two);
    let sql = "SELECT COUNT(*) FROM likeness_decisions WHERE first_id = $1 AND second_id = $2";
    let count: i64 = tx.one(sql, args![first, second]).await?;
    if count == 0 { Ok(()) } else { Err(judged()) }
}

async fn keep_judgement(tx: &mut Tx, desk: &Desk, later: &Application, other: &Application, same: bool, why: &str) -> Result<(), Refusal> {
    let Desk { caller, visitor, .. } = desk;
    if !insert_judgement(tx, ordered(later, other), same, why, (account(visitor), &visitor.name), caller.now).await? {
        return Err(judged());
    }
    let event = LikenessDecided {
        subject: later.id.to_string(),
        outcome: if same { "同一人" } else { "两个人" },
        other: other.reference.clone(),
        reason: why.into(),
    };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

async fn insert_judgement(
    tx: &mut Tx,
    ids: (&str, &str),
    same: bool,
    why: &str,
    by: (&str, &str),
    now: i64,
) -> Result<bool, DatabaseError> {
    let sql = "INSERT INTO likeness_decisions (first_id, second_id, same_person, reason, decided_by, decided_by_name, decided_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, args![ids.0, ids.1, same, why, by.0, by.1, now]).await? == 1)
}
