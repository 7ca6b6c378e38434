//! What invitations write into the audit log. The subject is the application's id; none says who the person is or which pool number.

web::audit_events! {
    /// Seats were given as drawn, and everybody's notice began to be sent.
    NoticesBegun = "invitations.notices-begun" "发出抽取通知" { count: i64, seats: i64 }
    /// The person says that they will come.
    Confirmed = "invitation.confirmed" "代表确认参加" { venue: String, session: i64 }
    /// The person declined by their own link.
    Declined = "invitation.declined" "代表谢绝" { venue: String, session: i64 }
    /// A reserve said beforehand not to want to move up, or took that back.
    Availability = "invitation.availability" "候补意愿" { outcome: &'static str }
    /// The last digits of the identity number were wrong.
    WrongDigits = "invitation.wrong-digits" "邀请页身份校验不符" {}
    /// A reserve moved up.
    MovedUp = "invitation.moved-up" "候补递补" { venue: String, session: i64 }
    /// Nobody was left to move up.
    Vacant = "invitation.vacant" "候补用尽，席位空缺" { venue: String, session: i64 }
    /// Staff called the person.
    Called = "invitation.called" "电话联系代表" { outcome: &'static str }
    /// The first of two proposed to free a seat.
    ReleaseProposed = "invitation.release-proposed" "提出腾出席位" { venue: String, session: i64, reason: String }
    /// The second did not agree, or the first took it back.
    ReleaseEnded = "invitation.release-ended" "腾出席位：否决或撤回" { outcome: &'static str }
    /// The second agreed.
    Released = "invitation.released" "腾出席位" { venue: String, session: i64 }
    /// Somebody got another link; the old one is worthless.
    Reissued = "invitation.reissued" "换发邀请链接" { reason: String }
    /// Those who have not answered were reminded.
    Reminded = "invitations.reminded" "提醒未答复的代表" { venue: String, session: i64, count: i64 }
    /// A venue said where it is and when people come.
    Arranged = "invitations.arranged" "填写会场安排" { venue: String, session: i64 }
    /// Everybody of a venue was told of its arrangements.
    ArrangementsSent = "invitations.arrangements-sent" "通知会场安排" { venue: String, session: i64, count: i64 }
    /// A list or badges were taken.
    ListTaken = "invitations.list-taken" "打印或导出代表名单" { venue: String, session: i64, count: i64, format: &'static str }
}
