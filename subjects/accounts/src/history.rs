//! The history of one account or pass, from the audit log, in words.

use jiff::Timestamp;
use maud::{Markup, html};
use plan::{Plan, Role};
use serde_json::Value;
use web::audit::Entry;
use web::page::date;
use web::page::table::{Column, Row, Table, words};

use crate::{events, roles};

/// The newest entries as a table.
pub(crate) fn table(plan: &Plan, entries: &[Entry]) -> Markup {
    let columns = [Column::text("时间"), Column::text("事项"), Column::text("办理人"), Column::text("说明"), Column::text("来自")];
    let rows = entries.iter().map(|entry| {
        let at = Timestamp::from_millisecond(entry.at).unwrap_or_default();
        Row::new([
            words(date::exact(at)),
            words(events::chinese(&entry.kind)),
            words(&entry.actor_name),
            words(particulars(plan, &entry.details)),
            words(&entry.address),
        ])
    });
    html! { (Table::new("最近的记录，由新到旧", columns).rows(rows)) }
}

/// What the page calls the particulars of an event; those not listed stand elsewhere on the page.
const LABELS: [(&str, &str); 12] = [
    ("role", "角色"),
    ("roles", "收回的角色"),
    ("reason", "原因"),
    ("unit_before", "原单位"),
    ("unit", "单位"),
    ("posts_before", "原职务"),
    ("posts", "职务"),
    ("display_name_before", "原姓名"),
    ("display_name", "姓名"),
    ("why", "原因"),
    ("expires_at", "有效期至"),
    ("until", "锁定至"),
];

fn particulars(plan: &Plan, details: &str) -> String {
    let Ok(Value::Object(details)) = serde_json::from_str(details) else { return String::new() };
    let told = LABELS.iter().filter_map(|(key, label)| {
        let text = text(plan, key, details.get(*key)?);
        (!text.is_empty()).then(|| format!("{label}：{text}"))
    });
    told.collect::<Vec<_>>().join("；")
}

fn text(plan: &Plan, key: &str, value: &Value) -> String {
    match value {
        Value::String(text) if key == "role" => role(plan, text),
        Value::String(text) if key == "why" => why(text).into(),
        Value::String(text) => text.clone(),
        Value::Number(number) => moment(number.as_i64().unwrap_or_default()),
        Value::Array(values) => {
            let words = values.iter().filter_map(Value::as_str);
            let words = words.map(|word| if key == "roles" { role(plan, word) } else { word.to_string() });
            words.collect::<Vec<_>>().join("、")
        }
        _ => String::new(),
    }
}

fn role(plan: &Plan, word: &str) -> String {
    word.parse::<Role>().map_or_else(|_| word.to_string(), |role| roles::name(plan, &role))
}

fn moment(millis: i64) -> String {
    date::moment(Timestamp::from_millisecond(millis).unwrap_or_default())
}

fn why(word: &str) -> &str {
    match word {
        "wrong-password" => "密码不正确",
        "wrong-code" => "动态码不正确或已用过",
        "not-active" => "账号未设置或已停用",
        "locked" => "账号锁定中",
        other => other,
    }
}
