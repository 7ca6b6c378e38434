//! The public ledger (公开账本): what the activity publishes about itself, where nobody can take it back.
//!
//! A statement is queued by [`publish`] in the same transaction as the change that it tells of, and has its place from
//! then on: the queue *is* the log, numbered without gaps by one row that every writer moves on. A sequencer puts what
//! was queued into the tree, signs the checkpoint and commits both, before anybody sees them ([`integrate`]). Then the
//! witnesses are asked to cosign ([`witness`]). Everything is served under the paths of c2sp.org/tlog-tiles ([`routes`]).
//!
//! Several servers on one database may all sequence: the transaction is serialisable, so that two of them cannot make
//! two different trees; the second finds nothing left to do.

mod proofs;
mod routes;
mod rows;
mod sequence;
pub mod witness;
mod worker;

use std::sync::{Arc, PoisonError, RwLock};

use ledger::{KeyName, LogSigner, Origin};
use record::{Statement, StatementError, Vkey};

use crate::database::{Database, DatabaseError, Retryable, Tx};
use crate::secrets::Secrets;
use crate::transaction;

pub use proofs::{Inclusion, inclusion};
pub use routes::routes;
pub use rows::{Status, WitnessStatus, begin, entry, of_kind, root, status};
pub use sequence::integrate;
pub use witness::{Witness, WitnessSetting};
pub use worker::keep;

/// The keys of this activity's ledger. Cheap to clone.
#[derive(Clone)]
pub struct Ledger(Arc<Keys>);

struct Keys {
    origin: Origin,
    signer: LogSigner,
    witnesses: Vec<Witness>,
    /// Why nothing is signed any more.
    halted: RwLock<Option<String>>,
}

/// Why the ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A statement that contradicts itself or is too long: a mistake of the program, nothing was changed.
    #[error("a statement cannot be published: {0}")]
    Statement(#[from] StatementError),
    /// The origin has not the form of one.
    #[error("the ledger's origin {0:?} is not a host name with a path, such as sanmin.example/2025")]
    Origin(String),
    /// What is stored cannot be continued.
    #[error("the stored ledger is damaged: {0}")]
    Damaged(String),
}

impl Retryable for LedgerError {
    fn is_retryable(&self) -> bool {
        matches!(self, LedgerError::Database(error) if error.is_retryable())
    }
}

impl Ledger {
    /// The ledger of a database. `origin` names it when it is begun; later the stored name holds, because the log's key
    /// and every proof carry it.
    ///
    /// # Errors
    /// An origin without the form of one, or a database that fails.
    pub async fn open(database: &Database, secrets: &Secrets, origin: &str, witnesses: Vec<Witness>) -> Result<Self, LedgerError> {
        let stored = transaction!(database, |tx| rows::origin(&mut tx, origin).await)?;
        if stored != origin {
            tracing::info!(ledger = %stored, "the ledger keeps the name with which it was begun");
        }
        Ledger::named(secrets, &stored, witnesses)
    }

    /// The keys of a ledger by its name, without looking whether it was begun.
    ///
    /// # Errors
    /// An origin without the form of one.
    pub fn named(secrets: &Secrets, origin: &str, witnesses: Vec<Witness>) -> Result<Self, LedgerError> {
        let wrong = || LedgerError::Origin(origin.to_owned());
        let name: KeyName = origin.parse().map_err(|_| wrong())?;
        let seed = secrets.derive("ledger", origin);
        let keys = Keys {
            origin: Origin::new(origin).map_err(|_| wrong())?,
            signer: LogSigner::from_seed(name, &seed),
            witnesses,
            halted: RwLock::new(None),
        };
        Ok(Ledger(Arc::new(keys)))
    }

    /// The ledger's name.
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// The log's public key.
    pub fn log_key(&self) -> Vkey {
        self.0.signer.verifier().clone().into()
    }

    /// The witnesses.
    pub fn witnesses(&self) -> &[Witness] {
        &self.0.witnesses
    }

    /// The witnesses' keys, sorted, as `plan.adopted` carries them.
    pub fn witness_keys(&self) -> Vec<Vkey> {
        let mut keys: Vec<Vkey> = self.0.witnesses.iter().map(|witness| witness.key.clone().into()).collect();
        keys.sort_by_key(Vkey::to_string);
        keys
    }

    /// The lines of a file of keys, for `--vkeys`.
    pub fn key_file(&self) -> String {
        let mut text = format!("{}\n", self.log_key());
        for key in self.witness_keys() {
            text.push_str(&format!("{key}\n"));
        }
        text
    }

    /// Why nothing is signed any more, if so.
    pub fn halted(&self) -> Option<String> {
        self.0.halted.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Signs nothing from now on: somebody outside knows another history.
    fn halt(&self, reason: String) {
        tracing::error!("the ledger is halted: {reason}");
        *self.0.halted.write().unwrap_or_else(PoisonError::into_inner) = Some(reason);
    }
}

/// Whether nothing was ever queued.
///
/// # Errors
/// A database that fails.
pub async fn is_empty(tx: &mut Tx) -> Result<bool, DatabaseError> {
    Ok(rows::state(tx).await?.queued == 0)
}

/// Queues a statement in the transaction of the change that it tells of; its place in the log, from 0.
///
/// # Errors
/// A statement that is none, or a database that fails; the transaction must then be given up.
pub async fn publish(tx: &mut Tx, statement: &Statement) -> Result<u64, LedgerError> {
    let bytes = statement.to_bytes()?;
    let text = String::from_utf8(bytes).map_err(|_| LedgerError::Damaged("a statement is not UTF-8".to_owned()))?;
    Ok(rows::queue(tx, &text).await?)
}
