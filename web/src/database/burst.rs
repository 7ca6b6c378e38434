//! Group commit: many small changes that arrive at once share one transaction.

use std::future::Future;

use tokio::sync::{mpsc, oneshot};

use super::{Database, DatabaseError, Retryable, Tx};
use crate::transaction;

/// What is done with one job. It must be fit to run more than once, as a transaction's body must.
pub trait Handler: Send + Sync + 'static {
    /// What callers hand in.
    type Job: Send + Sync + 'static;
    /// What a caller gets once its change is durable. A job that is turned away before anything was written for it is
    /// also done: `Result<Receipt, Refusal>` suits, and costs the others nothing.
    type Done: Send + 'static;
    /// A failure that rolls the job back, and with it the batch, whose jobs are then run one by one.
    type Error: From<DatabaseError> + Retryable + Send + 'static;

    /// Does one job in the transaction of its batch.
    fn handle(&self, tx: &mut Tx, job: &Self::Job) -> impl Future<Output = Result<Self::Done, Self::Error>> + Send;
}

/// Why a job was not done. Nothing of it is kept, unless the failure is [`DatabaseError::OutcomeUnknown`].
#[derive(Debug, thiserror::Error)]
pub enum BurstError<E> {
    /// Too many jobs wait already; the caller may come back later.
    #[error("too many jobs are waiting")]
    QueueFull,
    /// The worker has ended, because the program is stopping.
    #[error("the worker has stopped")]
    Stopped,
    /// The job itself failed.
    #[error(transparent)]
    Failed(E),
}

/// The entrance to a worker that does jobs in batches. Cheap to clone; the worker ends, after all that was submitted,
/// when the last clone is dropped.
pub struct Burst<H: Handler>(mpsc::Sender<Waiting<H>>);

impl<H: Handler> Clone for Burst<H> {
    fn clone(&self) -> Self {
        Burst(self.0.clone())
    }
}

struct Waiting<H: Handler> {
    job: H::Job,
    answer: oneshot::Sender<Result<H::Done, H::Error>>,
}

/// Most jobs in one transaction.
const BATCH: usize = 128;

impl<H: Handler> Burst<H> {
    /// Starts the worker. At most `queue` jobs wait.
    pub fn start(database: Database, handler: H, queue: usize) -> Self {
        let (sender, receiver) = mpsc::channel(queue.max(1));
        tokio::spawn(work(database, handler, receiver));
        Burst(sender)
    }

    /// Hands in a job and waits until it is durable. A caller that stops waiting does not stop the job.
    pub async fn submit(&self, job: H::Job) -> Result<H::Done, BurstError<H::Error>> {
        let (answer, answered) = oneshot::channel();
        self.0.try_send(Waiting { job, answer }).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => BurstError::QueueFull,
            mpsc::error::TrySendError::Closed(_) => BurstError::Stopped,
        })?;
        answered.await.map_err(|_| BurstError::Stopped)?.map_err(BurstError::Failed)
    }
}

/// Takes whatever waits, up to a batch, and does not wait for more: under load batches grow by themselves.
async fn work<H: Handler>(database: Database, handler: H, mut receiver: mpsc::Receiver<Waiting<H>>) {
    let mut batch = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut batch, BATCH).await > 0 {
        match run(&database, &handler, &batch).await {
            Ok(done) => {
                for (waiting, done) in batch.drain(..).zip(done) {
                    let _ = waiting.answer.send(Ok(done));
                }
            }
            Err(error) if batch.len() == 1 => {
                if let Some(waiting) = batch.pop() {
                    let _ = waiting.answer.send(Err(error));
                }
            }
            Err(_) => run_alone(&database, &handler, batch.drain(..)).await,
        }
    }
}

async fn run_alone<H: Handler>(database: &Database, handler: &H, batch: impl Iterator<Item = Waiting<H>>) {
    for waiting in batch {
        let outcome = run(database, handler, std::slice::from_ref(&waiting)).await;
        let outcome = outcome.and_then(|mut done| done.pop().ok_or_else(|| DatabaseError::RowCount(0).into()));
        let _ = waiting.answer.send(outcome);
    }
}

/// Does the jobs in one transaction; on success there are as many answers as jobs, in their order.
async fn run<H: Handler>(database: &Database, handler: &H, batch: &[Waiting<H>]) -> Result<Vec<H::Done>, H::Error> {
    transaction!(database, |tx| -> Result<Vec<H::Done>, H::Error> {
        let mut done = Vec::with_capacity(batch.len());
        for waiting in batch {
            done.push(handler.handle(&mut tx, &waiting.job).await?);
        }
        Ok(done)
    })
}
