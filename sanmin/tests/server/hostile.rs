//! Visitors who mean harm: none of them gets more than a 4xx, and the others are served all the while.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::support::http::{Answer, connect, exchange, get};
use crate::support::process::Server;

/// A POST of a form to the sign-in page.
fn post(address: SocketAddr, headers: &str, body: &[u8]) -> Option<Answer> {
    let head = format!(
        "POST /office/sign-in HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n{headers}Content-Length: {}\r\n\r\n",
        body.len()
    );
    exchange(address, &[head.as_bytes(), body].concat())
}

/// The beginning of a request that is never finished, on each of the two hosts.
const BEGUN: [(&str, &str); 3] = [
    ("silent", ""),
    ("stalled in its headers", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "),
    (
        "stalled in its body",
        "POST /office/sign-in HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 100\r\n\r\naccount=",
    ),
];

#[test]
fn slow_senders_are_cut_off_and_hold_nobody_up() {
    let server = Server::new();
    let hosts = [("portal", server.address), ("ballot host", server.ballots())];
    let begun = Instant::now();
    let mut watched = Vec::new();
    let mut held = Vec::new();
    for (host, address) in hosts {
        for (kind, text) in BEGUN {
            let begin = || {
                let mut stream = connect(address);
                stream.write_all(text.as_bytes()).expect("the beginning is sent");
                stream
            };
            watched.push((format!("{host}, {kind}"), begin()));
            held.extend((0..60).map(|_| begin()));
        }
    }
    // One more byte every second does not help.
    let trickle = |(host, address): (&str, SocketAddr)| {
        let mut stream = connect(address);
        stream.write_all(BEGUN[1].1.as_bytes()).expect("the beginning is sent");
        let mut trickling = stream.try_clone().expect("a second handle");
        let trickler = std::thread::spawn(move || {
            for _ in 0..20 {
                if trickling.write_all(b"a").is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_secs(1));
            }
        });
        (format!("{host}, trickling headers"), stream, trickler)
    };
    let trickling: Vec<_> = hosts.map(trickle).into();
    for _ in 0..20 {
        let asked = Instant::now();
        get(server.address, "/").expect(200);
        get(hosts[1].1, "/v/no-such-election/state.json").expect(404);
        assert!(asked.elapsed() < Duration::from_secs(4), "others wait for the slow ones");
    }
    // Headers have ten seconds, whole requests thirty.
    let ends = |kind: &str, mut stream: TcpStream| {
        // A refusal may come first; then the connection ends, by a reset where bytes of ours were not read.
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        let most = if kind.contains("body") { 45 } else { 20 };
        assert!(begun.elapsed() < Duration::from_secs(most), "{kind}: open for {:?}", begun.elapsed());
        assert!(!String::from_utf8_lossy(&rest).contains(" 200 "), "{kind}");
    };
    let (bodies, others): (Vec<_>, Vec<_>) = watched.into_iter().partition(|(kind, _)| kind.contains("body"));
    for (kind, stream) in others {
        ends(&kind, stream);
    }
    for (kind, stream, trickler) in trickling {
        ends(&kind, stream);
        trickler.join().expect("the trickler ends");
    }
    for (kind, stream) in bodies {
        ends(&kind, stream);
    }
    drop(held);
}

#[test]
fn a_body_that_is_too_large_is_refused_in_chinese() {
    let server = Server::new();
    let body = [b"account=".as_slice(), &[b'a'; 300 * 1024]].concat();
    post(server.address, "Sec-Fetch-Site: same-origin\r\n", &body).expect("an answer").expect(413).shows("提交的内容过大");
    get(server.address, "/readyz").expect(200);
}

#[test]
fn a_form_sent_from_elsewhere_is_refused() {
    let server = Server::new();
    let form = b"account=admin&password=x&code=000000";
    for headers in
        ["Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n", "Origin: http://evil.example\r\n", "Origin: null\r\n"]
    {
        post(server.address, headers, form).expect("an answer").expect(403).shows("此操作不是从本站页面发出的");
    }
    let own = format!("Sec-Fetch-Site: same-origin\r\nOrigin: {}\r\n", server.origin());
    post(server.address, &own, form).expect("an answer").expect(422);
}

#[test]
fn headers_made_to_hurt_get_a_4xx() {
    let server = Server::new();
    let many: String = (0..200).map(|at| format!("X-{at}: 1\r\n")).collect();
    let huge = format!("Cookie: sanmin_session={}\r\n", "a".repeat(1 << 20));
    for (kind, head) in [
        ("huge cookie", format!("GET / HTTP/1.1\r\nHost: x\r\n{huge}\r\n")),
        ("huge address", format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(1 << 20))),
        ("200 headers", format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n")),
        ("folded header", "GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n Set-Cookie: b\r\n\r\n".to_string()),
        ("bare carriage return", "GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\rSet-Cookie: b\r\n\r\n".to_string()),
        ("zero byte", "GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\0\r\n\r\n".to_string()),
        ("space in a name", "GET / HTTP/1.1\r\nHost: x\r\nX A: 1\r\n\r\n".to_string()),
        ("two lengths", "POST /office/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab".to_string()),
        ("no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_string()),
        ("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n".to_string()),
        ("unknown method", "BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_string()),
        ("no method", "\x01\x02\x03\r\n\r\n".to_string()),
    ] {
        let answer = exchange(server.address, head.as_bytes());
        let status = answer.as_ref().map(|answer| answer.status);
        assert!(status.is_some_and(|status| (400..500).contains(&status)), "{kind}: {answer:?}");
        get(server.address, "/readyz").expect(200);
    }
}

#[test]
fn strange_but_lawful_requests_change_nothing() {
    let server = Server::new();
    let plain = get(server.address, "/").expect(200).body;
    for (kind, head) in [
        ("cookie that is no text", b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: sanmin_session=\xff\xfe\r\n\r\n".as_slice()),
        ("another site's address", b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        ("another site's host", b"GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n"),
    ] {
        let answer = exchange(server.address, head).expect("an answer").expect(200);
        assert!(!answer.body.contains("evil.example"), "{kind}");
        assert_eq!(answer.body.len(), plain.len(), "{kind}");
    }
    get(server.address, "/office").expect(303);
    let stale = exchange(server.address, b"GET /office HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: sanmin_session=\xff\r\n\r\n");
    stale.expect("an answer").expect(303);
}

#[test]
fn an_address_cannot_smuggle_a_header_or_lead_away() {
    let server = Server::new();
    for back in ["/%0d%0aSet-Cookie:%20stolen=1", "//evil.example", "/%5Cevil.example", "https://evil.example", "/\\evil.example"] {
        let answer = get(server.address, &format!("/elder?on=1&back={back}")).expect(303);
        let location = answer.header("location");
        assert!(location.starts_with('/') && !location.starts_with("//") && !location.starts_with("/\\"), "{back}: {location}");
        assert_eq!(answer.headers.iter().filter(|(name, _)| name == "set-cookie").count(), 1, "{back}");
        let page = get(server.address, &format!("/office/sign-in?next={back}")).expect(200);
        assert!(!page.body.contains("name=\"next\""), "{back}: signing in would lead there");
    }
}
