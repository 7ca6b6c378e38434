//! Parts of a session's page.

use ballotbox::election::State as Election;
use maud::{Markup, html};
use web::desk::Desk;
use web::joint::State;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, button, hidden};
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, number, thousands, words};
use web::page::tag::{Tone, tag};
use web::page::{date, reason};

use super::differences::{Compared, Difference, VenueFigures};
use super::pages::{Typed, View};
use super::proposal::{Kind, Proposal};
use super::service::{LONGEST, explanation, obstacles};

const COLUMNS: [&str; 9] = ["应到", "到会", "制作", "剩余", "作废", "发出", "用过", "没有投出", "纸质录入"];

/// One row a venue.
pub(super) fn venues(compared: &Compared) -> Markup {
    let columns = std::iter::once(Column::text("会场")).chain(COLUMNS.map(Column::number));
    let known = |count: Option<i64>| count.map_or_else(|| words("未知"), number);
    let row = |it: &VenueFigures| {
        let rest = it.issued().zip(it.used).map(|(issued, used)| issued - used);
        let meets = it.issued() == Some(it.present) && rest == Some(0);
        let row = Row::new([
            words(&it.name),
            number(it.invited),
            number(it.present),
            number(it.printed),
            known(it.counted.map(|(left, _)| left)),
            known(it.counted.map(|(_, void)| void)),
            known(it.issued()),
            known(it.used),
            known(rest),
            number(it.paper),
        ]);
        if meets { row } else { row.marked() }
    };
    let shown = || compared.venues.iter().filter(|it| it.printed > 0 || it.invited > 0);
    let sum = |value: &dyn Fn(&VenueFigures) -> Option<i64>| known(shown().map(value).sum::<Option<i64>>());
    let total = Row::new([
        words("合计"),
        sum(&|it| Some(it.invited)),
        sum(&|it| Some(it.present)),
        sum(&|it| Some(it.printed)),
        sum(&|it| if it.printed == 0 { Some(0) } else { it.counted.map(|(left, _)| left) }),
        sum(&|it| if it.printed == 0 { Some(0) } else { it.counted.map(|(_, void)| void) }),
        sum(&VenueFigures::issued),
        sum(&|it| it.used),
        sum(&|it| Some(it.issued()? - it.used?)),
        sum(&|it| Some(it.paper)),
    ]);
    html! {
        h2 { "逐个会场" }
        (Table::new("各会场的人、票和评议", columns).headed().dense().pairs().rows(shown().map(row)).row(total.total()))
        p.secondary { "发出 = 制作 − 剩余 − 作废，由会场两个台清点；用过由制卡人离线统计，只有张数。" }
    }
}

/// The session as a whole.
pub(super) fn whole(compared: &Compared) -> Markup {
    let figures = &compared.figures;
    let count = |count: i64| format!("{} 张", thousands(count));
    let known = |it: Option<i64>| it.map_or_else(|| "还有会场没有清点".to_owned(), count);
    html! {
        h2 { "全场" }
        (Facts::new()
            .fact("发出", known(figures.issued()))
            .fact("投出并计入", count(figures.cast.into()))
            .fact("检查用去", count(figures.checked.into()))
            .fact("清点以后作废", count(figures.voided_late.into()))
            .fact("没有投出", format!("{}（发出 − 投出 − 检查 − 作废）", known(figures.not_cast()))))
    }
}

pub(super) fn missing(compared: &Compared) -> Markup {
    let found = compared.missing();
    html! {
        @if !found.is_empty() { (notice(Tone::Warn, "数字还不全", html! { ul { @for it in &found { li { (it) } } } })) }
    }
}

/// Every difference, with what was written on it or the form for it.
pub(super) fn differences(desk: &Desk, view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let all = view.compared.differences();
    if all.is_empty() {
        let complete = view.compared.missing().is_empty() && view.compared.impossible().is_empty();
        return html! { @if complete { (notice(Tone::Good, "没有差异", html! { p { "到会、发出、用过逐个会场相等。" } })) } };
    }
    html! {
        h2 { "差异，共 " (all.len()) " 处" }
        p { "每一处由一人写明原因，另一人确认。原因会公开：不写姓名，不写谁拿了哪张票。" }
        @for it in &all { section.card { h3 { (it.words) } (one(desk, view, it, typed, errors)) } }
    }
}

