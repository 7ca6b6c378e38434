//! The most memory that this process and its children hold resident at once, where the system tells (Linux).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(500);

/// A look twice a second, for as long as the value lives.
pub struct Memory {
    most: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
}

impl Memory {
    /// Begins to look.
    pub fn watch() -> Self {
        let memory = Memory { most: Arc::default(), over: Arc::default() };
        let (most, over) = (memory.most.clone(), memory.over.clone());
        std::thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                if let Some(kilobytes) = resident() {
                    most.fetch_max(kilobytes, Ordering::Relaxed);
                }
                std::thread::sleep(PAUSE);
            }
        });
        memory
    }

    /// In MiB.
    pub fn most_mib(&self) -> Option<u64> {
        Some(self.most.load(Ordering::Relaxed) / 1_024).filter(|most| *most > 0)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

/// Kilobytes of this process and its children.
fn resident() -> Option<u64> {
    let own = std::process::id();
    let of = |path: std::path::PathBuf| -> Option<u64> {
        let id: u32 = path.file_name()?.to_str()?.parse().ok()?;
        let status = std::fs::read_to_string(path.join("status")).ok()?;
        let number = |name: &str| -> Option<u64> {
            status.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
        };
        if id == own || number("PPid:") == Some(own.into()) { number("VmRSS:") } else { None }
    };
    let all: Vec<u64> = std::fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| of(entry.path())).collect();
    Some(all.into_iter().sum())
}
