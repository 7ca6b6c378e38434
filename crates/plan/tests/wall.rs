//! What the conflict wall asks the shipped plan (M117).

mod common;

use common::{ordos, read};
use plan::{Admission, GuardedRight, PostId, Role};

fn posts(ids: &[&str]) -> Vec<PostId> {
    ids.iter().map(|id| id.parse().expect("an id")).collect()
}

#[test]
fn unit_post_and_role_each_tie_to_an_evaluated_department() {
    let plan = read(&ordos());
    let tie = |unit: &str, ids: &[&str], roles: &[Role]| plan.tie(unit, &posts(ids), roles).map(|id| id.to_string());
    for unit in ["statistics", "市统计局", "鄂尔多斯市统计局 办公室", "市人社局", "human-resources"] {
        assert!(tie(unit, &[], &[]).is_some(), "{unit}");
    }
    assert_eq!(tie("市人民政府办公室", &["coordination-10"], &[]), Some("finance".into()));
    assert_eq!(tie("", &[], &[Role::Department("health".into())]), Some("health".into()));
    assert_eq!(tie("", &[], &[Role::Police]), Some("public-security".into()));
    for unit in ["市人民政府办公室", "国家统计局鄂尔多斯调查队", "third-party", "东胜区统计局", ""] {
        assert_eq!(tie(unit, &["supervision-3"], &[Role::Supervision]), None, "{unit}");
    }
}

#[test]
fn an_exception_is_for_its_right_and_its_unit() {
    let plan = read(&ordos());
    let id = |right, unit| plan.exception(right, unit).map(|r| r.id.to_string());
    assert_eq!(id(GuardedRight::List, "市统计局"), Some("statistics-selects".into()));
    assert_eq!(id(GuardedRight::List, "public-security"), Some("police-vets".into()));
    for right in [GuardedRight::Ballot, GuardedRight::Tally, GuardedRight::Complainant, GuardedRight::Discipline, GuardedRight::Server] {
        assert_eq!(id(right, "市统计局"), None, "{right:?}");
    }
    assert_eq!(id(GuardedRight::List, "市财政局"), None);
    assert_eq!(id(GuardedRight::List, "市人民政府办公室"), None);
}

#[test]
fn nobody_slips_through_an_exception_made_for_another_task() {
    let plan = read(&ordos());
    let list = |unit: &str, ids: &[&str], roles: &[Role]| plan.admission(GuardedRight::List, unit, &posts(ids), roles);
    assert!(matches!(list("市统计局", &["organisation-3"], &[Role::Statistics]), Admission::Excepted(_)));
    assert!(matches!(list("市统计局", &[], &[Role::Statistics, Role::Organisation]), Admission::Excepted(_)));
    assert_eq!(list("市人民政府办公室", &["organisation-2"], &[Role::Organisation]), Admission::Free);
    let refused: [(&str, &[&str], &[Role]); 5] = [
        ("市统计局", &["supervision-5"], &[Role::Supervision]),
        ("市统计局", &[], &[Role::Supervision]),
        ("市统计局", &["coordination-10"], &[Role::Statistics]),
        ("市统计局", &[], &[Role::Statistics, Role::Department("statistics".into())]),
        ("市公安局", &["logistics-4"], &[Role::Logistics]),
    ];
    for (unit, ids, roles) in refused {
        assert!(matches!(list(unit, ids, roles), Admission::Refused(_)), "{unit} {ids:?} {roles:?}");
    }
    let ballot = plan.admission(GuardedRight::Ballot, "市统计局", &posts(&["organisation-3"]), &[Role::Statistics]);
    assert!(matches!(ballot, Admission::Refused(_)));
}
