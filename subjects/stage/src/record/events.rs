//! What files write into the audit log.

web::audit_events! {
    /// A file was taken.
    FileTaken = "stage.file-taken" "会场：导出文件" { what: String, count: usize, format: &'static str }
}
