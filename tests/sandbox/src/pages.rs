//! What the pages of the identity provider and of the payment provider have in common: frame, headers, safe text.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::config::{Clock, Config};

/// The content security policy of a provider whose forms lead back to the site, and whose pages hold these styles.
pub(crate) fn policy(config: &Config, provider: &Provider) -> HeaderValue {
    // Browsers hold form-action against the redirect after a form too, so the site is named beside the provider.
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; img-src data:; form-action 'self' {}; frame-ancestors 'none'; \
         base-uri 'none'",
        STANDARD.encode(Sha256::digest(provider.css)),
        config.site_origin()
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Gives an answer the headers of every answer. Among them is the time by the sandbox's clock, which tokens are dated by.
pub(crate) fn secure(policy: &HeaderValue, clock: &Clock, mut response: Response) -> Response {
    let fixed: [(HeaderName, &'static str); 5] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    headers.extend(HeaderValue::try_from(clock.http_date()).ok().map(|date| (header::DATE, date)));
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Whose page it is: the name above it, and the end of its title.
pub(crate) struct Provider {
    /// Name above the page.
    pub(crate) name: &'static str,
    /// End of the title.
    pub(crate) service: &'static str,
    /// Its styles, which stand in the page: a person who signs in waits for no second answer.
    pub(crate) css: &'static str,
}

impl Provider {
    /// A whole page. `title` stands in the tab too, after `before`.
    pub(crate) fn page(&self, status: StatusCode, before: &str, title: &str, body: &str) -> Response {
        let Self { name, service, css } = self;
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{before}{title} - {service}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
             <style>{css}</style>\n</head>\n<body>\n\
             <header>{name}</header>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
        );
        (status, Html(page)).into_response()
    }
}

/// Text as HTML shows it, in an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Whether a browser says that another site's page made this request.
pub(crate) fn from_another_origin(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    site.is_some_and(|s| s != "same-origin" && s != "none")
}
