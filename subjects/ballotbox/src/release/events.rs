//! What the release writes into the audit log.

web::audit_events! {
    /// A trustee posted the SHA-256 of a share.
    ShareCommitted = "share.committed" "交来份额的指纹" { session: i64, number: i64, fingerprint: String }
    /// Trustees opened a total offline for leaders; two officers recorded it.
    Previewed = "result.previewed" "登记提前看结果" { session: i64, trustees: String }
    /// The second officer brought the shares; they are being checked.
    SharesReceived = "result.shares" "收到份额，开始核对" { count: i64 }
    /// Something was wrong with a share or an archive; nothing was published.
    NotReleased = "result.refused" "没有公布结果" { why: String }
    /// Two officers published the results of all sessions.
    Released = "result.released" "公布结果" { count: i64 }
}
