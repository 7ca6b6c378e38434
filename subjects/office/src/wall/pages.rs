//! What the register shows.

use maud::{Markup, html};
use plan::{GuardedRight, Plan, ResolutionKind};
use serde_json::Value;
use web::App;
use web::audit::Entry;
use web::desk::desk;
use web::page::link::Link;
use web::page::pagination::Pagination;
use web::page::table::{Column, Row, Table, words};
use web::page::{Look, Page, date, empty, tag};
use web::rights::Visitor;

/// Entries on one page.
pub const ROWS: i64 = 50;

pub fn register(app: &App, look: &Look, visitor: &Visitor, entries: &[Entry]) -> Page {
    let shown = &entries[..entries.len().min(ROWS as usize)];
    let here = Link::new(&look.path);
    let older = (entries.len() > shown.len()).then(|| shown.last()).flatten();
    let pagination = Pagination {
        previous: (!here.get("before").is_empty()).then(|| here.clone().without("before").href()),
        next: older.map(|last| here.clone().with("before", &last.position.to_string()).href()),
        shown: shown.len() as u64,
        total: None,
        unit: "条登记",
    };
    let body = html! {
        p { "与被评议部门有关联的人员，即使担任组织工作，也不能接触名单、评议票、计票、投诉举报人和纪律案件。每一次被拒绝的访问和每一次使用例外都登记在这里。" }
        h2 { "登记" }
        @if shown.is_empty() {
            (empty::empty("还没有登记", "有人被隔离拒绝，或按公开的例外使用权限时，会自动登记在这里。"))
        } @else {
            (table(shown))
            (pagination)
        }
        h2 { "方案中公开的例外" }
        (exceptions(&app.plan().plan))
    };
    desk(app, look, visitor, "利益冲突隔离", None, body)
}

fn table(entries: &[Entry]) -> Markup {
    let columns = [
        Column::text("时间"),
        Column::text("结果"),
        Column::text("人员"),
        Column::text("权限"),
        Column::text("要做什么"),
        Column::text("依据"),
    ];
    let row = |entry: &Entry| {
        let details: Value = serde_json::from_str(&entry.details).unwrap_or_default();
        let detail = |name: &str| details[name].as_str().unwrap_or_default().to_string();
        let refused = entry.kind == "rights.refused-by-wall";
        let outcome = if refused { tag::tag(tag::Tone::Bad, "已拒绝") } else { tag::tag(tag::Tone::Warn, "使用例外") };
        let basis =
            if refused { format!("与“{}”有关联", detail("department")) } else { format!("决定 {}", detail("resolution")) };
        let right = GuardedRight::ALL.into_iter().find(|right| right.word() == entry.subject).map_or("", GuardedRight::chinese);
        Row::new([words(date::exact_of(entry.at)), outcome, words(&entry.actor_name), words(right), words(detail("route")), words(basis)])
    };
    html! { (Table::new("隔离登记，最新的在前", columns).rows(entries.iter().map(row))) }
}

fn exceptions(plan: &Plan) -> Markup {
    let exceptions: Vec<_> = plan.resolutions.iter().filter(|resolution| resolution.kind == ResolutionKind::Exception).collect();
    if exceptions.is_empty() {
        return empty::empty("方案中没有例外", "例外须由两名联席会议办公室人员决定、写入方案并公开。");
    }
    let columns = [Column::text("编号"), Column::text("准许的事"), Column::text("限制"), Column::text("理由"), Column::text("决定人")];
    let rows = exceptions.iter().map(|exception| {
        Row::new([
            words(exception.id.to_string()),
            words(&exception.new),
            html! { ul { @for limit in &exception.limits { li { (limit) } } } },
            words(&exception.why),
            words(&exception.decided_by),
        ])
    });
    html! { (Table::new("例外许可", columns).rows(rows)) }
}
