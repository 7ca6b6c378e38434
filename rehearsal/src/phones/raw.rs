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
    let (mut answer, mut part) = (Vec::new(), [0; 4_096]);
    loop {
        if let Some(whole) = whole(&answer) {
            return Ok(whole);
        }
        match stream.read(&mut part)? {
            0 => return Err(std::io::Error::other("no whole HTTP answer")),
            read => answer.extend(part.iter().take(read)),
        }
    }
}

/// Status and body of an answer that has come to its end.
fn whole(answer: &[u8]) -> Option<(u16, String)> {
    let text = std::str::from_utf8(answer).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    })?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    (body.len() >= length).then(|| (status, body.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_last_byte_is_there() {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nother: x\r\n\r\n收到";
        assert_eq!(whole(answer.as_bytes()), Some((200, "收到".to_owned())));
        for end in 0..answer.len() {
            assert_eq!(whole(&answer.as_bytes()[..end]), None, "{end}");
        }
    }
}
