//! Pages of nominations.

use axum::response::{IntoResponse, Response};
use maud::{Markup, Render, html};
use plan::{Plan, Venue};
use web::Failure;
use web::desk::Desk;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, button, error_summary, hidden};
use web::page::notice::{done, notice};
use web::page::pagination::Pagination;
use web::page::table::{Column, Row, Table, number, words};
use web::page::tabs::tabs;
use web::page::tag::{Tone, tag};
use web::page::{Page, date, link::Link};

use super::BOUNDS;
use super::batches::Batch;
use super::check::{Checked, Mistake};
use crate::candidates::service::{account, class_name};
use crate::candidates::{CellCount, acts::refused, queries};
use crate::cell;
use crate::counts::{most, needed};
use crate::person::Seal;
use crate::scope::{must_own, own_venues};
use crate::term::Term;

const ABOVE: Option<(&str, &str)> = Some(("/office/nominations", "推荐人选"));
/// Mistakes shown on one page.
const MOST_SHOWN: usize = 300;
/// People of a batch on one page.
const PAGE: usize = 100;

/// Why a file is not taken.
pub(super) enum Problem {
    /// It is no table of nominees.
    Unreadable(String),
    /// A rule forbids it.
    Refused(Errors),
}

/// The page for those whose role names no venue of the plan.
pub(super) fn none(desk: &Desk) -> Page {
    desk.page("推荐人选", None, empty("没有由您推荐的会场", "旗区推荐本旗区分会场的人选，组织保障组推荐主会场的人选。"))
}

/// The page that takes a file.
pub(super) fn ask(desk: &Desk, plan: &Plan, venue: &Venue, known: &[Batch], counts: &[CellCount], problem: Option<&Problem>) -> Page {
    let errors = match problem {
        Some(Problem::Unreadable(why)) => {
            let mut errors = Errors::none();
            errors.add("file", why.clone());
            errors
        }
        Some(Problem::Refused(errors)) => errors.clone(),
        None => Errors::none(),
    };
    let hint = format!("Excel（.xlsx）或 CSV，最大 4 MB、{} 人；表头与模板一致", BOUNDS.lines);
    let fields = html! {
        (hidden("venue", venue.id.as_str()))
        (Field::file("file", "推荐名册", ".xlsx,.csv").errors(&errors).hint(&hint))
    };
    let template = Link::new("/office/nominations/template.xlsx").with("venue", venue.id.as_str()).href();
    let body = html! {
        (error_summary(&errors))
        (choose(plan, desk, venue))
        (when(Term::of(plan, desk.app.clock().now())))
        p { "先下载模板，按类别填写，再上传检查。检查时什么都不保存；收下以后由另一名工作人员联署，才进入资格审查。" }
        p { a href=(template) { "下载" (venue.name) "的模板（Excel）" } }
        (Form::post("/office/nominations", desk.token()).multipart().submit("上传并检查").around(fields))
        (batches(known))
        (quotas(plan, venue, counts))
    };
    desk.page("推荐人选", None, body)
}

fn choose(plan: &Plan, desk: &Desk, current: &Venue) -> Markup {
    let own = own_venues(plan, &desk.visitor);
    if own.len() < 2 {
        return html! { p { "会场：" strong { (current.name) } } };
    }
    let addresses: Vec<String> = own.iter().map(|venue| format!("/office/nominations?venue={}", venue.id)).collect();
    let entries: Vec<(&str, &str, bool)> =
        own.iter().zip(&addresses).map(|(venue, address)| (address.as_str(), venue.name.as_str(), venue.id == current.id)).collect();
    tabs("会场", &entries)
}

fn when(term: Term) -> Markup {
    match term {
        Term::Open(closes) => html! { p { "推荐截止：" strong { (date::moment(closes)) } } },
        Term::NotYet(opens) => notice(Tone::Warn, &format!("推荐 {} 开始", date::moment(opens)), "现在可以下载模板，到时候才能上传。"),
        Term::Closed(closed) => {
            notice(Tone::Warn, &format!("推荐已于 {} 截止", date::moment(closed)), "不能再上传。已经收下的还可以联署。")
        }
        Term::Unknown => notice(Tone::Warn, "方案没有写明推荐时间", "不能上传。"),
    }
}

