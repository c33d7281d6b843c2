//! The pages a person sees at the provider.

use std::fmt::Write;

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::params::Params;
use crate::people;

/// The style sheet of all pages.
pub(super) async fn style() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, include_str!("page.css"))
}

/// The account chooser. It carries the request along, which is checked again with the answer.
pub(super) fn chooser(params: &Params) -> Response {
    let mut body = String::from(
        "<p>This is a sandbox. Everyone here is invented and nobody has a password: choose a person and you are \
         signed in as them.</p>\n<form method=\"post\" action=\"/authorize\">\n",
    );
    for (name, value) in params.pairs().filter(|(name, _)| *name != "person" && *name != "prompt") {
        let (name, value) = (escape(name), escape(value));
        // Writing to a String cannot fail.
        let _ = writeln!(body, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
    }
    body.push_str("<ul>\n");
    for person in people::all() {
        let (id, name, situation) = (escape(person.id), escape(person.name), escape(person.situation));
        let _ = writeln!(
            body,
            "<li><button name=\"person\" value=\"{id}\"><strong>{name}:</strong> <span>{situation}</span></button></li>"
        );
    }
    body.push_str("</ul>\n</form>");
    render(StatusCode::OK, "Choose an account", &body)
}

/// A request that goes nowhere else.
pub(super) fn refused(why: &str) -> Response {
    let body = format!("<p>{}</p>\n<p>Go back and try again.</p>", escape(why));
    render(StatusCode::BAD_REQUEST, "You cannot be signed in", &body)
}

/// Signed out, with nowhere to go on to.
pub(super) fn signed_out() -> Response {
    render(StatusCode::OK, "You are signed out", "<p>You can close this page.</p>")
}

/// Anything else.
pub(super) async fn not_found() -> Response {
    render(StatusCode::NOT_FOUND, "Page not found", "<p>There is nothing at this address.</p>")
}

fn render(status: StatusCode, title: &str, body: &str) -> Response {
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} - Sandbox sign-in</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n\
         <header>Sandbox identity provider</header>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    );
    (status, Html(page)).into_response()
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
