//! The sign-in page.

use maud::{Markup, html};
use web::login::IDLE_MINUTES;
use web::page::form::{Errors, Field, Form, InputMode, error_summary, hidden};
use web::page::notice::{done, notice};
use web::page::tag::Tone;
use web::page::{Look, Page, Sheet, date, sheet};

use super::service::{LOCK_MINUTES, MOST_FAILURES};

/// What the page says above its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing yet.
    Nothing,
    /// The set-up link was just used.
    SetUp,
    /// The person just signed out.
    SignedOut,
    /// Something of the three was wrong; which one is not said.
    Refused,
    /// All was right, but wrong tries locked the account until then.
    LockedUntil(i64),
}

/// One page, three fields.
pub(super) fn sign_in(look: &Look, next: Option<&str>, typed: &str, told: Told) -> Page {
    let mut errors = Errors::none();
    if told == Told::Refused {
        errors.add("account", format!("账号、密码或动态码不正确；连续 {MOST_FAILURES} 次不正确，账号会锁定 {LOCK_MINUTES} 分钟"));
    }
    let fields = html! {
        @if let Some(next) = next { (hidden("next", next)) }
        (Field::text("account", "账号").value(typed).autocomplete("username").maxlength(64).errors(&errors))
        (Field::password("password", "密码").autocomplete("current-password").maxlength(128))
        (Field::text("code", "动态码").autocomplete("one-time-code").inputmode(InputMode::Numeric).maxlength(12).short()
            .hint("手机验证器里的 6 位数字，每 30 秒变化，每个只能用一次"))
    };
    let body = html! {
        (above(told))
        (error_summary(&errors))
        (Form::post("/office/sign-in", "").submit("登录").around(fields))
        p.hint { "供工作人员使用。登录后 " (IDLE_MINUTES) " 分钟无操作将自动退出。" }
        p.hint { "还没有设置过账号，请用管理员发给您的设置链接；忘记密码或更换手机，请联系安全管理员。" }
    };
    sheet(look, Sheet { title: "工作人员登录", place: "工作台" }, body)
}

fn above(told: Told) -> Markup {
    match told {
        Told::Nothing | Told::Refused => html! {},
        Told::SetUp => done("账号设置完成", html! { p { "现在可以登录了。设置时用过的动态码不能再用，请等下一个动态码出现。" } }),
        Told::SignedOut => done("已退出", html! { p { "如使用公共电脑，请关闭浏览器。" } }),
        Told::LockedUntil(until) => {
            let until = date::of_millis(until);
            let rest = html! {
                p { "此前连续多次登录不成功，账号已锁定到 " (date::moment(until)) "，到时会自动解除。如果不是您本人所为，请告诉安全管理员。" }
            };
            notice(Tone::Warn, "账号暂时锁定", rest)
        }
    }
}
