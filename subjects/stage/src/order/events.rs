//! What show control writes into the audit log.

web::audit_events! {
    /// The running order of a session was made from the plan.
    Prepared = "stage.prepared" "生成会场次序" { session: i64 }
    /// An item began.
    Started = "stage.started" "会场：开始" { session: i64, what: String }
    /// It was interrupted.
    Paused = "stage.paused" "会场：暂停" { session: i64, what: String }
    /// It went on.
    Resumed = "stage.resumed" "会场：继续" { session: i64, what: String }
    /// It ended.
    Ended = "stage.ended" "会场：结束" { session: i64, what: String, seconds: i64, over_seconds: i64 }
    /// It was started by mistake and put back.
    PutBack = "stage.put-back" "会场：误开始，退回" { session: i64, what: String, reason: String }
    /// It was ended by mistake and taken up again.
    Reopened = "stage.reopened" "会场：误结束，恢复" { session: i64, what: String, reason: String }
    /// The order was changed.
    Moved = "stage.moved" "会场：调整次序" { session: i64, what: String, place: i64 }
}
