//! Many people at once.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::Stumbled;

/// Does something for each of many, by so many at once; the answers in the order of the many.
///
/// # Errors
/// The first that stumbles; no more are begun then.
pub fn each<T: Sync, R: Send>(
    many: &[T],
    at_once: usize,
    act: impl Fn(usize, &T) -> Result<R, Stumbled> + Sync,
) -> Result<Vec<R>, Stumbled> {
    let (next, stumbled) = (AtomicUsize::new(0), AtomicBool::new(false));
    let done: Mutex<Vec<(usize, Result<R, Stumbled>)>> = Mutex::new(Vec::with_capacity(many.len()));
    let work = || {
        while !stumbled.load(Ordering::Relaxed) {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = many.get(place) else { return };
            let outcome = act(place, one);
            stumbled.fetch_or(outcome.is_err(), Ordering::Relaxed);
            if let Ok(mut done) = done.lock() {
                done.push((place, outcome));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..at_once.clamp(1, many.len().max(1)) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    // Where it was given up, what stumbled comes before what was merely not begun.
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_order_and_the_first_mistake_ends_it() {
        let many: Vec<usize> = (0..100).collect();
        assert_eq!(each(&many, 8, |_, one| Ok(one * 2)).unwrap(), (0..100).map(|one| one * 2).collect::<Vec<_>>());
        let tried = AtomicUsize::new(0);
        let outcome = each(&many, 1, |place, _| {
            tried.fetch_add(1, Ordering::Relaxed);
            if place == 3 { Err(Stumbled::Plan("no".into())) } else { Ok(()) }
        });
        assert_eq!((outcome.unwrap_err().to_string(), tried.into_inner()), ("the plan: no".to_owned(), 4));
        assert_eq!(each(&[] as &[u8], 4, |_, _| Ok(())).unwrap(), []);
    }
}
