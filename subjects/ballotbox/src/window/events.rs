//! What the windows write into the audit log. Nothing here says who voted or how many have.

web::audit_events! {
    /// Two officers opened a window.
    Opened = "window.opened" "开启评议时段" { session: i64, minutes: i64 }
    /// Two officers extended it.
    Extended = "window.extended" "延长评议时段" { session: i64, minutes: i64 }
    /// It was closed, by two officers or by its time.
    Closed = "window.closed" "关闭评议时段" { session: i64, count: i64 }
}
