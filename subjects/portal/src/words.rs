//! Times of the plan as people say them, and the mark of what is our assumption.

use jiff::Timestamp;
use jiff::civil::DateTime;
use maud::{Markup, html};
use plan::{Moment, Node};
use web::clock::local_zone;
use web::page::date;
use web::page::tag::{Tone, tag};

/// `1月13日（周一）9:00`, or without the time when none is named.
pub fn moment(at: Moment) -> String {
    match at.time {
        Some(time) => format!("{}{}:{:02}", date::day(at.date), time.hour(), time.minute()),
        None => date::day(at.date),
    }
}

/// When a node of the timetable happens: `1月7日（周二）10:00—22:00`, `1月13日—14日`, `1月10日（周五）18:00 前`.
pub fn span(node: &Node) -> String {
    let Some(from) = node.from else { return deadline(node.to) };
    match (from.time, node.to.time) {
        (None, None) if from.date == node.to.date => date::day(from.date),
        (None, None) => date::days(from.date, node.to.date),
        (Some(_), Some(to)) if from.date == node.to.date => format!("{}—{}:{:02}", moment(from), to.hour(), to.minute()),
        _ => format!("{} 至 {}", moment(from), moment(node.to)),
    }
}

fn deadline(to: Moment) -> String {
    if to.time.is_some() { format!("{} 前", moment(to)) } else { format!("截至 {}", moment(to)) }
}

/// The instant of a local time of the plan. None only at the ends of the calendar.
pub fn instant(at: DateTime) -> Option<Timestamp> {
    local_zone().to_timestamp(at).ok()
}

/// The local time at an instant.
pub fn local(now: Timestamp) -> DateTime {
    date::local(now).datetime()
}

/// Marks what the document leaves open and the software has set for now.
pub fn provisional(ours: bool) -> Markup {
    html! { @if ours { " " (tag(Tone::Neutral, "暂定")) } }
}

/// The line that explains the mark.
pub fn provisional_note() -> Markup {
    html! { p.secondary.small { "标有“暂定”的内容，活动方案没有写明，由本系统先行设定，以联席会议办公室公布的为准。" } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    fn node(from: Option<&str>, to: &str) -> Node {
        Node {
            id: "x".parse().unwrap(),
            name: "某事".into(),
            from: from.map(at),
            to: at(to),
            what: String::new(),
            responsible: "office".parse().unwrap(),
            missions: Vec::new(),
            ours: false,
        }
    }

    #[test]
    fn spans_are_said_shortly() {
        let cases = [
            (Some("2025-01-13"), "2025-01-14", "1月13日—14日"),
            (Some("2025-01-13"), "2025-01-13", "1月13日（周一）"),
            (Some("2025-01-07 10:00"), "2025-01-07 22:00", "1月7日（周二）10:00—22:00"),
            (Some("2025-01-02 12:00"), "2025-01-06 18:00", "1月2日（周四）12:00 至 1月6日（周一）18:00"),
            (None, "2025-01-10 18:00", "1月10日（周五）18:00 前"),
            (None, "2025-01-31", "截至 1月31日（周五）"),
        ];
        for (from, to, said) in cases {
            assert_eq!(span(&node(from, to)), said);
        }
    }
}
