//! What a sitting writes into the audit log.

web::audit_events! {
    /// A sitting was begun.
    Started = "ceremony.started" "开始密钥生成会" { dry_run: bool, sessions: String }
    /// A trustee's posting was taken.
    Posted = "ceremony.posted" "密钥生成会：收下文件" { file: String, fingerprint: String }
    /// Two officers confirmed the words, and the elections were made.
    KeysMade = "ceremony.keys-made" "密钥一致，生成各场评议" { dry_run: bool, count: i64 }
    /// Two officers gave a sitting up.
    GivenUp = "ceremony.given-up" "放弃密钥生成会" { reason: String, count: i64 }
    /// A dry run was removed.
    Removed = "ceremony.dry-run-removed" "删除演练" { count: i64 }
}
