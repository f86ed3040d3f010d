//! Where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::app::App;
use crate::settings::Settings;

/// The client as far as it can be known: the peer of the connection, or what a trusted proxy says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    pub address: IpAddr,
    /// The browser speaks https, to us or to the proxy.
    pub https: bool,
}

impl Client {
    /// The listener puts a [`ConnectInfo`] into every request.
    #[must_use]
    pub fn of(parts: &Parts, settings: &Settings) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        Self::behind(peer.to_canonical(), &parts.headers, settings)
    }

    fn behind(peer: IpAddr, headers: &HeaderMap, settings: &Settings) -> Self {
        let is_trusted = |address: &IpAddr| settings.trusted_proxies.contains(address);
        let public_https = settings.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
        if !is_trusted(&peer) {
            return Self { address: peer, https: public_https };
        }
        // Each proxy appends whom it heard from: the last one that is not a proxy of ours is the client;
        // what stands before it, the client may have made up.
        let chain = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let chain: Vec<&str> = chain.flat_map(|value| value.split(',')).map(str::trim).collect();
        let heard = chain.iter().rev().map_while(|text| address(text));
        let mut client = peer;
        for address in heard {
            client = address;
            if !is_trusted(&address) {
                break;
            }
        }
        let proto = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
        let proxied_https =
            proto.and_then(|text| text.rsplit(',').next()).is_some_and(|p| p.trim() == "https");
        Self { address: client, https: proxied_https || public_https }
    }
}

/// An address with or without a port, as proxies write it.
fn address(text: &str) -> Option<IpAddr> {
    let plain = text.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    plain.or_else(|| text.parse::<SocketAddr>().ok().map(|a| a.ip())).map(|ip| ip.to_canonical())
}

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, &app.settings))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::tests::settings;

    fn client(peer: &str, forwarded_for: &str, proto: &str) -> Client {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded_for.parse().expect("a value"));
        headers.insert("x-forwarded-proto", proto.parse().expect("a value"));
        Client::behind(peer.parse().expect("an address"), &headers, &settings())
    }

    #[test]
    fn a_strangers_word_about_itself_is_not_believed() {
        let seen = client("192.0.2.9", "198.51.100.1", "https");
        assert_eq!((seen.address.to_string().as_str(), seen.https), ("192.0.2.9", false));
    }

    #[test]
    fn a_trusted_proxy_says_who_the_client_is() {
        let seen = client("127.0.0.1", "203.0.113.5, 198.51.100.1, ::1", "https");
        assert_eq!((seen.address.to_string().as_str(), seen.https), ("198.51.100.1", true));
        assert_eq!(client("127.0.0.1", "[2001:db8::1]:4711", "http").address.to_string(), "2001:db8::1");
        assert_eq!(client("127.0.0.1", "nonsense", "http").address.to_string(), "127.0.0.1");
    }
}
