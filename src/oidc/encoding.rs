//! base64url without padding, and query strings.
use crate::domain::percent;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Encodes as base64url without padding.
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| chunk.get(i).copied().map_or(0, u32::from);
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=chunk.len() {
            let index = (word >> (18 - 6 * place)) & 63;
            out.extend(usize::try_from(index).ok().and_then(|i| ALPHABET.get(i)).copied().map(char::from));
        }
    }
    out
}

/// Decodes base64url without padding; `None` unless the text is exactly what encoding would give.
#[must_use]
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut word: u32 = 0;
        for byte in chunk {
            word = word << 6 | u32::from(digit(*byte)?);
        }
        // 2 digits carry one byte and 4 spare bits, 3 carry two bytes and 2 spare bits.
        let (bytes, spare) = match chunk.len() {
            4 => (3, 0),
            3 => (2, 2),
            2 => (1, 4),
            _ => return None,
        };
        if word & ((1 << spare) - 1) != 0 {
            return None;
        }
        let word = (word >> spare).to_be_bytes();
        out.extend(word.get(4 - bytes..)?);
    }
    Some(out)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

/// Names and values as `application/x-www-form-urlencoded`.
pub(super) fn form(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(&percent::encode(name));
        out.push('=');
        out.push_str(&percent::encode(value));
    }
    out
}

/// An address with these parameters added to its query.
pub(super) fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let joint = if address.contains('?') { "&" } else { "?" };
    [address, joint, &form(pairs)].concat()
}

/// The names and values of a query string, with or without its question mark; broken pairs are left out.
pub(super) fn query_pairs(query: &str) -> Vec<(String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let read = |part: &str| percent::decode(&part.replace('+', " "));
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if let (Some(name), Some(value)) = (read(name), read(value)) {
            pairs.push((name, value));
        }
    }
    pairs
}
