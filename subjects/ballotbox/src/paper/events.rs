//! What paper forms write into the audit log.

web::audit_events! {
    /// Two officers let a venue vote on paper forms.
    Permitted = "paper.permitted" "准许会场用纸质评议表" { session: i64, venue: String, reason: String }
    /// Two desks of the venue counted what was keyed in.
    Counted = "paper.counted" "清点纸质评议表" { session: i64, venue: String, count: i64 }
    /// The second desk counted another number; neither is told.
    CountDiffered = "paper.count-differed" "两个台清点的纸质评议表张数不同" { session: i64, venue: String }
}
