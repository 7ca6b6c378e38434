//! The page of one account.

use maud::{Markup, html};
use plan::Plan;
use web::audit::Entry;
use web::login::AccountState;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Choice, Errors, Field, Form, error_summary};
use web::page::notice::{done, notice};
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::page::{Page, date};
use web::rights::Visitor;

use super::detail;
use super::person::{Person, Status};
use crate::frame::{ADMINISTRATORS, Desk, SECURITY, SYSTEM};
use crate::{history, roles, separation};

/// What the page shows.
pub(super) struct Shown<'a> {
    pub plan: &'a Plan,
    pub person: &'a Person,
    pub open_until: Option<i64>,
    pub history: &'a [Entry],
    pub now: i64,
}

pub(super) fn detail(desk: &Desk, shown: &Shown<'_>, just_done: &str, errors: &Errors, chosen: &str) -> Page {
    let account = &shown.person.account;
    let visitor = &desk.visitor;
    let own = visitor.account() == Some(&account.id);
    let title = format!("{}（{}）", account.display_name, account.login_name);
    let body = html! {
        (error_summary(errors))
        (just_done_notice(just_done))
        (tie_notice(shown))
        (facts(shown))
        h2 { "角色" }
        (held(shown, visitor, own))
        @if !own && account.state != AccountState::Disabled && visitor.holds(ADMINISTRATORS) { (grant_form(desk, shown, errors, chosen)) }
        h2 { "可以办理" }
        (acts(shown, visitor, own))
        h2 { "记录" }
        @if shown.history.is_empty() { (empty("还没有记录", "对此账号的每次改动和每次登录都会记在这里，任何人不能修改。")) }
        @else { (history::table(shown.plan, shown.history)) }
    };
    desk.page(&title, Some(("/office/accounts", "账号")), body)
}

fn just_done_notice(word: &str) -> Markup {
    let (headline, rest) = match word {
        "granted" => ("已授予角色", "此人现有的登录已结束，重新登录后生效。"),
        "revoked" => ("已收回角色", "此人现有的登录已结束。"),
        "ties" => ("已更改单位和职务", "此人现有的登录已结束，重新登录后按新的关联判断利益冲突。"),
        "corrected" => ("已保存更正", "更正前后的内容都在下面的记录中。"),
        "disabled" => ("账号已停用", "此人的登录和设置链接都已失效，角色已全部收回。"),
        "unlocked" => ("已解除锁定", "此人现在可以再次登录。"),
        _ => return html! {},
    };
    done(headline, html! { p { (rest) } })
}

fn tie_notice(shown: &Shown<'_>) -> Markup {
    let Some(department) = shown.person.tie(shown.plan) else { return html! {} };
    notice(
        Tone::Warn,
        &format!("与被评议部门“{department}”有关联"),
        html! { p { "代表名单、评议票、计票、投诉举报人、纪律监督和系统运行的权限对此人一律关闭；例外只能由方案中公开的决定给予。" } },
    )
}

fn facts(shown: &Shown<'_>) -> Markup {
    let account = &shown.person.account;
    let status = account.status(shown.now);
    let posts: Vec<String> = shown.person.posts.iter().map(|id| post_name(shown.plan, id)).collect();
    let when = |at: i64| date::moment_of(at);
    let mut facts = Facts::new().fact("账号", &account.login_name).fact("状态", tag(status.tone(), status.chinese()));
    if status == Status::Locked {
        facts = facts.fact("锁定到", when(account.locked_until));
    }
    if status == Status::Invited {
        let link = shown
            .open_until
            .map_or_else(|| "没有可用的链接，需要重新发出".to_string(), |until| format!("已发出，有效期至 {}", when(until)));
        facts = facts.fact("设置链接", link);
    }
    html! {
        (facts.fact("单位", or(&account.unit, "未填写")).fact("联系方式", or(&account.contact, "未填写"))
            .fact("方案中的职务", or(&posts.join("；"), "无"))
            .fact("上次登录", account.signed_in_at.map_or_else(|| "从未".to_string(), when))
            .fact("建立时间", when(account.created_at)))
    }
}