fn one(desk: &Desk, view: &View, difference: &Difference, typed: &Typed, errors: &Errors) -> Markup {
    match explanation(&view.live, difference) {
        Some(written) => html! {
            p { "原因：" (written.content) }
            @if written.standing.state == State::Confirmed {
                p { (tag(Tone::Good, "两人已确认")) " " (written.standing.proposed_by_name) "、" (written.standing.decided_by_name) }
            } @else { (waiting(desk, view, written)) }
        },
        None if !view.writes => html! { p { "等待监督检查组写明原因。" } },
        None => {
            let own = typed.which == (difference.venue.clone(), difference.about.to_owned());
            let (text, none) = (if own { typed.text.as_str() } else { "" }, Errors::none());
            html! {
                p.secondary { (difference.advice) "。" }
                (Form::post(&view.action("explanations"), desk.token()).submit("写好了，请另一人确认").around(html! {
                    (hidden("venue", &difference.venue)) (hidden("about", difference.about))
                    (Field::area("text", "查到的原因", 3).value(text).maxlength(LONGEST as u32)
                        .hint("会公开。例如：一名代表领票后身体不适离场，票已收回封存").errors(if own { errors } else { &none }))
                }))
            }
        }
    }
}

/// A proposal that awaits its second person, with the ways on.
fn waiting(desk: &Desk, view: &View, it: &Proposal) -> Markup {
    let act = |word: &str| view.action(&format!("proposals/{}/{word}", it.id));
    html! {
        p { (tag(Tone::Warn, "等待第二人")) " " (it.standing.proposed_by_name) " 于 " (date::exact_of(it.standing.proposed_at)) " 提出。" }
        @if !view.writes { p { "等待监督检查组另一人确认。" } }
        @else if it.standing.is_of(&desk.visitor) {
            p { "须由监督检查组另一人确认；您可以撤回。" }
            (button(&act("withdraw"), desk.token(), "撤回", false))
        } @else {
            (Form::post(&act("confirm"), desk.token()).submit(if it.kind == Kind::Publish { "确认：公布" } else { "属实，确认" })
                .around(html! { p { "您是第二人：“" (desk.visitor.name) "”将与“" (it.standing.proposed_by_name) "”一起记入审计日志。" } }))
            details {
                summary { "不同意，退回" }
                (Form::post(&act("reject"), desk.token()).submit("退回").around(reason::field("", "例如：还要向会场核实", &Errors::none())))
            }
        }
    }
}

/// The publication, once everything is explained.
pub(super) fn publication(desk: &Desk, view: &View) -> Markup {
    let found = obstacles(&view.compared, &view.live);
    let open = view.live.iter().find(|it| it.kind == Kind::Publish && it.standing.state == State::Open);
    html! {
        h2 { "公布" }
        @if !found.is_empty() {
            (notice(Tone::Warn, "现在还不能公布", html! { ul { @for it in &found { li { (it) } } } }))
        } @else if let Some(open) = open {
            (notice(Tone::Warn, "等待第二人：公布收发核对", html! { p { "上面的数字和原因一起写入公开账本，不能再改。" } (waiting(desk, view, open)) }))
        } @else if view.writes {
            p { "上面的数字和两人确认的原因一起公开，写入公开账本。公布以后才能公布结果。" }
            (Form::post(&view.action("publication"), desk.token()).submit("提出公布，等待第二人").around(html! {}))
        } @else { p { "等待监督检查组公布。" } }
    }
}

/// Asking for a new vote.
pub(super) fn void(desk: &Desk, view: &View, typed: &Typed, errors: &Errors, loud: bool) -> Markup {
    if matches!(view.stored.state, Election::Released | Election::Void) {
        return html! {};
    }
    let form = html! {
        p { "作废以后本场全部评议票都不算数，合计永远不打开；须重新生成密钥、制卡，召集代表重新评议。由监督检查组提出、联席会议办公室一名负责人确认。" }
        (Form::post(&view.action("void"), desk.token()).submit("提出作废，等待确认").danger().around(
            reason::field(&typed.reason, "写入公开账本，不写姓名。例如：东胜区用过的票比发出的多两张", errors)))
    };
    html! {
        @if let Some(open) = &view.void {
            (notice(Tone::Bad, "已经提出本场评议作废", html! {
                p { (open.standing.proposed_by_name) " 于 " (date::exact_of(open.standing.proposed_at)) " 提出：" (open.content) }
                p { "等待联席会议办公室一名负责人在“各场评议”确认。" }
                @if view.writes && open.standing.is_of(&desk.visitor) {
                    (button(&view.action(&format!("void/{}/withdraw", open.id)), desk.token(), "撤回", false))
                }
            }))
        } @else if view.writes && loud { h2 { "提出作废，重新评议" } (form) }
        @else if view.writes { details open[errors.of("reason").is_some()] { summary { "提出本场评议作废" } (form) } }
    }
}
