//! `sanmin ledger witness`: C2SP tlog-witness over HTTP.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as UrlPath, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use clap::Args;
use ledger::witness::{AddCheckpoint, MAX_REQUEST_BYTES, Refusal, Seen, judge, write_answer};
use ledger::{Algorithm, KeyName, Note, Origin, SignedCheckpoint, VerifierKey, WitnessSigner};
use web::clock::Clock;
use zeroize::Zeroizing;

use super::state::{State, StateError};
use crate::commands::failed::Failed;
use crate::commands::files::{Readers, create, read_capped};
use crate::commands::{say, serve};
use crate::logging::{self, LogFormat};

/// A key file is one line.
const MAX_KEY_FILE_BYTES: usize = 4096;

/// Arguments of `sanmin ledger witness`.
#[derive(Args)]
pub struct Arguments {
    /// Where to listen
    #[arg(long, value_name = "ADDR")]
    listen: SocketAddr,
    /// Verifier key of a log to watch (repeatable)
    #[arg(long, value_name = "KEY", required = true)]
    vkey: Vec<VerifierKey>,
    /// This witness's secret key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Make the key file under this name, such as witness.example.org/1, if it is not there
    #[arg(long, value_name = "NAME")]
    new: Option<KeyName>,
    /// What was cosigned last; losing it lets a log show another history [default: beside the key, `witness-state`]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

/// Serves until told to stop.
pub(super) fn run(arguments: Arguments) -> Result<(), Failed> {
    if let Some(key) = arguments.vkey.iter().find(|key| key.algorithm() != Algorithm::Ed25519) {
        return Err(Failed::WrongUse(format!("--vkey {key}: the key of a witness, not of a log")));
    }
    let signer = signer(&arguments.key, arguments.new)?;
    let folder = arguments.state.unwrap_or_else(|| arguments.key.with_file_name("witness-state"));
    let witness = Witness::open(arguments.vkey, signer, &folder).map_err(|error| Failed::Here(error.to_string()))?;
    logging::start(LogFormat::Text);
    let listener = web::server::bind(arguments.listen, "--listen").map_err(|error| Failed::Here(error.to_string()))?;
    let address = listener.local_addr().unwrap_or(arguments.listen);
    say(&format!("witness {}\nlistening on http://{address}\n", witness.signer.verifier()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime
        .map_err(|error| format!("cannot start: {error}"))
        .and_then(|runtime| {
            runtime.block_on(async {
                let stop = serve::stop_signal().map_err(|error| format!("cannot listen for signals: {error}"))?;
                web::server::serve(listener, None, router(witness), stop).await.map_err(|error| error.to_string())
            })
        })
        .map_err(Failed::Here)
}

/// Reads the key, or makes one under a name.
fn signer(path: &Path, new: Option<KeyName>) -> Result<WitnessSigner, Failed> {
    match (read_capped(path, MAX_KEY_FILE_BYTES).map(Zeroizing::new), new) {
        (Ok(bytes), _) => {
            let text = std::str::from_utf8(&bytes).map_err(|_| Failed::file(path, "not a key"))?;
            WitnessSigner::parse(text).map_err(|error| Failed::file(path, error))
        }
        (Err(error), Some(name)) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut seed = Zeroizing::new([0; 32]);
            getrandom::fill(seed.as_mut()).map_err(|error| Failed::Here(format!("no randomness: {error}")))?;
            let signer = WitnessSigner::from_seed(name, &seed);
            create(path, Zeroizing::new(format!("{}\n", *signer.to_text())).as_bytes(), Readers::Owner)
                .map_err(|error| Failed::file(path, error))?;
            Ok(signer)
        }
        (Err(error), _) => Err(Failed::file(path, format!("{error}; --new NAME makes a key"))),
    }
}

struct Witness {
    logs: Vec<VerifierKey>,
    signer: WitnessSigner,
    clock: Clock,
    /// One lock from reading what was seen until the new state is durable, as the specification demands.
    cosigned: Mutex<Cosigned>,
}

struct Cosigned {
    state: State,
    latest: BTreeMap<Origin, SignedCheckpoint>,
}

/// What a request comes to.
enum Answer {
    Cosigned(String),
    Refused(Refusal),
    Broken(StateError),
}

impl Witness {
    fn open(logs: Vec<VerifierKey>, signer: WitnessSigner, folder: &Path) -> Result<Self, StateError> {
        let state = State::open(folder)?;
        let mut latest = BTreeMap::new();
        for log in &logs {
            // The name of a log's key is its origin; one that is no origin watches nothing.
            let Ok(origin) = Origin::new(log.name().as_str()) else { continue };
            if let Some(signed) = state.load(&origin, &logs, signer.verifier())? {
                latest.insert(origin, signed);
            }
        }
        Ok(Witness { logs, signer, clock: Clock::system(), cosigned: Mutex::new(Cosigned { state, latest }) })
    }

    fn add_checkpoint(&self, body: &[u8]) -> Answer {
        let request = match AddCheckpoint::parse(body) {
            Ok(request) => request,
            Err(error) => return Answer::Refused(error.into()),
        };
        // What stands under the lock is changed in one step at the end, so a panic elsewhere leaves it whole.
        let mut cosigned = self.cosigned.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = |origin: &Origin| cosigned.latest.get(origin).map(|signed| Seen::from(signed.unverified()));
        let checkpoint = match judge(&self.logs, seen, &request) {
            Ok(checkpoint) => checkpoint,
            Err(refusal) => {
                if refusal.is_evidence() {
                    tell_evidence(&refusal, cosigned.state.keep_evidence(body));
                }
                return Answer::Refused(refusal);
            }
        };
        let seconds = u64::try_from(self.clock.now().as_second()).unwrap_or_default();
        let cosignature = self.signer.cosign(checkpoint, seconds);
        // Kept and shown are the log's signature and ours; others are not verified here.
        let by_log = request.checkpoint.note().signatures().iter().filter(|line| self.logs.iter().any(|log| line.is_by(log)));
        let note = Note::new(checkpoint.text(), by_log.cloned().chain([cosignature.clone()]).collect());
        let signed = match note.map_err(Into::into).and_then(|note| SignedCheckpoint::parse(&note.to_bytes())) {
            Ok(signed) => signed,
            Err(error) => return Answer::Refused(Refusal::Unsigned(error)),
        };
        if let Err(error) = cosigned.state.save(&signed) {
            return Answer::Broken(error);
        }
        tracing::info!(log = %checkpoint.origin(), size = checkpoint.size(), root = %checkpoint.root(), "cosigned");
        cosigned.latest.insert(checkpoint.origin().clone(), signed);
        Answer::Cosigned(write_answer(&[cosignature]))
    }

    /// The latest cosigned checkpoint of the log with this hash ("Monitor Retrieval Mechanism").
    fn latest(&self, hash: &str) -> Option<Vec<u8>> {
        let cosigned = self.cosigned.lock().unwrap_or_else(PoisonError::into_inner);
        let found = cosigned.latest.iter().find(|(origin, _)| State::hash(origin) == hash);
        found.map(|(_, signed)| signed.to_bytes())
    }
}

fn tell_evidence(refusal: &Refusal, kept: Result<Option<PathBuf>, StateError>) {
    match kept {
        Ok(Some(path)) => tracing::error!(evidence = %path.display(), "refused: {refusal}"),
        Ok(None) => tracing::error!("refused: {refusal}"),
        Err(error) => tracing::error!("refused: {refusal}; the evidence could not be kept: {error}"),
    }
}

fn router(witness: Witness) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{hash}/checkpoint", get(latest))
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
        .with_state(Arc::new(witness))
}

async fn add_checkpoint(Shared(witness): Shared<Arc<Witness>>, body: Bytes) -> Response {
    // The disk is waited for, which must not hold up other requests.
    match tokio::task::spawn_blocking(move || witness.add_checkpoint(&body)).await {
        Ok(Answer::Cosigned(lines)) => (StatusCode::OK, text("text/plain; charset=utf-8"), lines).into_response(),
        Ok(Answer::Refused(refusal)) => {
            tracing::warn!(status = refusal.status(), "refused: {refusal}");
            let (content_type, body) = refusal.answer();
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
            (status, text(content_type), body).into_response()
        }
        Ok(Answer::Broken(error)) => {
            tracing::error!("not cosigned, because it could not be stored: {error}");
            (StatusCode::INTERNAL_SERVER_ERROR, "the witness cannot store checkpoints\n").into_response()
        }
        Err(error) => {
            tracing::error!("a request was interrupted: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn latest(Shared(witness): Shared<Arc<Witness>>, UrlPath(hash): UrlPath<String>) -> Response {
    match witness.latest(&hash) {
        Some(note) => (StatusCode::OK, text("text/plain; charset=utf-8"), note).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn text(content_type: &'static str) -> [(header::HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, content_type)]
}