fn or(text: &str, otherwise: &str) -> String {
    if text.is_empty() { otherwise.into() } else { text.into() }
}

fn post_name(plan: &Plan, id: &str) -> String {
    let post = plan.posts.iter().find(|post| post.id.as_str() == id);
    post.map_or_else(|| id.to_string(), |post| format!("{}{}：{}", post.body, post.position, post.post))
}

fn held(shown: &Shown<'_>, visitor: &Visitor, own: bool) -> Markup {
    let person = shown.person;
    if person.roles.is_empty() {
        return empty("没有角色", "没有角色的账号登录后只能管理自己的密码和登录。角色由安全管理员授予。");
    }
    let rows = person.roles.iter().map(|role| {
        let refused: Vec<&str> =
            super::service::behind_wall(shown.plan, person, role).iter().map(|refused| refused.right.chinese()).collect();
        let wall = if refused.is_empty() { "不受影响".to_string() } else { format!("受限：{}", refused.join("、")) };
        let revoke = if visitor.holds(SECURITY) && !own {
            html! { a href={ (detail::path(&person.account.id)) "/roles/" (role) "/revoke" } { "收回" } }
        } else {
            words("由另一位安全管理员收回")
        };
        Row::new([words(shown.plan.role_name(role)), words(wall), revoke])
    });
    let columns = [Column::text("角色"), Column::text("利益冲突限制"), Column::text("办理")];
    html! { (Table::new("担任的角色", columns).rows(rows)) }
}

/// Roles that this visitor could give. The service decides again.
fn grant_form(desk: &Desk, shown: &Shown<'_>, errors: &Errors, chosen: &str) -> Markup {
    let security = desk.visitor.holds(SECURITY);
    let offered = roles::all(shown.plan).into_iter().filter(|role| {
        !shown.person.roles.contains(role) && (security || separation::may_not_grant(&desk.visitor.roles, role, false).is_none())
    });
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "请选择"))
        .chain(offered.map(|role| Choice::new(role.to_string(), shown.plan.role_name(&role))))
        .collect();
    let action = format!("{}/roles", detail::path(&shown.person.account.id));
    let hint = if security {
        "授予后此人现有的登录会结束"
    } else {
        "系统管理员只能任命首位安全管理员和首位审计管理员"
    };
    let field = Field::select("role", "授予角色", &choices).value(chosen).hint(hint).errors(errors);
    Form::post(&action, desk.token()).submit("授予").around(html! { (field) })
}

fn acts(shown: &Shown<'_>, visitor: &Visitor, own: bool) -> Markup {
    let account = &shown.person.account;
    if own {
        return html! { p { "这是您自己的账号。" a href="/office/me" { "修改密码、更换动态码设备、查看登录" } "；其他事项请由另一位管理员办理。" } };
    }
    let (system, security) = (visitor.holds(SYSTEM), visitor.holds(SECURITY));
    let status = account.status(shown.now);
    let offers = [
        (status == Status::Invited && (system || security), "link", "发出新的设置链接"),
        (status == Status::Locked && security, "unlock", "解除锁定"),
        (matches!(status, Status::Active | Status::Locked) && security, "reset", "重置密码和动态码"),
        (security, "ties", "更改单位和职务"),
        (system, "correct", "更正姓名和联系方式"),
        (status == Status::Disabled && system, "enable", "重新启用"),
        (status != Status::Disabled && system, "disable", "停用账号"),
    ];
    html! {
        ul { @for (_, act, name) in offers.iter().filter(|(open, _, _)| *open) { li { a href={ (detail::path(&account.id)) "/" (act) } { (name) } } } }
        @if !security { p.hint { "解除锁定、重置、角色和单位由安全管理员办理。" } }
        @if !system { p.hint { "停用、更正由系统管理员办理。" } }
    }
}
