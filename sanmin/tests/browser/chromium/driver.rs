//! chromedriver as a process, and the browsers that it starts.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::ClientBuilder;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Browser;
use crate::support::process::{Server, wait};

/// What the browser runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 390 × 844 points, with touch.
    Phone,
    /// 1280 × 900.
    Desktop,
    /// A desktop whose owner has switched scripts off.
    DesktopWithoutScript,
}

/// chromedriver. Ends with the value, and its browsers with it.
pub struct Driver {
    process: Child,
    port: u16,
    profiles: Vec<TempDir>,
}

impl Driver {
    /// Starts chromedriver on a free port; `None`, and a word about it, where it is not installed.
    pub fn start() -> Option<Self> {
        if chromium().is_none() {
            return skip("Chromium");
        }
        // It chooses a port, wants it on IPv4 and IPv6 both, and ends where somebody else has one of them.
        for _ in 0..5 {
            let started =
                Command::new("chromedriver").arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
            let Ok(mut process) = started else { return skip("chromedriver") };
            let stdout = process.stdout.take().expect("a piped stream");
            let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
            let port = lines.find_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok());
            if let Some(port) = port {
                // Its pipe must not fill up.
                std::thread::spawn(move || lines.for_each(drop));
                return Some(Driver { process, port, profiles: Vec::new() });
            }
            let _ = process.kill();
            let _ = process.wait();
        }
        panic!("chromedriver did not say where it listens");
    }

    /// A new browser that visits this server.
    pub async fn browser(&mut self, kind: Kind, server: &Server) -> Browser {
        self.browser_at(kind, server.origin()).await
    }

    /// A new browser that visits this origin.
    pub async fn browser_at(&mut self, kind: Kind, origin: String) -> Browser {
        self.browser_with(kind, origin, &[]).await
    }

    /// The same, started with more arguments.
    pub async fn browser_with(&mut self, kind: Kind, origin: String, more: &[String]) -> Browser {
        let profile = tempfile::tempdir().expect("the folder for temporary files is writable");
        let capabilities = capabilities(kind, &profile, more);
        self.profiles.push(profile);
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(Duration::from_secs(10)));
        let driver = format!("http://127.0.0.1:{}", self.port);
        let client = ClientBuilder::new(connector).capabilities(capabilities).connect(&driver).await;
        let client = client.unwrap_or_else(|error| panic!("Chromium does not start: {error}"));
        if kind != Kind::Phone {
            client.set_window_size(1280, 900).await.expect("a window can be sized");
        }
        Browser { client, origin }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to shut down, chromedriver ends its browsers; killed, it would leave them.
        if let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n");
            let _ = wait(&mut self.process, Duration::from_secs(10));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn chromium() -> Option<&'static str> {
    let names = ["chromium", "google-chrome", "chromium-browser"];
    names.into_iter().find(|name| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok())
}

fn skip(what: &str) -> Option<Driver> {
    let required = std::env::var("SANMIN_REQUIRE").unwrap_or_default();
    assert!(!required.split(',').any(|name| name.trim() == "chromium"), "{what} is required and not installed");
    eprintln!("skipped: {what} is not installed");
    None
}

fn capabilities(kind: Kind, profile: &TempDir, more: &[String]) -> Capabilities {
    let profile = format!("--user-data-dir={}", profile.path().display());
    let mut options = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN",
            "--window-size=1280,900", profile
        ],
    });
    if let Some(arguments) = options["args"].as_array_mut() {
        arguments.extend(more.iter().map(|argument| json!(argument)));
    }
    match kind {
        Kind::Desktop => {}
        Kind::Phone => {
            options["mobileEmulation"] =
                json!({"deviceMetrics": {"width": 390, "height": 844, "pixelRatio": 2.0, "touch": true, "mobile": true}});
        }
        Kind::DesktopWithoutScript => {
            options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
        }
    }
    let wanted = json!({"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "WARNING"}});
    wanted.as_object().cloned().expect("an object")
}

/// A command of chromedriver that WebDriver does not know, or that fantoccini words in a way which chromedriver refuses.
#[derive(Debug)]
pub(super) struct Extension {
    path: &'static str,
    body: Value,
}

impl Extension {
    /// The console's entries since the last call.
    pub fn log() -> Self {
        Extension { path: "se/log", body: json!({"type": "browser"}) }
    }

    /// Sets a cookie of the host on which the browser stands.
    pub fn cookie(name: &str, value: &str) -> Self {
        Extension { path: "cookie", body: json!({"cookie": {"name": name, "value": value, "path": "/"}}) }
    }

    /// Cuts or mends the network of a browser.
    pub fn network(there: bool) -> Self {
        let conditions = json!({"offline": !there, "latency": 0, "throughput": -1});
        Extension { path: "chromium/network_conditions", body: json!({"network_conditions": conditions}) }
    }

    /// A command of the DevTools protocol.
    pub fn devtools(command: &str, parameters: Value) -> Self {
        Extension { path: "goog/cdp/execute", body: json!({"cmd": command, "params": parameters}) }
    }
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
