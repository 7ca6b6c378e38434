//! What promises write into the audit log.

web::audit_events! {
    /// A promise was recorded.
    PromiseMade = "promise.made" "承诺：登记" { session: i64, department: String, what: String, day: String }
    /// A department told how far it is.
    PromiseReported = "promise.reported" "承诺：部门报告" { department: String, outcome: &'static str }
    /// The office decided about it.
    PromiseDecided = "promise.decided" "承诺：确认或认定" { department: String, outcome: &'static str }
}
