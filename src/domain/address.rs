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
    let mut mail = "mailto".to_owned();
    let mut joint = ':';
    for part in address.trim().split('@') {
        mail.push(joint);
        mail.push_str(&percent::encode(part));
        joint = '@';
    }
    joint = '?';
    for (name, text) in [("subject=", subject), ("body=", &body.replace('\n', "\r\n"))] {
        if !text.is_empty() {
            mail.push(joint);
            mail.push_str(name);
            mail.push_str(&percent::encode(text));
            joint = '&';
        }
    }
    mail
}

/// Address for calling a telephone (RFC 3966, which knows of everything that divides digits but spaces).
#[must_use]
pub fn telephone(number: &str) -> String {
    ["tel:", &number.replace(' ', "")].concat()
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
