//! The headers of every answer of the site. `deploy/served.json` says the same for production.

use serde::Deserialize;

/// Browser features the site does without. Writing to the clipboard is the one it keeps, for its copy buttons.
const FEATURES_OFF: [&str; 23] = [
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
];

/// Those of an answer of the partner API under the site's origin. No browser shows one as a page of the site.
/// `deploy/served.json` says the same for production.
pub const OF_API: [(&str, &str); 3] = [
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
];

/// What stands in the start document itself, as hashes that the policy names (`version.json` of the build).
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct InPage {
    script: String,
    style: String,
}

/// All of them, for scripts that may ask these origins beside the site's own.
pub fn all(others: &[String], in_page: &InPage) -> Vec<(&'static str, String)> {
    vec![
        ("content-security-policy", content_security_policy(others, in_page)),
        // No script runs that the page has not named by its content; the wasm is fetched with its own.
        ("integrity-policy", "blocked-destinations=(script)".into()),
        ("x-content-type-options", "nosniff".into()),
        ("referrer-policy", "no-referrer".into()),
        ("cross-origin-opener-policy", "same-origin".into()),
        ("cross-origin-resource-policy", "same-origin".into()),
        ("permissions-policy", FEATURES_OFF.map(|feature| format!("{feature}=()")).join(", ")),
    ]
}

fn content_security_policy(others: &[String], in_page: &InPage) -> String {
    let named = |hash: &str| if hash.is_empty() { String::new() } else { format!(" '{hash}'") };
    let script = format!("script-src 'self' 'wasm-unsafe-eval'{}", named(&in_page.script));
    let style = format!("style-src 'self'{}", named(&in_page.style));
    let connect = format!("connect-src 'self' {}", others.join(" "));
    [
        "default-src 'none'",
        &script,
        &style,
        "img-src 'self' data:",
        &connect,
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    .join("; ")
}
