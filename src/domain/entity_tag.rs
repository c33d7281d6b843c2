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
    // As many suffixes as there are proxies: what is read from a strong form must be that form again.
    Some(std::iter::successors(Some(inside), |tag| without_coding(tag)).last().unwrap_or(inside))
}

fn without_coding(tag: &str) -> Option<&str> {
    let bare = CODINGS.iter().find_map(|coding| tag.strip_suffix(*coding)?.strip_suffix('-'))?;
    let bare = bare.strip_suffix('-').unwrap_or(bare);
    if bare.is_empty() { None } else { Some(bare) }
}
