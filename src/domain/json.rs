//! Reading and writing JSON in few bytes of code. Reading tells only whether the value is there in the right
//! form; unknown members do not matter. Writing knows text, whole numbers and truth values, no fractions.
use super::{calendar, limits, text_checks};
use chrono::{Datelike, NaiveDate};
use serde_json::Value;
use std::ops::RangeInclusive;

/// Largest document that is read, in bytes: as large as the largest answer that is taken, such as 5,000 locations. A tree
/// of values takes many times the memory of its text.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Reads a document.
#[must_use]
pub fn parse(text: &str) -> Option<Value> {
    if text.len() > MAX_BYTES { None } else { serde_json::from_str(text).ok() }
}

/// Text that must be there.
#[must_use]
pub fn text(object: &Value, name: &str) -> Option<String> {
    Some(object.get(name)?.as_str()?.to_owned())
}

/// An id that must be there.
#[must_use]
pub fn id(object: &Value, name: &str) -> Option<String> {
    text(object, name).filter(|id| text_checks::is_id(id))
}

/// Text that may be absent; empty then.
#[must_use]
pub fn text_or_empty(object: &Value, name: &str) -> String {
    text(object, name).unwrap_or_default()
}

/// A whole number that must be there and lie in the range: see `domain::limits`. A number outside it is no answer, so
/// that no rule has to count with one.
#[must_use]
pub fn integer(object: &Value, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
    object.get(name)?.as_i64().filter(|number| range.contains(number))
}

/// A truth value; absent means no.
#[must_use]
pub fn flag(object: &Value, name: &str) -> bool {
    object.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// A full-date that must be there, of the years in which memberships have dates.
#[must_use]
pub fn date(object: &Value, name: &str) -> Option<NaiveDate> {
    calendar::parse_full_date(object.get(name)?.as_str()?).filter(|date| limits::YEARS.contains(&date.year()))
}

/// A member that may be absent or null: `Some(None)` then, and `None` if it is there but cannot be read.
pub fn optional<T>(object: &Value, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
    match object.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(value) => read(value).map(Some),
    }
}

/// A list that must be there, each element readable.
pub fn list<T>(object: &Value, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    let values = object.get(name)?.as_array()?;
    let mut list = Vec::with_capacity(values.len());
    for value in values {
        list.push(read(value)?);
    }
    Some(list)
}

/// A list that may be absent; elements that cannot be read are left out.
pub fn list_lossy<T>(object: &Value, name: &str, read: impl Fn(&Value) -> Option<T>) -> Vec<T> {
    let values = object.get(name).and_then(Value::as_array);
    let mut list = Vec::new();
    for value in values.map(Vec::as_slice).unwrap_or_default() {
        if let Some(read) = read(value) {
            list.push(read);
        }
    }
    list
}

/// The text of a value that is text.
#[must_use]
pub fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// The members of these names that are text.
#[must_use]
pub fn only_texts(object: &Value, names: &[&str]) -> Object {
    names.iter().fold(Object::new(), |kept, name| match text(object, name) {
        Some(value) => kept.text(name, &value),
        None => kept,
    })
}

/// Writes an object member by member.
#[derive(Default)]
pub struct Object(String);

impl Object {
    /// An object without members.
    #[must_use]
    pub fn new() -> Object {
        Object::default()
    }

    /// Adds a member whose value is JSON already.
    #[must_use]
    pub fn json(mut self, name: &str, value: &str) -> Object {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        quote(name, &mut self.0);
        self.0.push(':');
        self.0.push_str(value);
        self
    }

    /// Adds text.
    #[must_use]
    pub fn text(self, name: &str, value: &str) -> Object {
        let mut quoted = String::with_capacity(value.len() + 2);
        quote(value, &mut quoted);
        self.json(name, &quoted)
    }

    /// Adds text, or null.
    #[must_use]
    pub fn text_or_null(self, name: &str, value: Option<&str>) -> Object {
        match value {
            Some(value) => self.text(name, value),
            None => self.json(name, "null"),
        }
    }

    /// Adds a whole number.
    #[must_use]
    pub fn integer(self, name: &str, value: i64) -> Object {
        self.json(name, &value.to_string())
    }

    /// Adds a truth value.
    #[must_use]
    pub fn flag(self, name: &str, value: bool) -> Object {
        self.json(name, if value { "true" } else { "false" })
    }

    /// The finished text.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
        self.0
    }
}

/// Writes a list of texts.
#[must_use]
pub fn texts<'a>(list: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::from("[");
    for text in list {
        if out.len() > 1 {
            out.push(',');
        }
        quote(text, &mut out);
    }
    out.push(']');
    out
}

/// Writes a value that was read. Fractions become null: nothing in the contract has any.
#[must_use]
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    write_into(value, &mut out);
    out
}

fn write_into(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => out.push_str(&whole.to_string()),
            (None, Some(whole)) => out.push_str(&whole.to_string()),
            (None, None) => out.push_str("null"),
        },
        Value::String(text) => quote(text, out),
        Value::Array(elements) => {
            out.push('[');
            for (i, element) in elements.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_into(element, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (i, (name, member)) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                quote(name, out);
                out.push(':');
                write_into(member, out);
            }
            out.push('}');
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            control if control < ' ' => {
                out.push_str("\\u00");
                out.push(if control < '\u{10}' { '0' } else { '1' });
                out.push(char::from_digit(u32::from(control) & 15, 16).unwrap_or('0'));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
