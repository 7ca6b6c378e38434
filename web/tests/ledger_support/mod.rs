//! A witness over HTTP that remembers one log, and a published log in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use ledger::witness::{AddCheckpoint, Seen, judge, write_answer};
use ledger::{SignedCheckpoint, TileId, TileSource, VerifierKey, WitnessSigner};
use web::ledger::{Witness, WitnessSetting};

/// Files as they were fetched.
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl TileSource for Files {
    type Error = Infallible;

    fn checkpoint(&mut self) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.0.get("checkpoint").cloned())
    }

    fn tile(&mut self, tile: TileId) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.0.get(&tile.to_string()).cloned())
    }
}

#[derive(Default)]
struct Memory {
    latest: Option<SignedCheckpoint>,
    refuses: bool,
}

/// A witness as the specification has it, judged by the library, over plain sockets.
pub struct WitnessServer {
    key: VerifierKey,
    url: String,
    memory: Arc<Mutex<Memory>>,
}

impl WitnessServer {
    pub fn start(name: &str, log: &VerifierKey) -> Self {
        let signer = WitnessSigner::from_seed(name.parse().unwrap(), &[name.len() as u8; 32]);
        let key = signer.verifier().clone();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let memory = Arc::new(Mutex::new(Memory::default()));
        let (shared, log) = (memory.clone(), log.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = answer(stream, &signer, &log, &shared);
            }
        });
        WitnessServer { key, url, memory }
    }

    pub fn witness(&self) -> Witness {
        Witness::new(WitnessSetting { key: self.key.clone(), url: self.url.clone() })
    }

    pub fn refuse(&self, refuses: bool) {
        self.memory.lock().unwrap().refuses = refuses;
    }
}

fn answer(stream: TcpStream, signer: &WitnessSigner, log: &VerifierKey, memory: &Mutex<Memory>) -> std::io::Result<()> {
    let mut input = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    input.read_line(&mut first)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        input.read_line(&mut line)?;
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    let mut memory = memory.lock().unwrap();
    let (status, text) = if first.starts_with("GET ") {
        memory.latest.as_ref().map_or((404, Vec::new()), |latest| (200, latest.to_bytes()))
    } else if memory.refuses {
        (503, b"not now\n".to_vec())
    } else {
        add(&body, signer, log, &mut memory)
    };
    let mut stream = stream;
    write!(stream, "HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", text.len())?;
    stream.write_all(&text)
}

fn add(body: &[u8], signer: &WitnessSigner, log: &VerifierKey, memory: &mut Memory) -> (u16, Vec<u8>) {
    let request = AddCheckpoint::parse(body).unwrap();
    let seen = memory.latest.as_ref().map(|latest| Seen::from(latest.unverified()));
    match judge(std::slice::from_ref(log), |_| seen, &request) {
        Ok(checkpoint) => {
            let line = signer.cosign(checkpoint, 1_736_000_000);
            memory.latest = Some(request.checkpoint.clone());
            (200, write_answer(&[line]).into_bytes())
        }
        Err(refusal) => (refusal.status(), refusal.answer().1.into_bytes()),
    }
}
