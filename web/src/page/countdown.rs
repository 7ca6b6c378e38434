//! Time left until something, in words from the server; a small module keeps it ticking by the server's clock.

use jiff::Timestamp;
use maud::{Markup, html};

use super::date;

/// `距述职报告会开始还有 3 天 4 小时`. When the moment has passed it says `arrived` instead. `what` names the moment.
pub fn countdown(now: Timestamp, target: Timestamp, what: &str, arrived: &str) -> Markup {
    let (now, target_ms) = (now.as_millisecond(), target.as_millisecond());
    html! {
        p.countdown data-countdown data-now=(now) data-target=(target_ms) data-arrived=(arrived) {
            @if target_ms > now {
                "距" (what) "还有 " time.countdown-left datetime=(date::machine(target)) { (date::span(target_ms - now)) }
            } @else { (arrived) }
        }
    }
}
