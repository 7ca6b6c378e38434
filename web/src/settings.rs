//! The settings that the running server needs, after flags, environment and file were put together.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::address::TrustedProxies;
use crate::ledger::WitnessSetting;

/// Settings of one server. No secrets among them: those are in [`crate::secrets::Secrets`].
#[derive(Clone, Debug)]
pub struct Settings {
    /// The data folder: database, secrets, outbox.
    pub data: PathBuf,
    /// Where portal and back office listen.
    pub listen: SocketAddr,
    /// The site's address as browsers see it, `https://三民.example`, without a slash at the end. Unset: the address listened on.
    pub origin: Option<String>,
    /// Proxies whose word on client addresses counts.
    pub trusted_proxies: TrustedProxies,
    /// Whether the database is to be one of a rehearsal, see [`crate::rehearsal`].
    pub rehearsal: bool,
    /// The public ledger's name when it is begun, such as `sanmin.example/2025`. Unset: host of the site and the activity's id.
    /// In a rehearsal [`REHEARSAL_ENDING`] is added.
    pub ledger_origin: Option<String>,
    /// Who is asked to cosign the ledger.
    pub witnesses: Vec<WitnessSetting>,
    /// Whether browsers reach the site by HTTPS, here or at the proxy; cookies are then `Secure`.
    pub https: bool,
}

/// What the name of a rehearsal's ledger ends with, and that of a real one never: nobody shall take one for the other.
pub const REHEARSAL_ENDING: &str = "/rehearsal";

impl Settings {
    /// Settings of a server on this machine alone. For tests.
    pub fn local(data: PathBuf) -> Self {
        Settings {
            data,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            origin: None,
            trusted_proxies: TrustedProxies::default(),
            rehearsal: false,
            ledger_origin: None,
            witnesses: Vec::new(),
            https: false,
        }
    }

    /// The name under which the ledger of this activity is begun.
    pub fn ledger_origin(&self, activity: &str) -> String {
        let origin = self.ledger_origin.clone().unwrap_or_else(|| {
            let base = self.base_url();
            let host = base.split_once("://").map_or(base.as_str(), |(_, host)| host);
            format!("{host}/{activity}")
        });
        if self.rehearsal && !origin.ends_with(REHEARSAL_ENDING) { origin + REHEARSAL_ENDING } else { origin }
    }

    /// The site's address for links in messages and print.
    pub fn base_url(&self) -> String {
        match &self.origin {
            Some(origin) => origin.clone(),
            None => {
                // A server that listens on every address is at least reachable from its own machine.
                let host = if self.listen.ip().is_unspecified() { "127.0.0.1".to_string() } else { self.listen.ip().to_string() };
                let host = if host.contains(':') { format!("[{host}]") } else { host };
                format!("{}://{host}:{}", if self.https { "https" } else { "http" }, self.listen.port())
            }
        }
    }
}