fn batches(known: &[Batch]) -> Markup {
    let rows = known.iter().map(|batch| {
        let state =
            if batch.unsigned > 0 { tag(Tone::Warn, &format!("{} 人待联署", batch.unsigned)) } else { tag(Tone::Good, "已联署") };
        Row::new([
            html! { a href={ "/office/nominations/" (batch.id) } { (date::moment_of(batch.nominated_at)) } },
            words(&batch.file_name),
            words(&batch.nominated_by_name),
            number(batch.people),
            state,
        ])
    });
    let columns = [Column::text("时间"), Column::text("文件"), Column::text("上传人"), Column::number("人数"), Column::text("状态")];
    html! {
        h2 { "已经收下的" }
        @if known.is_empty() { (empty("还没有推荐人选", "上传并收下的名册会列在这里，等待联署。")) }
        @else { (Table::new("收下的名册，由新到旧", columns).headed().rows(rows)) }
    }
}

fn quotas(plan: &Plan, venue: &Venue, counts: &[CellCount]) -> Markup {
    let rows = cell::cells_of(plan, venue).into_iter().filter(|cell| !cell.is_for_volunteers()).map(|cell| {
        let here =
            |count: &&CellCount| venue.id == *count.venue.as_str() && cell.class.id == *count.class.as_str() && count.state.is_alive();
        let have: i64 = counts.iter().filter(here).map(|count| count.count).sum();
        let missing = i64::from(needed(plan, &cell)) - have;
        Row::new([
            words(&cell.class.name),
            number(cell.seats),
            words(format!("{} 至 {}", needed(plan, &cell), most(plan, &cell).unwrap_or_default())),
            number(have),
            if missing > 0 { tag(Tone::Warn, &format!("差 {missing} 人")) } else { tag(Tone::Good, "够了") },
        ])
    });
    let columns =
        [Column::text("类别"), Column::number("每场席位"), Column::text("需要推荐（人）"), Column::number("已有"), Column::text("还差")];
    html! { h2 { "名额" } (Table::new(format!("{}各类别的名额", venue.name), columns).headed().rows(rows)) }
}

/// What was found in a file, before anything of it is kept.
pub(super) fn decide(desk: &Desk, plan: &Plan, venue: &Venue, carried: &str, checked: &Checked, file: &str) -> Response {
    let (clean, wrong) = (checked.clean.len(), checked.wrong_lines);
    let back = format!("/office/nominations?venue={}", venue.id);
    let fields = html! {
        (hidden("venue", venue.id.as_str())) (hidden("lines", carried)) (hidden("name", file)) (hidden("count", &clean.to_string()))
        @if wrong > 0 { (hidden("partial", "1")) }
    };
    let keep = if wrong == 0 { format!("收下这 {clean} 人") } else { format!("只收下没有错误的 {clean} 人") };
    let form = Form::post("/office/nominations/accept", desk.token()).submit(&keep).cancel(&back, "都不收下，改正后重新上传");
    let body = html! {
        p { "文件“" (file) "”，" (venue.name) "。现在什么都没有保存。" }
        @if wrong > 0 {
            (notice(Tone::Bad, &format!("有 {wrong} 行不能收下，共 {} 处错误", checked.mistakes.len()), html! {
                p { "建议改正后重新上传整个文件。也可以只收下没有错误的行，其余的以后再传。" }
            }))
            (mistakes(&checked.mistakes))
        }
        @if clean > 0 {
            h2 { "没有错误的 " (clean) " 人" }
            (form.around(fields))
            (by_class(plan, checked))
        } @else { p { a.button href=(back) { "返回，重新上传" } } }
    };
    let title = if wrong == 0 { format!("检查无误，共 {clean} 人") } else { "检查发现错误".into() };
    let page = desk.page(&title, ABOVE, body);
    if wrong == 0 { page.into_response() } else { refused(page) }
}

