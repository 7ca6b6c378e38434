//! Kinds of roles: what a route asks for, without saying which department, district or venue.

use plan::Role;

/// A [`Role`] without its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // Each is the role of the same name.
pub enum RoleKind {
    Office,
    Drafting,
    Organisation,
    Logistics,
    Supervision,
    Press,
    Opinions,
    Technical,
    Department,
    District,
    Venue,
    Statistics,
    Police,
    CardMaker,
    Trustee,
    Tally,
    Appraisal,
    SystemAdmin,
    SecurityAdmin,
    AuditAdmin,
}

impl RoleKind {
    /// Every kind, in the order in which pages list them.
    pub const ALL: [RoleKind; 20] = [
        RoleKind::Office,
        RoleKind::Drafting,
        RoleKind::Organisation,
        RoleKind::Logistics,
        RoleKind::Supervision,
        RoleKind::Press,
        RoleKind::Opinions,
        RoleKind::Technical,
        RoleKind::Department,
        RoleKind::District,
        RoleKind::Venue,
        RoleKind::Statistics,
        RoleKind::Police,
        RoleKind::CardMaker,
        RoleKind::Trustee,
        RoleKind::Tally,
        RoleKind::Appraisal,
        RoleKind::SystemAdmin,
        RoleKind::SecurityAdmin,
        RoleKind::AuditAdmin,
    ];

    /// The kind of a role.
    pub fn of(role: &Role) -> Self {
        match role {
            Role::Office => RoleKind::Office,
            Role::Drafting => RoleKind::Drafting,
            Role::Organisation => RoleKind::Organisation,
            Role::Logistics => RoleKind::Logistics,
            Role::Supervision => RoleKind::Supervision,
            Role::Press => RoleKind::Press,
            Role::Opinions => RoleKind::Opinions,
            Role::Technical => RoleKind::Technical,
            Role::Department(_) => RoleKind::Department,
            Role::District(_) => RoleKind::District,
            Role::Venue(_) => RoleKind::Venue,
            Role::Statistics => RoleKind::Statistics,
            Role::Police => RoleKind::Police,
            Role::CardMaker => RoleKind::CardMaker,
            Role::Trustee(_) => RoleKind::Trustee,
            Role::Tally => RoleKind::Tally,
            Role::Appraisal => RoleKind::Appraisal,
            Role::SystemAdmin => RoleKind::SystemAdmin,
            Role::SecurityAdmin => RoleKind::SecurityAdmin,
            Role::AuditAdmin => RoleKind::AuditAdmin,
        }
    }

    /// The kind in Chinese.
    pub fn chinese(self) -> &'static str {
        self.example().chinese()
    }

    /// A role of this kind, with a made-up id where one is needed. For walking the rights matrix.
    pub fn example(self) -> Role {
        match self {
            RoleKind::Office => Role::Office,
            RoleKind::Drafting => Role::Drafting,
            RoleKind::Organisation => Role::Organisation,
            RoleKind::Logistics => Role::Logistics,
            RoleKind::Supervision => Role::Supervision,
            RoleKind::Press => Role::Press,
            RoleKind::Opinions => Role::Opinions,
            RoleKind::Technical => Role::Technical,
            RoleKind::Department => Role::Department("example".into()),
            RoleKind::District => Role::District("example".into()),
            RoleKind::Venue => Role::Venue("example".into()),
            RoleKind::Statistics => Role::Statistics,
            RoleKind::Police => Role::Police,
            RoleKind::CardMaker => Role::CardMaker,
            RoleKind::Trustee => Role::Trustee(1),
            RoleKind::Tally => Role::Tally,
            RoleKind::Appraisal => Role::Appraisal,
            RoleKind::SystemAdmin => Role::SystemAdmin,
            RoleKind::SecurityAdmin => Role::SecurityAdmin,
            RoleKind::AuditAdmin => Role::AuditAdmin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_an_example_of_itself() {
        for kind in RoleKind::ALL {
            let role = kind.example();
            assert_eq!(RoleKind::of(&role), kind);
            assert_eq!(role.to_string().parse::<Role>().unwrap(), role);
        }
    }
}
