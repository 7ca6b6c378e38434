//! Listening, with or without TLS, until told to stop.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use axum_server::{Address, Server};

/// A client must have sent its headers by then (slow-loris).
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// After the signal to stop, requests under way have this long.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// The server's own certificate.
#[derive(Clone, Debug)]
pub struct Tls {
    /// The certificate chain (PEM).
    pub certificate: PathBuf,
    /// The private key (PEM).
    pub key: PathBuf,
}

/// Why the server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program has the port.
    #[error("{0} is already in use by another program; choose another address with {1}, or stop that program")]
    InUse(SocketAddr, &'static str),
    /// The address is not this machine's, or needs more rights.
    #[error("cannot listen on {address}: {source}")]
    Cannot {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The certificate or key cannot be used.
    #[error("cannot use certificate {} with key {}: {source}", tls.certificate.display(), tls.key.display())]
    Certificate {
        /// The files.
        tls: Tls,
        /// What is wrong with them.
        source: io::Error,
    },
    /// Accepting connections failed for good.
    #[error("the server stopped: {0}")]
    Stopped(io::Error),
}

/// A bound port, before anything is served from it; `flag` is the setting that chose it.
pub fn bind(address: SocketAddr, flag: &'static str) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ListenError::InUse(address, flag),
        _ => ListenError::Cannot { address, source },
    })
}

/// A certificate and key that were read and fit together.
#[derive(Clone, Debug)]
pub struct Certificate(RustlsConfig);

impl Tls {
    /// Reads both files.
    pub async fn load(&self) -> Result<Certificate, ListenError> {
        // Another part may have chosen the same provider before; either way there is one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let loaded = RustlsConfig::from_pem_file(&self.certificate, &self.key).await;
        let config = loaded.map_err(|source| ListenError::Certificate { tls: self.clone(), source })?;
        let mut negotiated = (*config.get_inner()).clone();
        // Only HTTP/1.1 has a time limit on headers; a client that falls silent in HTTP/2 would stay for ever.
        negotiated.alpn_protocols = vec![b"http/1.1".to_vec()];
        config.reload_from_config(Arc::new(negotiated));
        Ok(Certificate(config))
    }
}

/// Serves on a bound port until `stop` resolves; then finishes what is under way.
pub async fn serve(
    listener: TcpListener,
    certificate: Option<Certificate>,
    application: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ListenError> {
    let handle = Handle::new();
    let stopping = handle.clone();
    tokio::spawn(async move {
        stop.await;
        stopping.graceful_shutdown(Some(STOP_WITHIN));
    });
    let service = application.into_make_service_with_connect_info::<SocketAddr>();
    match certificate {
        None => {
            let mut server = axum_server::from_tcp(listener).map_err(ListenError::Stopped)?.http1_only().handle(handle);
            limit_headers(&mut server);
            server.serve(service).await.map_err(ListenError::Stopped)
        }
        Some(Certificate(config)) => {
            let mut server = axum_server::from_tcp_rustls(listener, config).map_err(ListenError::Stopped)?.http1_only().handle(handle);
            limit_headers(&mut server);
            server.serve(service).await.map_err(ListenError::Stopped)
        }
    }
}

fn limit_headers<A: Address, B>(server: &mut Server<A, B>) {
    server.http_builder().http1().header_read_timeout(HEADER_TIMEOUT).max_buf_size(64 * 1024);
}
