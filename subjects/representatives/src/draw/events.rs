//! What the ceremony writes into the audit log. Nothing here says who was drawn.

web::audit_events! {
    /// The first of two officers proposed an act.
    Proposed = "draw.proposed" "抽取：提出" { what: &'static str, reason: String }
    /// The second did not agree, or the first took it back.
    Ended = "draw.proposal-ended" "抽取：否决或撤回" { what: &'static str, outcome: &'static str, reason: String }
    /// The sources of the seed were named.
    Announced = "draw.announced" "公告种子来源" { count: i64 }
    /// The pool was frozen.
    Frozen = "draw.pool-frozen" "封存名册" { count: i64, fingerprint: String }
    /// One officer typed the text of a source. What was typed is told only when the second has typed too.
    Typed = "draw.source-typed" "录入种子来源" {}
    /// Two officers typed different texts.
    Differed = "draw.source-differed" "种子来源两次录入不一致" { first: String, second: String }
    /// Two officers typed the same.
    Agreed = "draw.source-agreed" "种子来源两次录入一致" { first: String }
    /// A source gave nothing.
    Failed = "draw.source-failed" "认定种子来源失效" { reason: String, outcome: &'static str }
    /// The draw was made.
    Made = "draw.made" "抽取" { count: i64, fingerprint: String }
    /// The files are public.
    Released = "draw.released" "公开抽取文件" { count: i64 }
}
