//! Choosing departments and questions; each act in one transaction.

use plan::Plan;
use web::audit;
use web::caller::Caller;
use web::database::Tx;
use web::id::{new_id, random_bytes};
use web::questions::Question;
use web::text::unfit;
use web::{App, Refusal};

use super::events::{DepartmentChosen, DepartmentDropped, QuestionAsked, QuestionDropped, QuestionListed, QuestionMoved};
use super::queries::{self, Chosen, Origin};
use crate::order::item::{Item, Kind, department_name};
use crate::order::service::{prepare, waiting};
use crate::order::state::State;
use crate::order::{self, Way};

/// The longest question of the hall, in characters; as long as the ones that are sent in.
pub(super) const LONGEST: usize = 200;

/// Chooses a department for an interview (M19): it comes after the last item before the ballot.
pub(super) async fn choose(tx: &mut Tx, plan: &Plan, caller: &Caller, department: &str) -> Result<(), Refusal> {
    let Some(chosen) = plan.department_by(department) else { return Err(Refusal::at("department", "请选择一个部门")) };
    let interviews = order::queries::interviews(tx).await?;
    if interviews.iter().any(|it| it.department == department) {
        return Err(Refusal::at("department", "这个部门已经确定"));
    }
    let most = plan.activity.limits.interview_heads_max;
    if interviews.len() >= usize::try_from(most).unwrap_or(usize::MAX) {
        return Err(Refusal::rule(format!("方案规定最多 {most} 个部门，已经确定 {most} 个")));
    }
    prepare(tx, plan, caller, chosen.session).await?;
    let items = order::queries::items(tx, chosen.session).await?;
    let ballot = items.iter().find(|item| item.kind == Kind::Ballot);
    if ballot.is_some_and(|item| item.state != State::Waiting) {
        return Err(Refusal::rule("这一场已经开始评议，不能再增加访谈"));
    }
    let last = items.iter().map(|item| item.place).max().unwrap_or(0);
    let place = ballot.map_or(last + 1, |ballot| ballot.place);
    if let Some(ballot) = ballot {
        order::queries::place(tx, &ballot.id, ballot.place + 1).await?;
    }
    order::queries::add(tx, &waiting(plan, chosen.session, place, Kind::Interview, department)).await?;
    order::queries::touch(tx, chosen.session).await?;
    let event = DepartmentChosen { subject: department.into(), session: i64::from(chosen.session), department: chosen.name.clone() };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// Takes a department off, as long as nothing was done for its interview.
pub(super) async fn drop_department(tx: &mut Tx, plan: &Plan, caller: &Caller, id: &str) -> Result<(), Refusal> {
    let item = interview(tx, id).await?;
    if !queries::of_item(tx, id).await?.is_empty() {
        return Err(Refusal::rule("已经列入问题，请先把问题移出"));
    }
    if order::queries::was_corrected(tx, id).await? || !order::queries::remove(tx, id).await? {
        return Err(Refusal::rule("访谈已经开始过，不能取消"));
    }
    order::queries::touch(tx, item.session).await?;
    let department = department_name(plan, &item.department);
    let event = DepartmentDropped { subject: item.department, session: i64::from(item.session), department };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// The interview of an id from outside.
pub(super) async fn interview(tx: &mut Tx, id: &str) -> Result<Item, Refusal> {
    order::queries::item(tx, id).await?.filter(|item| item.kind == Kind::Interview).ok_or(Refusal::NotFound)
}

/// The questions that were sent in for an interview and stand on no list yet.
pub(super) async fn unlisted(app: &App, item: &Item, listed: &[Chosen]) -> Result<Vec<Question>, Refusal> {
    let all = app.questions(item.session, &item.department).await?;
    Ok(all.into_iter().filter(|it| listed.iter().all(|listed| listed.id != it.id)).collect())
}

/// One of these by chance, each as likely as any other.
pub(super) fn by_chance(questions: &[Question]) -> Option<&Question> {
    let count = u64::try_from(questions.len()).ok().filter(|count| *count > 0)?;
    // 64 bits over so few: no share is favoured by more than one in 10^15.
    let chance = u64::from_be_bytes(random_bytes::<8>()) % count;
    questions.get(usize::try_from(chance).ok()?)
}

/// Puts a question at the end of an interview's list.
pub(super) async fn list(tx: &mut Tx, plan: &Plan, caller: &Caller, item: &str, question: Question, origin: Origin) -> Result<(), Refusal> {
    let item = interview(tx, item).await?;
    if item.state == State::Done {
        return Err(Refusal::rule("访谈已经结束，不能再增加问题"));
    }
    let place = queries::of_item(tx, &item.id).await?.iter().map(|it| it.place).max().unwrap_or(0) + 1;
    let chosen = Chosen { id: question.id, item: item.id, place, words: question.words, origin, asked_at: None };
    if !queries::add(tx, &chosen).await? {
        return Err(Refusal::rule("另一人刚刚列入了这个问题"));
    }
    let event = QuestionListed { subject: chosen.id, department: department_name(plan, &item.department), what: origin.chinese().into() };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

/// A question asked in the hall, as typed.
pub(super) fn of_the_hall(words: &str) -> Result<Question, Refusal> {
    if words.chars().count() < 5 {
        return Err(Refusal::at("words", "请写下问题"));
    }
    match unfit(words, LONGEST) {
        Some(why) => Err(Refusal::at("words", why)),
        None => Ok(Question { id: new_id(), words: words.to_owned() }),
    }
}

/// Takes a question off the list, or puts it before or behind its neighbour, or marks it as put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Drop,
    Move(Way),
    Ask,
}

/// Does something to a question of an interview.
pub(super) async fn change(tx: &mut Tx, plan: &Plan, caller: &Caller, item: &str, question: &str, deed: Deed) -> Result<(), Refusal> {
    let item = interview(tx, item).await?;
    let listed = queries::of_item(tx, &item.id).await?;
    let at = listed.iter().position(|it| it.id == question).ok_or(Refusal::NotFound)?;
    let Some(one) = listed.get(at) else { return Err(Refusal::NotFound) };
    let (subject, department) = (one.id.clone(), department_name(plan, &item.department));
    let already = || Refusal::rule("这个问题已经提问，不能再改动");
    match deed {
        Deed::Drop => {
            if !queries::remove(tx, &item.id, question).await? {
                return Err(already());
            }
            Ok(audit::record(tx, &caller.actor, caller.now, &QuestionDropped { subject, department }).await?)
        }
        Deed::Ask => {
            if !item.state.has_stage() {
                return Err(Refusal::rule("访谈还没有开始或已经结束，不能标记为已提问"));
            }
            if !queries::set_asked(tx, &item.id, question, caller.now).await? {
                return Err(already());
            }
            let event = QuestionAsked { subject, department, what: one.words.clone() };
            Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
        }
        Deed::Move(way) => {
            let other = match way {
                Way::Up => at.checked_sub(1),
                Way::Down => at.checked_add(1),
            };
            let Some(other) = other.and_then(|other| listed.get(other)) else {
                return Err(Refusal::rule("已经在最边上，不能再移"));
            };
            if one.asked_at.is_some() || other.asked_at.is_some() {
                return Err(already());
            }
            queries::set_place(tx, &one.id, other.place).await?;
            queries::set_place(tx, &other.id, one.place).await?;
            Ok(audit::record(tx, &caller.actor, caller.now, &QuestionMoved { subject, department }).await?)
        }
    }
}
