//! HTTP by hand: exactly the bytes that a test wants to send, and a visitor who keeps cookies and form tokens.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use super::process::PATIENCE;

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// In the order sent; names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// Reads a response that ended with its connection; `None` where nothing came.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let header = |line: &str| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_string()));
        let headers: Vec<(String, String)> = lines.filter_map(header).collect();
        let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        let body = if chunked { unchunked(&bytes[end + 4..]) } else { bytes[end + 4..].to_vec() };
        Some(Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
    }

    /// The first header of this name; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Asserts the status, showing the page when it is another one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} {}", self.header("location"), self.body);
        self
    }

    /// Asserts that the page shows these words.
    #[track_caller]
    pub fn shows(self, words: &str) -> Self {
        assert!(self.body.contains(words), "“{words}” is not in:\n{}", self.body);
        self
    }

    /// What stands between two texts of the page, first occurrence.
    #[track_caller]
    pub fn between(&self, before: &str, after: &str) -> &str {
        let rest = self.body.split_once(before).map(|(_, rest)| rest);
        let found = rest.and_then(|rest| rest.split_once(after)).map(|(found, _)| found);
        found.unwrap_or_else(|| panic!("nothing between {before} and {after} in:\n{}", self.body))
    }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&bytes[..end]).ok().and_then(|hex| usize::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let Some(chunk) = bytes.get(end + 2..end + 2 + size) else { break };
        body.extend_from_slice(chunk);
        bytes = bytes.get(end + 4 + size..).unwrap_or_default();
        if size == 0 {
            break;
        }
    }
    body
}

/// A connection to the server.
pub fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the server accepts connections");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout can be set");
    stream
}

/// Reads until the server closes; `None` where it closed without an answer.
pub fn answer(mut stream: TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    // A server that refuses a request may reset the connection while we still write; what it said before counts.
    let _ = stream.read_to_end(&mut bytes);
    Answer::read(&bytes)
}

/// Sends exactly these bytes and reads until the server closes.
pub fn exchange(address: SocketAddr, bytes: &[u8]) -> Option<Answer> {
    let mut stream = connect(address);
    let _ = stream.write_all(bytes);
    answer(stream)
}

/// The same, and `None` also where nobody listens: the server may just have died.
pub fn attempt(address: SocketAddr, bytes: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    let _ = stream.write_all(bytes);
    answer(stream)
}

/// A page without cookies.
#[track_caller]
pub fn get(address: SocketAddr, path: &str) -> Answer {
    get_with(address, path, &[])
}

/// A page, asked for with further headers.
#[track_caller]
pub fn get_with(address: SocketAddr, path: &str, headers: &[&str]) -> Answer {
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n");
    exchange(address, request.as_bytes()).expect("an answer")
}

/// A visitor: keeps cookies, and sends the form token of the last page that had one.
#[derive(Clone, Debug)]
pub struct Visitor {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
    token: String,
}

impl Visitor {
    pub fn new(address: SocketAddr) -> Self {
        Visitor { address, cookies: BTreeMap::new(), token: String::new() }
    }

    /// The same visitor at another address of the same site.
    pub fn at(&self, address: SocketAddr) -> Self {
        Visitor { address, ..self.clone() }
    }

    /// A cookie that the server set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Opens a page.
    #[track_caller]
    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "", b"")
    }

    /// Submits a form with the token of the last page.
    #[track_caller]
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token.clone();
        let fields = fields.iter().copied().chain((!token.is_empty()).then_some(("csrf", token.as_str())));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", path, "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n", body.as_bytes())
    }

    /// Submits a form with a file in the field `file`, with the token of the last page.
    #[track_caller]
    pub fn upload(&mut self, path: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Answer {
        self.upload_files(path, fields, &[("file", name, content)])
    }

    /// Submits a form with files, each with its field, name and content.
    #[track_caller]
    pub fn upload_files(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        const BOUNDARY: &str = "----sanmin-test-boundary";
        let token = self.token.clone();
        let mut body = Vec::new();
        for (field, value) in fields.iter().copied().chain([("csrf", token.as_str())]) {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (field, name, content) in files {
            let place = format!("form-data; name=\"{field}\"; filename=\"{name}\"");
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: {place}\r\nContent-Type: application/octet-stream\r\n\r\n");
            body.extend(head.bytes().chain(content.iter().copied()).chain(*b"\r\n"));
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        let headers = format!("Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nSec-Fetch-Site: same-origin\r\n");
        self.send("POST", path, &headers, &body)
    }

    #[track_caller]
    fn send(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = if cookies.is_empty() { String::new() } else { format!("Cookie: {}\r\n", cookies.join("; ")) };
        let length = if method == "POST" { format!("Content-Length: {}\r\n", body.len()) } else { String::new() };
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{cookies}{headers}{length}\r\n", self.address);
        let answer = exchange(self.address, &[head.as_bytes(), body].concat()).expect("an answer");
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else { continue };
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.into(), value.into());
            }
        }
        if let Some((_, rest)) = answer.body.split_once("name=\"csrf\" value=\"") {
            self.token = rest.split('"').next().unwrap_or_default().to_string();
        }
        answer
    }
}
