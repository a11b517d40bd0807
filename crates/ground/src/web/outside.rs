//! The world outside the house: which machines stand between, and who may show our pages.

use super::house::House;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::IpAddr;
use std::sync::Arc;

/// What the configuration says about the world outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outside {
    /// Proxies whose word about a caller's address is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Sites that may show the booking page within their own.
    pub embed_origins: Vec<String>,
}

/// The other end of the connection; the server sets it on every request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// The address that asks, for limits: of IPv6 the network, because a home has that whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller(pub String);

impl FromRequestParts<Arc<House>> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Caller, Self::Rejection> {
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0);
        Ok(Caller(caller(peer, &parts.headers, &house.outside.trusted_proxies)))
    }
}

fn caller(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpAddr]) -> String {
    let told = peer.filter(|peer| trusted.contains(peer)).and_then(|_| forwarded(headers, trusted));
    told.or(peer).map_or_else(String::new, network)
}

/// The last address in `X-Forwarded-For` that is not one of the proxies: what stands before it anybody can write.
fn forwarded(headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let all: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut from_the_end = all.into_iter().rev().map_while(|text| text.parse::<IpAddr>().ok());
    from_the_end.find(|address| !trusted.contains(address))
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(peer: &str, forwarded: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        let trusted: Vec<IpAddr> = trusted.iter().map(|t| t.parse().unwrap()).collect();
        caller(peer.parse().ok(), &headers, &trusted)
    }

    #[test]
    fn a_strangers_word_about_the_address_is_not_believed() {
        assert_eq!(asked("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(asked("203.0.113.9", &["198.51.100.1"], &["10.0.0.1"]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_names_the_last_address_it_saw() {
        let trusted = ["127.0.0.1", "10.0.0.1"];
        assert_eq!(asked("127.0.0.1", &["198.51.100.1, 203.0.113.9"], &trusted), "203.0.113.9");
        assert_eq!(asked("127.0.0.1", &["198.51.100.1", "203.0.113.9, 10.0.0.1"], &trusted), "203.0.113.9");
        assert_eq!(asked("127.0.0.1", &["nonsense"], &trusted), "127.0.0.1");
        assert_eq!(asked("127.0.0.1", &[], &trusted), "127.0.0.1");
    }

    #[test]
    fn a_home_of_ipv6_is_one_caller() {
        assert_eq!(asked("2001:db8:1:2:3:4:5:6", &[], &[]), "2001:db8:1:2::");
        assert_eq!(asked("::ffff:203.0.113.9", &[], &[]), "203.0.113.9");
    }
}
