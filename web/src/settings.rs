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
    /// Where ballots are taken.
    pub ballot_listen: SocketAddr,
    /// The ballot host's address as phones see it; its host name is another than the site's. Unset: `localhost` and the port listened on.
    pub ballot_origin: Option<String>,
    /// Where the files of the ballot page stand, if a third party serves them. Unset: the ballot host.
    pub page_origin: Option<String>,
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
            ballot_listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            ballot_origin: None,
            page_origin: None,
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

    /// The ballot host's address, as the page and receipts name it.
    pub fn ballot_url(&self) -> String {
        let scheme = if self.https { "https" } else { "http" };
        self.ballot_origin.clone().unwrap_or_else(|| format!("{scheme}://localhost:{}", self.ballot_listen.port()))
    }

    /// Where the ballot page stands: what cards lead to.
    pub fn page_url(&self) -> String {
        self.page_origin.clone().unwrap_or_else(|| self.ballot_url())
    }

    /// Checks that ballots have a host name of their own.
    ///
    /// # Errors
    /// What to change. Cookies ignore ports, so a name in common would send the site's sessions along with ballots.
    pub fn separate_hosts(&self) -> Result<(), String> {
        let site = self.base_url();
        for (flag, other) in [("--ballot-origin", self.ballot_url()), ("--page-origin", self.page_url())] {
            if host_name(&site) == host_name(&other) {
                return Err(format!(
                    "{flag} {other} has the host name of the site, {site}: browsers send cookies to every port of a name, and no \
                     ballot may come with a session. Give the ballots a name of their own, such as https://ballot.example"
                ));
            }
        }
        Ok(())
    }
}

/// The host name of an address, without scheme and port, as browsers compare it.
fn host_name(origin: &str) -> String {
    let uri: Option<http::Uri> = origin.parse().ok();
    let host = uri.as_ref().and_then(http::Uri::host).unwrap_or(origin);
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ballots_need_a_host_name_of_their_own() {
        let local = Settings::local(PathBuf::new());
        assert_eq!(local.separate_hosts(), Ok(()), "127.0.0.1 and localhost are two names");
        let at = |origin: &str, ballots: &str, page: Option<&str>| {
            let origins = (Some(origin.to_owned()), Some(ballots.to_owned()), page.map(str::to_owned));
            let (origin, ballot_origin, page_origin) = origins;
            Settings { origin, ballot_origin, page_origin, ..local.clone() }.separate_hosts()
        };
        assert_eq!(at("https://city.example", "https://ballot.city.example", None), Ok(()));
        assert_eq!(at("https://city.example", "https://ballot.city.example", Some("https://page.example")), Ok(()));
        for same in ["https://city.example:7301", "http://CITY.example", "https://city.example."] {
            assert!(at("https://city.example", same, None).unwrap_err().contains("--ballot-origin"), "{same}");
            assert!(at("https://city.example", "https://ballot.example", Some(same)).unwrap_err().contains("--page-origin"), "{same}");
        }
        assert!(at("http://[::1]:7300", "http://[::1]:7301", None).is_err());
    }
}
