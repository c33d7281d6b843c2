//! Percent-encoding of one part of an address.

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Encodes everything but letters, digits, `-`, `_`, `.` and `~` of ASCII.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(nibble)).copied().map_or('0', char::from));
            }
        }
    }
    out
}

/// Encodes an id as one segment of a path. No id can name a place above it: browsers resolve `.` and `..`
/// even when encoded, so those become an id that nothing has.
#[must_use]
pub fn segment(id: &str) -> String {
    if matches!(id, "" | "." | "..") { String::from("-") } else { encode(id) }
}

/// Decodes; `None` if an escape is broken or the bytes are not UTF-8.
#[must_use]
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        out.push(if byte == b'%' { nibble(bytes.next()?)? << 4 | nibble(bytes.next()?)? } else { byte });
    }
    String::from_utf8(out).ok()
}

fn nibble(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}
