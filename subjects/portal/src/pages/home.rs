//! `/`: what the activity is, where it stands today, when citizens can take part.

use jiff::Timestamp;
use maud::{Markup, html};
use plan::{Node, Plan};
use web::page::table::{Column, Row, Table, thousands, words as cell};
use web::page::tag::{Tone, tag};
use web::page::{Look, Page, Public, Section, progress, public};

use super::parts;
use crate::{today, words};

/// The node of the timetable at which opinions are no longer taken.
const CLOSING: &str = "opinions-close";
/// The node in which citizens sign up, at an address of another subject.
const SIGN_UP: &str = "sign-up";

/// The home page.
pub fn home(look: &Look, plan: &Plan, now: Timestamp) -> Page {
    let activity = &plan.activity;
    let body = html! {
        div.hero {
            p.eyebrow { (activity.city) " · " (activity.edition) "年度" }
            h1 { (activity.title) }
            p.lead { (summary(plan)) }
            (today::panel(plan, now))
            p { a.button href="/sessions" { "看述职安排" } }
        }
        h2 { "三件事" }
        div.cards.three { @for (at, limb) in activity.limbs.iter().enumerate() {
            section.card { p.card-number aria-hidden="true" { (at + 1) } h3 { (limb.name) } p { (limb.text) } }
        } }
        h2 { "市民怎样参加" }
        (ways(plan, now))
        h2 { "时间安排" }
        (today::timetable(plan, now))
        (words::provisional_note())
        h2 #sessions { "三场述职评议" }
        div.cards.three { @for session in plan.sessions() { (parts::session_card(plan, session)) } }
        h2 { "更多" }
        ul.links {
            li { a href="/live" { "会场进度" } span { "述职报告会当天，现在讲到哪个部门、评议何时结束" } }
            li { a href="/representatives" { "市民代表怎样产生" } span { "名额表、抽取办法，以及名额表中一处不一致怎样处理" } }
            li { a href="/organisation" { "组织分工" } span { "联席会议办公室、工作组和各单位的职责" } }
            li { a href="/discipline" { "活动纪律" } span { (plan.prohibitions().count()) " 条禁止行为，发现违反怎样反映" } }
            li { a href="/promises" { "承诺与限度" } span { "评议怎样保密，怎样核对，有哪些限度" } }
            li { a href="/plan" { "活动方案" } span { "文件、数据，以及检查发现的问题和处理决定" } }
        }
    };
    let description = summary(plan);
    public(look, Public { title: "首页", description: &description, section: Section::Home }, body)
}

/// The activity in one sentence with its numbers.
fn summary(plan: &Plan) -> String {
    let announced = &plan.activity.announced;
    format!(
        "{} 个市政府部门向市民报告一年的工作，听取市民意见，由 {} 名市民代表以无记名方式评议。活动时间：{}。",
        announced.departments,
        thousands(announced.representatives),
        plan.activity.period.text
    )
}

/// When citizens can take part, and how. What has no online entry yet is said.
fn ways(plan: &Plan, now: Timestamp) -> Markup {
    let channels: Vec<&str> = plan.activity.channels.iter().map(|channel| channel.name.as_str()).collect();
    let speak = format!("渠道：{}。", channels.join("、"));
    let known = [
        (SIGN_UP, "报名当市民代表", "自愿报名，或者由所在单位、旗区推荐。".to_owned()),
        ("written-reports", "看书面述职报告", "各部门在述职报告会之前公开。".to_owned()),
        ("sessions", "看述职直播", "三场述职报告会现场直播。".to_owned()),
        ("release", "看评议结果", "三场全部结束之后一次公布。".to_owned()),
        (CLOSING, "提意见建议", speak),
    ];
    let local = words::local(now);
    let row = |(id, name, how): &(&str, &str, String)| {
        let node = today::node(plan, id)?;
        let name = if *id == SIGN_UP {
            html! { a href="/signup" { (name) } }
        } else {
            cell(name)
        };
        Some(Row::new([name, when(node), tag_of(today::state(node, local), *id == CLOSING), cell(how)]))
    };
    let columns = [Column::text("事项"), Column::text("时间"), Column::text("状态"), Column::text("办法")];
    html! {
        (Table::new("市民可以参加的环节", columns).headed().rows(known.iter().filter_map(row)))
        p { "其他环节的网上入口目前还没有开通。需要帮助请联系：" (plan.activity.contact) "。" }
    }
}

fn when(node: &Node) -> Markup {
    html! { span { (words::span(node)) (words::provisional(node.ours)) } }
}

/// What the state of a step means for somebody who wants to take part; what `closes` is open until then.
fn tag_of(state: progress::State, closes: bool) -> Markup {
    match (state, closes) {
        (progress::State::Done, true) => tag(Tone::Neutral, "已截止"),
        (progress::State::Done, false) => tag(Tone::Neutral, "已过"),
        (progress::State::Now, _) => tag(Tone::Good, "进行中"),
        (progress::State::Next, true) => tag(Tone::Good, "未截止"),
        (progress::State::Next, false) => tag(Tone::Neutral, "未到"),
    }
}
