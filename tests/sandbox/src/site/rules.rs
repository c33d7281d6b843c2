//! Which path leads to what, and for how long a browser may keep it. `deploy/served.json` says the same for production.

use axum::http::{HeaderMap, StatusCode, header};

/// For files that keep their name when they change. Nothing on the way may change a file: scripts that are not what was
/// built do not run.
pub const REVALIDATE: &str = "no-cache, no-transform";
/// For files whose name changes with their content.
pub const FOREVER: &str = "public, max-age=31536000, immutable, no-transform";
/// For files that are not there: the next deployment may bring them.
pub const NOT_KEPT: &str = "no-store";

/// The site's routes below the base path, one a line; `*` stands for one segment.
const ROUTES: &str = include_str!("../../../../deploy/routes.txt");

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The start document, with this status.
    Page(StatusCode),
    /// The settings made from this process's own origins.
    Settings,
    /// A built file.
    File(String),
    /// Elsewhere on the origin: go to the site.
    Home,
    /// Nothing at all.
    Nothing,
}

/// Where a request's path leads, for a site under `base_path`.
pub fn target(base_path: &str, path: &str) -> Target {
    let Some(inner) = path.strip_prefix(base_path) else {
        let near = path == "/" || base_path.strip_suffix('/') == Some(path);
        return if near { Target::Home } else { Target::Nothing };
    };
    let last = inner.rsplit('/').next().unwrap_or_default();
    if inner == "config.json" {
        Target::Settings
    } else if is_route(inner) {
        Target::Page(StatusCode::OK)
    } else if !last.contains('.') {
        Target::Page(StatusCode::NOT_FOUND)
    } else if is_servable(inner) {
        Target::File(inner.to_owned())
    } else {
        Target::Nothing
    }
}

fn is_route(inner: &str) -> bool {
    let fits = |route: &str| {
        let route = route.trim_start_matches('/');
        route.split('/').count() == inner.split('/').count()
            && route.split('/').zip(inner.split('/')).all(|(known, asked)| match known {
                "*" => !asked.is_empty(),
                _ => known == asked,
            })
    };
    ROUTES.lines().any(fits)
}

/// Built files have plain names; nothing hidden, nothing above, and no precompressed twin by its own name.
fn is_servable(inner: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    inner.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.chars().all(plain))
        && kind(inner).is_some()
}

/// Each kind of file that the site has: extension and media type.
pub const KINDS: [(&str, &str); 13] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("txt", "text/plain; charset=utf-8"),
];

/// The media type of a file by its extension; none for a kind of file the site does not have.
pub fn kind(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    KINDS.iter().find(|(known, _)| *known == extension).map(|(_, media_type)| *media_type)
}

/// The Cache-Control of a built file.
pub fn caching(name: &str) -> &'static str {
    if is_hashed(name) { FOREVER } else { REVALIDATE }
}

/// Whether a file has its content's hash in its name, as in `app-0123456789abcdef_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let hash = stem.strip_suffix("_bg").unwrap_or(stem).rsplit_once('-').map(|(_, hash)| hash);
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    hash.is_some_and(|hash| hash.len() >= 8 && hash.bytes().all(hex)) && kind(name) != kind("index.html")
}

/// The content codings a browser takes, the better one first.
pub fn codings(asked: &HeaderMap) -> Vec<&'static str> {
    let accepts = |coding: &str| {
        let all = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
        all.flat_map(|v| v.split(',')).any(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
            let weight = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
            name.trim().eq_ignore_ascii_case(coding) && weight.is_some_and(|q| q > 0.0)
        })
    };
    ["br", "gzip"].into_iter().filter(|coding| accepts(coding)).collect()
}

/// Whether the browser says that it has this very answer.
pub fn matches(asked: &HeaderMap, etag: &str) -> bool {
    let all = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == etag)
}
