//! Faults as tests write them.

use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Longest delay: a minute.
const MAX_DELAY: u64 = 60_000;
/// Furthest date to wait for, in seconds from now: a year.
const MAX_WAIT: i64 = 366 * 86_400;

/// Something ordered.
pub(super) enum Order {
    /// For requests to come.
    Rule(Rule),
    /// At once.
    Event(Event),
}

/// A fault with the requests it is for.
pub(super) struct Rule {
    method: Option<Method>,
    path: Pattern,
    /// How many requests it is still for.
    pub(super) left: u32,
    pub(super) fault: Fault,
}

impl Rule {
    pub(super) fn fits(&self, method: &Method, path: &str) -> bool {
        // A preflight is no request of anybody's, so it is meant only when it is named.
        let by_method = self.method.as_ref().map_or(method != Method::OPTIONS, |named| named == method);
        by_method && self.path.fits(path)
    }
}

/// What happens to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    DropBefore,
    DropAfter,
    Delay(Duration),
    Duplicate,
    Status { status: StatusCode, retry_after: Option<RetryAfter>, after: bool },
    Truncate { short: bool },
    Html,
    ContentType,
    Huge,
    Etag { weak: bool, suffix: String },
    Replace { pointer: String, value: Value },
    Remove { pointer: String },
    ExpireToken,
    NoRedirect,
}

/// How long an answer says to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RetryAfter {
    Seconds(u32),
    /// As a date, so many seconds from now.
    Date(i64),
}

/// What happens at once.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    Hold,
    Release,
    Reorder,
    Repeat(usize),
    Price(i64),
    Role { organization: String, contact: String },
    Agreement(String),
    PurgeKeys,
    Restart,
}

/// A path: a segment `*` is any one segment, and what ends with a slash is the beginning of longer paths.
#[derive(Clone, Debug)]
pub(super) struct Pattern(String);

impl Pattern {
    fn fits(&self, path: &str) -> bool {
        let (mut pattern, mut path) = (self.0.split('/'), path.split('/'));
        loop {
            match (pattern.next(), path.next()) {
                (None, None) => return true,
                // After the last slash there is nothing, so it fits whatever is there.
                (Some(""), Some(_)) if pattern.clone().next().is_none() => return true,
                (Some("*"), Some(segment)) if !segment.is_empty() => {}
                (Some(named), Some(segment)) if named == segment => {}
                _ => return false,
            }
        }
    }
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum When {
    #[default]
    Before,
    After,
}

/// A fault as it is written, with everything that some fault may have.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    fault: String,
    method: Option<String>,
    path: Option<String>,
    times: Option<NonZeroU32>,
    ms: Option<u64>,
    status: Option<u16>,
    retry_after: Option<u32>,
    retry_after_date: Option<i64>,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    suffix: String,
    pointer: Option<String>,
    /// `null` is a value like others, and something else than none.
    #[serde(default, deserialize_with = "given")]
    value: Option<Value>,
    #[serde(default)]
    when: When,
    #[serde(default)]
    short: bool,
    n: Option<usize>,
    percent: Option<i64>,
    organization: Option<String>,
    contact: Option<String>,
    version: Option<String>,
}

fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(value).map(Some)
}

/// Reads a list of faults.
pub(super) fn read(body: &[u8]) -> Result<Vec<Order>, String> {
    let written: Vec<Written> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    written.into_iter().map(Written::order).collect()
}

/// What a fault cannot do without.
fn needed<T>(value: Option<T>, name: &str) -> Result<T, String> {
    value.ok_or_else(|| format!("{name} is missing or out of bounds"))
}

impl Written {
    fn order(self) -> Result<Order, String> {
        match self.event()? {
            Some(event) => Ok(Order::Event(event)),
            None => Ok(Order::Rule(Rule {
                fault: self.fault()?,
                left: self.times.map_or(1, NonZeroU32::get),
                method: match &self.method {
                    None => None,
                    Some(method) => Some(method.parse().map_err(|_| format!("{method} is no method"))?),
                },
                path: Pattern(needed(self.path.filter(|path| path.starts_with('/')), "path")?),
            })),
        }
    }

