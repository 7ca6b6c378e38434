//! What the release writes into the audit log.

web::audit_events! {
    /// A trustee posted the SHA-256 of a share.
    ShareCommitted = "share.committed" "交来份额的指纹" { session: i64, number: i64, fingerprint: String }
    /// Two officers published the results of all sessions.
    Released = "result.released" "公布结果" { count: i64 }
}
