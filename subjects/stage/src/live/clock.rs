//! Timers and countdowns in a page, in the server's words; `onair.js` keeps them ticking with the same words.

use maud::{Markup, html};
use web::page::date;

use super::state::{Countdown, Ticking};

/// A stage timer at a moment: its class, its words, its digits.
pub(crate) fn reading(timer: &Ticking, now: i64) -> (&'static str, &'static str, String) {
    let left = timer.remaining(now);
    // A second that has begun still counts as left, and as over only when it is full.
    let seconds = if left > 0 { (left + 999) / 1_000 } else { -left / 1_000 };
    let digits = format!("{}:{:02}", seconds / 60, seconds % 60);
    let (class, words) = match left {
        ..=0 if timer.paused_since.is_some() => ("over", "暂停，已超时"),
        ..=0 => ("over", "超时"),
        _ if timer.paused_since.is_some() => ("paused", "暂停，剩余"),
        _ if left <= timer.warning => ("warn", "即将到时，剩余"),
        _ => ("ok", "剩余"),
    };
    (class, words, digits)
}

/// The timer's place; empty and hidden when nothing is on.
pub(crate) fn timer(timer: Option<&Ticking>, now: i64) -> Markup {
    let (class, words, digits) = timer.map_or(("ok", "", String::new()), |timer| reading(timer, now));
    html! {
        p class={ "stage-timer " (class) } role="timer" data-slot="timer" hidden[timer.is_none()] {
            span.stage-timer-words { (words) } " " span.stage-timer-left { (digits) }
        }
    }
}

/// The countdown's place.
pub(crate) fn countdown(countdown: Option<&Countdown>, now: i64) -> Markup {
    html! {
        p.countdown data-slot="countdown" hidden[countdown.is_none()] {
            @if let Some(it) = countdown {
                @if it.target > now { (it.words) " " strong.countdown-left { (date::span(it.target - now)) } } @else { (it.arrived) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_says_what_it_is_in_words_and_not_by_colour_alone() {
        let timer = Ticking { started_at: 0, paused: 0, paused_since: None, limit: 600_000, warning: 60_000 };
        let read = |now| reading(&timer, now);
        assert_eq!(read(0), ("ok", "剩余", "10:00".into()));
        assert_eq!(read(1), ("ok", "剩余", "10:00".into()));
        assert_eq!(read(540_000), ("warn", "即将到时，剩余", "1:00".into()));
        assert_eq!(read(599_999), ("warn", "即将到时，剩余", "0:01".into()));
        assert_eq!(read(600_000), ("over", "超时", "0:00".into()));
        assert_eq!(read(725_500), ("over", "超时", "2:05".into()));
        let paused = Ticking { paused_since: Some(60_000), ..timer };
        assert_eq!(reading(&paused, 999_999), ("paused", "暂停，剩余", "9:00".into()));
    }
}
