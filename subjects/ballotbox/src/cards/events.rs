//! What cards write into the audit log: counts and fingerprints, never a card.

web::audit_events! {
    /// The card maker handed in the public lists of a session.
    Uploaded = "cards.uploaded" "制卡人交来公开清单" { session: i64, count: i64, fingerprint: String }
    /// Two officers confirmed them.
    SetUp = "cards.set-up" "评议票公开清单已确认" { session: i64, count: i64, fingerprint: String }
    /// Two desks of a venue confirmed a count.
    Counted = "cards.counted" "会场评议票清点" { venue: String, printed: i64, left: i64, void: i64, issued: i64 }
    /// The second desk of a venue counted other numbers by hand; neither is told.
    CountDiffered = "cards.count-differed" "两个台清点的张数不同" { venue: String }
    /// The card maker handed in how many cards of each venue were used.
    UsedHandedIn = "cards.used-handed-in" "制卡人交来各会场用过的张数" { session: i64, count: i64, venues: String }
    /// Two people made cards void after the count.
    VoidedLate = "cards.voided-late" "清点以后作废" { venue: String, count: i64 }
}
