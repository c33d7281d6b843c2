//! The headers of every answer of the site. `deploy/nginx/headers.conf` says the same for production.

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
/// `deploy/nginx/api.conf` says the same for production.
pub const OF_API: [(&str, &str); 3] = [
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
];

/// All of them, for scripts that may ask these origins beside the site's own.
pub fn all(others: &[String]) -> Vec<(&'static str, String)> {
    vec![
        ("content-security-policy", content_security_policy(others)),
        // No script runs that the page has not named by its content; the wasm is fetched with its own.
        ("integrity-policy", "blocked-destinations=(script)".into()),
        ("x-content-type-options", "nosniff".into()),
        ("referrer-policy", "no-referrer".into()),
        ("cross-origin-opener-policy", "same-origin".into()),
        ("cross-origin-resource-policy", "same-origin".into()),
        ("permissions-policy", FEATURES_OFF.map(|feature| format!("{feature}=()")).join(", ")),
    ]
}

fn content_security_policy(others: &[String]) -> String {
    let connect = format!("connect-src 'self' {}", others.join(" "));
    [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
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
