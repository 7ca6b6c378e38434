//! Parts of the board's page.

use ballot::ceremony::sitting::Step;
use ballot::trustee::VerifiedTrustees;
use maud::{Markup, html};
use web::desk::Desk;
use web::page::date;
use web::page::empty::empty;
use web::page::form::{Errors, Field, Form, button};
use web::page::notice::notice;
use web::page::reason;
use web::page::table::{Column, Row, Table, words as cell};
use web::page::tag::{Tone, tag};

use super::board::{View, awaited, panel};
use crate::ceremony::sitting::{Sitting, State, file_name};
use crate::ceremony::{keys, making, words};
use crate::election::Stored;
use crate::view::fingerprint;

fn state_tag(state: State) -> Markup {
    match state {
        State::Open => tag(Tone::Warn, "进行中"),
        State::Made => tag(Tone::Good, "密钥已生成"),
        State::GivenUp => tag(Tone::Neutral, "已放弃"),
    }
}

fn sessions(sitting: &Sitting) -> String {
    let named: Vec<String> = sitting.sessions.iter().map(u32::to_string).collect();
    format!("第 {} 场", named.join("、"))
}

/// All sittings.
pub(super) fn sittings(all: &[Sitting]) -> Markup {
    let columns = ["会议", "场次", "状态", "开始"].map(Column::text);
    let rows = all.iter().map(|sitting| {
        let name = if sitting.dry_run { "演练" } else { "正式" };
        let link = html! { a href={ "/office/ceremony/" (sitting.id) } { (name) "：打开公告板" } };
        let began = format!("{}，{}", sitting.started_by_name, date::exact_of(sitting.started_at));
        Row::new([link, cell(sessions(sitting)), state_tag(sitting.state), cell(began)])
    });
    html! {
        @if all.is_empty() { (empty("还没有密钥生成会", "联席会议办公室开始以后，这里显示公告板。")) }
        @else { (Table::new("密钥生成会，最新的在前", columns).rows(rows)) }
    }
}

/// Beginning a sitting, real or to try.
pub(super) fn start(desk: &Desk, all: &[Sitting]) -> Markup {
    let open = all.iter().any(|sitting| !sitting.dry_run && sitting.state == State::Open);
    let dry_run = html! { input type="hidden" name="dry_run" value="yes"; };
    html! {
        h2 { "开始" }
        @if open {
            p { "一次正式的密钥生成会正在进行；完成或放弃以后才能开始下一次。" }
        } @else {
            p { "为还没有密钥的各场开始一次正式的密钥生成会。开始以后，保管人就可以交来文件。" }
            (Form::post("/office/ceremony", desk.token()).submit("开始正式的密钥生成会").around(html! {}))
        }
        p { "演练用临时密钥，步骤完全相同，次数不限，随时可以删除，不写入公开账本。" }
        (Form::post("/office/ceremony", desk.token()).submit("开始一次演练").around(dry_run))
    }
}

/// Where the sitting stands, and who is awaited.
pub(super) fn standing(view: &View) -> Markup {
    let sitting = &view.sitting;
    match (sitting.state, awaited(&view.board)) {
        (State::GivenUp, _) => panel("已放弃", html! { p { "本次会议的文件不再使用。" } }),
        (State::Made, _) => panel("密钥已生成，各场评议已建立", html! { p { (sessions(sitting)) } }),
        (State::Open, Some(who)) => panel(
            &who,
            html! {
                p { (sessions(sitting)) "；" (sitting.trustees) " 位保管人，任意 " (sitting.threshold) " 位可以一起打开合计。" }
                p { "每一步要等三位都交齐，才能进行下一步。" }
            },
        ),
        (State::Open, None) => panel(
            "四步已经齐全，等待读词确认",
            html! {
                p { "请各位保管人当面读出各场密钥的词，由两名联席会议办公室人员确认一致。" }
            },
        ),
    }
}

/// What a trustee does now.
pub(super) fn trustee(desk: &Desk, view: &View, numbers: &[u64], errors: &Errors) -> Markup {
    let sitting = &view.sitting;
    if sitting.state != State::Open {
        return html! {};
    }
    let own = words::trustees(numbers);
    let Some((step, members)) = view.board.awaited() else {
        return html! { p { "您是 " (own) "。您的文件已经齐全。请读出您机器上显示的词，不要照着本页读。" } };
    };
    let number = numbers.iter().find(|number| members.contains(number));
    let action = format!("/office/ceremony/{}/postings", sitting.id);
    html! {
        section {
            h2 { "您是 " (own) }
            @if let Some(number) = number {
                p { "现在请交“" (words::step(step)) "”：" }
                ol {
                    li { a href={ "/office/ceremony/" (sitting.id) "/board.zip" } { "下载公告板" } "，用您自己的存储介质带到离线机器上解开。" }
                    li { (command(sitting, *number, step)) }
                    li { "把它写出的 " code { (file_name(step, *number)) } " 带回来，在这里上传。" }
                }
                (Form::post(&action, desk.token()).multipart().submit("上传").around(html! {
                    (Field::file("file", "文件", ".json,application/json").hint(&format!("例如 {}；密钥文件（.key）绝不能上传", file_name(step, *number))).errors(errors))
                }))
            } @else {
                p { "您的“" (words::step(step)) "”已经收下。" (awaited(&view.board).unwrap_or_default()) "；齐了以后再来本页下载公告板，做下一步。" }
            }
        }
    }
}

