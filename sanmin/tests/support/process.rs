//! `sanmin serve` as a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::repository;

/// Longer than any start, stop or answer takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The program, untouched by settings of the machine on which the test runs.
pub fn sanmin(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanmin"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("SANMIN_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

/// `sanmin serve` with the shipped plan, on free ports.
pub fn serve(data: &Path) -> Command {
    let mut command = sanmin(&["serve", "--listen", "127.0.0.1:0", "--ballot-listen", "127.0.0.1:0", "--plan"]);
    command.arg(repository("plans/ordos-2024")).arg("--data").arg(data);
    command
}

/// How a command ended that was expected to end by itself.
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a command that should end by itself, and ends it if it does not.
pub fn run(mut command: Command) -> Ended {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let stdout = collect(child.stdout.take());
    let stderr = collect(child.stderr.take());
    let status = wait(&mut child, PATIENCE);
    if status.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    let text = |thread: JoinHandle<String>| thread.join().expect("reading output");
    let ended = Ended { code: status.and_then(|status| status.code()), stdout: text(stdout), stderr: text(stderr) };
    assert!(status.is_some(), "still running:\n{}{}", ended.stdout, ended.stderr);
    ended
}

impl Ended {
    /// Asserts exit status 1 and a message with each of these words.
    #[track_caller]
    pub fn fails_with(&self, words: &[&str]) {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        for word in words {
            assert!(self.stderr.contains(word), "“{word}” is not in:\n{}", self.stderr);
        }
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
    }
}

fn collect(stream: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    let mut stream = stream.expect("a piped stream");
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Kills a process, so that it can do nothing any more.
pub fn kill(id: u32) {
    let killed = Command::new("sh").arg("-c").arg(format!("kill -KILL {id}")).status();
    assert!(killed.expect("a shell").success());
}

/// Waits for a process to end, for so long.
pub fn wait(child: &mut Child, within: Duration) -> Option<ExitStatus> {
    let until = Instant::now() + within;
    loop {
        match child.try_wait().expect("a child can be waited for") {
            Some(status) => return Some(status),
            None if Instant::now() > until => return None,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// A server that answers. Ends with the value.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
    lines: Receiver<String>,
    log: Arc<Mutex<String>>,
    _data: Option<TempDir>,
}

impl Server {
    /// A server on a new data folder.
    pub fn new() -> Self {
        let data = tempfile::tempdir().expect("the folder for temporary files is writable");
        let mut server = Server::start(serve(data.path()));
        server._data = Some(data);
        server
    }

    /// Starts what the command says and waits until it serves.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let log = keep_log(child.stderr.take().expect("a piped stream"));
        let lines = send_lines(child.stdout.take().expect("a piped stream"));
        let Ok(first) = lines.recv_timeout(PATIENCE) else {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the server did not start:\n{}", read(&log));
        };
        let address = first.rsplit_once("://").and_then(|(_, address)| address.trim().parse().ok());
        let address = address.unwrap_or_else(|| panic!("no address in: {first}"));
        Server { address, child, lines, log, _data: None }
    }

    /// The site's address.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The next line that it says on stdout.
    pub fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line on stdout")
    }

    /// Where it takes ballots, which it says last; to be asked once.
    pub fn ballots(&self) -> SocketAddr {
        loop {
            if let Some(origin) = self.line().strip_prefix("Ballots are taken at ") {
                let port = origin.rsplit_once(':').and_then(|(_, port)| port.trim().parse().ok());
                return SocketAddr::from(([127, 0, 0, 1], port.unwrap_or_else(|| panic!("no port in: {origin}"))));
            }
        }
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The path of the link that a first start prints for the first administrator.
    pub fn set_up_path(&self) -> String {
        let line = self.line();
        let link = line.split_whitespace().last().unwrap_or_default();
        let path = link.strip_prefix(&self.origin()).unwrap_or_else(|| panic!("no link of this server in: {line}"));
        path.to_string()
    }

    /// What was logged until now.
    pub fn log(&self) -> String {
        read(&self.log)
    }

    /// Asks the server to stop, as an operator's init system does.
    pub fn terminate(&self) {
        let asked = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status();
        assert!(asked.expect("a shell").success());
    }

    /// Waits until it has ended; its exit status.
    pub fn ended(&mut self) -> Option<i32> {
        wait(&mut self.child, PATIENCE).unwrap_or_else(|| panic!("still running:\n{}", read(&self.log))).code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("--- log of the server\n{}", read(&self.log));
        }
    }
}

fn read(log: &Mutex<String>) -> String {
    log.lock().expect("no reader panics").clone()
}

fn keep_log(stream: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let log = Arc::new(Mutex::new(String::new()));
    let kept = log.clone();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut log = kept.lock().expect("no reader panics");
            log.push_str(&line);
            log.push('\n');
        }
    });
    log
}

fn send_lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            // Nobody may be listening any more; the pipe must be drained all the same.
            let _ = sender.send(line);
        }
    });
    receiver
}
