//! The quota tables: every sum against every printed and announced number, classes and venues both ways (M39–M44).

use super::repeated;
use super::report::Findings;
use crate::model::{Channel, Place, Plan, QuotaTable, TableName, VenueKind};
use crate::text::Text;

const TABLES: [TableName; 2] = [TableName::Main, TableName::Districts];

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    for name in TABLES {
        margins(plan, plan.quota(name), findings);
        classes(plan, plan.quota(name), findings);
        columns(plan, plan.quota(name), findings);
    }
    announced(plan, findings);
    classes_without_row(plan, findings);
    venues_without_column(plan, findings);
    volunteers(plan, findings);
}

/// Columns against printed totals of one session; those times the sessions against printed totals of all sessions.
fn margins(plan: &Plan, table: &QuotaTable, findings: &mut Findings) {
    let file = table.name.file();
    let Some(total) = &table.session_total else {
        let message = Text::new(format!("{file} 没有合计行"), format!("{file} has no row of totals"));
        findings.conflict("total-row-missing", Place::new(file, "session-total"), 0, 1, message);
        return;
    };
    for (n, column) in table.columns.iter().enumerate() {
        let (sum, printed) = (table.column_sum(n), total.seats.get(n).copied().unwrap_or(0));
        if sum != u64::from(printed) {
            let message = Text::new(
                format!("“{column}”一栏各类相加为{sum}，表中合计印为{printed}"),
                format!("column {column} adds to {sum}, but {printed} is printed"),
            );
            let place = Place::new(file, format!("{}/{column}", total.class));
            findings.conflict("column-total", place, sum, printed, message).missions(&["M43", "M44"]);
        }
        let Some(all) = &table.all_sessions_total else { continue };
        let printed_all = all.seats.get(n).copied().unwrap_or(0);
        let times = u64::from(printed) * count(plan.activity.sessions.len());
        if times != u64::from(printed_all) {
            let message = Text::new(
                format!("“{column}”一栏单场合计{printed}乘以场次为{times}，表中印为{printed_all}"),
                format!("column {column}: {printed} a session makes {times} in all sessions, but {printed_all} is printed"),
            );
            let place = Place::new(file, format!("{}/{column}", all.class));
            findings.conflict("all-sessions-total", place, times, printed_all, message).missions(&["M43"]);
        }
    }
}

/// The tables against the numbers in the text of the document.
fn announced(plan: &Plan, findings: &mut Findings) {
    let numbers = &plan.activity.announced;
    let (main, districts) = (plan.quota_main.sum(), plan.quota_districts.sum());
    let all = (main + districts) * count(plan.activity.sessions.len());
    let lines = [
        ("main_seats", main, numbers.main_seats, "主会场每场", "the main hall's seats a session"),
        ("district_seats", districts, numbers.district_seats, "分会场每场", "the district venues' seats a session"),
        ("representatives", all, numbers.representatives, "全部场次", "the seats of all sessions"),
        ("venues", count(plan.venues.len()), numbers.venues, "会场", "the venues"),
    ];
    for (key, sum, said, zh, en) in lines {
        if sum != u64::from(said) {
            let message =
                Text::new(format!("{zh}：各表相加为{sum}，方案写为{said}"), format!("{en} add to {sum}, but {said} is announced"));
            let place = Place::new("activity.toml", format!("announced.{key}"));
            findings.conflict("announced-number", place, sum, said, message).missions(&["M16", "M39", "M41"]);
        }
    }
}

/// Each row has a class with a channel, and stands once.
fn classes(plan: &Plan, table: &QuotaTable, findings: &mut Findings) {
    let file = table.name.file();
    if table.rows.is_empty() {
        let message = Text::new(format!("{file} 没有代表类别"), format!("{file} has no class"));
        findings.conflict("table-empty", Place::new(file, "class"), 0, 1, message);
    }
    let totals = table.session_total.iter().chain(&table.all_sessions_total);
    for class in repeated(table.rows.iter().chain(totals).map(|row| row.class.as_str())) {
        let message = Text::new(format!("“{class}”在表中出现不止一次"), format!("{class} stands more than once"));
        findings.conflict("class-twice", Place::new(file, class), class, "", message).missions(&["M42", "M43"]);
    }
    for row in table.rows.iter().filter(|row| plan.channel_of(table.name, &row.class).is_none()) {
        let class = &row.class;
        let message = Text::new(
            format!("“{class}”不在 classes.csv 中，不知道名额如何产生"),
            format!("{class} is not in classes.csv, so nobody knows how its seats are filled"),
        );
        findings.conflict("class-unlisted", Place::new(file, class), class, "", message).missions(&["M40"]);
    }
}

