//! A published ledger of statements: a folder with its files, and the file of keys beside it.

use std::fs;
use std::path::PathBuf;

use ledger::{Checkpoint, LogSigner, MemoryLog, Origin, WitnessSigner};
use record::Statement;
use tempfile::TempDir;

pub const ORIGIN: &str = "city.example/2025";

pub fn log_signer() -> LogSigner {
    LogSigner::from_seed(ORIGIN.parse().expect("a name"), &[1; 32])
}

pub fn witness_signer(number: u8) -> WitnessSigner {
    WitnessSigner::from_seed(format!("witness.example/{number}").parse().expect("a name"), &[number; 32])
}

/// A published ledger, cosigned by some witnesses.
pub struct Published {
    pub dir: TempDir,
}

impl Published {
    pub fn new(statements: impl IntoIterator<Item = Statement>, witnesses: &[u8]) -> Self {
        let mut log = MemoryLog::new();
        log.append(statements.into_iter().map(|statement| statement.to_bytes().expect("a statement"))).expect("short entries");
        let mut signed =
            log_signer().sign(&Checkpoint::new(Origin::new(ORIGIN).expect("an origin"), log.size(), log.root())).expect("signed");
        for number in witnesses {
            signed.add(witness_signer(*number).cosign(signed.unverified(), 1_736_000_000)).expect("room");
        }
        log.publish(signed);
        let dir = TempDir::new().expect("a temporary folder");
        for (path, bytes) in log.files() {
            let file = dir.path().join("ledger").join(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(file, bytes).expect("written");
        }
        let keys = format!("# keys\n{}\n{}\n{}\n", log_signer().verifier(), witness_signer(1).verifier(), witness_signer(2).verifier());
        fs::write(dir.path().join("vkeys"), keys).expect("written");
        Published { dir }
    }

    pub fn folder(&self) -> PathBuf {
        self.dir.path().join("ledger")
    }

    pub fn vkeys(&self) -> String {
        self.dir.path().join("vkeys").display().to_string()
    }
}
