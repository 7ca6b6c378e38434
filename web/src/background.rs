//! Work that takes long, off the threads that answer requests, on a few threads of its own.
//!
//! Few and always the same ones: a password hash takes 19 MiB for a moment, and every thread that has hashed once keeps as much.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread::{Builder, available_parallelism};

use tokio::sync::oneshot;

use crate::failure::Failure;

/// Threads besides one a core, so that a release under way keeps nobody from signing in.
const MORE: usize = 2;

type Work = Box<dyn FnOnce() + Send>;

static THREADS: LazyLock<Sender<Work>> = LazyLock::new(|| {
    let (sender, receiver) = channel();
    let receiver = Arc::new(Mutex::new(receiver));
    for number in 0..available_parallelism().map_or(1, Into::into) + MORE {
        let receiver = receiver.clone();
        // Where one cannot be started, the others do its work; where none can, the sender says so.
        let _ = Builder::new().name(format!("long-work-{number}")).spawn(move || work(&receiver));
    }
    sender
});

fn work(receiver: &Mutex<Receiver<Work>>) {
    loop {
        let next = receiver.lock().map(|receiver| receiver.recv());
        let Ok(Ok(work)) = next else { return };
        // Whoever waits learns of the panic because its answer never comes; the thread goes on.
        let _ = catch_unwind(AssertUnwindSafe(work));
    }
}

/// Runs what takes long on a thread that may block.
///
/// # Errors
/// If the work panicked.
pub async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    let (sender, receiver) = oneshot::channel();
    let failed = |what: &str| Failure::Internal(format!("background work: {what}"));
    let work: Work = Box::new(move || {
        // Whoever asked may have gone.
        let _ = sender.send(work());
    });
    THREADS.send(work).map_err(|_| failed("no thread"))?;
    receiver.await.map_err(|_| failed("panicked"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[tokio::test]
    async fn a_few_threads_do_all_the_work_and_survive_a_panic() {
        assert!(matches!(off_thread(|| panic!("as intended")).await, Err::<(), _>(Failure::Internal(_))));
        let mut threads = HashSet::new();
        for _ in 0..100 {
            threads.insert(off_thread(|| std::thread::current().name().map(str::to_owned)).await.unwrap());
        }
        assert!(threads.len() <= available_parallelism().map_or(1, Into::into) + MORE, "{threads:?}");
        assert!(threads.iter().flatten().all(|name| name.starts_with("long-work-")));
    }
}
