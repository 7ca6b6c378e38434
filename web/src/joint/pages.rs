//! Parts of pages: what awaits a second officer, the summary before the confirmation, the reason for the rejection, what was decided.

use maud::{Markup, html};

use super::{Standing, State};
use crate::desk::Desk;
use crate::page::date::exact_of;
use crate::page::facts::Facts;
use crate::page::form::{Errors, Form, button, error_summary};
use crate::page::notice::notice;
use crate::page::reason;
use crate::page::table::{Column, Row, Table, words};
use crate::page::tag::{Tone, tag};

/// A proposal on pages.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// What is proposed, in Chinese.
    pub what: &'static str,
    /// The address of the proposal, under which it is confirmed, rejected and withdrawn.
    pub address: String,
    /// The page on which it is shown.
    pub home: String,
    /// Who and when.
    pub standing: &'a Standing,
}

impl Asked<'_> {
    fn act(&self, word: &str) -> String {
        format!("{}/{word}", self.address)
    }

    /// What is proposed, by whom and when.
    pub fn facts(&self) -> Facts {
        let Standing { proposed_by_name, proposed_at, .. } = self.standing;
        Facts::new().fact("事项", self.what).fact("提出", format!("{proposed_by_name}，{}", exact_of(*proposed_at)))
    }

    /// That it awaits its second officer, with what it means in `content`, and the ways on for those who may act.
    pub fn open(&self, desk: &Desk, may_act: bool, content: Markup) -> Markup {
        let body = html! {
            p { (self.standing.proposed_by_name) " 于 " (exact_of(self.standing.proposed_at)) " 提出。" }
            (content)
            @if may_act && self.standing.is_of(&desk.visitor) {
                p { "等待另一名联席会议办公室人员确认。提出人不能自己确认，可以撤回。" }
                (button(&self.act("withdraw"), desk.token(), "撤回", false))
            } @else if may_act {
                p { a.button href=(self.act("confirm")) { "查看摘要并确认" } }
                p { a href=(self.act("reject")) { "不同意，写明原因并否决" } }
            } @else {
                p { "等待另一名联席会议办公室人员确认。" }
            }
        };
        notice(Tone::Warn, &format!("等待第二人：{}", self.what), body)
    }

    /// The page's body before a confirmation: what it will do in `summary`.
    pub fn confirmation(&self, desk: &Desk, summary: &Markup, errors: &Errors) -> Markup {
        html! {
            (error_summary(errors))
            (summary)
            @if self.standing.is_of(&desk.visitor) {
                p { "这是您提出的，须由另一名联席会议办公室人员确认。" }
                p { a href=(self.home) { "返回" } }
            } @else {
                p { "您是第二人：“" (desk.visitor.name) "”将与“" (self.standing.proposed_by_name) "”一起记入审计日志。" }
                (Form::post(&self.act("confirm"), desk.token()).submit(&format!("确认：{}", self.what)).danger()
                    .cancel(&self.home, "不确认，返回").around(html! {}))
            }
        }
    }

    /// The page's body before a rejection, with the reason as typed so far and a hint of what to write.
    pub fn rejection(&self, desk: &Desk, content: &Markup, (why, hint): (&str, &str), errors: &Errors) -> Markup {
        html! {
            (error_summary(errors))
            (self.facts())
            (content)
            p { "否决以后什么也不会改动，可以重新提出。原因记入审计日志，并列在办理记录里。" }
            (Form::post(&self.act("reject"), desk.token()).submit("否决").danger().cancel(&self.home, "不否决，返回")
                .around(reason::field(why, hint, errors)))
        }
    }
}

/// The proposals that are decided, each with what it was; nothing if there are none.
pub fn decided<'a>(proposals: impl IntoIterator<Item = (&'a str, &'a Standing)>) -> Markup {
    let columns = ["事项", "状态", "提出", "决定", "时间", "否决的原因"].map(Column::text);
    let row = |(what, standing): (&str, &Standing)| {
        let tone = if standing.state == State::Confirmed { Tone::Good } else { Tone::Neutral };
        Row::new([
            words(what),
            tag(tone, standing.state.chinese()),
            words(&standing.proposed_by_name),
            words(&standing.decided_by_name),
            words(exact_of(standing.proposed_at)),
            words(&standing.decided_why),
        ])
    };
    let rows: Vec<Row> = proposals.into_iter().map(row).collect();
    html! { @if !rows.is_empty() { (Table::new("两人共同办理的事项，最新的在前", columns).rows(rows)) } }
}

/// What happens on a confirmation, and that it stays so.
pub fn consequences(lines: &[&str]) -> Markup {
    notice(Tone::Warn, "确认以后", html! { ul { @for line in lines { li { (line) } } } })
}
