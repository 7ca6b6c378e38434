//! What the comparison writes into the audit log.

web::audit_events! {
    /// One of supervision explained a difference, or asked to publish.
    Proposed = "reconciliation.proposed" "收发核对：提出" { session: i64, what: &'static str, venue: String, text: String }
    /// A second confirmed an explanation.
    Explained = "reconciliation.explained" "收发核对：差异的原因已经两人确认" { session: i64, venue: String, text: String }
    /// The second did not agree, or the first took it back.
    Ended = "reconciliation.proposal-ended" "收发核对：退回或撤回" { session: i64, venue: String, outcome: &'static str, reason: String }
    /// Two published it.
    Published = "reconciliation.published" "公布收发核对" { session: i64, issued: i64, cast: i64, not_cast: i64 }
}
