//! Requests over networks that fail: sent in drops, or never answered.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// How long a connection may stand still.
const PATIENCE: Duration = Duration::from_secs(40);

/// A POST as bytes, for a host reached without TLS.
fn request(host: &str, path: &str, body: &str) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body.as_bytes()].concat()
}

fn connect(host: &str) -> std::io::Result<TcpStream> {
    let addresses: Vec<_> = host.to_socket_addrs()?.collect();
    let stream = TcpStream::connect(&addresses[..])?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Sends all of it and is gone before the answer comes.
pub(super) fn send_and_vanish(host: &str, path: &str, body: &str) -> std::io::Result<()> {
    connect(host)?.write_all(&request(host, path, body))
}

/// Sends it in so many drops with a pause after each; status and body of the answer.
pub(super) fn drip(host: &str, path: &str, body: &str, drops: usize, pause: Duration) -> std::io::Result<(u16, String)> {
    let (mut stream, bytes) = (connect(host)?, request(host, path, body));
    for drop in bytes.chunks(bytes.len().div_ceil(drops.max(1))) {
        stream.write_all(drop)?;
        stream.flush()?;
        std::thread::sleep(pause);
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    status.zip(body).ok_or_else(|| std::io::Error::other("no HTTP answer"))
}
