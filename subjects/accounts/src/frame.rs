//! Who may see this subject's pages.

pub(crate) use web::desk::Desk;
use web::rights::RoleKind;

/// Who sees the accounts.
pub(crate) const ADMINISTRATORS: &[RoleKind] = &[RoleKind::SystemAdmin, RoleKind::SecurityAdmin];

/// Who creates, imports and disables accounts.
pub(crate) const SYSTEM: &[RoleKind] = &[RoleKind::SystemAdmin];

/// Who gives roles.
pub(crate) const SECURITY: &[RoleKind] = &[RoleKind::SecurityAdmin];

/// Who makes venue passes.
pub(crate) const PASS_MAKERS: &[RoleKind] = &[RoleKind::Technical, RoleKind::Logistics];
