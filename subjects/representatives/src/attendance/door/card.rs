//! One person at the desk: compared with the identity card, then checked in by a press. Nothing happens by itself.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use plan::{Plan, Session};
use web::id::new_id;
use web::page::facts::Facts;
use web::page::form::{Form, hidden};
use web::page::link::Link;
use web::page::notice::notice;
use web::page::tag::{Tone, tag};
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::desk::Door;
use super::find::{self, Found, found};
use super::home::frame;
use crate::attendance::arrival::{Arrived, Outcome, Sent};
use crate::attendance::queries::{self, Listed};
use crate::attendance::service::{merge, told};
use crate::candidates::service::class_name;
use crate::invitation::entry_number::EntryNumber;
use crate::person::Seal;

pub(super) async fn show(door: Door, Path(entry): Path<String>) -> Result<Response, Failure> {
    card(&door, &entry, html! {}, StatusCode::OK).await
}

pub(super) async fn card(door: &Door, typed: &str, above: Markup, status: StatusCode) -> Result<Response, Failure> {
    let Some(entry) = EntryNumber::read(typed) else {
        return Ok(Redirect::to(&Link::new(&door.href("")).with("entry", typed).href()).into_response());
    };
    let session = door.must_be_open()?;
    let plan = door.desk.app.plan();
    let listed = queries::by_entry(&mut door.desk.app.database().reader().await?, &entry).await?;
    let plain = match found(&plan.plan, &door.venue, session, listed) {
        Found::Here(listed) => html! { (above) (person(door, &plan.plan, session, &listed)?) },
        Found::Not(headline, advice) => html! {
            (above)
            (notice(Tone::Bad, headline, html! { p { (advice) } }))
            (find::forms(door, "", None))
        },
    };
    Ok(door.page("签到", frame(door, session, Some(&entry), plain).await?).with_status(status).into_response())
}

/// What the desk sees of a person.
pub(super) fn facts(plan: &Plan, session: &Session, listed: &Listed, seal: &Seal<'_>) -> Result<Facts, Refusal> {
    let shown = listed.shown(seal)?;
    Ok(Facts::new()
        .fact("姓名", html! { strong.lead { (shown.name) } })
        .fact("身份证号后四位", html! { strong.lead { (shown.last) } })
        .fact("类别", class_name(plan, &listed.seat.class))
        .fact("场次", &session.name)
        .fact("入场编号", listed.seat.entry_number.to_string()))
}

fn person(door: &Door, plan: &Plan, session: &Session, listed: &Listed) -> Result<Markup, Refusal> {
    let facts = facts(plan, session, listed, &Seal(door.desk.app.secrets()))?;
    let entry = listed.seat.entry_number.as_str();
    let state = match &listed.arrived {
        Some(arrived) => already(door, entry, arrived),
        None => html! {
            p { (tag(Tone::Neutral, "未签到")) }
            p { "请看身份证原件：照片是本人，姓名的首尾字和证号后四位与上面一致。" }
            (Form::post(&door.href(entry), door.desk.token())
                .submit("身份已核对，签到")
                .cancel(&door.href(""), "不签到，返回")
                .around(hidden("event", &new_id())))
        },
    };
    Ok(html! { (facts) (state) })
}

fn already(door: &Door, entry: &str, arrived: &Arrived) -> Markup {
    html! {
        (notice(Tone::Warn, &format!("此邀请已经用过：{}签到", told(arrived)), html! {
            p { "就是本人、出去又回来的，核对身份证后放行，不用再签。" }
            p { "不是同一个人的，可能把入场码转发给了别人：只有身份证与上面相符的人可以入场，请留住另一人，告诉会场负责人。" }
        }))
        p { a href=(door.href(&format!("{entry}/undo"))) { "签错了，撤销签到" } }
        p { a.button href=(door.href("")) { "下一位" } }
    }
}

pub(super) async fn check_in(door: Door, Path(entry): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let session = door.must_be_open()?.number;
    let event = form.text("event").to_string();
    let sent = Sent { event, entry: entry.clone(), session, at: door.desk.caller.now, undo: None };
    let outcomes = merge(&door.desk.app, &door.desk.caller, &door.sender(), &[sent]).await?;
    let (tone, headline, advice) = match outcomes.into_iter().next() {
        Some(Outcome::In(_)) => return Ok(Redirect::to(&Link::new(&door.href("")).with("done", "in").href()).into_response()),
        Some(Outcome::Repeat(arrived)) => {
            (Tone::Warn, "没有重复计入".to_string(), format!("此人{}已经签到，人数只算一次。", told(&arrived)))
        }
        Some(Outcome::Undone) => {
            (Tone::Warn, "没有计入".into(), "这一次签到先前已经撤销。确实到会的，请再核对一次身份证，重新签到。".into())
        }
        Some(Outcome::Refused { why }) => (Tone::Bad, "没有计入".into(), why),
        None => return Err(Failure::BadRequest("没有收到签到".into())),
    };
    card(&door, &entry, notice(tone, &headline, html! { p { (advice) } }), StatusCode::UNPROCESSABLE_ENTITY).await
}
