//! Witnesses (见证人): outsiders who saw that the log only grows, asked by c2sp.org/tlog-witness.

use std::str::FromStr;
use std::time::Duration;

use ledger::limits::MAX_NOTE_BYTES;
use ledger::witness::{AddCheckpoint, read_answer, write_answer};
use ledger::{Algorithm, Cosignature, Note, SignedCheckpoint, VerifierKey};
use sha2::{Digest, Sha256};
use ureq::Agent;

use super::{Ledger, LedgerError, proofs, rows};
use crate::database::{Database, DatabaseError};
use crate::transaction;

/// How long a witness may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// A witness that turns out to know another size is asked again, so often.
const TRIES: u32 = 3;

/// A witness in the settings: its key and its address with a space between, `witness.example/1+… https://witness.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessSetting {
    /// The witness's verifier key.
    pub key: VerifierKey,
    /// The address below which it answers, without a slash at the end.
    pub url: String,
}

impl FromStr for WitnessSetting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| {
            format!("{what}; expected the witness's key and address with a space between, as in: NAME+ID+KEY https://witness.example")
        };
        let (key, url) = text.trim().split_once(' ').ok_or_else(|| wrong("no address"))?;
        let key: VerifierKey = key.parse().map_err(|error| wrong(&format!("{error}")))?;
        if key.algorithm() != Algorithm::CosignatureV1 {
            return Err(wrong("the key of a log, not of a witness"));
        }
        let url = url.trim().trim_end_matches('/');
        let known = url.starts_with("https://") || url.starts_with("http://");
        if !known || url.parse::<http::Uri>().is_err() {
            return Err(wrong("the address must begin with https:// or http://"));
        }
        Ok(WitnessSetting { key, url: url.to_owned() })
    }
}

/// A witness that can be asked.
pub struct Witness {
    /// Its verifier key.
    pub key: VerifierKey,
    url: String,
    agent: Agent,
}

/// What a witness knows that this database does not.
#[derive(Debug, thiserror::Error)]
pub enum Ahead {
    /// A newer checkpoint.
    #[error("witness {witness} has cosigned {seen} entries of this ledger, the database holds {own}")]
    Newer {
        /// The witness.
        witness: String,
        /// Entries that it has cosigned.
        seen: u64,
        /// Entries here.
        own: u64,
    },
    /// Another history.
    #[error("witness {witness} has cosigned another history of this ledger at {size} entries")]
    Fork {
        /// The witness.
        witness: String,
        /// Entries that it has cosigned.
        size: u64,
    },
}

/// What came of asking.
enum Answer {
    Cosigned(String),
    /// It has cosigned this many entries.
    OtherSize(u64),
    /// The checkpoint does not continue what it has cosigned.
    Contradicted,
    Failed(String),
}