fn mistakes(mistakes: &[Mistake]) -> Markup {
    let rows = mistakes.iter().take(MOST_SHOWN).map(|mistake| {
        Row::new([words(format!("第 {} 行", mistake.line)), words(mistake.column), words(&mistake.what), words(mistake.remedy)])
    });
    let columns = ["行", "列", "错误", "怎么办"].map(Column::text);
    html! {
        (Table::new("需要改正的地方", columns).rows(rows))
        @if mistakes.len() > MOST_SHOWN { p { "只列出前 " (MOST_SHOWN) " 处，改正后重新上传会列出其余的。" } }
    }
}

fn by_class(plan: &Plan, checked: &Checked) -> Markup {
    let mut classes: Vec<(&str, usize)> = Vec::new();
    for nominee in &checked.clean {
        match classes.iter_mut().find(|(class, _)| *class == nominee.class) {
            Some((_, count)) => *count += 1,
            None => classes.push((&nominee.class, 1)),
        }
    }
    let rows = classes.into_iter().map(|(class, count)| Row::new([words(class_name(plan, class)), number(count as u64)]));
    Table::new("各类别人数", [Column::text("类别"), Column::number("人数")]).compact().rows(rows).render()
}

/// A batch with its people, masked, and the second signature.
pub(super) async fn batch(desk: &Desk, batch: &Batch, errors: &Errors) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let link = Link::new(&desk.look.path);
    let after = link.get("after").split_once('~').unwrap_or_default();
    let mut tx = desk.app.database().reader().await?;
    let mut found = queries::page_of_batch(&mut tx, &batch.id, after, PAGE as i64 + 1).await?;
    let total = queries::count_of_batch(&mut tx, &batch.id).await?;
    drop(tx);
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    // The page says what was just done once, not again on the next one.
    let here = link.clone().without("done").without("after");
    let next = found.last().filter(|_| more).map(|last| here.clone().with("after", &format!("{}~{}", last.class, last.id)).href());
    let seal = Seal(desk.app.secrets());
    let mut rows = Vec::with_capacity(found.len());
    for application in &found {
        let person = application.person(&seal)?;
        rows.push(Row::new([
            html! { a href={ "/office/candidates/" (application.id) } { (person.masked_name()) } },
            words(person.identity.masked()),
            words(person.phone.masked()),
            words(class_name(plan, &application.class)),
            words(&application.recommended_by),
            tag(application.state.tone(), application.state.chinese()),
        ]));
    }
    let columns = ["姓名", "身份证号", "手机号", "类别", "推荐单位", "状态"].map(Column::text);
    let body = html! {
        (error_summary(errors))
        @match link.get("done") {
            "accepted" => (done("已经收下", html! { p { "请另一名工作人员登录后联署。联署以前不进入资格审查，也不通知本人。" } })),
            "signed" => (done("已经联署", html! { p { "人选进入资格审查，通知本人的短信已经排队。" } })),
            _ => {}
        }
        (Facts::new().fact("会场", plan.venue_name(&batch.venue)).fact("文件", &batch.file_name).fact("上传人", &batch.nominated_by_name)
            .fact("时间", date::moment_of(batch.nominated_at)).fact("待联署", format!("{} / {} 人", batch.unsigned, batch.people)))
        (signature(desk, plan, batch))
        (Table::new("这一批的人选，按类别", columns).rows(rows))
        (Pagination {
            previous: (!link.get("after").is_empty()).then(|| here.href()),
            next,
            shown: found.len() as u64,
            total: u64::try_from(total).ok(),
            unit: "个人选",
        })
    };
    Ok(desk.page("一批推荐人选", ABOVE, body).into_response())
}

fn signature(desk: &Desk, plan: &Plan, batch: &Batch) -> Markup {
    if batch.unsigned == 0 || must_own(plan, &desk.visitor, &batch.venue).is_err() {
        return html! {};
    }
    if batch.nominated_by == account(&desk.visitor) {
        return notice(Tone::Neutral, "等待联署", "这一批是您上传的，须由本单位另一名工作人员登录后联署。");
    }
    html! {
        p { "联署表示：名册属实，人选符合类别，已征得本人同意。不符合的，先打开此人的详情办理“不予受理”。" }
        (button(&format!("/office/nominations/{}/sign", batch.id), desk.token(), &format!("联署这 {} 人", batch.unsigned), false))
    }
}
