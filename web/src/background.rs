//! Work that takes long, off the threads that answer requests.

use crate::failure::Failure;

/// Runs what takes long on a thread that may block.
///
/// # Errors
/// If the work panicked.
pub async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Failure::Internal(format!("background work: {error}")))
}
