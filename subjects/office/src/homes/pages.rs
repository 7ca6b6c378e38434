//! What the home shows.

use maud::{Markup, html};
use plan::{GuardedRight, Plan, Report, Role};
use web::App;
use web::desk::desk;
use web::page::{Look, Page, countdown, date, notice, tag};
use web::rights::{Decision, Visitor, wall};

pub fn home(app: &App, look: &Look, visitor: &Visitor, vacant: &[Role]) -> Page {
    let adopted = app.plan();
    let plan = &adopted.plan;
    let body = html! {
        (vacancies(vacant))
        (next_node(app, plan))
        (open_conflicts(&adopted.report))
        (walls(visitor, plan))
        @if visitor.roles.is_empty() {
            (notice::notice(tag::Tone::Warn, "您的账号还没有角色", "安全管理员授予角色以后，这里会列出您可以办理的事项。"))
        }
        @for role in &visitor.roles { (duties(role, plan)) }
        h2 { "可以使用的页面" }
        ul.links { @for item in app.menu_of(visitor).iter().filter(|item| item.path != "/office") { li { a href=(item.path) { (item.words) } } } }
    };
    desk(app, look, visitor, "首页", None, body)
}

/// Without all three administrators the separation of duties has not begun.
fn vacancies(vacant: &[Role]) -> Markup {
    if vacant.is_empty() {
        return html! {};
    }
    let names: Vec<&str> = vacant.iter().map(Role::chinese).collect();
    let text =
        html! { "请先为担任的人建立账号，再在账号页面授予角色。此后角色只能由安全管理员授予。" a href="/office/accounts" { "去办理" } };
    notice::notice(tag::Tone::Warn, &format!("还没有人担任{}", names.join("、")), text)
}

fn next_node(app: &App, plan: &Plan) -> Markup {
    let now = app.clock().now();
    let Some(node) = plan.next_node(date::local(now).datetime()) else {
        return html! { section { h2 { "下一个时间节点" } p { "本次活动的时间节点都已过去。" } } };
    };
    html! {
        section {
            h2 { "下一个时间节点" }
            p { strong { (node.name) } "：" (node.what) }
            (countdown::countdown(now, web::clock::local_timestamp(node.awaited()), &node.name, "已经开始"))
        }
    }
}

/// Conflicts in the plan that nobody has decided yet hold up the activity, so everybody sees their number.
fn open_conflicts(report: &Report) -> Markup {
    let open = report.open().count();
    if open == 0 {
        return html! {};
    }
    let text = html! { "在冻结代表报名库之前，须由两名联席会议办公室人员作出决定并公开。" a href="/office/plan" { "查看方案核对结果" } };
    notice::notice(tag::Tone::Warn, &format!("方案中有 {open} 处矛盾尚未决定"), text)
}

/// Tells somebody tied to an evaluated department what the wall keeps from them, before they run into it.
fn walls(visitor: &Visitor, plan: &Plan) -> Markup {
    let refused: Vec<GuardedRight> =
        GuardedRight::ALL.into_iter().filter(|right| matches!(wall(*right, visitor, plan), Decision::BehindWall { .. })).collect();
    let Some(Decision::BehindWall { department, .. }) = refused.first().map(|right| wall(*right, visitor, plan)) else { return html! {} };
    let rights: Vec<&str> = refused.iter().map(|right| right.chinese()).collect();
    let text = format!(
        "您与被评议部门“{department}”有关联，因此不能接触：{}。这是活动规则（利益冲突隔离），不是对您个人的评价；例外只能由方案中公开的决定给予。",
        rights.join("、")
    );
    notice::notice(tag::Tone::Neutral, "利益冲突隔离", text)
}

fn duties(role: &Role, plan: &Plan) -> Markup {
    let groups: Vec<_> = plan.groups.iter().filter(|group| group.role == *role).collect();
    html! {
        section {
            h2 { (plan.role_name(role)) }
            @if groups.is_empty() { p { (purpose(role)) } }
            @for group in groups {
                h3 { (group.name) "的职责" }
                ul { @for duty in &group.duties { li { (duty) } } }
            }
        }
    }
}

/// What a role is for that no working group of the plan describes.
fn purpose(role: &Role) -> &'static str {
    match role {
        Role::Department(_) => "公开书面述职报告，参加现场述职，办理分到本部门的意见建议。看不到投诉举报人、市民代表名单和任何票数。",
        Role::District(_) => "分会场市民代表的遴选、审核、培训、通知和会务保障，以及本地宣传发动。",
        Role::Venue(_) => "会场当日的身份核对和评议票清点。",
        Role::Statistics => "市民代表遴选和统计汇总。使用名单须有方案中公开的例外决定。",
        Role::Police => "市民代表资格审查：离线核对打乱顺序的名单，只返回通过与否和原因。",
        Role::CardMaker => "离线制作评议票卡片。不知道谁持有哪张卡片，也看不到投票内容。",
        Role::Trustee(_) => "离线保管计票密钥的一份；两人到场才能打开合计，谁也不能单独打开。",
        Role::Tally => "核对合计和计票过程，出具计票报告。",
        Role::Appraisal => "结果公布以后，用于市直部门年终实绩考核。公布以前看不到结果。",
        Role::SystemAdmin => "建立和停用账号，发送设置链接，查看系统运行情况。不能授予权限。",
        Role::SecurityAdmin => "授予和收回角色，解除锁定，重置动态码。不能建立账号，也不能改动自己的角色。",
        Role::AuditAdmin => "查看和导出审计日志，核对它没有被改动。不能做别的。",
        _ => "",
    }
}
