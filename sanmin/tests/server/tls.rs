//! HTTPS by the server's own certificate.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, Stream};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::support::http::connect;
use crate::support::process::{Server, run, serve};

fn with_certificate(data: &Path) -> (Command, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_string()]).expect("a certificate");
    fs::write(data.join("cert.pem"), cert.pem()).expect("written");
    fs::write(data.join("key.pem"), signing_key.serialize_pem()).expect("written");
    let mut command = serve(data);
    command.arg("--tls-certificate").arg(data.join("cert.pem")).arg("--tls-key").arg(data.join("key.pem"));
    (command, cert.pem())
}

#[test]
fn a_browser_that_trusts_the_certificate_is_served() {
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let (command, certificate) = with_certificate(data.path());
    let server = Server::start(command);
    let trusted = Certificate::from_pem(certificate.as_bytes()).expect("a certificate");
    let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&[trusted])).build();
    let agent = ureq::Agent::config_builder().tls_config(tls).max_redirects(0).build().new_agent();
    let address = format!("https://localhost:{}", server.address.port());
    let mut answer = agent.get(&address).call().expect("an answer");
    assert!(answer.body_mut().read_to_string().expect("a page").contains("</html>"));
    assert!(answer.headers().contains_key("strict-transport-security"));

    // A stranger who does not trust it, and one who speaks no TLS, do no harm.
    assert!(ureq::get(&address).call().is_err());
    let plain = format!("http://localhost:{}", server.address.port());
    assert!(ureq::get(&plain).call().is_err());
    assert!(agent.get(format!("{address}/readyz")).call().is_ok());

    // Ballots come by the same certificate, and by nothing else.
    let ballots = server.ballots().port();
    let answer = agent.get(format!("https://localhost:{ballots}/healthz")).call().expect("an answer");
    assert!(answer.headers().contains_key("strict-transport-security"));
    assert!(ureq::get(format!("http://localhost:{ballots}/healthz")).call().is_err());
}

#[test]
fn a_client_that_falls_silent_after_the_handshake_is_cut_off() {
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let (command, certificate) = with_certificate(data.path());
    let server = Server::start(command);
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificate.as_bytes()).expect("a certificate")).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from("localhost").expect("a name");
    let mut session = ClientConnection::new(Arc::new(config), name).expect("a session");
    let mut stream = connect(server.address);
    while session.is_handshaking() {
        session.complete_io(&mut stream).expect("a handshake");
    }
    assert_eq!(session.alpn_protocol(), Some(b"http/1.1".as_slice()), "HTTP/2 has no time limit for headers");
    let begun = Instant::now();
    let _ = Stream::new(&mut session, &mut stream).read_to_end(&mut Vec::new());
    assert!(begun.elapsed() < Duration::from_secs(15), "open for {:?}", begun.elapsed());
}

#[test]
fn a_key_of_another_certificate_is_refused_before_anything_is_announced() {
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let (command, _) = with_certificate(data.path());
    fs::write(data.path().join("key.pem"), KeyPair::generate().expect("a key").serialize_pem()).expect("written");
    let ended = run(command);
    ended.fails_with(&["cert.pem", "key.pem"]);
    assert_eq!(ended.stdout, "");

    let (command, _) = with_certificate(data.path());
    fs::write(data.path().join("cert.pem"), "not a certificate").expect("written");
    run(command).fails_with(&["cert.pem"]);
}
