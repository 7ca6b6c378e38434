//! The rehearsal's own server, with two outside witnesses, each a process of this program.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use rehearsal::programs::{Programs, bare};
use rehearsal::{Stage, Stumbled};

use crate::commands::failed::Failed;

const WITNESSES: [&str; 2] = ["notary.example", "press.example"];
/// Where a server listens if nobody else does.
const PORTS: [u16; 2] = [7300, 7301];
/// How long a server that is asked to stop may take.
const PATIENCE: Duration = Duration::from_secs(40);

/// What the house is for.
pub struct Wanted<'a> {
    pub program: PathBuf,
    pub data: &'a Path,
    pub plan: &'a Path,
    pub database_urls: &'a [String],
    /// What takes the database's first server away, for the shell.
    pub lose_database: Option<&'a str>,
    pub activity: &'a str,
}

/// A server and its witnesses. They end with the value.
pub struct House {
    program: PathBuf,
    arguments: Vec<String>,
    log: PathBuf,
    server: Mutex<Child>,
    portal: String,
    ballots: String,
    set_up: String,
    lose_database: Option<String>,
    witnesses: Mutex<Vec<Child>>,
}

/// What a server says when it starts.
struct Said {
    portal: String,
    ballots: String,
    set_up: Option<String>,
}

impl House {
    /// Starts everything.
    pub fn open(wanted: &Wanted<'_>) -> Result<Self, Failed> {
        let (server_data, outbox) = (wanted.data.join("server"), wanted.data.join("messages"));
        let text = |path: &Path| path.display().to_string();
        let mut common = vec!["--rehearsal".to_owned(), "--plan".into(), text(wanted.plan), "--data".into(), text(&server_data)];
        common.extend(["--ledger-origin".to_owned(), format!("rehearsal.example/{}", wanted.activity)]);
        let programs = Programs::new(wanted.program.clone());
        let key: Vec<&str> = ["ledger", "key"].into_iter().chain(common.iter().map(String::as_str)).collect();
        let log_key = programs.run(&key).map_err(|error| Failed::Here(error.to_string()))?.trim().to_owned();

        let mut witnesses = Vec::new();
        let mut arguments = vec!["serve".to_owned()];
        arguments.extend(common);
        for name in WITNESSES {
            let (child, setting) = witness(wanted, name, &log_key)?;
            witnesses.push(child);
            arguments.extend(["--witness".to_owned(), setting]);
        }
        arguments.extend(["--outbox".to_owned(), text(&outbox), "--log-format".into(), "json".into()]);
        for url in wanted.database_urls {
            arguments.extend(["--database-url".to_owned(), url.clone()]);
        }
        let log = wanted.data.join("server.log");
        let local = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        // Another program may take the usual ports in the last moment.
        let usual = start(&wanted.program, &arguments, PORTS.map(free).map(local), &log);
        let (child, said) = usual.or_else(|_| start(&wanted.program, &arguments, [local(0), local(0)], &log))?;
        let set_up = said.set_up.ok_or_else(|| Failed::Here("the server printed no link for a first administrator".into()))?;
        let set_up = set_up.strip_prefix(&said.portal).unwrap_or(&set_up).to_owned();
        Ok(House {
            program: wanted.program.clone(),
            arguments,
            log,
            server: Mutex::new(child),
            portal: said.portal,
            ballots: said.ballots,
            set_up,
            lose_database: wanted.lose_database.map(str::to_owned),
            witnesses: Mutex::new(witnesses),
        })
    }

    /// What the play needs to know of it.
    pub fn stage(&self, data: &Path, programs: Programs) -> Stage {
        Stage {
            portal: self.portal.clone(),
            ballots: self.ballots.clone(),
            set_up: self.set_up.clone(),
            outbox: data.join("messages"),
            folder: data.to_owned(),
            programs,
        }
    }

    /// A server on a changed copy of the data; None if it does not start. It has no witnesses: to them any copy is a log that was forked.
    pub fn on_copy(&self, data: &Path) -> Result<Option<Copy>, Stumbled> {
        let mut arguments = self.arguments.clone();
        while let Some(place) = arguments.iter().position(|argument| argument == "--witness") {
            arguments.drain(place..(place + 2).min(arguments.len()));
        }
        let after = |name: &str| arguments.iter().position(|argument| argument == name).map(|place| place + 1);
        for (place, path) in [(after("--data"), data.to_owned()), (after("--outbox"), data.join("messages"))] {
            if let Some(value) = place.and_then(|place| arguments.get_mut(place)) {
                *value = path.display().to_string();
            }
        }
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        match start(&self.program, &arguments, [any, any], &data.join("server.log")) {
            Ok((server, said)) => Ok(Some(Copy { server, portal: said.portal })),
            Err(Failed::Here(_)) => Ok(None),
            Err(Failed::WrongUse(why)) => Err(Stumbled::File(why)),
        }
    }

