//! The pages a person sees at the payment provider. Plain HTML, no script.

use axum::http::StatusCode;
use axum::response::Response;

use super::card::FieldError;
use super::provider::Session;
use crate::pages::{Provider, escape};
use crate::store::money::Money;

/// Whose pages these are.
pub(super) const PROVIDER: Provider =
    Provider { name: "Sandbox payment page", service: "Sandbox payments", css: include_str!("page.css") };

/// A field of the card form: name, label, purpose, keyboard.
const FIELDS: [(&str, &str, &str, &str); 4] = [
    ("number", "Card number", "cc-number", "numeric"),
    ("expiry", "Expiry date", "cc-exp", "text"),
    ("code", "Security code", "cc-csc", "numeric"),
    ("name", "Name on card", "cc-name", "text"),
];

/// The card form. Of what was typed only the name comes back.
pub(super) fn card_form(status: StatusCode, session: &Session, name: &str, errors: &[FieldError]) -> Response {
    let id = escape(&session.id);
    let fields: String = FIELDS.map(|field| input(field, name, errors)).concat();
    let body = format!(
        "{}<p>To {} for {}.</p>\n<p>This is a sandbox. No money moves: use one of its test cards.</p>\n\
         <form method=\"post\" action=\"/pay/{id}\" novalidate>\n{fields}<button>Pay now</button>\n</form>\n\
         <p><a href=\"/pay/{id}/cancel\">Cancel and go back</a></p>",
        summary(errors),
        escape(&session.merchant),
        escape(&session.description),
    );
    let title = format!("Pay {}", written(session.amount));
    render(status, !errors.is_empty(), &title, &body)
}

/// What is wrong, above the form, each with a link to its field.
fn summary(errors: &[FieldError]) -> String {
    if errors.is_empty() {
        return String::new();
    }
    let items: String = errors.iter().map(|(id, text)| format!("<li><a href=\"#{id}\">{text}</a></li>\n")).collect();
    format!("<div class=\"summary\" role=\"alert\">\n<h2>There is a problem</h2>\n<ul>\n{items}</ul>\n</div>\n")
}

fn input((id, label, purpose, mode): (&str, &str, &str, &str), name: &str, errors: &[FieldError]) -> String {
    let error = errors.iter().find(|(field, _)| *field == id).map(|(_, text)| *text);
    let told = error.map(|text| format!("<p class=\"error\" id=\"{id}-error\">{text}</p>\n")).unwrap_or_default();
    let tied = error.map(|_| format!(" aria-invalid=\"true\" aria-describedby=\"{id}-error\"")).unwrap_or_default();
    let value = if id == "name" { escape(name) } else { String::new() };
    format!(
        "<div class=\"field\">\n<label for=\"{id}\">{label}</label>\n{told}<input id=\"{id}\" name=\"{id}\" \
         value=\"{value}\" autocomplete=\"{purpose}\" inputmode=\"{mode}\" spellcheck=\"false\"{tied}>\n</div>\n"
    )
}

/// The bank's question.
pub(super) fn challenge(session: &Session) -> Response {
    let body = format!(
        "<p>Your bank asks whether you want to pay {} to {}.</p>\n\
         <form method=\"post\" action=\"/pay/{}/challenge\">\n\
         <button name=\"answer\" value=\"approve\">Approve</button>\n\
         <button class=\"second\" name=\"answer\" value=\"refuse\">It is not me</button>\n</form>",
        written(session.amount),
        escape(&session.merchant),
        escape(&session.id),
    );
    render(StatusCode::OK, false, "Confirm it is you", &body)
}

/// Anything else.
pub(super) fn not_found() -> Response {
    render(StatusCode::NOT_FOUND, false, "Page not found", "<p>There is nothing to pay at this address.</p>")
}

/// The provider's own fault.
pub(super) fn broken() -> Response {
    let body = "<p>Nothing was charged by this request. Go back and look how the payment stands.</p>";
    render(StatusCode::INTERNAL_SERVER_ERROR, false, "Something went wrong", body)
}

/// An amount as people in Britain write it.
fn written(money: Money) -> String {
    let sign = match money.currency {
        "GBP" => "£",
        "USD" => "US$",
        "JPY" => "¥",
        "KRW" => "₩",
        "BHD" => "BHD\u{a0}",
        _ => "€",
    };
    format!("{sign}{}", money.grouped())
}

fn render(status: StatusCode, has_errors: bool, title: &str, body: &str) -> Response {
    PROVIDER.page(status, if has_errors { "Error: " } else { "" }, title, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_groups_and_cents() {
        let written = |amount, currency| written(Money { amount, currency });
        assert_eq!(written(142_800, "EUR"), "€1,428.00");
        assert_eq!(written(95_005, "GBP"), "£950.05");
        assert_eq!(written(123_456_789, "USD"), "US$1,234,567.89");
        assert_eq!(written(7, "EUR"), "€0.07");
        assert_eq!([written(79_000, "JPY"), written(1_820_000, "KRW")], ["¥79,000", "₩1,820,000"]);
        assert_eq!(written(535_431, "BHD"), "BHD\u{a0}535.431");
    }
}