impl Witness {
    /// Makes a witness ready to be asked.
    pub fn new(setting: WitnessSetting) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent("sanmin")
            .build()
            .into();
        Witness { key: setting.key, url: setting.url, agent }
    }

    async fn ask(&self, request: &AddCheckpoint) -> Answer {
        let (agent, url, body) = (self.agent.clone(), format!("{}/add-checkpoint", self.url), request.to_bytes());
        let asked = tokio::task::spawn_blocking(move || {
            let mut answer = agent.post(&url).header("Content-Type", "text/plain; charset=utf-8").send(&body[..])?;
            let text = answer.body_mut().with_config().limit(MAX_NOTE_BYTES as u64).read_to_string()?;
            Ok::<_, ureq::Error>((answer.status().as_u16(), text))
        });
        match asked.await {
            Ok(Ok((200, text))) => self.cosignature(&request.checkpoint, &text),
            Ok(Ok((409, text))) => match text.trim().parse() {
                Ok(size) => Answer::OtherSize(size),
                Err(_) => Answer::Failed("answered 409 without a size".to_owned()),
            },
            Ok(Ok((422, _))) => Answer::Contradicted,
            Ok(Ok((status, _))) => Answer::Failed(format!("answered {status}")),
            Ok(Err(error)) => Answer::Failed(error.to_string()),
            Err(error) => Answer::Failed(error.to_string()),
        }
    }

    /// The signature line of this witness, if it is right.
    fn cosignature(&self, checkpoint: &SignedCheckpoint, text: &str) -> Answer {
        let Ok(lines) = read_answer(text.as_bytes()) else { return Answer::Failed("answered no signature".to_owned()) };
        let Some(line) = lines.into_iter().find(|line| line.is_by(&self.key)) else {
            return Answer::Failed("answered without its own signature".to_owned());
        };
        let note = Note::new(checkpoint.unverified().text(), vec![line.clone()]);
        let right = note.is_ok_and(|note| !Cosignature::all(&note, std::slice::from_ref(&self.key)).is_empty());
        if right { Answer::Cosigned(write_answer(&[line])) } else { Answer::Failed("its signature does not verify".to_owned()) }
    }

    /// The latest checkpoint that the witness has cosigned; `None` if it knows none.
    async fn latest(&self, keys: &Ledger) -> Result<Option<SignedCheckpoint>, String> {
        let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(keys.origin().as_str()));
        let (agent, url) = (self.agent.clone(), format!("{}/{hash}/checkpoint", self.url));
        let asked = tokio::task::spawn_blocking(move || {
            let mut answer = agent.get(&url).call()?;
            let text = answer.body_mut().with_config().limit(MAX_NOTE_BYTES as u64).read_to_vec()?;
            Ok::<_, ureq::Error>((answer.status().as_u16(), text))
        });
        match asked.await {
            Ok(Ok((404, _))) => Ok(None),
            Ok(Ok((200, text))) => {
                let signed = SignedCheckpoint::parse(&text).map_err(|error| error.to_string())?;
                // Only what this log has signed itself can be held against it.
                signed.check(std::slice::from_ref(keys.0.signer.verifier())).map_err(|error| error.to_string())?;
                Ok(Some(signed))
            }
            Ok(Ok((status, _))) => Err(format!("answered {status}")),
            Ok(Err(error)) => Err(error.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Asks every witness what it has seen, before anything is signed here: a restored backup or a lost standby must not
/// begin a second history. Witnesses that do not answer are named in the log and passed over.
///
/// # Errors
/// The first witness that knows more or something else.
pub async fn compare(database: &Database, keys: &Ledger) -> Result<Result<(), Ahead>, LedgerError> {
    for witness in keys.witnesses() {
        match ahead(database, keys, witness).await? {
            Ok(None) => {}
            Ok(Some(ahead)) => return Ok(Err(ahead)),
            Err(reason) => {
                let name = witness.key.name();
                tracing::warn!(witness = %name, "cannot be asked what it has seen of the ledger: {reason}");
            }
        }
    }
    Ok(Ok(()))
}

/// What one witness can show, signed by this log, that the database does not hold; the inner error says why it could not be asked.
async fn ahead(database: &Database, keys: &Ledger, witness: &Witness) -> Result<Result<Option<Ahead>, String>, LedgerError> {
    let signed = match witness.latest(keys).await {
        Ok(Some(signed)) => signed,
        Ok(None) => return Ok(Ok(None)),
        Err(reason) => return Ok(Err(reason)),
    };
    let name = witness.key.name().to_string();
    let seen = signed.unverified();
    let mut tx = database.reader().await?;
    let state = rows::state(&mut tx).await?;
    if seen.size() > state.size {
        return Ok(Ok(Some(Ahead::Newer { witness: name, seen: seen.size(), own: state.size })));
    }
    let root = state.edge()?.root();
    if seen.size() > 0 && !proofs::had_root(&mut tx, seen.size(), seen.root(), state.size, root).await? {
        return Ok(Ok(Some(Ahead::Fork { witness: name, size: seen.size() })));
    }
    Ok(Ok(None))
}

/// Asks the witnesses that have not cosigned the present checkpoint yet.
///
/// # Errors
/// A database that fails; what a witness answers is kept, not an error.
pub async fn push(database: &Database, keys: &Ledger, now: i64) -> Result<(), LedgerError> {
    for witness in keys.witnesses() {
        let name = witness.key.name().as_str();
        let mut old = {
            let mut tx = database.reader().await?;
            let (cosigned, _) = rows::cosigned(&mut tx, name).await?;
            if cosigned >= rows::state(&mut tx).await?.size {
                continue;
            }
            cosigned
        };
        for _ in 0..TRIES {
            let Some(request) = request(database, old).await? else { break };
            let size = request.checkpoint.unverified().size();
            match witness.ask(&request).await {
                Answer::Cosigned(line) => {
                    keep(database, name, now, Ok((size, &line))).await?;
                    break;
                }
                Answer::OtherSize(seen) if seen <= size && seen != old => old = seen,
                // A witness's word alone stops nothing; what this log itself has signed does.
                Answer::OtherSize(_) | Answer::Contradicted => {
                    if let Ok(Some(ahead)) = ahead(database, keys, witness).await? {
                        keys.halt(ahead.to_string());
                        return Ok(());
                    }
                    keep(database, name, now, Err("says that it knows another history, but cannot show it")).await?;
                    break;
                }
                Answer::Failed(reason) => {
                    tracing::warn!(witness = %name, size, "did not cosign: {reason}");
                    keep(database, name, now, Err(&reason)).await?;
                    break;
                }
            }
        }
    }
    Ok(())
}

/// The request to cosign the present checkpoint.
async fn request(database: &Database, old: u64) -> Result<Option<AddCheckpoint>, LedgerError> {
    let mut tx = database.reader().await?;
    let Some(checkpoint) = rows::state(&mut tx).await?.checkpoint()? else { return Ok(None) };
    let size = checkpoint.unverified().size();
    let proof = proofs::consistency(&mut tx, old, size).await?;
    Ok(proof.map(|proof| AddCheckpoint { old_size: old, proof, checkpoint }))
}

async fn keep(database: &Database, name: &str, now: i64, answer: Result<(u64, &str), &str>) -> Result<(), DatabaseError> {
    transaction!(database, |tx| rows::keep_answer(&mut tx, name, now, answer).await)
}