fn command(sitting: &Sitting, number: u64, step: Step) -> Markup {
    let text = if step == Step::Certificate {
        format!(
            "sanmin election trustee keygen --trustee {number} --trustees {} --threshold {} --elections {} --key trustee-{number}.key --board board",
            sitting.trustees,
            sitting.threshold,
            sitting.sessions.len()
        )
    } else {
        format!("sanmin election trustee certify --key trustee-{number}.key --board board")
    };
    html! {
        "在离线机器上运行："
        // Each word whole: a line that ends in one hyphen of two is typed wrongly.
        pre.command { code { @for (place, word) in text.split(' ').enumerate() { @if place > 0 { " " } span { (word) } } } }
    }
}

/// The words of the keys, and the first officer's act.
pub(super) fn spoken(desk: &Desk, view: &View, keys: &[VerifiedTrustees], officer: bool) -> Markup {
    let sitting = &view.sitting;
    let action = format!("/office/ceremony/{}/elections", sitting.id);
    let proposed = view.is_proposed(crate::proposals::JointAct::MakeElections);
    html! {
        section {
            h2 { "各场密钥的词" }
            p { "每位保管人的机器上应当显示同样的词。有一个词不同，就停下来查明原因。" }
            (keys::list(&sitting.sessions, keys))
            @if officer && sitting.state == State::Open && !proposed {
                p { "三位保管人都读出了与本页相同的词以后，由您提出，另一人确认。" }
                (Form::post(&action, desk.token()).submit("各位保管人读出的词都一致").around(html! {}))
            }
        }
    }
}

/// The elections that were made, with their public files.
pub(super) fn elections(all: &[Stored]) -> Markup {
    let columns = ["场次", "状态", "编号", "公开文件"].map(Column::text);
    let rows = all.iter().map(|one| {
        let base = format!("/elections/{}", one.uuid);
        let files = html! {
            a href={ (base) "/election.json" } { "election.json" } " " a href={ (base) "/trustees.json" } { "trustees.json" }
        };
        let session = html! { a href={ "/office/elections/" (crate::view::election_name(one)) } { "第 " (one.session) " 场" } };
        Row::new([session, tag(Tone::Neutral, one.state.chinese()), cell(&one.uuid), files])
    });
    html! { @if !all.is_empty() { (Table::new("各场评议；制卡人下载本场的 election.json", columns).rows(rows)) } }
}

/// What has come, step by step, with the words to be compared.
pub(super) fn postings(view: &View) -> Markup {
    let columns = ["保管人", "状态", "文件和指纹"].map(Column::text);
    let mut table = Table::new("公告板：每一步交来的文件", columns);
    let current = view.board.awaited().map(|(step, _)| step);
    for (place, step) in (1..).zip(Step::ALL).filter(|(_, step)| current.is_none_or(|current| *step <= current)) {
        table = table.group(format!("第 {place} 步：{}", words::step(step)));
        for member in 1..=view.board.members() {
            let (state, file) = match view.board.posting(step, member) {
                Some(posting) => {
                    let name = file_name(step, member);
                    let digest = posting.fingerprint();
                    let file = html! {
                        a href={ "/office/ceremony/" (view.sitting.id) "/files/" (name) } { (name) } br;
                        (fingerprint(digest.as_bytes(), &digest.to_hex()))
                    };
                    (tag(Tone::Good, "已收下"), file)
                }
                None => (tag(Tone::Warn, "等待"), html! {}),
            };
            table = table.row(Row::new([cell(format!("{member} 号")), state, file]));
        }
    }
    html! {
        section {
            h2 { "公告板" }
            p { a href={ "/office/ceremony/" (view.sitting.id) "/board.zip" } { "下载全部文件" } "（压缩包，里面的文件夹就是命令行使用的 board）" }
            (table)
        }
    }
}

/// Giving the sitting up, or removing a dry run.
pub(super) fn ending(desk: &Desk, view: &View, reason: &str, errors: &Errors) -> Markup {
    let sitting = &view.sitting;
    let action = |word: &str| format!("/office/ceremony/{}/{word}", sitting.id);
    if sitting.dry_run {
        let body = html! {
            p { "与它有关的一切（文件、评议、票、计数）都会消失；审计日志里留下记录。" }
            (button(&action("removal"), desk.token(), "删除这次演练", true))
        };
        return notice(Tone::Neutral, "不再需要这次演练", body);
    }
    let open = view.is_proposed(crate::proposals::JointAct::GiveUp);
    if sitting.state == State::GivenUp || open || making::may_give_up(&view.elections).is_err() {
        return html! {};
    }
    html! {
        details open[!errors.is_empty() && errors.of("reason").is_some()] {
            summary { "放弃本次会议，重新开始" }
            p { "保管人的密钥文件丢失、读出的词不一致，或者方案改变时使用。由两人办理；评议票的清单写入公开账本以后不能再放弃。" }
            (Form::post(&action("give-up"), desk.token()).submit("提出放弃").danger()
                .around(reason::field(reason, "例如：2 号保管人的密钥文件损坏", errors)))
        }
    }
}
