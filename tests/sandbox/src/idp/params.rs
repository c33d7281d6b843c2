//! Parameters of a request, from a query or a form body.

use axum::http::{HeaderMap, header};

/// Names and values in the order they came.
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    /// Reads the query of a URL.
    pub(super) fn from_query(query: Option<String>) -> Self {
        Self::parse(query.unwrap_or_default().as_bytes())
    }

    /// Reads a form-encoded body; nothing when the body is declared as anything else.
    pub(super) fn from_form(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/x-www-form-urlencoded").then(|| Self::parse(body))
    }

    /// The value of a parameter; one sent empty counts as not sent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// Whether a parameter was sent more than once.
    pub(super) fn repeats(&self, name: &str) -> bool {
        self.0.iter().filter(|(n, _)| n == name).count() > 1
    }

    /// Whether any parameter was sent more than once.
    pub(super) fn repeats_any(&self) -> bool {
        self.0.iter().any(|(n, _)| self.repeats(n))
    }

    /// All pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }
}

/// An address with a query.
pub(super) fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { address.to_owned() } else { format!("{address}?{query}") }
}
