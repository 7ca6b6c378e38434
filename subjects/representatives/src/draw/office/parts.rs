//! Parts of the desk's page: proposals and sources.

use maud::{Markup, html};
use record::AnnouncedSource;
use web::joint::pages::Asked;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};

use super::HOME;
use crate::draw::proposal::{JointAct, Proposal};
use crate::draw::source::{self, Source, State, chinese};

/// A proposal as pages show it.
pub(super) fn asked(proposal: &Proposal) -> Asked<'_> {
    Asked {
        what: proposal.act.chinese(),
        address: format!("/office/draw/proposals/{}", proposal.id),
        home: HOME.into(),
        standing: &proposal.standing,
    }
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
