//! Looking at proofs: a few threads that may be busy, and a short queue before them.

use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;

use super::refused::Refused;

/// Most ballots that wait for a thread. At some 120 ballots a second and core the last of them waits a few seconds on two cores.
const WAITING: usize = 512;

/// Threads for what takes long: as many as the machine has cores, so that pages and receipts are still served.
#[derive(Clone)]
pub struct Verifying {
    queue: Arc<Semaphore>,
    threads: Arc<Semaphore>,
}

impl Default for Verifying {
    fn default() -> Self {
        Verifying::new(available_parallelism().map_or(1, Into::into), WAITING)
    }
}

impl Verifying {
    /// So many threads, and so many places to wait for one.
    pub fn new(threads: usize, waiting: usize) -> Self {
        Verifying { queue: Arc::new(Semaphore::new(threads + waiting)), threads: Arc::new(Semaphore::new(threads)) }
    }

    /// Does the work on a thread that may be busy.
    ///
    /// # Errors
    /// [`Refused::Busy`] at once when the queue is full; an internal error if the work panicked.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
        let place = self.queue.clone().try_acquire_owned().map_err(|_| Refused::Busy)?;
        let thread = self.threads.clone().acquire_owned().await.map_err(|error| Refused::Internal(error.to_string()))?;
        // Both are held until the work ends, also when the caller has gone.
        let work = move || {
            let _held = (place, thread);
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Refused::Internal("verification panicked".to_owned()))
    }
}
