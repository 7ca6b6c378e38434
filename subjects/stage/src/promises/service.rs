//! Recording a promise and moving it on; each act in one transaction.

use jiff::civil::Date;
use plan::Plan;
use web::Refusal;
use web::audit;
use web::caller::Caller;
use web::database::Tx;
use web::id::new_id;
use web::page::date;
use web::text::unfit;

use super::events::{PromiseDecided, PromiseMade, PromiseReported};
use super::queries::{self, Note, Promise};
use super::state::{Act, State};
use crate::order::item::department_name;

/// The longest promise and the longest note, in characters.
pub(super) const LONGEST: u32 = 300;

/// A promise as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub department: String,
    pub words: String,
    pub due: String,
}

fn fit(field: &'static str, words: &str, least: usize, what: &str) -> Result<(), Refusal> {
    if words.chars().count() < least {
        return Err(Refusal::at(field, format!("请写明{what}")));
    }
    unfit(words, LONGEST as usize).map_or(Ok(()), |why| Err(Refusal::at(field, why)))
}

/// Records a promise; its id.
pub(super) async fn make(tx: &mut Tx, plan: &Plan, caller: &Caller, author: &str, typed: &Typed) -> Result<String, Refusal> {
    let Some(department) = plan.department_by(&typed.department) else { return Err(Refusal::at("department", "请选择部门")) };
    fit("words", &typed.words, 5, "承诺的内容")?;
    let due: Date = typed.due.parse().map_err(|_| Refusal::at("due", "请选择办结日期"))?;
    if due < date::local_day(date::of_millis(caller.now)) {
        return Err(Refusal::at("due", "办结日期不能早于今天"));
    }
    let promise = Promise {
        id: new_id(),
        session: department.session,
        department: department.id.to_string(),
        words: typed.words.clone(),
        due,
        state: State::Open,
        made_at: caller.now,
        changed_at: caller.now,
        version: 1,
    };
    queries::add(tx, &promise).await?;
    let note = Note { written_at: caller.now, author: author.into(), state: State::Open, words: "登记承诺".into() };
    queries::note(tx, &promise.id, 1, &note).await?;
    let event = PromiseMade {
        subject: promise.id.clone(),
        session: i64::from(promise.session),
        department: department.name.clone(),
        what: promise.words.clone(),
        day: due.to_string(),
    };
    audit::record(tx, &caller.actor, caller.now, &event).await?;
    Ok(promise.id)
}

/// What somebody does to a promise, on what they saw of it.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub version: i64,
    pub act: Act,
    pub words: String,
}

/// Moves a promise on.
pub(super) async fn go_on(tx: &mut Tx, plan: &Plan, caller: &Caller, author: &str, id: &str, step: &Step) -> Result<(), Refusal> {
    let promise = queries::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    fit("words", &step.words, 2, "情况说明")?;
    let impossible = |_| Refusal::rule(format!("现在是“{}”，不能{}", promise.state.chinese(), step.act.chinese()));
    let next = promise.state.after(step.act).map_err(impossible)?;
    if promise.version != step.version || !queries::set_state(tx, &promise, next, caller.now).await? {
        return Err(Refusal::rule("另一人刚刚更新了，请看最新情况后再提交"));
    }
    let note = Note { written_at: caller.now, author: author.into(), state: next, words: step.words.clone() };
    queries::note(tx, id, promise.version + 1, &note).await?;
    let (subject, department, outcome) = (id.to_owned(), department_name(plan, &promise.department), next.chinese());
    if step.act.is_department_s() {
        Ok(audit::record(tx, &caller.actor, caller.now, &PromiseReported { subject, department, outcome }).await?)
    } else {
        Ok(audit::record(tx, &caller.actor, caller.now, &PromiseDecided { subject, department, outcome }).await?)
    }
}
