//! What the desk writes into the audit log.

web::audit_events! {
    /// One of supervision noted an alarm.
    Noted = "supervision.noted" "监督台：处理一条警示" { alarm: String, note: String }
}
