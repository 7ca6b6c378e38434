//! Looking for somebody: by entry number, or by part of the name and the end of the identity number.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use plan::{Plan, Session};
use web::Failure;
use web::page::empty::empty;
use web::page::form::{Field, Form, InputMode};
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::submitted::Submitted;
use web::text::normal;

use super::desk::Door;
use crate::attendance::queries::Listed;
use crate::attendance::service::told;
use crate::candidates::service::class_name;
use crate::invitation::seat::State;
use crate::invitation::times;
use crate::person::Seal;

/// What an entry number leads to at this desk.
pub(super) enum Found {
    /// Somebody of this list.
    Here(Box<Listed>),
    /// Nobody who can be checked in here: what happened, and what to do.
    Not(&'static str, String),
}

/// Tells an entry number apart.
pub(super) fn found(plan: &Plan, venue: &str, session: &Session, listed: Option<Listed>) -> Found {
    let Some(listed) = listed else {
        let advice = "编号各位自相符合，但没有发给任何人。请看着原件再输一遍；仍找不到的，用姓名和身份证后四位查找，都没有的不能入场。";
        return Found::Not("没有这个入场编号", advice.into());
    };
    let seat = &listed.seat;
    let of = times::session(plan, seat.session)
        .map_or_else(String::new, |it| format!("{}（{}）", it.name, web::page::date::moment(times::begins(it))));
    if seat.venue != venue {
        let venue = plan.venue_name(&seat.venue);
        return Found::Not("这是别的会场的邀请", format!("此人应到{venue}，{of}。不能在本会场入场，请告诉本人去那里。"));
    }
    if seat.session != session.number {
        return Found::Not("这是别的场次的邀请", format!("此人应参加{of}。请本人到时再来。"));
    }
    match seat.state {
        State::Invited | State::Confirmed => Found::Here(Box::new(listed)),
        State::Declined => Found::Not(
            "席位已由候补递补",
            "此人先前谢绝了参加，席位已让给候补，不能再入场。本人说没有谢绝过的，请会场负责人联系组织保障组。".into(),
        ),
        State::Released => Found::Not(
            "席位已由候补递补",
            "先前多次联系不上此人，或在电话中表示不能参加，经两人确认席位已让给候补，不能再入场。有异议的，请会场负责人联系组织保障组。"
                .into(),
        ),
    }
}

/// The two ways to look, as forms.
pub(super) fn forms(door: &Door, typed: &str, error: Option<&str>) -> Markup {
    let mut errors = web::page::form::Errors::none();
    if let Some(error) = error {
        errors.add("entry", error);
    }
    let number = Field::text("entry", "入场编号")
        .hint("扫码枪扫入场码，或输入 8 位数字后按回车")
        .value(typed)
        .autocomplete("off")
        .inputmode(InputMode::Numeric)
        .focus()
        .errors(&errors);
    let session = door.session.as_ref().map_or(0, |session| session.number).to_string();
    html! {
        (Form::get("/venue/checkin").submit("查找").around(html! { input type="hidden" name="session" value=(session); (number) }))
        details {
            summary { "没有带入场码：按姓名或身份证后四位查找" }
            (by_name(door, "", ""))
        }
    }
}

fn by_name(door: &Door, name: &str, last: &str) -> Markup {
    let fields = html! {
        (Field::text("name", "姓名，可以只写姓").value(name).autocomplete("off").maxlength(20).short().optional())
        (Field::text("last", "身份证号后四位").value(last).autocomplete("off").maxlength(8).short().optional())
    };
    Form::post(&door.href("find"), door.desk.token()).submit("在名单中查找").around(fields)
}

/// Whether a masked name is what somebody says: `张*三` is told as 张三, 张小三, 张 or 三.
fn fits(masked: &str, said: &str) -> bool {
    let (first, last) = (masked.chars().next(), masked.chars().last().filter(|c| *c != '*'));
    said.is_empty() || said.chars().next() == first || last.is_some_and(|last| said.ends_with(last))
}

pub(super) async fn show(door: Door, form: Submitted) -> Result<Response, Failure> {
    let session = door.must_be_open()?;
    let (name, last) = (normal(form.text("name")), normal(form.text("last")).to_ascii_uppercase());
    let seal = Seal(door.desk.app.secrets());
    let plan = door.desk.app.plan();
    let mut rows = Vec::new();
    for listed in door.list(session).await?.into_iter().filter(|listed| listed.seat.state.is_taken()) {
        let shown = listed.shown(&seal)?;
        if (name.is_empty() && last.is_empty()) || !fits(&shown.name, &name) || !shown.last.ends_with(&last) {
            continue;
        }
        let state = match &listed.arrived {
            Some(arrived) => html! { (tag(Tone::Good, "已签到")) " " (told(arrived)) },
            None => tag(Tone::Neutral, "未签到"),
        };
        rows.push(Row::new([
            html! { a href=(door.href(listed.seat.entry_number.as_str())) { (shown.name) } },
            words(&shown.last),
            words(class_name(&plan.plan, &listed.seat.class)),
            state,
        ]));
    }
    let columns = ["姓名", "身份证后四位", "类别", "状态"].map(Column::text);
    let body = html! {
        (by_name(&door, &name, &last))
        h2 { "找到 " (rows.len()) " 人" }
        @if rows.is_empty() { (empty("本会场本场名单中没有这样的人", "姓或身份证后四位只写一项再试。确实没有的，不能入场；有异议的请会场负责人联系组织保障组。")) }
        @else { (Table::new("名单中符合的人", columns).headed().rows(rows)) }
        p { a href=(door.href("")) { "返回签到" } }
    };
    Ok(door.page("在名单中查找", body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_name_is_found_by_either_end() {
        for said in ["", "张", "张小三", "三", "小三"] {
            assert!(fits("张*三", said), "{said}");
        }
        assert!(!fits("张*三", "李") && !fits("张*", "王"));
        assert!(fits("张*", "张三"));
    }
}
