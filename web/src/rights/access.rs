//! What a route demands of those who use it, and the decision on one visitor.

use plan::{Admission, GuardedRight, Plan};

use super::{RoleKind, Visitor};

/// Who may use a route. Nothing is public unless it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Only over this machine's loopback interface: figures for the operator's monitoring.
    Local,
    /// Anybody who is signed in by account.
    Staff,
    /// Those who hold one of these roles.
    Roles(&'static [RoleKind]),
}

/// What the gate decides about one visitor on one route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Goes through.
    Allowed,
    /// Goes through a published exception of the plan, whose use supervision sees.
    AllowedByException {
        /// The right that was used.
        right: GuardedRight,
        /// The id of the resolution in the plan.
        resolution: String,
    },
    /// Must sign in first.
    SignInFirst,
    /// Holds none of the roles.
    Forbidden,
    /// Holds the role, but is tied to an evaluated department (M117).
    BehindWall {
        /// The right that was refused.
        right: GuardedRight,
        /// The department's name.
        department: String,
    },
}

/// Decides on a visitor. Pure: the same answer wherever it is asked, on a route or inside a page.
pub fn decide(access: Access, guard: Option<GuardedRight>, visitor: Option<&Visitor>, plan: &Plan, local: bool) -> Decision {
    let visitor = match (access, visitor) {
        (Access::Public, _) => return Decision::Allowed,
        (Access::Local, _) => return if local { Decision::Allowed } else { Decision::Forbidden },
        (_, None) => return Decision::SignInFirst,
        (Access::Staff, Some(visitor)) if visitor.account().is_none() => return Decision::Forbidden,
        (Access::Roles(kinds), Some(visitor)) if !visitor.holds(kinds) => return Decision::Forbidden,
        (_, Some(visitor)) => visitor,
    };
    match guard {
        None => Decision::Allowed,
        Some(right) => wall(right, visitor, plan),
    }
}

/// The conflict wall (利益冲突隔离墙): guarded rights are refused to those tied to an evaluated department, save by an exception.
pub fn wall(right: GuardedRight, visitor: &Visitor, plan: &Plan) -> Decision {
    let posts: Vec<plan::PostId> = visitor.posts.iter().filter_map(|post| post.parse().ok()).collect();
    let department = match plan.admission(right, &visitor.unit, &posts, &visitor.roles) {
        Admission::Free => return Decision::Allowed,
        Admission::Excepted(resolution) => return Decision::AllowedByException { right, resolution: resolution.id.to_string() },
        Admission::Refused(department) => department,
    };
    let department = plan.department(&department).map_or_else(|| department.to_string(), |department| department.name.clone());
    Decision::BehindWall { right, department }
}
