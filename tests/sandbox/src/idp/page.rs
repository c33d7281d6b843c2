//! The pages a person sees at the provider.

use std::fmt::Write;

use axum::http::StatusCode;
use axum::response::Response;

use super::params::Params;
use crate::pages::{Provider, escape};
use crate::people::Person;

/// Whose pages these are.
pub(super) const PROVIDER: Provider =
    Provider { name: "Sandbox identity provider", service: "Sandbox sign-in", css: include_str!("page.css") };

/// The choice not to sign in.
pub(super) const NOBODY: &str = "nobody";

/// The account chooser. It carries the request along, which is checked again with the answer.
pub(super) fn chooser(params: &Params, people: &[Person]) -> Response {
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
    for person in people {
        let (id, name, situation) = (escape(person.id), escape(person.shown()), escape(person.situation));
        let _ = writeln!(
            body,
            "<li><button name=\"person\" value=\"{id}\"><strong>{name}:</strong> <span>{situation}</span></button></li>"
        );
    }
    let _ = writeln!(body, "</ul>\n<p><button name=\"person\" value=\"{NOBODY}\">Cancel</button></p>\n</form>");
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
    PROVIDER.page(status, "", title, body)
}