    /// Stops the server, then the witnesses.
    pub fn close(&self) {
        if let Ok(mut server) = self.server.lock() {
            stop(&mut server);
        }
        for witness in self.witnesses.lock().iter_mut().flat_map(|witnesses| witnesses.iter_mut()) {
            let _ = witness.kill();
            let _ = witness.wait();
        }
    }

    /// The addresses on which it listens.
    fn addresses(&self) -> [SocketAddr; 2] {
        [&self.portal, &self.ballots].map(|origin| {
            let port = origin.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or_default();
            SocketAddr::from(([127, 0, 0, 1], port))
        })
    }
}

impl rehearsal::House for House {
    fn crash(&self) -> Result<(), Stumbled> {
        let failed = |why: String| Stumbled::File(format!("the server: {why}"));
        let mut server = self.server.lock().map_err(|_| failed("a thread panicked".into()))?;
        // SIGKILL: nothing in the process can tidy up.
        server.kill().and_then(|()| server.wait()).map_err(|error| failed(error.to_string()))?;
        let started = start(&self.program, &self.arguments, self.addresses(), &self.log);
        let (child, _) = started.map_err(|error| match error {
            Failed::Here(why) | Failed::WrongUse(why) => failed(why),
        })?;
        *server = child;
        Ok(())
    }

    fn lose_database(&self) -> Result<(), Stumbled> {
        let command = self.lose_database.as_deref().unwrap_or("false");
        let ended = Command::new("sh").args(["-c", command]).stdin(Stdio::null()).stdout(Stdio::null()).status();
        match ended {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Stumbled::File(format!("--lose-database {command}: {status}"))),
            Err(error) => Err(Stumbled::File(format!("--lose-database {command}: {error}"))),
        }
    }
}

/// A server on a copy. It ends with the value.
pub struct Copy {
    server: Child,
    pub portal: String,
}

impl Drop for Copy {
    fn drop(&mut self) {
        stop(&mut self.server);
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.close();
    }
}

/// Asks a server to stop, as an operator's init system does; kills it if it does not.
fn stop(server: &mut Child) {
    #[cfg(unix)]
    {
        let id = i32::try_from(server.id()).ok().and_then(rustix::process::Pid::from_raw);
        let asked = id.is_some_and(|id| rustix::process::kill_process(id, rustix::process::Signal::TERM).is_ok());
        let until = Instant::now() + PATIENCE;
        while asked && Instant::now() < until {
            if !matches!(server.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    let _ = server.kill();
    let _ = server.wait();
}

/// A port that is free now: the usual one, or any.
fn free(usual: u16) -> u16 {
    if TcpListener::bind(("127.0.0.1", usual)).is_ok() { usual } else { 0 }
}

fn start(program: &Path, arguments: &[String], [portal, ballots]: [SocketAddr; 2], log: &Path) -> Result<(Child, Said), Failed> {
    let log_file = File::options().create(true).append(true).open(log).map_err(|error| Failed::write(log, error))?;
    let mut command = bare(program);
    command.args(arguments).args(["--listen", &portal.to_string(), "--ballot-listen", &ballots.to_string()]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log_file).spawn();
    let mut child = child.map_err(|error| Failed::Here(format!("cannot start the server: {error}")))?;
    let mut said = Said { portal: String::new(), ballots: String::new(), set_up: None };
    let lines = child.stdout.take().map(BufReader::new);
    for line in lines.into_iter().flat_map(BufRead::lines).map_while(Result::ok) {
        if let Some((_, portal)) = line.rsplit_once("” at ") {
            said.portal = portal.trim().to_owned();
        } else if line.starts_with("First administrator") {
            said.set_up = line.split_whitespace().last().map(str::to_owned);
        } else if let Some(ballots) = line.strip_prefix("Ballots are taken at ") {
            said.ballots = ballots.trim().to_owned();
            return Ok((child, said));
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(Failed::Here(format!("the server did not start; see {}", log.display())))
}

/// A witness that cosigns the ledger; the server's setting for it.
fn witness(wanted: &Wanted<'_>, name: &str, log_key: &str) -> Result<(Child, String), Failed> {
    let folder = wanted.data.join("witnesses").join(name);
    std::fs::create_dir_all(&folder).map_err(|error| Failed::write(&folder, error))?;
    let mut command = Command::new(&wanted.program);
    command
        .args(["ledger", "witness", "--listen", "127.0.0.1:0", "--vkey", log_key, "--new", name, "--key"])
        .arg(folder.join("witness.key"));
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|error| Failed::Here(format!("cannot start a witness: {error}")))?;
    let mut lines = child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines).map_while(Result::ok);
    let key = lines.next().and_then(|line| line.strip_prefix("witness ").map(str::to_owned));
    let url = lines.next().and_then(|line| line.strip_prefix("listening on ").map(str::to_owned));
    match key.zip(url) {
        Some((key, url)) => Ok((child, format!("{key} {url}"))),
        None => {
            let _ = child.kill();
            let _ = child.wait();
            Err(Failed::Here(format!("the witness {name} did not start")))
        }
    }
}
