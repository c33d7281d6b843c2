use std::fs;

use axum::http::StatusCode;
use sandbox::site::rules::{FOREVER, KINDS, NOT_KEPT, REVALIDATE, caching};

use crate::support::{Host, SCRIPT, WASM, production_description};

#[test]
fn names_with_a_hash_are_kept_forever_and_all_others_asked_for_again() {
    for name in [
        "partner-renewal-0123abcd.js",
        "partner-renewal-0123456789abcdef.js",
        "partner-renewal-0123456789abcdef_bg.wasm",
        "style-89abcdef01234567.css",
        "locales/en-0123456789abcdef.json",
    ] {
        assert_eq!(caching(name), "public, max-age=31536000, immutable, no-transform", "{name}");
    }
    for name in [
        "index.html",
        "index-0123456789abcdef.html",
        "boot.js",
        "config.json",
        "locales/en.json",
        "half-size.css",
        "part-0123ABCD.js",
        "part-0123abc.js",
        "snippets/crate-0123456789abcdef/inline0.js",
    ] {
        assert_eq!(caching(name), "no-cache, no-transform", "{name}");
    }
}

#[tokio::test]
async fn answers_say_how_long_they_last() {
    let host = Host::new();
    let script = format!("/{SCRIPT}");
    for (path, expected) in [
        (script.as_str(), "public, max-age=31536000, immutable, no-transform"),
        ("/", "no-cache, no-transform"),
        ("/membership", "no-cache, no-transform"),
        ("/nowhere", "no-cache, no-transform"),
        ("/config.json", "no-cache, no-transform"),
        ("/locales/en.json", "no-cache, no-transform"),
        ("/gone-0123456789abcdef.js", "no-store"),
        ("/gone.js", "no-store"),
    ] {
        assert_eq!(host.get(path).await.header("cache-control"), expected, "{path}");
    }
}

#[tokio::test]
async fn the_better_coding_the_browser_takes_is_sent() {
    let host = Host::new();
    for (codings, coding, body) in [
        ("gzip, deflate, br, zstd", "br", "script br"),
        ("gzip, br;q=0", "gzip", "script gz"),
        ("GZIP;q=0.5", "gzip", "script gz"),
        ("br; q=0.1", "br", "script br"),
        ("identity", "", "script plain"),
        ("brotli", "", "script plain"),
        ("gzip;q=0, br;q=0.0", "", "script plain"),
    ] {
        let answer = host.get_in(&format!("/{SCRIPT}"), codings).await;
        assert_eq!((answer.header("content-encoding"), answer.body.as_str()), (coding, body), "{codings}");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("content-length"), body.len().to_string());
    }
}

#[tokio::test]
async fn a_file_with_one_twin_or_none_is_sent_as_it_can_be() {
    let host = Host::new();
    let answer = host.get_in(&format!("/{WASM}"), "br, gzip").await;
    assert_eq!((answer.header("content-encoding"), answer.body.as_str()), ("gzip", "wasm gz"));
    assert_eq!(answer.header("content-type"), "application/wasm");
    assert!(!host.get_in("/boot.js", "br, gzip").await.headers.contains_key("content-encoding"));
}

#[tokio::test]
async fn caches_are_told_that_the_coding_matters() {
    let host = Host::new();
    let script = format!("/{SCRIPT}");
    for path in ["/", "/boot.js", "/config.json", "/nowhere", &script] {
        assert_eq!(host.get(path).await.header("vary"), "Accept-Encoding", "{path}");
    }
}

#[tokio::test]
async fn each_coding_has_its_own_strong_etag() {
    let host = Host::new();
    let path = format!("/{SCRIPT}");
    let mut etags = Vec::new();
    for codings in ["br", "gzip", "identity"] {
        etags.push(host.get_in(&path, codings).await.header("etag").to_owned());
    }
    assert!(etags.iter().all(|etag| etag.starts_with('"') && etag.ends_with('"') && etag.len() > 20));
    etags.sort();
    etags.dedup();
    assert_eq!(etags.len(), 3);
}

#[tokio::test]
async fn a_browser_that_has_the_answer_is_told_so() {
    let host = Host::new();
    for path in ["/", "/boot.js", "/config.json"] {
        let etag = host.get(path).await.header("etag").to_owned();
        for known in [etag.clone(), format!("\"other\", {etag}"), format!("W/{etag}"), "*".into()] {
            let answer = host.send("GET", path, &[("if-none-match", &known)]).await;
            assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
            assert_eq!(answer.header("etag"), etag);
            assert_eq!(answer.header("cache-control"), "no-cache, no-transform");
            assert_eq!(answer.header("vary"), "Accept-Encoding");
        }
        let answer = host.send("GET", path, &[("if-none-match", "\"other\"")]).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_page_not_found_stays_not_found_for_a_browser_that_has_it() {
    let host = Host::new();
    let etag = host.get("/").await.header("etag").to_owned();
    let answer = host.send("GET", "/nowhere", &[("if-none-match", &etag)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_rebuilt_file_is_served_at_once_with_another_etag() {
    let host = Host::new();
    let before = host.get("/boot.js").await.header("etag").to_owned();
    fs::write(host.file("boot.js"), "boot again").unwrap();
    let file = fs::File::options().append(true).open(host.file("boot.js")).unwrap();
    file.set_modified(std::time::SystemTime::now() + std::time::Duration::from_secs(2)).unwrap();
    let answer = host.send("GET", "/boot.js", &[("if-none-match", &before)]).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "boot again"));
    assert_ne!(answer.header("etag"), before);
}

#[test]
fn production_keeps_answers_as_long_and_knows_the_same_kinds_of_files() {
    let production = production_description();
    let expected = serde_json::json!({"hashed": FOREVER, "named": REVALIDATE, "missing": NOT_KEPT});
    assert_eq!(production["caching"], expected);
    let types: serde_json::Map<String, serde_json::Value> =
        KINDS.iter().map(|(extension, media_type)| ((*extension).to_owned(), (*media_type).into())).collect();
    assert_eq!(production["types"], serde_json::Value::Object(types));
}
