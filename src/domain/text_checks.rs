//! What a text from outside must be before it goes into a header or an address.
use super::shape::is_invisible;

/// Longest id in bytes; the contract's are at most 64 characters.
const MAX_ID: usize = 128;
/// Longest idempotency key, by the contract.
const MAX_KEY: usize = 128;

/// Can it be an id? It goes into addresses, so it has no spaces, nothing invisible, and is no `.` or `..`, which
/// browsers resolve even when encoded.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || is_invisible(c);
    !matches!(text, "" | "." | "..") && text.len() <= MAX_ID && !text.contains(odd)
}

/// Visible ASCII only: every header can carry it.
#[must_use]
pub fn is_header_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic())
}

/// Can it be the value of `Idempotency-Key`?
#[must_use]
pub fn is_idempotency_key(text: &str) -> bool {
    is_header_token(text) && text.len() <= MAX_KEY
}

/// Is it a GUID: hexadecimal digits in groups of 8, 4, 4, 4 and 12?
#[must_use]
pub fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}
