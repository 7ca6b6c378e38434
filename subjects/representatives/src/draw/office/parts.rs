//! Parts of the desk's page: proposals and sources.

use maud::{Markup, html};
use record::AnnouncedSource;
use web::desk::Desk;
use web::page::form::button;
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};

use crate::draw::proposal::{JointAct, Proposal, State as ProposalState};
use crate::draw::source::{self, Source, State, chinese};
use crate::draw::view::exact;

/// A proposal that awaits its second officer.
pub(super) fn open(desk: &Desk, may_act: bool, proposal: &Proposal) -> Markup {
    let act = |word: &str| format!("/office/draw/proposals/{}/{word}", proposal.id);
    let body = html! {
        p { (proposal.proposed_by_name) " 于 " (exact(proposal.proposed_at)) " 提出。" }
        (content(proposal))
        @if may_act && proposal.proposed_by == desk.visitor.actor_id() {
            p { "等待另一名联席会议办公室人员确认。提出人不能自己确认，可以撤回。" }
            (button(&act("withdraw"), desk.token(), "撤回", false))
        } @else if may_act {
            p { a.button href=(act("confirm")) { "查看摘要并确认" } }
            p { a href=(act("reject")) { "不同意，写明原因并否决" } }
        } @else {
            p { "等待另一名联席会议办公室人员确认。" }
        }
    };
    notice(Tone::Warn, &format!("等待第二人：{}", proposal.act.chinese()), body)
}

pub(super) fn content(proposal: &Proposal) -> Markup {
    match proposal.act {
        JointAct::Announce => {
            let sources: Vec<AnnouncedSource> = serde_json::from_str(&proposal.content).unwrap_or_default();
            html! {
                ol { @for source in &sources { li {
                    strong { (source.name) } "：" (source.occasion) "。失效时" (chinese(source.on_failure)) "。"
                } } }
            }
        }
        JointAct::FailSource => html! { p { "第 " (proposal.place) " 个来源，原因：" (proposal.content) } },
        JointAct::Freeze => html! { p { "封存以后，不能再增减人选、改动名额。" } },
        JointAct::Release => html! { p { "公开以后，任何人都能下载编号和结果。文件中没有姓名。" } },
    }
}

/// The sources with what they gave.
pub(super) fn sources(sources: &[Source]) -> Markup {
    let columns = [Column::text("来源"), Column::text("时间和见证"), Column::text("失效时"), Column::text("状态"), Column::text("文字")];
    let rows = sources.iter().map(|source| {
        let state = match source.state {
            State::Awaited => tag(Tone::Neutral, "等待"),
            State::Agreed => tag(Tone::Good, "两人录入一致"),
            State::Constant => tag(Tone::Warn, "失效，按公告缺省"),
        };
        let name = format!("{}. {}", source.place, source.name);
        Row::new([words(name), words(&source.occasion), words(source::chinese(source.on_failure)), state, words(&source.text)])
    });
    html! { (Table::new("种子来源，按公告的次序", columns).rows(rows)) }
}

/// The proposals that are decided.
pub(super) fn decided(proposals: &[Proposal]) -> Markup {
    let columns = [
        Column::text("事项"),
        Column::text("状态"),
        Column::text("提出"),
        Column::text("决定"),
        Column::text("时间"),
        Column::text("否决的原因"),
    ];
    let rows = proposals.iter().map(|proposal| {
        let tone = if proposal.state == ProposalState::Confirmed { Tone::Good } else { Tone::Neutral };
        Row::new([
            words(proposal.act.chinese()),
            tag(tone, proposal.state.chinese()),
            words(&proposal.proposed_by_name),
            words(&proposal.decided_by_name),
            words(exact(proposal.proposed_at)),
            words(&proposal.decided_why),
        ])
    });
    html! { (Table::new("两人共同办理的事项，最新的在前", columns).rows(rows)) }
}
