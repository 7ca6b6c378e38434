//! The rules of the ballot: grades, window, officers, trustees, list.

use super::quota::count;
use super::repeated;
use super::report::Findings;
use crate::model::{Place, Plan};
use crate::role::Role;
use crate::text::Text;

fn at(path: &str) -> Place {
    Place::new("ballot.toml", path)
}

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    grades(plan, findings);
    let (window, trustees, list) = (&plan.ballot.window, &plan.ballot.trustees, &plan.ballot.list);
    let seats = plan.quota_main.sum() + plan.quota_districts.sum();
    let mut least = |path: &str, found: u64, least: u64, zh: &str, en: &str| {
        if found < least {
            let message = Text::new(format!("{zh}：{found}，至少应为{least}"), format!("{en}: {found}, at least {least} needed"));
            findings.conflict("ballot-rule", at(path), found, format!("≥ {least}"), message);
        }
    };
    let number = u64::from;
    least("window.minutes", number(window.minutes), 1, "评议时段分钟数", "minutes of the window");
    least("window.min_present", number(window.min_present), 2, "最少到场人数", "fewest present");
    least("window.officers_to_act", number(window.officers_to_act), 2, "共同操作人数", "officers to act");
    least("window.officers_named", number(window.officers_named), number(window.officers_to_act), "指定负责人人数", "officers named");
    least("trustees.threshold", number(trustees.threshold), 2, "开票所需保管人数", "trustees that open a total");
    least("trustees.number", number(trustees.number), number(trustees.threshold), "密钥保管人数", "trustees");
    least("list.nominees_per_seat_min", number(list.nominees_per_seat_min), 1, "每席推荐人数下限", "fewest nominees a seat");
    let (fewest, most) = (list.nominees_per_seat_min, list.nominees_per_seat_max);
    least("list.nominees_per_seat_max", number(most), number(fewest), "每席推荐人数上限", "most nominees a seat");
    if number(window.min_present) > seats {
        let message = Text::new("最少到场人数多于名额", "more must be present than there are seats");
        findings.conflict("ballot-rule", at("window.min_present"), window.min_present, format!("≤ {seats}"), message);
    }
    if plan.ballot.cards.spare_percent > 100 {
        let message = Text::new("备用票多于名额", "more spare cards than seats");
        findings.conflict("ballot-rule", at("cards.spare_percent"), plan.ballot.cards.spare_percent, "≤ 100", message);
    }
    let named = plan.trust.roles.iter().filter(|t| matches!(t.role.as_deref().map(str::parse), Some(Ok(Role::Trustee(_))))).count();
    if count(named) != number(trustees.number) {
        let message = Text::new(
            format!("ballot.toml 有{}位密钥保管人，trust.toml 写了{named}位", trustees.number),
            format!("{} trustees in ballot.toml, {named} in trust.toml", trustees.number),
        );
        findings.conflict("trustees-named", at("trustees.number"), named, trustees.number, message);
    }
}

fn grades(plan: &Plan, findings: &mut Findings) {
    let grades = &plan.ballot.grades;
    let ids = repeated(grades.iter().map(|g| g.id.as_str()));
    for twice in ids.into_iter().chain(repeated(grades.iter().map(|g| g.name.as_str()))) {
        let message = Text::new(format!("评价等次“{twice}”重复"), format!("the grade {twice} stands more than once"));
        findings.conflict("grade-twice", at(&format!("grade.{twice}")), twice, "", message);
    }
    let counted: Vec<_> = grades.iter().filter_map(|g| g.points.map(|points| (g, points))).collect();
    if counted.len() < 2 {
        let message = Text::new("计分的评价等次不足两个", "fewer than two grades are counted");
        findings.conflict("grades-not-counted", at("grade"), counted.len(), "≥ 2", message);
    }
    for ((_, better), (grade, points)) in counted.iter().zip(counted.iter().skip(1)) {
        if points >= better {
            let message = Text::new(
                format!("“{}”的分值{points}不低于排在前面的{better}", grade.name),
                format!("{} has {points} points, not less than the {better} before it", grade.name),
            );
            findings.conflict("grade-order", at(&format!("grade.{}.points", grade.id)), points, format!("< {better}"), message);
        }
    }
}
