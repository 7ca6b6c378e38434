//! The set-up page, and the page on which a link just issued is shown once.

use maud::{Markup, html};
use web::login::{RULES, SecondFactor};
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, InputMode, error_summary};
use web::page::qr::qr;
use web::page::{Look, Page, Sheet, date, print, sheet};
use web::{App, Failure};

use super::link::Issued;
use super::service::Opened;

pub(super) fn set_up(look: &Look, token: &str, opened: &Opened, errors: &Errors) -> Result<Page, Failure> {
    let until = date::of_millis(opened.expires_at);
    let fields = html! {
        h2 { "第一步：设置密码" }
        (Field::password("password", "新密码").hint(RULES).autocomplete("new-password").maxlength(128).errors(errors))
        (Field::password("repeated", "再输入一遍").autocomplete("new-password").maxlength(128))
        h2 { "第二步：绑定动态码" }
        (enrolment(&opened.factor)?)
        (Field::text("code", "手机上显示的 6 位数字").autocomplete("one-time-code").inputmode(InputMode::Numeric).maxlength(12).short().errors(errors))
    };
    let action = format!("/office/setup/{token}");
    let body = html! {
        (error_summary(errors))
        (who(opened).fact("链接有效期至", date::moment(until)))
        p { "以上如果不是您本人，请不要继续，并把链接交还给发给您的人。" }
        (Form::post(&action, "").submit("完成设置").around(fields))
        p.hint { "完成后此链接即失效，密码和动态码都不会再次显示。" }
    };
    Ok(sheet(look, Sheet { title: "设置您的账号", place: "工作台" }, body))
}

fn who(opened: &Opened) -> Facts {
    let facts = Facts::new().fact("姓名", &opened.display_name);
    let facts = if opened.unit.is_empty() { facts } else { facts.fact("单位", &opened.unit) };
    facts.fact("账号", &opened.login_name)
}

/// The code to scan, and what to do where it cannot be scanned.
pub(crate) fn enrolment(factor: &SecondFactor) -> Result<Markup, Failure> {
    let url = factor.enrolment_url().map_err(|error| Failure::Internal(format!("enrolment URL: {error}")))?;
    Ok(html! {
        p { "用手机上的验证器（支持 TOTP 的应用或小程序均可）扫描下面的二维码。手机时间须准确。" }
        (qr(&url, "绑定动态码的二维码"))
        p { a href=(url.as_str()) { "本页就在手机上打开：直接添加到本机的验证器" } }
        details {
            summary { "不能扫描，手工输入密钥" }
            p { "在验证器中选择“手工输入”，类型选“基于时间”，密钥为：" }
            p.code { (factor.typed_secret().as_str()) }
        }
    })
}

/// A set-up link just issued, for print or to be read out; shown this once.
pub(crate) fn link_page(app: &App, look: &Look, person: (&str, &str, &str), issued: &Issued, back: &str) -> Page {
    let body = html! {
        h1 { "账号设置链接" }
        p { "链接只在此处显示一次，请装入信封当面交给本人，或通过可靠的渠道发送。任何拿到链接的人都能以此人身份设置账号。" }
        (slip(app, person, issued))
    };
    print(look, "账号设置链接", back, body)
}

/// What one person gets: (name, unit, sign-in name), the link with its code, and until when.
pub(crate) fn slip(app: &App, (name, unit, login_name): (&str, &str, &str), issued: &Issued) -> Markup {
    let url = format!("{}{}", app.settings().base_url(), issued.path);
    let until = date::of_millis(issued.expires_at);
    html! {
        section.slip {
            (qr(&url, "设置链接的二维码"))
            div {
                p.slip-name { (name) @if !unit.is_empty() { "（" (unit) "）" } }
                p { "账号：" strong { (login_name) } }
                p { "扫描二维码或打开下面的链接，设置密码并绑定动态码。" }
                p.slip-link { (url) }
                p { "有效期至 " (date::moment(until)) "，只能使用一次。" }
            }
        }
    }
}
