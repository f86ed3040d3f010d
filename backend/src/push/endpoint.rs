//! Where a push goes. The address comes from a client, so it must not lead into our own network.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::Uri;

/// Characters of an address, at most.
const LONGEST: usize = 2048;

#[derive(Debug, Clone)]
pub struct Endpoint {
    pub uri: Uri,
    pub host: String,
    pub port: u16,
    pub secure: bool,
}

impl Endpoint {
    /// Reads an address: `https`, or, where that is allowed, `http` on this very computer.
    #[must_use]
    pub fn parse(text: &str, loopback: bool) -> Option<Self> {
        let uri: Uri = text.parse().ok().filter(|_| text.len() <= LONGEST)?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let ip = host.parse::<IpAddr>().ok();
        let secure = match uri.scheme_str()? {
            "https" if ip.is_none_or(is_public) => true,
            "http" if loopback && ip.is_some_and(|ip| ip.is_loopback()) => false,
            _ => return None,
        };
        let port = authority.port_u16().unwrap_or(if secure { 443 } else { 80 });
        Some(Self { host, port, secure, uri })
    }

    /// Scheme, host and port as the signed word names them.
    #[must_use]
    pub fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        let authority = self.uri.authority().map(axum::http::uri::Authority::as_str).unwrap_or_default();
        format!("{scheme}://{authority}")
    }

    /// Its addresses, without those that are not on the internet. What is connected to is one of these, so that
    /// a name that means something else a moment later does not help.
    pub async fn addresses(&self, loopback: bool) -> std::io::Result<Vec<SocketAddr>> {
        let found = tokio::net::lookup_host((self.host.as_str(), self.port)).await?;
        let may = |address: &SocketAddr| {
            is_public(address.ip()) || (loopback && !self.secure && address.ip().is_loopback())
        };
        Ok(found.filter(may).collect())
    }
}

/// Whether an address is somebody's on the internet (the registries of special-purpose addresses, RFC 6890).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            let special = ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_documentation()
                || matches!(
                    (a, b, c),
                    (0 | 224.., _, _) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _)
                );
            !special
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_public(IpAddr::V4(ip)),
            None => is_public_v6(ip),
        },
    }
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    // Global unicast, without documentation, and without the tunnels that carry an IPv4 address.
    (0x2000..0x4000).contains(&first)
        && !matches!((first, second), (0x2001, 0 | 0xdb8) | (0x2002, _) | (0x3fff, ..0x1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_for_tests_this_computer() {
        for text in [
            "http://push.example/x",
            "ftp://push.example/x",
            "https://user@push.example/x",
            "/x",
            "",
            "http://127.0.0.1:9/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://169.254.169.254/latest",
        ] {
            assert!(Endpoint::parse(text, false).is_none(), "{text}");
        }
        let endpoint = Endpoint::parse("https://push.example:8443/send/1?x=2", false).unwrap();
        assert_eq!((endpoint.host.as_str(), endpoint.port), ("push.example", 8443));
        assert_eq!(endpoint.origin(), "https://push.example:8443");
        assert!(Endpoint::parse("http://127.0.0.1:9/x", true).is_some());
        assert!(Endpoint::parse("http://10.0.0.1:9/x", true).is_none());
        assert!(Endpoint::parse("http://localhost:9/x", true).is_none(), "a name can mean anything");
    }

    #[test]
    fn no_address_of_our_own_network_is_connected_to() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[tokio::test]
    async fn an_https_name_for_this_computer_leads_nowhere() {
        let endpoint = Endpoint::parse("https://localhost/x", true).unwrap();
        assert!(endpoint.addresses(true).await.unwrap().is_empty());
    }
}
