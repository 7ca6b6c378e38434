//! SQL of the homes.

use plan::Role;
use web::args;
use web::database::{DatabaseError, Tx};

/// The administrators that nobody is yet. Until there are all three, nobody can grant roles or read the audit log.
pub async fn vacant(tx: &mut Tx) -> Result<Vec<Role>, DatabaseError> {
    let held: Vec<String> = tx
        .all(
            "SELECT DISTINCT role FROM account_roles JOIN accounts ON accounts.id = account_roles.account_id \
             WHERE accounts.state <> 'disabled' AND role IN ('security-admin', 'audit-admin')",
            args![],
        )
        .await?;
    Ok([Role::SecurityAdmin, Role::AuditAdmin].into_iter().filter(|role| !held.contains(&role.to_string())).collect())
}
