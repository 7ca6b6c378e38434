//! Where a request came from: the peer's address, or what a trusted proxy says of it.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;
use http::{Extensions, HeaderMap};
use ipnet::IpNet;

use crate::app::App;

/// The proxies whose `X-Forwarded-For` is believed; everybody else's is ignored.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Reads addresses or networks, such as `10.0.0.1` or `10.0.0.0/8`; the first that is neither is the error.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let network = |text: &str| text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        texts.into_iter().map(|text| network(text.trim()).map_err(|_| text.to_string())).collect::<Result<_, _>>().map(TrustedProxies)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address.to_canonical()))
    }

    /// The client's address: the last hop before our own proxies. `None` when the server does not know the peer (in tests).
    pub fn client(&self, extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer(extensions)?;
        if !self.trusts(peer) {
            return Some(peer);
        }
        let hops = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        let hops: Vec<Option<IpAddr>> = hops.map(|hop| hop.trim().parse::<IpAddr>().ok().map(|ip| ip.to_canonical())).collect();
        for hop in hops.iter().rev() {
            match hop {
                Some(address) if self.trusts(*address) => {}
                Some(address) => return Some(*address),
                // A proxy of ours passed on something unreadable: what stands further left may be forged.
                None => return Some(peer),
            }
        }
        Some(peer)
    }
}

/// The client's address, for handlers that write to the audit log.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub Option<IpAddr>);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(ClientAddress(app.settings().trusted_proxies.client(&parts.extensions, &parts.headers)))
    }
}

/// The address at the other end of the connection.
pub fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip().to_canonical())
}

/// Whether the request came over the loopback interface, straight, not through a proxy.
pub fn is_local(extensions: &Extensions, headers: &HeaderMap) -> bool {
    peer(extensions).is_some_and(|address| address.is_loopback())
        && !headers.contains_key("x-forwarded-for")
        && !headers.contains_key("forwarded")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        TrustedProxies::parse(proxies.iter().copied()).unwrap().client(&extensions, &headers).unwrap().to_string()
    }

    #[test]
    fn strangers_cannot_choose_their_address() {
        assert_eq!(client(&[], "203.0.113.5", &["1.2.3.4"]), "203.0.113.5");
        assert_eq!(client(&["10.0.0.0/8"], "203.0.113.5", &["1.2.3.4"]), "203.0.113.5");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.2", &["1.2.3.4, 198.51.100.7"]), "198.51.100.7");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.2", &["1.2.3.4", "198.51.100.7, 10.9.9.9"]), "198.51.100.7");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.2", &["1.2.3.4, nonsense"]), "10.0.0.2");
        assert_eq!(client(&["10.0.0.2"], "10.0.0.2", &[]), "10.0.0.2");
    }

    #[test]
    fn a_proxy_that_is_no_address_is_named() {
        assert_eq!(TrustedProxies::parse(["10.0.0.1", "proxy.local"]).unwrap_err(), "proxy.local");
    }
}
