//! What each kind of profile field accepts. Lenient: whatever a person may sensibly write is taken.
use super::country::{CountryRules, FieldKind, FieldRule};
use super::profile::{FieldId, FieldProblem, Profile};
use super::shape;

/// Reads what was typed by the rules of the country. The raw values stay as they are; the result has trimmed
/// values, and those with a shape in their cleaned form. Fields the country does not ask for are kept as stored.
///
/// # Errors
/// Every field that is not in order, in the order of the page.
pub fn parse(raw: &Profile, rules: &CountryRules) -> Result<Profile, Vec<(FieldId, FieldProblem)>> {
    let mut parsed = raw.clone();
    let mut problems = Vec::new();
    for rule in rules.sections.iter().flat_map(|section| &section.fields) {
        match read(raw.get(rule.id), rule) {
            Ok(value) => parsed.0.insert(rule.id, value),
            Err(problem) => problems.push((rule.id, problem)),
        }
    }
    if problems.is_empty() { Ok(parsed) } else { Err(problems) }
}

/// Reads one value by its rule.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn read(raw: &str, rule: &FieldRule) -> Result<String, FieldProblem> {
    let seen: String = raw.chars().filter(|c| c.is_whitespace() || !shape::is_invisible(*c)).collect();
    let value = seen.trim();
    if value.is_empty() {
        return if rule.required { Err(FieldProblem::Missing) } else { Ok(String::new()) };
    }
    if rule.max_length > 0 && value.chars().count() > rule.max_length {
        return Err(FieldProblem::TooLong);
    }
    if !rule.shapes.is_empty() {
        let cleaned = shape::clean(value);
        let fits = rule.shapes.iter().any(|shape| shape::matches(shape, &cleaned));
        return if fits { Ok(cleaned) } else { Err(FieldProblem::Shape) };
    }
    match rule.kind {
        FieldKind::Text => Ok(value.to_owned()),
        FieldKind::Email => ok_if(is_email(value), value, FieldProblem::Email),
        FieldKind::Tel => ok_if(is_phone(value), value, FieldProblem::Phone),
        FieldKind::Url => ok_if(is_web_address(value), value, FieldProblem::Url),
        FieldKind::Number => whole_number(value).ok_or(FieldProblem::Number),
        FieldKind::Select => ok_if(rule.options.iter().any(|o| o == value), value, FieldProblem::UnknownOption),
        FieldKind::Country => {
            let code = value.to_ascii_uppercase();
            let shaped = shape::matches("AA", &code);
            let offered = rule.options.is_empty() || rule.options.contains(&code);
            if shaped && offered { Ok(code) } else { Err(FieldProblem::UnknownOption) }
        }
    }
}

fn ok_if(fine: bool, value: &str, problem: FieldProblem) -> Result<String, FieldProblem> {
    if fine { Ok(value.to_owned()) } else { Err(problem) }
}

/// Something, one `@`, and a host with a dot: mail is the only real test of an address.
fn is_email(value: &str) -> bool {
    value.rsplit_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && !local.contains('@') && !value.contains(char::is_whitespace) && is_host(host)
    })
}

/// A name of at least two non-empty labels.
fn is_host(host: &str) -> bool {
    host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && !host.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '@' | ':' | ',' | ';' | '<' | '>' | '"'))
}

/// At least five digits, and nothing but what people write around them.
fn is_phone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let written = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '+' | '-' | '(' | ')' | '.' | '/' | '#' | ',' | '\u{2010}'..='\u{2015}')
    };
    // An extension is written in letters: "ext. 12", "x12".
    let extension = |c: char| matches!(c, 'e' | 'x' | 't' | 'E' | 'X' | 'T');
    (5..=25).contains(&digits) && value.chars().all(|c| written(c) || extension(c))
}

/// A host with a dot, with or without `http(s)://`, port and path.
fn is_web_address(value: &str) -> bool {
    let rest = match value.split_once("://") {
        Some((scheme, rest)) if ["http", "https"].iter().any(|s| scheme.eq_ignore_ascii_case(s)) => rest,
        Some(_) => return false,
        None => value,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = match host.split_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => name,
        Some(_) => return false,
        None => host,
    };
    is_host(name) && !value.contains(char::is_whitespace)
}

/// Digits, with spaces or apostrophes between thousands; at most twelve.
fn whole_number(value: &str) -> Option<String> {
    let digits: String = value.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '\u{2019}')).collect();
    let fine = (1..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fine.then_some(digits)
}
