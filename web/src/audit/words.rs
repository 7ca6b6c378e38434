//! The particulars of an event in words, as pages show them.

use jiff::Timestamp;
use plan::{Plan, Role};
use serde_json::Value;

use super::Entry;
use crate::page::date;

/// What pages call the particulars of events; those not listed are for programs.
const LABELS: [(&str, &str); 54] = [
    ("login_name", "账号"),
    ("role", "角色"),
    ("roles", "收回的角色"),
    ("behind_wall", "仍被隔离的权限"),
    ("unit_before", "原单位"),
    ("unit", "单位"),
    ("posts_before", "原职务"),
    ("posts", "职务"),
    ("display_name_before", "原姓名"),
    ("display_name", "姓名"),
    ("venue", "会场"),
    ("label", "名称"),
    ("day", "日期"),
    ("count", "数量"),
    ("left_out", "未收下"),
    ("failed", "未通过"),
    ("other", "另一份"),
    ("file", "文件"),
    ("route", "要做什么"),
    ("what", "事项"),
    ("first", "第一人录入"),
    ("second", "第二人录入"),
    ("department", "关联部门"),
    ("resolution", "依据的决定"),
    ("outcome", "结果"),
    ("fingerprint", "指纹"),
    ("reason", "理由"),
    ("why", "原因"),
    ("expires_at", "有效期至"),
    ("until", "锁定至"),
    ("from", "原为"),
    ("to", "改为"),
    ("session", "场次"),
    ("sessions", "各场"),
    ("seats", "席位"),
    ("repeated", "重复"),
    ("minutes", "分钟"),
    ("number", "保管人"),
    ("part", "部分"),
    ("format", "形式"),
    ("printed", "印制"),
    ("left", "剩余"),
    ("void", "作废"),
    ("issued", "发出"),
    ("cast", "投出"),
    ("not_cast", "没有投出"),
    ("venues", "各会场"),
    ("text", "写明的原因"),
    ("alarm", "警示"),
    ("note", "处理"),
    ("imported", "已导入"),
    ("seconds", "用时（秒）"),
    ("over_seconds", "超时（秒）"),
    ("place", "次序"),
];

/// Numbers that are moments, in milliseconds; all others are counts.
const MOMENTS: [&str; 4] = ["expires_at", "until", "from", "to"];

/// The particulars of an entry as 名称：值 on one line; roles are named as the plan names them.
pub fn particulars(plan: &Plan, entry: &Entry) -> String {
    let Ok(Value::Object(details)) = serde_json::from_str(&entry.details) else { return String::new() };
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
        Value::Number(number) if MOMENTS.contains(&key) => moment(number.as_i64().unwrap_or_default()),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => {
            let words = values.iter().filter_map(Value::as_str);
            let words = words.map(|word| if key == "roles" { role(plan, word) } else { word.to_string() });
            words.collect::<Vec<_>>().join("、")
        }
        _ => String::new(),
    }
}

fn role(plan: &Plan, word: &str) -> String {
    word.parse::<Role>().map_or_else(|_| word.to_string(), |role| plan.role_name(&role))
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
