//! `/about`: what this site is and who answers for it.

use maud::html;
use plan::Plan;
use web::page::facts::Facts;
use web::page::{Look, Page, Public, Section, public};

/// About the site.
pub fn about(look: &Look, plan: &Plan) -> Page {
    let activity = &plan.activity;
    let facts = Facts::new()
        .fact("活动", html! { (activity.title) })
        .fact("依据", html! { (activity.document) })
        .fact("主办", html! { (activity.organiser) })
        .fact("联系", html! { (activity.contact) })
        .fact("方案数据的指纹", html! { code { (plan.fingerprint) } });
    let body = html! {
        h1 { "关于本网站" }
        p.lead { "这是“向市民报告、听市民意见、请市民评议”活动的网站，向所有人公开，不需要登录。" }
        (facts)
        h2 { "内容从哪里来" }
        p {
            "部门、会场、名额、时间和分工都来自活动方案，以数据文件的形式公开。方案没有写明的，由软件先行设定，标为“暂定”。"
            "方案中不一致的地方和处理决定，都列在" a href="/plan" { "活动方案" } "一页。"
        }
        h2 { "用的什么软件" }
        p { "网站由开放源代码的软件“三民”（Sanmin）运行，许可证为 Apache-2.0。任何人可以取得、检查和使用它。" }
        h2 { "给程序用的数据" }
        ul.links {
            li { a href="/api/v1/activity" { "活动数据" } span { "场次、部门、会场、时间安排，JSON" } }
            li { a href="/api/v1/plan/check" { "方案检查结果" } span { "全部发现和处理决定，JSON" } }
            li { a href="/plan#files" { "方案的数据文件" } span { "CSV 和 TOML，可以用表格软件和文本编辑器打开" } }
        }
    };
    public(look, Public { title: "关于本网站", description: "网站的主办、内容来源和软件", section: Section::Other }, body)
}
