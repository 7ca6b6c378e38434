//! What proposals write into the audit log. A confirmed act writes its own event.

web::audit_events! {
    /// The first of two people proposed an act.
    Proposed = "election.proposed" "评议票：提出" { what: &'static str, part: String, reason: String }
    /// The second did not agree, or the first took it back.
    Ended = "election.proposal-ended" "评议票：否决或撤回" { what: &'static str, part: String, outcome: &'static str, reason: String }
}
