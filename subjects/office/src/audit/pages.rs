//! What the audit pages show.

use maud::{Markup, html};
use plan::Plan;
use web::App;
use web::audit::{ChainError, Entry, Head, particulars};
use web::desk::desk;
use web::page::form::{Choice, Field, Form};
use web::page::link::Link;
use web::page::pagination::Pagination;
use web::page::table::{Column, Row, Table, number, words};
use web::page::{Look, Page, date, empty, facts, notice, tag};
use web::rights::Visitor;

use super::routes::Asked;

/// Entries on one page.
pub const ROWS: i64 = 50;

pub fn list(app: &App, look: &Look, visitor: &Visitor, asked: &Asked, entries: &[Entry], kinds: &[(String, String)], head: &Head) -> Page {
    let shown = &entries[..entries.len().min(ROWS as usize)];
    let here = Link::new(&look.path);
    let older = (entries.len() > shown.len()).then(|| shown.last()).flatten();
    let pagination = Pagination {
        previous: (!asked.before.is_empty()).then(|| here.clone().without("before").href()),
        next: older.map(|last| here.clone().with("before", &last.position.to_string()).href()),
        shown: shown.len() as u64,
        total: None,
        unit: "条记录",
    };
    let body = html! {
        p { "每一次操作都在这里留下记录，任何人都不能修改或删除；记录之间用哈希值相连，改动一条就会被发现。" }
        (filter(asked, kinds))
        @if shown.is_empty() {
            (empty::empty("没有符合条件的记录", "登录、账号变动、方案变动、隔离拒绝等发生时会自动记录。"))
        } @else {
            (table(&app.plan().plan, shown))
            (pagination)
        }
        h2 { "核对与导出" }
        (facts::Facts::new().fact("记录总数", html! { (head.position) " 条" }).fact("末尾哈希值", html! { code { (head.hash) } }))
        ul.links {
            li { a href="/office/audit/check" { "从头核对全部记录" } }
            li { a href=(export("/office/audit/export.csv", asked)) { "导出为表格（CSV）" } }
            li { a href=(export("/office/audit/export.jsonl", asked)) { "导出为 JSON" } }
        }
    };
    desk(app, look, visitor, "审计日志", None, body)
}

fn export(path: &str, asked: &Asked) -> String {
    Link::new(path).with("kind", &asked.kind).with("actor", &asked.actor).with("subject", &asked.subject).href()
}

fn filter(asked: &Asked, kinds: &[(String, String)]) -> Markup {
    let mut choices = vec![Choice::new("", "全部")];
    choices.extend(kinds.iter().map(|(kind, title)| Choice::new(kind, title)));
    let fields = html! {
        (Field::select("kind", "事项", &choices).value(&asked.kind).optional())
        (Field::text("actor", "操作人编号").value(&asked.actor).optional().maxlength(40))
        (Field::text("subject", "对象编号").value(&asked.subject).optional().maxlength(80))
    };
    Form::get("/office/audit").submit("筛选").around(fields)
}

fn table(plan: &Plan, entries: &[Entry]) -> Markup {
    let columns = [
        Column::number("序号"),
        Column::text("时间"),
        Column::text("事项"),
        Column::text("操作人"),
        Column::text("对象"),
        Column::text("内容"),
    ];
    let row = |entry: &Entry| {
        let at = date::of_millis(entry.at);
        let who = if entry.address.is_empty() { entry.actor_name.clone() } else { format!("{}（{}）", entry.actor_name, entry.address) };
        Row::new([
            number(entry.position),
            words(date::exact(at)),
            words(&entry.title),
            words(who),
            words(&entry.subject),
            words(particulars(plan, entry)),
        ])
    };
    html! { (Table::new("审计记录，最新的在前", columns).rows(entries.iter().map(row))) }
}

pub fn check(app: &App, look: &Look, visitor: &Visitor, outcome: &Result<Head, ChainError>) -> Page {
    let body = match outcome {
        Ok(head) => html! {
            (notice::notice(tag::Tone::Good, "核对通过", html! { "从第 1 条到第 " (head.position) " 条，每一条都与前一条相连，没有改动、缺失或多余，与写入公开账本的哈希值一致。" }))
            (facts::Facts::new().fact("记录总数", html! { (head.position) " 条" }).fact("末尾哈希值", html! { code { (head.hash) } }))
            p { "把末尾哈希值抄录在别处，日后再核对时就能确认这些记录此后没有被替换。" }
        },
        Err(error) => notice::notice(
            tag::Tone::Bad,
            "核对没有通过",
            html! { (wording(error)) "请立即报告监督检查组，保留数据库和备份，不要继续操作。" },
        ),
    };
    desk(app, look, visitor, "核对审计日志", Some(("/office/audit", "审计日志")), body)
}

fn wording(error: &ChainError) -> String {
    match error {
        ChainError::Broken(position) => format!("第 {position} 条与前面的记录接不上：它或它前面的记录被改动过。"),
        ChainError::Length { found, expected } => format!("应有 {expected} 条记录，实有 {found} 条。"),
        ChainError::Published(position) => {
            format!("第 {position} 条与写入公开账本的哈希值不符：整条链被重新制作过，或末尾的记录被删去。")
        }
        ChainError::Database(_) => "读取记录时数据库出错，未能完成核对。".into(),
    }
}
