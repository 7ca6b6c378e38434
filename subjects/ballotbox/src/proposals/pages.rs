//! Parts of pages: what awaits a second person, and what was decided.

use maud::{Markup, html};
use web::desk::Desk;
use web::page::facts::Facts;
use web::page::form::button;
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};

use super::proposal::{Proposal, State};
use crate::view::exact;

/// A proposal that awaits its second officer, with what it means in `content`.
pub fn open(desk: &Desk, may_act: bool, proposal: &Proposal, content: Markup) -> Markup {
    let act = |word: &str| format!("/office/elections/proposals/{}/{word}", proposal.id);
    let body = html! {
        p { (proposal.proposed_by_name) " 于 " (exact(proposal.proposed_at)) " 提出。" }
        (content)
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

/// The proposals that are decided; nothing if there are none.
pub fn decided(proposals: &[Proposal]) -> Markup {
    let columns = ["事项", "状态", "提出", "决定", "时间", "否决的原因"].map(Column::text);
    let rows = proposals.iter().map(|proposal| {
        let tone = if proposal.state == State::Confirmed { Tone::Good } else { Tone::Neutral };
        Row::new([
            words(proposal.act.chinese()),
            tag(tone, proposal.state.chinese()),
            words(&proposal.proposed_by_name),
            words(&proposal.decided_by_name),
            words(exact(proposal.proposed_at)),
            words(&proposal.decided_why),
        ])
    });
    html! { @if !proposals.is_empty() { (Table::new("两人共同办理的事项，最新的在前", columns).rows(rows)) } }
}

/// What is proposed, by whom and when.
pub fn facts(proposal: &Proposal) -> Facts {
    Facts::new()
        .fact("事项", proposal.act.chinese())
        .fact("提出", format!("{}，{}", proposal.proposed_by_name, exact(proposal.proposed_at)))
}

/// What happens, and that it stays so.
pub fn consequences(lines: &[&str]) -> Markup {
    notice(Tone::Warn, "确认以后", html! { ul { @for line in lines { li { (line) } } } })
}
