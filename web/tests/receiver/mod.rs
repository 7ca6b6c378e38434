//! What stands at the other end in tests of the outbox: a web server and a mail server, as simple as can be.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A web server that keeps its requests and answers with a status.
pub struct Receiver {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

/// A request as it came.
#[derive(Clone)]
pub struct Request {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    /// A header by its lower-case name; empty if there is none.
    pub fn header(&self, name: &str) -> String {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Receiver {
    /// Starts it; `status` decides on each request.
    pub async fn start(status: impl Fn(&Request) -> u16 + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, requests) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Vec::new())));
        let (kept, status) = (requests.clone(), Arc::new(status));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, status) = (kept.clone(), status.clone());
                tokio::spawn(async move {
                    let mut stream = BufReader::new(stream);
                    let request = read_request(&mut stream).await;
                    let answer = format!("HTTP/1.1 {} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status(&request));
                    kept.lock().unwrap().push(request);
                    stream.write_all(answer.as_bytes()).await.unwrap();
                });
            }
        });
        Receiver { address, requests }
    }

    /// The outbox setting that leads here.
    pub fn setting(&self, key: &str) -> String {
        format!("http://:{key}@{}/sms?city=1", self.address)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

async fn read_request(stream: &mut BufReader<TcpStream>) -> Request {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        match line.trim_end() {
            "" => break,
            text => lines.push(text.to_owned()),
        }
    }
    let line = lines.remove(0);
    let headers: Vec<(String, String)> =
        lines.iter().filter_map(|line| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))).collect();
    let mut request = Request { line, headers, body: String::new() };
    let mut body = vec![0; request.header("content-length").parse().unwrap_or(0)];
    stream.read_exact(&mut body).await.unwrap();
    request.body = String::from_utf8(body).unwrap();
    request
}

/// A mail server that knows everybody but `unknown@…` and keeps what it is told.
pub struct MailServer {
    pub address: SocketAddr,
    mails: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, mails) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Vec::new())));
        let kept = mails.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve_mail(BufReader::new(stream), kept.clone()));
            }
        });
        MailServer { address, mails }
    }

    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

async fn serve_mail(mut stream: BufReader<TcpStream>, kept: Arc<Mutex<Vec<String>>>) {
    let (mut told, mut in_text) = (String::new(), false);
    stream.write_all(b"220 ready\r\n").await.unwrap();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        told.push_str(&line);
        let answer = match line.trim_end() {
            "." if in_text => {
                in_text = false;
                kept.lock().unwrap().push(std::mem::take(&mut told));
                "250 taken\r\n"
            }
            _ if in_text => continue,
            "DATA" => {
                in_text = true;
                "354 go on\r\n"
            }
            "QUIT" => "221 bye\r\n",
            text if text.starts_with("RCPT TO:<unknown@") => "550 no such person: unknown@example.org\r\n",
            _ => "250 fine\r\n",
        };
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}
