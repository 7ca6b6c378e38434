//! The shipped plan says what the document says.

mod common;

use common::{ordos, read};
use jiff::civil::date;
use plan::{NodeState, TableName, VenueKind};

#[test]
fn thirty_departments_report_in_three_sessions_of_ten() {
    let plan = read(&ordos());
    assert_eq!(plan.departments.len(), 30);
    assert_eq!(plan.sessions().len(), 3);
    for session in plan.sessions() {
        let departments = plan.departments_of(session.number);
        assert_eq!(departments.iter().map(|d| d.order).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    }
    assert_eq!(plan.department_by("statistics").map(|d| (d.session, d.order, d.name.as_str())), Some((1, 9, "市统计局")));
}

#[test]
fn ten_venues_have_the_columns_of_the_two_tables() {
    let plan = read(&ordos());
    assert_eq!(plan.venues.len(), 10);
    assert_eq!(plan.venues.iter().filter(|v| v.kind == VenueKind::Main).count(), 1);
    assert_eq!(plan.venues.iter().map(|v| plan.seats_of(v)).collect::<Vec<_>>(), [100, 310, 80, 230, 250, 175, 110, 75, 115, 65]);
}

#[test]
fn the_tables_stand_as_printed_and_the_resolved_view_adds_up() {
    let plan = read(&ordos());
    assert_eq!((plan.quota_main.rows.len(), plan.quota_districts.rows.len()), (18, 17));
    assert_eq!(plan.quota_main.sum(), 100);
    assert_eq!(plan.quota_districts.sum(), 1410);
    assert_eq!(plan.quota_districts.cell("单场合计", "东胜区"), Some(300));
    assert_eq!(plan.resolved().quota_districts.sum(), 1400);
    assert_eq!(plan.quota_districts.seats("行业协会、商会代表", "东胜区"), Some(30));
    assert_eq!(plan.resolved().quota_districts.seats("行业协会、商会代表", "东胜区"), Some(20));
    assert_eq!(plan.volunteer_seats(), 66);
    assert!(plan.classes.iter().all(|class| plan.quota(class.table).rows.iter().any(|row| row.class == class.name)));
    assert_eq!(plan.classes.iter().filter(|class| class.table == TableName::Main).count(), 18);
}

#[test]
fn posts_groups_and_rules_are_complete() {
    let plan = read(&ordos());
    let posts: Vec<_> = plan.groups.iter().map(|group| plan.posts_of(group).count()).collect();
    assert_eq!(posts, [30, 17, 3, 4, 6, 5, 4, 3, 7]);
    assert_eq!(posts.iter().sum::<usize>(), plan.posts.len());
    let numbers: Vec<_> = plan.prohibitions().map(|(_, rule)| (rule.number, rule.mission.clone())).collect();
    assert_eq!(numbers, (1..=17).map(|n| (n, format!("M{}", 70 + n))).collect::<Vec<_>>());
    assert_eq!((plan.activity.topics.len(), plan.activity.answer_forms.len(), plan.activity.adoption_criteria.len()), (8, 4, 3));
}

#[test]
fn the_timetable_knows_where_a_day_stands() {
    let plan = read(&ordos());
    let state = |day: jiff::civil::Date, id: &str| {
        let now = day.at(12, 0, 0, 0);
        plan.nodes().into_iter().find(|node| node.id == *id).map(|node| node.state_at(now))
    };
    assert_eq!(state(date(2025, 1, 14), "sessions"), Some(NodeState::Current));
    assert_eq!(state(date(2025, 1, 15), "sessions"), Some(NodeState::Past));
    assert_eq!(state(date(2025, 1, 12), "sessions"), Some(NodeState::Coming));
    assert_eq!(plan.next_node(date(2025, 1, 12).at(0, 0, 0, 0)).map(|node| node.id.as_str()), Some("sessions"));
    let first = plan.session(1).map(|session| (session.start.to_string(), plan.session_end(session).map(|end| end.to_string())));
    assert_eq!(first, Some(("2025-01-13 09:00".into(), Some("2025-01-13T11:15:00".into()))));
}
