//! `/discipline`: the prohibitions, how they are supervised, how to report a violation.

use maud::html;
use plan::Plan;
use web::page::{Look, Page, Public, Section, public};

/// The rules of conduct.
pub fn discipline(look: &Look, plan: &Plan) -> Page {
    let rules = &plan.discipline;
    let body = html! {
        h1 { "活动纪律" }
        p.lead { "活动方案对三类参与者列出 " (plan.prohibitions().count()) " 条禁止行为。任何人发现违反，都可以反映。" }
        p { a.button href="#report" { "发现违反，怎样反映" } }
        @for party in &rules.parties {
            section {
                h2 { (party.heading) }
                ul.rules { @for rule in &party.rules { li { span.rule-number { "第 " (rule.number) " 条" } span { (rule.text) } } } }
            }
        }
        h2 { "怎样监督" }
        p { (rules.supervision.survey) "。" (rules.supervision.handling) }
        p { (rules.supervision.whole) "。" }
        h2 #report { "发现违反，怎样反映" }
        ul {
            li { "在会场：填写现场发放的《活动纪律情况调查表》，表由监督检查组负责或者监督发放、回收。" }
            li { "在会场以外：向联席会议办公室反映。联系方式：" (plan.activity.contact) "。" }
            li { "请说清楚时间、地点、单位和经过。" }
        }
        p { "网上举报入口目前还没有开通。" }
        p {
            "方案禁止向被评议部门透露投诉、举报人的信息，也禁止刁难、报复举报人。"
            "受理举报的人如果与被评议部门有关联，本系统不让其看到举报人是谁。"
        }
    };
    let description = "活动的禁止行为、监督办法和反映渠道";
    public(look, Public { title: "活动纪律", description, section: Section::Discipline }, body)
}