fn classes_without_row(plan: &Plan, findings: &mut Findings) {
    for class in plan.classes.iter().filter(|class| plan.quota(class.table).rows.iter().all(|row| row.class != class.name)) {
        let (name, file) = (&class.name, class.table.file());
        let message = Text::new(format!("“{name}”在 {file} 中没有名额"), format!("{name} has no row in {file}"));
        findings.conflict("class-without-row", Place::new("classes.csv", class.id.as_str()), name, "", message).missions(&["M42", "M43"]);
    }
    for (id, what) in repeated(plan.classes.iter().map(|c| c.id.as_str()))
        .into_iter()
        .map(|id| (id, "编号"))
        .chain(repeated(plan.classes.iter().map(|c| (c.table, c.name.as_str()))).into_iter().map(|(_, name)| (name, "名称")))
    {
        let message = Text::new(format!("代表类别的{what}“{id}”重复"), format!("the class {id} stands more than once"));
        findings.conflict("class-twice", Place::new("classes.csv", id), id, "", message);
    }
}

/// Each column of numbers belongs to a venue of the table's kind.
fn columns(plan: &Plan, table: &QuotaTable, findings: &mut Findings) {
    for column in table.columns.iter().filter(|column| !plan.venues.iter().any(|v| kind_of(table.name) == v.kind && v.column == **column)) {
        let message = Text::new(
            format!("“{column}”一栏在 venues.csv 中没有对应的会场"),
            format!("column {column} belongs to no venue of venues.csv"),
        );
        findings.conflict("column-without-venue", Place::new(table.name.file(), column), column, "", message).missions(&["M16"]);
    }
}

fn venues_without_column(plan: &Plan, findings: &mut Findings) {
    for venue in &plan.venues {
        let table = TABLES.into_iter().map(|name| plan.quota(name)).find(|table| kind_of(table.name) == venue.kind);
        if table.is_none_or(|table| !table.columns.contains(&venue.column)) {
            let name = &venue.name;
            let message = Text::new(format!("“{name}”在名额表中没有一栏"), format!("{name} has no column in its quota table"));
            let place = Place::new("venues.csv", venue.id.as_str());
            findings.conflict("venue-without-column", place, &venue.column, "", message).missions(&["M16"]);
        }
    }
    let ids = repeated(plan.venues.iter().map(|v| v.id.as_str()));
    for twice in ids.into_iter().chain(repeated(plan.venues.iter().map(|v| v.column.as_str()))) {
        let message = Text::new(format!("会场“{twice}”重复"), format!("the venue {twice} stands more than once"));
        findings.conflict("venue-twice", Place::new("venues.csv", twice), twice, "", message);
    }
}

fn kind_of(table: TableName) -> VenueKind {
    match table {
        TableName::Main => VenueKind::Main,
        TableName::Districts => VenueKind::District,
    }
}

/// How few seats are open to volunteers, said openly.
fn volunteers(plan: &Plan, findings: &mut Findings) {
    let (seats, all) = (plan.volunteer_seats(), plan.quota_main.sum() + plan.quota_districts.sum());
    let place = Place::new("classes.csv", Channel::Volunteer.chinese());
    let message = Text::new(
        format!("每场{all}个名额中，自愿报名的有{seats}个；其余由组织推荐"),
        format!("{seats} of {all} seats a session are open to volunteers; the others are recommended"),
    );
    findings.note("volunteer-seats", place, seats, message).missions(&["M40", "M42", "M43"]);
}

/// Lengths of lists as numbers to calculate with.
pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
