//! What voiding writes into the audit log.

web::audit_events! {
    /// Supervision and an officer declared an election void.
    Voided = "election.voided" "评议作废" { session: i64, reason: String }
}
