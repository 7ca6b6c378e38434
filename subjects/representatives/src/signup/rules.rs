//! What must be true of a person, however they come: the same for sign-up and nomination.

use plan::Plan;
use web::page::date;
use web::text::unfit;

use crate::person::IdentityNumber;
use crate::term;

/// Longest name, address and unit, in characters.
pub(crate) const NAME: usize = 30;
pub(crate) const ADDRESS: usize = 80;
pub(crate) const UNIT: usize = 60;

/// What is wrong with a name, in Chinese.
pub(crate) fn name_mistake(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("没有填写姓名".into());
    }
    if name.chars().any(|c| c.is_ascii_digit() || matches!(c, '<' | '>' | '=' | '@' | '|')) {
        return Some("姓名中不能有数字和符号，请按身份证填写".into());
    }
    if name.chars().count() < 2 {
        return Some("姓名至少两个字，请按身份证填写".into());
    }
    unfit(name, NAME)
}

/// Why a person is too young, in Chinese. Counted on the day of the first session, because nobody chooses the session.
pub(crate) fn too_young(plan: &Plan, number: &IdentityNumber) -> Option<String> {
    let (day, least) = (term::first_session_day(plan)?, plan.ballot.list.age_min);
    let age = u32::try_from(number.age_on(day)).unwrap_or(0);
    (age < least).then(|| format!("到首场述职报告会当天（{}）未满 {least} 周岁，按活动规则不能担任市民代表", date::short_day(day)))
}

/// Why a unit keeps a person out, in Chinese.
pub(crate) fn tied(plan: &Plan, unit: &str) -> Option<String> {
    let department = plan.tie(unit, &[], &[]).filter(|_| !unit.is_empty())?;
    let name = plan.department(&department).map_or("", |department| department.name.as_str());
    Some(format!("属于被评议部门“{name}”，其工作人员不能担任市民代表"))
}
