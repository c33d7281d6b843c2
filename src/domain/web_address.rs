//! Addresses of the web that the settings and the identity provider name: taken apart, and whether they are safe.
use super::address::split_scheme;

/// The parts of an `http` or `https` address.
pub struct WebAddress<'a> {
    pub scheme: &'a str,
    pub host: &'a str,
    /// With its colon; empty where there is none.
    pub port: &'a str,
    /// Path, query and fragment.
    pub rest: &'a str,
}

impl WebAddress<'_> {
    /// Everything is spoken to over HTTPS, except what runs on this very machine.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("https") || is_loopback(self.host)
    }
}

/// Takes an `http` or `https` address apart. `None` for everything that is no such address, and for a user name.
#[must_use]
pub fn split(text: &str) -> Option<WebAddress<'_>> {
    let (scheme, after) = split_scheme(text)?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let (authority, rest) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
    // The colons inside the brackets of an IPv6 address are no ports.
    let name_end = authority.rfind(']').map_or(0, |at| at + 1);
    let colon = authority.get(name_end..)?.find(':').map_or(authority.len(), |at| name_end + at);
    let (host, port) = authority.split_at(colon);
    let digits = port.strip_prefix(':').unwrap_or("0");
    let numbered = digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok();
    (numbered && is_host(host)).then_some(WebAddress { scheme, host, port, rest })
}

/// A name of letters, digits, hyphens and dots, or an IPv6 address in brackets. A name in other letters has to be
/// written as the browser sends it (`xn--…`).
fn is_host(host: &str) -> bool {
    match host.strip_prefix('[') {
        Some(inner) => {
            let inner = inner.strip_suffix(']').unwrap_or_default();
            !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'))
        }
        None => {
            let plain = |label: &str| {
                !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            };
            host.split('.').all(plain)
        }
    }
}

/// Is it this very machine?
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|known| host.eq_ignore_ascii_case(known))
}
