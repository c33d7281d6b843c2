//! Holding an answer against a golden body: the same keys, the same types, and the same values but for ids and times.

use std::fs;
use std::path::Path;

use chrono::DateTime;
use serde_json::Value;

/// Ids that the sandbox makes, and the golden bodies name in their own way.
const MADE: [&str; 7] = ["renewal-10", "payment-10", "quote-10", "signature-10", "contact-10", "location-10", "req-00"];
/// Code of a letter.
const LETTER: &str = "ACDEF-GHJKM-NPQRT-UVWXY-23456";
/// Address of a document, for a while.
const DOWNLOAD: &str = "http://localhost:8081/v1/downloads/";
/// Address of the hosted page.
const SESSION: &str = "http://localhost:8083/pay/";

/// A golden body.
pub fn golden(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../contract/golden/{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// Asserts that a body is a golden one.
pub fn assert_golden(body: &Value, name: &str) {
    assert_like(body, &golden(name), name);
}

/// Asserts that a body is like another.
pub fn assert_like(body: &Value, like: &Value, at: &str) {
    match (body, like) {
        (Value::Object(body), Value::Object(like)) => {
            let keys = |object: &serde_json::Map<String, Value>| {
                let mut keys: Vec<String> = object.keys().cloned().collect();
                keys.sort();
                keys
            };
            assert_eq!(keys(body), keys(like), "{at}");
            for (key, value) in like {
                assert_like(&body[key], value, &format!("{at}.{key}"));
            }
        }
        (Value::Array(body), Value::Array(like)) => {
            assert_eq!(body.len(), like.len(), "{at}: {body:?}");
            for (number, (body, like)) in body.iter().zip(like).enumerate() {
                assert_like(body, like, &format!("{at}[{number}]"));
            }
        }
        (Value::String(body), Value::String(like)) => assert!(is_like(body, like), "{at}: {body} is not {like}"),
        (body, like) => assert_eq!(body, like, "{at}"),
    }
}

fn is_like(text: &str, like: &str) -> bool {
    if MADE.iter().any(|made| like.starts_with(made)) {
        return (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    }
    if like == LETTER {
        let groups: Vec<_> = text.split('-').map(str::len).collect();
        return groups == [5; 5] && text.bytes().all(|b| b == b'-' || b.is_ascii_uppercase() || b.is_ascii_digit());
    }
    for unguessable in [SESSION, DOWNLOAD] {
        if let Some(code) = text.strip_prefix(unguessable) {
            return like.starts_with(unguessable) && code.len() >= 32;
        }
    }
    if like.starts_with("\"profile-") {
        return text.len() > 8 && text.starts_with('"') && text.ends_with('"');
    }
    // A deadline is the end of a day; other times are those of the test.
    if DateTime::parse_from_rfc3339(like).is_ok() && !like.ends_with("T23:59:59Z") {
        return DateTime::parse_from_rfc3339(text).is_ok() && text.len() == like.len() && text.ends_with('Z');
    }
    text == like
}
