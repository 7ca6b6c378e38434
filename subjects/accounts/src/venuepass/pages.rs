//! Pages on which venue passes are made and listed.

use maud::{Markup, html};
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::page::notice::{done, notice};
use web::page::qr::qr;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::page::{Page, date, print};

use super::queries::Pass;
use super::service::Made;
use super::validity::{State, session_days};
use crate::frame::Desk;

/// What was typed.
#[derive(Default)]
pub(super) struct Typed {
    pub venue: String,
    pub label: String,
    pub day: String,
    pub other_day: String,
}

/// The list, and the form for a new one unless the wall refuses this person.
pub(super) fn list(desk: &Desk, passes: &[Pass], refused: Option<&str>, just_done: &str, typed: &Typed, errors: &Errors) -> Page {
    let body = html! {
        (error_summary(errors))
        @if just_done == "revoked" { (done("通行码已撤销", html! { p { "凭它进入的设备已经退出。" } })) }
        p { "会场工作人员没有自己的账号，当天扫描二维码、输入口令进入。每个签到台用一个，只在当天 5:00 至 23:59 有效。" }
        h2 { "建立通行码" }
        @match refused {
            Some(department) => (notice(Tone::Warn, "您不能建立通行码", html! {
                p { "通行码可以看到代表名单。您与被评议部门“" (department) "”有关联，请由没有关联的同事办理。" }
            })),
            None => (form(desk, typed, errors)),
        }
        h2 { "已建立的通行码" }
        @if passes.is_empty() { (empty("还没有通行码", "建立后会列在这里；二维码和口令只在建立时显示一次。")) }
        @else { (table(desk, passes)) }
    };
    desk.page("会场通行码", None, body)
}

fn form(desk: &Desk, typed: &Typed, errors: &Errors) -> Markup {
    let plan = desk.app.plan();
    let venues: Vec<Choice> = std::iter::once(Choice::new("", "请选择"))
        .chain(plan.plan.venues.iter().map(|venue| Choice::new(venue.id.as_str(), &venue.name)))
        .collect();
    let today = date::local_day(desk.app.clock().now());
    let coming = session_days(&plan.plan).into_iter().filter(|(day, _)| *day >= today);
    let days = coming.map(|(day, what)| Choice::new(day.to_string(), date::day(day)).hint(what));
    let days: Vec<Choice> = days.chain(std::iter::once(Choice::new("other", "其他日期").hint("演练、走场"))).collect();
    let fields = html! {
        (Field::select("venue", "会场", &venues).value(&typed.venue).errors(errors))
        (Field::text("label", "用在哪里").value(&typed.label).hint("例如：签到台1").autocomplete("off").maxlength(40).errors(errors))
        (Field::radios("day", "哪一天", &days).value(&typed.day).errors(errors))
        (Field::date("other_day", "其他日期").value(&typed.other_day).optional().errors(errors))
    };
    Form::post("/office/venue-passes", desk.token()).submit("建立并显示一次").around(fields)
}

fn table(desk: &Desk, passes: &[Pass]) -> Markup {
    let plan = desk.app.plan();
    let rows = passes.iter().map(|pass| {
        let state = State::of(pass, desk.caller.now);
        let open = matches!(state, State::Early | State::Valid | State::Locked);
        Row::new([
            words(plan.plan.venue_name(&pass.venue)),
            words(&pass.label),
            words(day(&pass.day)),
            tag(state.tone(), state.chinese()),
            html! { @if open { a href={ "/office/venue-passes/" (pass.id) "/revoke" } { "撤销" } } @else { "无须办理" } },
        ])
    });
    let columns = [Column::text("会场"), Column::text("用在哪里"), Column::text("日期"), Column::text("状态"), Column::text("办理")];
    html! { (Table::new("会场通行码，日期由近到远", columns).rows(rows)) }
}

/// The day as people say it.
pub(super) fn day(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_string(), date::day)
}

/// The sheet with QR code and PIN, shown once.
pub(super) fn made(desk: &Desk, venue: &str, label: &str, made: &Made) -> Page {
    let url = format!("{}{}", desk.app.settings().base_url(), made.path);
    let when = |at: i64| date::of_millis(at);
    let body = html! {
        h1 { (venue) " · " (label) }
        p { "二维码和口令只显示这一次。请立即打印，装入信封交给会场负责人，使用后收回。" }
        section.slip {
            (qr(&url, "进入会场系统的二维码"))
            div {
                p { "第一步：用签到设备扫描左边的二维码，或打开下面的链接。" }
                p.slip-link { (url) }
                p { "第二步：输入口令" }
                p.pin { (made.pin) }
                p { "有效时间：" (date::moment(when(made.valid_from))) " 至 " (date::time(when(made.valid_until))) "。连续 5 次口令错误会锁定 10 分钟。" }
            }
        }
    };
    print(&desk.look, &format!("会场通行码 {venue} {label}"), "/office/venue-passes", body)
}

/// Before a pass is revoked.
pub(super) fn revocation(desk: &Desk, pass: &Pass, reason: &str, errors: &Errors) -> Page {
    let plan = desk.app.plan();
    let action = format!("/office/venue-passes/{}/revoke", pass.id);
    let field = Field::text("reason", "原因").value(reason).hint("会写入审计日志").autocomplete("off").maxlength(400).errors(errors);
    let form = Form::post(&action, desk.token()).submit("撤销此通行码").danger().cancel("/office/venue-passes", "不撤销，返回");
    let body = html! {
        (error_summary(errors))
        (Facts::new().fact("会场", plan.plan.venue_name(&pass.venue)).fact("用在哪里", &pass.label).fact("日期", day(&pass.day)))
        p { "撤销后二维码和口令立即失效，正在使用的设备会退出，不能恢复；需要时另建一个。" }
        (form.around(html! { (field) }))
    };
    desk.page("撤销会场通行码", Some(("/office/venue-passes", "会场通行码")), body)
}
