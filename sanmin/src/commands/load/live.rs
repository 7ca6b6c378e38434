//! `sanmin load live`: a hall of phones that show what is on stage, each with a stream of its own.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use url::Url;

use super::processor::memory;
use crate::commands::failed::Failed;
use crate::commands::say;
use crate::open_files;

/// How many connect at the same moment.
const AT_ONCE: usize = 200;

/// Arguments of `sanmin load live`.
#[derive(Args)]
pub struct Arguments {
    /// The server, such as http://127.0.0.1:7300
    #[allow(rustdoc::bare_urls)] // The line is also the help text.
    #[arg(long, value_name = "URL")]
    url: Url,
    /// How many pages are open
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    connections: usize,
    /// How long they stay open once all are, in seconds
    #[arg(long, value_name = "N", default_value_t = 30)]
    seconds: u64,
    /// The server's process on this machine, to measure its memory
    #[arg(long, value_name = "PID")]
    pid: Option<u32>,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
}

/// What the pages saw.
#[derive(Default)]
struct Seen {
    open: AtomicUsize,
    refused: AtomicUsize,
    states: AtomicUsize,
    signs_of_life: AtomicUsize,
    ended: AtomicUsize,
}

/// Status 0 if every page was open to the end.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failed> {
    if arguments.url.scheme() != "http" {
        return Err(Failed::WrongUse(format!("--url {}: expected an address of http, without TLS", arguments.url)));
    }
    let files = open_files::raise();
    if u64::try_from(arguments.connections).unwrap_or(u64::MAX).saturating_add(50) > files {
        return Err(Failed::WrongUse(format!("--connections {}: this process may open {files} files only", arguments.connections)));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| Failed::Here(error.to_string()))?;
    runtime.block_on(watch(arguments))
}

async fn watch(arguments: &Arguments) -> Result<ExitCode, Failed> {
    let addresses = arguments.url.socket_addrs(|| None).map_err(|error| Failed::WrongUse(format!("--url {}: {error}", arguments.url)))?;
    let address = *addresses.first().ok_or_else(|| Failed::WrongUse(format!("--url {}: no such host", arguments.url)))?;
    let host = arguments.url.host_str().unwrap_or("localhost");
    let request: Arc<str> =
        format!("GET /live/events HTTP/1.1\r\nHost: {host}:{}\r\nAccept: text/event-stream\r\n\r\n", address.port()).into();
    let before = arguments.pid.map(memory).transpose()?;
    let (seen, doors) = (Arc::new(Seen::default()), Arc::new(Semaphore::new(AT_ONCE)));
    let began = Instant::now();
    for _ in 0..arguments.connections {
        let (seen, doors, request) = (seen.clone(), doors.clone(), request.clone());
        tokio::spawn(async move { page(address, &request, &seen, &doors).await });
    }
    let settled = |seen: &Seen| seen.open.load(Ordering::Relaxed) + seen.refused.load(Ordering::Relaxed);
    while settled(&seen) < arguments.connections && began.elapsed() < Duration::from_secs(120) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let opened = began.elapsed();
    tokio::time::sleep(Duration::from_secs(arguments.seconds)).await;
    let after = arguments.pid.map(memory).transpose()?;
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    let grown = before.zip(after).map(|(before, after)| after.saturating_sub(before));
    let (open, ended) = (count(&seen.open), count(&seen.ended));
    let report = if arguments.json {
        let report = json!({
            "connections": arguments.connections, "open": open, "refused": count(&seen.refused), "ended": ended,
            "opened_in_seconds": opened.as_secs_f64(), "states": count(&seen.states), "signs_of_life": count(&seen.signs_of_life),
            "kilobytes_before": before, "kilobytes_after": after, "kilobytes_grown": grown,
        });
        format!("{report}\n")
    } else {
        let memory = grown.zip(after).map_or_else(String::new, |(grown, after)| {
            let each = grown.checked_div(u64::try_from(open).unwrap_or_default()).unwrap_or_default();
            format!("the server's memory grew by {} MB to {} MB, {each} KB a page\n", grown / 1_024, after / 1_024)
        });
        format!(
            "{open} of {} pages open after {:.1} s, {} refused, {ended} ended early\n{} states and {} signs of life in {} s\n{memory}",
            arguments.connections,
            opened.as_secs_f64(),
            count(&seen.refused),
            count(&seen.states),
            count(&seen.signs_of_life),
            arguments.seconds,
        )
    };
    say(&report);
    Ok(if open == arguments.connections && ended == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One page: connects, and reads until the stream ends.
async fn page(address: std::net::SocketAddr, request: &str, seen: &Seen, doors: &Semaphore) {
    let admitted = doors.acquire().await;
    let Ok(mut stream) = TcpStream::connect(address).await else {
        seen.refused.fetch_add(1, Ordering::Relaxed);
        return;
    };
    let mut bytes = vec![0; 2_048];
    let asked = stream.write_all(request.as_bytes()).await;
    let first = stream.read(&mut bytes).await;
    let head = first.ok().filter(|_| asked.is_ok()).and_then(|count| bytes.get(..count)).unwrap_or_default();
    drop(admitted);
    if !head.starts_with(b"HTTP/1.1 200 ") {
        seen.refused.fetch_add(1, Ordering::Relaxed);
        return;
    }
    seen.open.fetch_add(1, Ordering::Relaxed);
    let mut text = head.to_vec();
    loop {
        for (word, counter) in [(&b"event: state"[..], &seen.states), (&b": alive"[..], &seen.signs_of_life)] {
            counter.fetch_add(text.windows(word.len()).filter(|part| *part == word).count(), Ordering::Relaxed);
        }
        match stream.read(&mut bytes).await {
            Ok(count @ 1..) => {
                text.clear();
                text.extend_from_slice(bytes.get(..count).unwrap_or_default());
            }
            _ => {
                seen.ended.fetch_add(1, Ordering::Relaxed);
                return;
            }
        }
    }
}
