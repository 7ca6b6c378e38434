//! How long something has been going on: arithmetic on stored instants, so that nothing ticks and every server agrees (M15, M18).

/// A pause. An end that is missing lies in the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it began, in milliseconds.
    pub began_at: i64,
    /// When it ended.
    pub ended_at: Option<i64>,
}

/// The instants of one item on stage, in milliseconds by the server's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timer {
    /// When it began; nothing before that.
    pub started_at: Option<i64>,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// Its pauses, in their order.
    pub pauses: Vec<Pause>,
}

impl Timer {
    /// Time spoken until `now`: from the start to the end, without pauses. Never negative.
    pub fn elapsed(&self, now: i64) -> i64 {
        let Some(start) = self.started_at else { return 0 };
        let end = self.ended_at.unwrap_or(now);
        end.saturating_sub(start).saturating_sub(self.paused(now)).max(0)
    }

    /// Time of all pauses until `now`, as far as they lie between start and end.
    pub fn paused(&self, now: i64) -> i64 {
        let Some(start) = self.started_at else { return 0 };
        let end = self.ended_at.unwrap_or(now);
        let length = |pause: &Pause| {
            let until = pause.ended_at.unwrap_or(end).min(end);
            until.saturating_sub(pause.began_at.max(start)).max(0)
        };
        self.pauses.iter().map(length).fold(0, i64::saturating_add)
    }

    /// When the pause began that is going on.
    pub fn paused_since(&self) -> Option<i64> {
        if self.ended_at.is_some() {
            return None;
        }
        self.pauses.last().filter(|pause| pause.ended_at.is_none()).map(|pause| pause.began_at)
    }

    /// Time beyond the limit; 0 while there is some left.
    pub fn overrun(&self, limit: i64, now: i64) -> i64 {
        self.elapsed(now).saturating_sub(limit).max(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: i64 = 60_000;

    #[test]
    fn a_report_with_two_pauses_speaks_for_what_is_between_them() {
        let pause = |from, to: Option<i64>| Pause { began_at: from * MINUTE, ended_at: to.map(|to| to * MINUTE) };
        let mut timer = Timer { started_at: Some(10 * MINUTE), ended_at: None, pauses: vec![pause(12, Some(15)), pause(20, None)] };
        assert_eq!(timer.elapsed(30 * MINUTE), 7 * MINUTE);
        assert_eq!((timer.paused(30 * MINUTE), timer.paused_since()), (13 * MINUTE, Some(20 * MINUTE)));
        timer.ended_at = Some(25 * MINUTE);
        assert_eq!((timer.elapsed(99 * MINUTE), timer.paused(99 * MINUTE), timer.paused_since()), (7 * MINUTE, 8 * MINUTE, None));
        assert_eq!((timer.overrun(6 * MINUTE, 99 * MINUTE), timer.overrun(7 * MINUTE, 99 * MINUTE)), (MINUTE, 0));
        assert_eq!(Timer::default().elapsed(5), 0);
    }

    /// An item as people press: spans spoken and spans paused, one after another.
    fn played(start: i64, spans: &[(i64, i64)]) -> (Timer, i64, i64, i64) {
        let (mut at, mut spoken, mut paused) = (start, 0, 0);
        let mut pauses = Vec::new();
        for (speak, pause) in spans {
            at += speak;
            spoken += speak;
            pauses.push(Pause { began_at: at, ended_at: Some(at + pause) });
            at += pause;
            paused += pause;
        }
        (Timer { started_at: Some(start), ended_at: None, pauses }, at, spoken, paused)
    }

    proptest! {
        #[test]
        fn what_is_spoken_and_what_is_paused_make_up_the_whole(
            start in 0..2_000_000_000_000_i64, spans in proptest::collection::vec((0..900_000_i64, 0..900_000_i64), 0..8), more in 0..900_000_i64,
        ) {
            let (mut timer, at, spoken, paused) = played(start, &spans);
            prop_assert_eq!(timer.elapsed(at + more), spoken + more);
            prop_assert_eq!(timer.paused(at + more), paused);
            // Once ended, time goes by without it.
            timer.ended_at = Some(at + more);
            prop_assert_eq!(timer.elapsed(at + more + 999_999), spoken + more);
            prop_assert_eq!(timer.elapsed(i64::MAX) + timer.paused(i64::MAX), at + more - start);
        }

        #[test]
        fn a_pause_stands_still_and_nothing_runs_backwards(
            spans in proptest::collection::vec((0..900_000_i64, 0..900_000_i64), 0..8), a in 0..900_000_i64, b in 0..900_000_i64,
        ) {
            let (mut timer, at, spoken, _) = played(1_000, &spans);
            prop_assert!(timer.elapsed(at + a.min(b)) <= timer.elapsed(at + a.max(b)));
            timer.pauses.push(Pause { began_at: at + a, ended_at: None });
            prop_assert_eq!(timer.elapsed(at + a + b), spoken + a);
        }

        #[test]
        fn no_instants_whatever_make_a_panic_or_a_negative_time(
            start in proptest::option::of(any::<i64>()), end in proptest::option::of(any::<i64>()), now in any::<i64>(), limit in any::<i64>(),
            pauses in proptest::collection::vec((any::<i64>(), proptest::option::of(any::<i64>())), 0..4),
        ) {
            let pauses = pauses.into_iter().map(|(began_at, ended_at)| Pause { began_at, ended_at }).collect();
            let timer = Timer { started_at: start, ended_at: end, pauses };
            prop_assert!(timer.elapsed(now) >= 0 && timer.paused(now) >= 0 && timer.overrun(limit, now) >= 0);
        }
    }
}
