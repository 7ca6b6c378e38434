//! What the director's channel writes into the audit log. Never the words of a question that was not put.

web::audit_events! {
    /// A department was chosen for an interview.
    DepartmentChosen = "channel.department-chosen" "局长通道：确定部门" { session: i64, department: String }
    /// It was taken off again before its turn.
    DepartmentDropped = "channel.department-dropped" "局长通道：取消部门" { session: i64, department: String }
    /// A question was put on the list of an interview.
    QuestionListed = "channel.question-listed" "局长通道：列入问题" { department: String, what: String }
    /// It was taken off.
    QuestionDropped = "channel.question-dropped" "局长通道：移出问题" { department: String }
    /// It changed its place.
    QuestionMoved = "channel.question-moved" "局长通道：调整问题次序" { department: String }
    /// It was put.
    QuestionAsked = "channel.question-asked" "局长通道：已提问" { department: String, what: String }
}
