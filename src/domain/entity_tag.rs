//! Entity tags. Proxies that compress turn `"x"` into `W/"x"`, `"x-gzip"` or `"x--gzip"`: what the server compares is
//! the text between the quotes without that suffix.

/// Longest tag in bytes, quotes included.
const MAX_LENGTH: usize = 512;
/// Content codings that proxies add to a tag.
const CODINGS: [&str; 4] = ["gzip", "br", "zstd", "deflate"];

/// The strong tag to send as `If-Match` for a tag that was read; `None` if it is no entity tag.
#[must_use]
pub fn strong(tag: &str) -> Option<String> {
    Some(["\"", opaque(tag)?, "\""].concat())
}

/// Are these tags of the same version, whatever a proxy made of them? What is no tag is the same as nothing.
#[must_use]
pub fn same_tag(one: &str, other: &str) -> bool {
    opaque(one).is_some_and(|tag| opaque(other) == Some(tag))
}

fn opaque(tag: &str) -> Option<&str> {
    let tag = tag.trim();
    let quoted = tag.strip_prefix("W/").unwrap_or(tag);
    let inside = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let fine = |b: u8| b.is_ascii_graphic() && b != b'"';
    if inside.is_empty() || quoted.len() > MAX_LENGTH || !inside.bytes().all(fine) {
        return None;
    }
    let without = |coding: &&str| inside.strip_suffix(*coding)?.strip_suffix('-');
    let bare = CODINGS.iter().find_map(without).map(|bare| bare.strip_suffix('-').unwrap_or(bare));
    Some(bare.filter(|bare| !bare.is_empty()).unwrap_or(inside))
}