    fn event(&self) -> Result<Option<Event>, String> {
        let text = |value: &Option<String>, name| needed(value.clone().filter(|text| !text.is_empty()), name);
        Ok(Some(match self.fault.as_str() {
            "hold" => Event::Hold,
            "release" => Event::Release,
            "reorder" => Event::Reorder,
            "repeat" => Event::Repeat(needed(self.n.filter(|n| (1..=100).contains(n)), "n")?),
            "price" => Event::Price(needed(self.percent.filter(|p| (1..=1000).contains(p)), "percent")?),
            "role" => Event::Role {
                organization: text(&self.organization, "organization")?,
                contact: text(&self.contact, "contact")?,
            },
            "agreement" => Event::Agreement(text(&self.version, "version")?),
            "purge_keys" => Event::PurgeKeys,
            "restart" => Event::Restart,
            _ => return Ok(None),
        }))
    }

    fn pointer(&self) -> Result<String, String> {
        needed(self.pointer.clone().filter(|pointer| pointer.starts_with('/')), "pointer")
    }

    fn fault(&self) -> Result<Fault, String> {
        Ok(match self.fault.as_str() {
            "drop_before" => Fault::DropBefore,
            "drop_after" => Fault::DropAfter,
            "delay" => Fault::Delay(Duration::from_millis(needed(self.ms.filter(|ms| *ms <= MAX_DELAY), "ms")?)),
            "duplicate" => Fault::Duplicate,
            "status" => {
                let status = self.status.filter(|status| [429, 500, 502, 503].contains(status));
                let status = needed(status.and_then(|status| StatusCode::from_u16(status).ok()), "status")?;
                let date = self.retry_after_date.filter(|seconds| seconds.abs() <= MAX_WAIT).map(RetryAfter::Date);
                let retry_after = self.retry_after.map(RetryAfter::Seconds).or(date);
                Fault::Status { status, retry_after, after: self.when == When::After }
            }
            "truncate" => Fault::Truncate { short: self.short },
            "html" => Fault::Html,
            "content_type" => Fault::ContentType,
            "huge" => Fault::Huge,
            "etag" if self.weak || !self.suffix.is_empty() => {
                Fault::Etag { weak: self.weak, suffix: self.suffix.clone() }
            }
            "etag" => return Err("weak and suffix are missing".into()),
            "replace" => Fault::Replace { pointer: self.pointer()?, value: needed(self.value.clone(), "value")? },
            "remove" => Fault::Remove { pointer: self.pointer()? },
            "expire_token" => Fault::ExpireToken,
            "no_redirect" => Fault::NoRedirect,
            unknown => return Err(format!("there is no fault {unknown}")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_one_segment_and_a_slash_at_the_end_is_whatever_follows() {
        let fits = |pattern: &str, path| Pattern(pattern.into()).fits(path);
        assert!(fits("/v1/account", "/v1/account") && fits("/v1/renewals/*/payments", "/v1/renewals/r/payments"));
        assert!(fits("/v1/", "/v1/account") && fits("/v1/payments/", "/v1/payments/p/refresh"));
        assert!(!fits("/v1/account", "/v1/accounts") && !fits("/v1/renewals/*", "/v1/renewals/r/payments"));
        assert!(!fits("/v1/renewals/*", "/v1/renewals") && !fits("/v1/payments/", "/v1/payments"));
        assert!(!fits("/v1/renewals/*", "/v1/renewals/"));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let refused = |text: &str| read(text.as_bytes()).err().unwrap_or_default();
        assert!(refused("{}").contains("sequence"));
        assert!(refused(r#"[{"fault":"rain","path":"/v1/"}]"#).contains("no fault rain"));
        assert!(refused(r#"[{"fault":"html"}]"#).contains("path"));
        assert!(refused(r#"[{"fault":"html","path":"/v1/","often":2}]"#).contains("often"));
        assert!(refused(r#"[{"fault":"html","path":"/v1/","times":0}]"#).contains("nonzero"));
        assert!(refused(r#"[{"fault":"status","path":"/v1/","status":404}]"#).contains("status"));
        assert!(refused(r#"[{"fault":"delay","path":"/v1/","ms":60001}]"#).contains("ms"));
        assert!(refused(r#"[{"fault":"price","percent":0}]"#).contains("percent"));
        assert!(refused(r#"[{"fault":"etag","path":"/v1/"}]"#).contains("weak"));
        assert!(refused(r#"[{"fault":"replace","path":"/v1/","pointer":"/a"}]"#).contains("value"));
        assert!(refused(r#"[{"fault":"replace","path":"/v1/","pointer":"a","value":1}]"#).contains("pointer"));
        assert!(read(br#"[{"fault":"replace","path":"/v1/","pointer":"/a","value":null}]"#).is_ok());
    }
}
