//! What this subject writes into the audit log. The subject of each is the id of the application, batch, report or export;
//! none says who the person is.

web::audit_events! {
    /// A citizen signed up.
    SignedUp = "representative.signed-up" "市民报名" { venue: String }
    /// A person withdrew.
    Withdrawn = "representative.withdrawn" "撤回报名或推荐" { venue: String }
    /// A file of nominees was accepted.
    Nominated = "representatives.nominated" "推荐人选" { venue: String, file: String, count: i64, left_out: i64 }
    /// A second person signed a batch.
    CoSigned = "representatives.co-signed" "联署推荐" { venue: String, count: i64 }
    /// The first of two looked at applications and found them in order.
    Reviewed = "representatives.reviewed" "核对报名" { venue: String, count: i64 }
    /// The second of two agreed.
    Confirmed = "representatives.confirmed" "复核报名" { venue: String, count: i64 }
    /// An application was refused by its district or the organisers.
    Refused = "representative.refused" "不予受理" { venue: String, reason: String }
    /// A person's particulars were shown in full.
    Unmasked = "representative.unmasked" "查看完整个人信息" { venue: String, reason: String }
    /// A list was taken as a file.
    Exported = "representatives.exported" "导出名单" { venue: String, count: i64, format: &'static str }
    /// A second application of one person was looked at.
    ClashDecided = "representative.clash-decided" "处理重复报名" { outcome: &'static str, reason: String }
    /// Two applications that look alike were looked at.
    LikenessDecided = "representative.likeness-decided" "处理疑似重复" { outcome: &'static str, other: String, reason: String }
    /// The list for the police was taken.
    VettingExported = "vetting.exported" "导出资格审查名册" { count: i64, fingerprint: String, format: &'static str }
    /// A result of the review was uploaded.
    ResultsUploaded = "vetting.results-uploaded" "上传资格审查结果" { file: String, count: i64, failed: i64 }
    /// A second person confirmed it, and it took effect.
    ResultsConfirmed = "vetting.results-confirmed" "确认资格审查结果" { count: i64, failed: i64 }
    /// A second person sent it back.
    ResultsReturned = "vetting.results-returned" "退回资格审查结果" { reason: String }
    /// A person appealed.
    Appealed = "representative.appealed" "申诉" {}
    /// The second of two decided an appeal.
    AppealDecided = "representative.appeal-decided" "决定申诉" { outcome: &'static str }
    /// The first of two proposed a decision.
    Proposed = "vetting.proposed" "拟定决定" { what: &'static str, outcome: &'static str, reason: String }
    /// The second did not agree, or the first took it back.
    ProposalEnded = "vetting.proposal-ended" "拟定的决定没有生效" { what: &'static str, outcome: &'static str, reason: String }
    /// The list of an evaluated department's staff was uploaded; the subject is the department.
    TieListUploaded = "vetting.tie-list-uploaded" "上传被评议部门人员名单" { department: String, file: String, count: i64, fingerprint: String }
    /// Two decided about somebody who is on such a list.
    TieDecided = "vetting.tie-decided" "决定利益冲突核对" { department: String, outcome: &'static str, reason: String }
}
