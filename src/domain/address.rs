//! Addresses made of texts: to write an e-mail, to download a text, and the host of an address.
use super::percent;

/// Address for writing an e-mail (RFC 6068); `None` where there is nobody to write to.
#[must_use]
pub fn mailto(address: &str, subject: &str, body: &str) -> Option<String> {
    (!address.trim().is_empty()).then(|| mail(address, subject, body))
}

/// As `mailto`, to whom the person chooses where `address` is empty.
#[must_use]
pub fn mail(address: &str, subject: &str, body: &str) -> String {
    let to = address.trim().split('@').map(percent::encode).collect::<Vec<_>>().join("@");
    let body = percent::encode(&body.replace('\n', "\r\n"));
    let parts = [("subject=", percent::encode(subject)), ("body=", body)];
    let given: Vec<String> =
        parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| [name, &text].concat()).collect();
    let joint = if given.is_empty() { "" } else { "?" };
    ["mailto:", &to, joint, &given.join("&")].concat()
}

/// Address from which a text can be downloaded.
#[must_use]
pub fn text_url(text: &str) -> String {
    ["data:text/plain;charset=utf-8,", &percent::encode(text)].concat()
}

/// Takes the scheme off an address: what stands before `://`, and what after it. Looking for one character weighs less
/// of the download than looking for three.
#[must_use]
pub fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    Some((scheme, rest.strip_prefix("//")?))
}

/// Host of an address, to be shown before leaving for it; empty if there is none.
#[must_use]
pub fn host_of(url: &str) -> &str {
    let rest = split_scheme(url).map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}
