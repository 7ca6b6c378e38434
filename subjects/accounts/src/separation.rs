//! Separation of duties (职责分离): which roles one person may not hold together, and who may give them.

use plan::Role;
use web::rights::RoleKind;

/// The four powers of which nobody holds two (design: cards, share, check-in, explaining differences).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Power {
    Cards,
    Share,
    CheckIn,
    Supervision,
}

impl Power {
    fn of(role: &Role) -> Option<Self> {
        match role {
            Role::CardMaker => Some(Power::Cards),
            Role::Trustee(_) => Some(Power::Share),
            // 会务保障组 issues the venue passes with which check-in is done.
            Role::Venue(_) | Role::Logistics => Some(Power::CheckIn),
            Role::Supervision => Some(Power::Supervision),
            _ => None,
        }
    }

    fn chinese(self) -> &'static str {
        match self {
            Power::Cards => "制作评议票",
            Power::Share => "持有密钥份额",
            Power::CheckIn => "会场签到",
            Power::Supervision => "监督和解释差异",
        }
    }
}

/// Whether the role is one of the three administrators.
pub(crate) fn is_administrator(role: &Role) -> bool {
    matches!(RoleKind::of(role), RoleKind::SystemAdmin | RoleKind::SecurityAdmin | RoleKind::AuditAdmin)
}

/// Why somebody who holds `held` cannot be given `wanted` too, in Chinese.
pub(crate) fn clash(held: &[Role], wanted: &Role) -> Option<String> {
    if held.contains(wanted) {
        return Some("此账号已经担任这个角色".into());
    }
    if is_administrator(wanted)
        && let Some(other) = held.iter().find(|role| is_administrator(role))
    {
        return Some(format!("此账号已是{}。系统管理员、安全管理员、审计管理员三者分设，任何人不得担任其中两个", other.chinese()));
    }
    if let Role::Trustee(number) = wanted
        && let Some(Role::Trustee(other)) = held.iter().find(|role| matches!(role, Role::Trustee(_)))
    {
        return Some(format!("此账号已持有第 {other} 份密钥，不得再持有第 {number} 份：两份在一人手中即可独自打开合计"));
    }
    let power = Power::of(wanted)?;
    let other = held.iter().find_map(|role| Power::of(role).filter(|held| *held != power))?;
    Some(format!(
        "此账号已承担“{}”，不得再承担“{}”：制作评议票、持有密钥份额、会场签到、监督和解释差异四项，任何人不得承担其中两项",
        other.chinese(),
        power.chinese()
    ))
}

/// Why this actor cannot give this role, in Chinese. `held_by_somebody` says whether any account that is not disabled has it.
pub(crate) fn may_not_grant(actor: &[Role], wanted: &Role, held_by_somebody: bool) -> Option<String> {
    if actor.contains(&Role::SecurityAdmin) {
        return None;
    }
    let first = matches!(wanted, Role::SecurityAdmin | Role::AuditAdmin);
    if actor.contains(&Role::SystemAdmin) && first {
        return held_by_somebody.then(|| format!("已有{}，此后由安全管理员授予", wanted.chinese()));
    }
    Some("角色由安全管理员授予；系统管理员只能任命首位安全管理员和首位审计管理员".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn venue() -> Role {
        Role::Venue("main".into())
    }

    #[test]
    fn nobody_holds_two_of_the_three_administrators() {
        let three = [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];
        for held in &three {
            for wanted in &three {
                assert!(clash(std::slice::from_ref(held), wanted).is_some(), "{held} {wanted}");
            }
            assert_eq!(clash(std::slice::from_ref(held), &Role::Press), None);
        }
    }

    #[test]
    fn nobody_holds_two_of_the_four_powers() {
        let powers = [Role::CardMaker, Role::Trustee(1), venue(), Role::Supervision];
        for held in &powers {
            for wanted in &powers {
                assert!(clash(std::slice::from_ref(held), wanted).is_some(), "{held} {wanted}");
            }
            assert_eq!(clash(std::slice::from_ref(held), &Role::Office), None);
        }
        assert!(clash(&[Role::Trustee(1)], &Role::Trustee(2)).is_some_and(|why| why.contains("第 2 份")));
        assert_eq!(clash(&[venue()], &Role::Venue("dongsheng".into())), None, "two venues are one power");
        assert!(clash(&[Role::Press, Role::Logistics], &Role::CardMaker).is_some());
    }

    #[test]
    fn the_system_administrator_appoints_the_first_two_and_nobody_else() {
        let system = [Role::SystemAdmin];
        assert_eq!(may_not_grant(&system, &Role::SecurityAdmin, false), None);
        assert_eq!(may_not_grant(&system, &Role::AuditAdmin, false), None);
        assert!(may_not_grant(&system, &Role::SecurityAdmin, true).is_some());
        assert!(may_not_grant(&system, &Role::SystemAdmin, false).is_some());
        assert!(may_not_grant(&system, &Role::Press, false).is_some());
        assert!(may_not_grant(&[Role::AuditAdmin], &Role::AuditAdmin, false).is_some());
        assert_eq!(may_not_grant(&[Role::SecurityAdmin], &Role::Press, true), None);
    }
}
