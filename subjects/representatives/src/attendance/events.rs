//! What the doors write into the audit log. None says who came: the subject is the venue, or for what was taken back the application.

web::audit_events! {
    /// People were checked in, one by one or sent together by a device.
    CheckedIn = "attendance.checked-in" "签到" { venue: String, session: i64, count: i64, repeated: i64 }
    /// A check-in was taken back.
    Undone = "attendance.undone" "撤销签到" { venue: String, session: i64, reason: String }
    /// The counts were taken as a file.
    CountsTaken = "attendance.counts-taken" "导出到位统计" { format: &'static str }
}
