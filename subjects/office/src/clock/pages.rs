//! What the clock's page shows.

use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use web::desk::Desk;
use web::page::form::{Errors, Field, Form, error_summary, hidden};
use web::page::notice::{done, notice};
use web::page::table::{Column, Row, Table, words};
use web::page::tag::Tone;
use web::page::{Page, date};

use super::moments::{self, Coming, written};
use super::routes::PATH;

/// Small steps: what waits a minute for the next code, fifteen for the end of a lock, an hour, a day.
const STEPS: [(&str, SignedDuration); 4] = [
    ("1 分钟", SignedDuration::from_mins(1)),
    ("15 分钟", SignedDuration::from_mins(15)),
    ("1 小时", SignedDuration::from_hours(1)),
    ("1 天", SignedDuration::from_hours(24)),
];

pub(super) fn clock(desk: &Desk, just_done: bool, typed: &str, errors: &Errors) -> Page {
    let now = desk.app.clock().now();
    let plan = desk.app.plan();
    let filled = if typed.is_empty() { written(now) } else { typed.to_owned() };
    let body = html! {
        (error_summary(errors))
        @if just_done { (done("时钟已经推进", html! { p { "现在是 " (date::exact(now)) "。" } })) }
        p.lead { "演练时间：" time datetime=(date::machine(now)) { (date::long_day(date::local_day(now))) "（" (date::weekday(date::local_day(now))) "）" (date::time(now)) } }
        p { "这里的时钟停着不走，只在本页由系统管理员推进。" strong { "只能向前，不能退回。" } }
        h2 { "走一小步" }
        div { @for (words, step) in STEPS { (jump(desk, now.checked_add(step).unwrap_or(now), html! { "推进 " (words) })) } }
        h2 { "到方案中的时间" }
        p { "按一下即推进到那个时间；已经过去的不再列出。" }
        (table(desk, &moments::nodes(&plan.plan, now), &moments::sessions(&plan.plan, now)))
        h2 { "到其他时间" }
        (Form::post(PATH, desk.token()).submit("推进到这个时间").around(html! {
            (Field::moment("to", "日期和时间").value(&filled).hint("北京时间，要晚于演练时间").errors(errors))
        }))
        h2 { "推进时会发生什么" }
        (notice(Tone::Neutral, "登录不会因推进而中断", html! {
            p { "推进多少，各人登录的有效时间就顺延多少；不推进时也不会自动退出。离开前请按“退出”。会场通行码的登录仍在当天结束。" }
        }))
        ul {
            li { "动态码按手机上的真实时间核对，不受演练时钟影响。" }
            li { "设置链接、手机验证码、会场通行码、账号锁定都按演练时间计算。推进三天，没有用过的设置链接就失效；再要一条验证码先推进 1 分钟，等锁定结束先推进 15 分钟。" }
            li { "发送失败的消息在推进之后再试。" }
            li { "每次推进都写入审计日志。" }
        }
    };
    desk.page("演练时钟", None, body)
}

fn table(desk: &Desk, nodes: &[Coming], sessions: &[Coming]) -> Markup {
    // A button read aloud says where it leads, not only when that is.
    let cell = |at: Option<Timestamp>, what: &str, then: &str| {
        html! { @if let Some(at) = at { (jump(desk, at, html! { span.said { (what) (then) } (date::moment(at)) })) } }
    };
    let row =
        |Coming { name, begins, over }: &Coming| Row::new([words(name), cell(*begins, name, "开始："), cell(*over, name, "结束后：")]);
    let columns = [Column::text("事项"), Column::text("到开始"), Column::text("到结束后")];
    html! {
        @if nodes.is_empty() && sessions.is_empty() { p { "方案中的时间都已过去。" } }
        @else {
            (Table::new("时间节点和述职报告会", columns).headed()
                .group("时间节点").rows(nodes.iter().map(row))
                .group("述职报告会").rows(sessions.iter().map(row)))
        }
    }
}

/// A button that advances the clock. It sends the moment and not the step, so that pressed twice it moves once.
fn jump(desk: &Desk, to: Timestamp, words: Markup) -> Markup {
    html! {
        form.form-button method="post" action=(PATH) {
            (hidden("csrf", desk.token()))
            (hidden("to", &written(to)))
            button.quiet type="submit" { (words) }
        }
    }
}
