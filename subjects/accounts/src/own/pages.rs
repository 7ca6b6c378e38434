//! Pages of one's own account.

use maud::{Markup, html};
use web::Failure;
use web::login::{IDLE_MINUTES, LONGEST_HOURS, RULES};
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, InputMode, button, error_summary, hidden};
use web::page::notice::done;
use web::page::table::{Column, Row, Table, words};
use web::page::{Page, date};

use super::queries::OpenSession;
use super::service::Pending;
use crate::frame::Desk;
use crate::people::queries::Account;
use crate::setup::enrolment;

pub(super) fn own(desk: &Desk, account: &Account, sessions: &[OpenSession], just_done: &str, errors: &Errors) -> Page {
    let plan = desk.app.plan();
    let held: Vec<String> = desk.visitor.roles.iter().map(|role| plan.plan.role_name(role)).collect();
    let held = if held.is_empty() { "还没有授予角色，请联系安全管理员".to_string() } else { held.join("、") };
    let body = html! {
        (error_summary(errors))
        (just_done_notice(just_done))
        (Facts::new().fact("姓名", &account.display_name).fact("账号", &account.login_name)
            .fact("单位", if account.unit.is_empty() { "未填写" } else { &account.unit }).fact("角色", held))
        h2 { "我的登录" }
        (open_sessions(desk, sessions))
        h2 { "修改密码" }
        (password_form(desk, errors))
        h2 { "更换动态码设备" }
        p { "更换手机前，先用现在的手机验证，再绑定新的手机。手机已经丢失的，请联系安全管理员重置。" }
        (renewal_form(desk, errors))
    };
    desk.page("我的账号", None, body)
}

fn just_done_notice(word: &str) -> Markup {
    let (headline, rest) = match word {
        "password" => ("密码已修改", "下次登录请用新密码；其他地方的登录已结束。"),
        "second-factor" => ("动态码设备已更换", "原来的手机不能再用于登录；其他地方的登录已结束。"),
        "sessions" => ("其他登录已结束", "现在只有这一处登录。"),
        _ => return html! {},
    };
    done(headline, html! { p { (rest) } })
}

fn open_sessions(desk: &Desk, sessions: &[OpenSession]) -> Markup {
    let when = |at: i64| words(date::moment_of(at));
    let rows = sessions.iter().map(|session| {
        let this = session.token_hash == desk.visitor.session;
        Row::new([when(session.created_at), when(session.last_used_at), words(if this { "这一处（正在使用）" } else { "另一处" })])
    });
    let columns = [Column::text("登录时间"), Column::text("最近使用"), Column::text("哪一处")];
    html! {
        (Table::new("现在有效的登录", columns).rows(rows))
        p.hint { (IDLE_MINUTES) " 分钟无操作自动退出，最长 " (LONGEST_HOURS) " 小时。如有不是您本人的登录，请结束它、修改密码，并告诉安全管理员。" }
        @if sessions.len() > 1 { (button("/office/me/end-others", desk.token(), "结束其他登录", true)) }
    }
}

fn password_form(desk: &Desk, errors: &Errors) -> Markup {
    let fields = html! {
        (Field::password("current", "现在的密码").autocomplete("current-password").maxlength(128).errors(errors))
        (Field::password("password", "新密码").hint(RULES).autocomplete("new-password").maxlength(128).errors(errors))
        (Field::password("repeated", "再输入一遍新密码").autocomplete("new-password").maxlength(128))
    };
    Form::post("/office/me/password", desk.token()).submit("修改密码").around(fields)
}

fn renewal_form(desk: &Desk, errors: &Errors) -> Markup {
    let fields = html! {
        (Field::password("renew-current", "现在的密码").autocomplete("current-password").maxlength(128).errors(errors))
        (Field::text("code", "现在手机上的动态码").autocomplete("one-time-code").inputmode(InputMode::Numeric).maxlength(12).short().errors(errors))
    };
    Form::post("/office/me/second-factor", desk.token()).submit("下一步：绑定新手机").around(fields)
}

/// The second step of binding another device.
pub(super) fn renewal(desk: &Desk, pending: &Pending, errors: &Errors) -> Result<Page, Failure> {
    let fields = html! {
        (hidden("pending", &pending.sealed))
        (enrolment(&pending.factor)?)
        (Field::text("code", "新手机上显示的 6 位数字").autocomplete("one-time-code").inputmode(InputMode::Numeric).maxlength(12).short().errors(errors))
    };
    let form = Form::post("/office/me/second-factor/confirm", desk.token()).submit("完成更换").cancel("/office/me", "不更换，返回");
    let body = html! {
        (error_summary(errors))
        p { "输入新手机上的动态码之前，原来的手机仍然有效。" }
        (form.around(fields))
    };
    Ok(desk.page("绑定新手机", Some(("/office/me", "我的账号")), body))
}
