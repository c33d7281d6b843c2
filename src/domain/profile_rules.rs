//! What each kind of profile field accepts. Lenient: whatever a person may sensibly write is taken.
use super::address::split_scheme;
use super::country::{CountryRules, FieldKind, FieldRule};
use super::profile::{FieldId, FieldProblem, Profile};
use super::shape;

/// So many capitals may be an abbreviation: longer names are seldom written in capitals alone.
const MAX_CAPITALS: usize = 6;

/// Reads what was typed by the rules of the country. The raw values stay as they are; the result has trimmed
/// values, and those with a shape in their cleaned form. In the fields that are `confirmed`, a number of an authority may
/// have a shape that is not known here, and a legal name look like none. Fields the country does not ask for are kept as stored.
///
/// # Errors
/// Every field that is not in order, in the order of the page.
pub fn parse(
    raw: &Profile,
    rules: &CountryRules,
    confirmed: &[FieldId],
) -> Result<Profile, Vec<(FieldId, FieldProblem)>> {
    let mut parsed = raw.clone();
    let mut problems = Vec::new();
    for rule in rules.sections.iter().flat_map(|section| &section.fields) {
        let confirmed = confirmed.contains(&rule.id);
        let value = read(raw.get(rule.id), rule, confirmed);
        let problem = value.as_ref().ok().filter(|_| rule.id == FieldId::LegalName);
        let problem = problem.and_then(|name| name_problem(name, &rules.legal_suffixes, confirmed));
        match problem.map_or(value, Err) {
            Ok(value) => parsed.0.insert(rule.id, value),
            Err(problem) => problems.push((rule.id, problem)),
        }
    }
    if problems.is_empty() { Ok(parsed) } else { Err(problems) }
}

/// Reads one value by its rule; `confirmed` if the person says that its unusual shape is right.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn read(raw: &str, rule: &FieldRule, confirmed: bool) -> Result<String, FieldProblem> {
    let seen: String = raw.chars().filter(|c| c.is_whitespace() || !shape::is_invisible(*c)).collect();
    let value = seen.trim();
    if value.is_empty() {
        return if rule.required { Err(FieldProblem::Missing) } else { Ok(String::new()) };
    }
    let too_long = |value: &str| rule.max_length > 0 && value.chars().count() > rule.max_length;
    if !rule.shapes.is_empty() {
        // What people put between the characters does not count.
        let cleaned = shape::clean(value);
        if too_long(&cleaned) {
            return Err(FieldProblem::TooLong);
        }
        let fits = rule.shapes.iter().any(|shape| shape::matches(shape, &cleaned));
        return match (fits, is_of_authority(rule.id)) {
            (true, _) => Ok(cleaned),
            // Authorities give out more shapes than anybody lists.
            (false, true) if cleaned.is_empty() => Err(FieldProblem::Shape),
            (false, true) if confirmed => Ok(cleaned),
            (false, true) => Err(FieldProblem::UnusualShape),
            (false, false) => Err(FieldProblem::Shape),
        };
    }
    if too_long(value) {
        return Err(FieldProblem::TooLong);
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

/// What is wrong with a legal name. Of letters beyond ASCII only the Bulgarian ones are told apart by their case.
fn name_problem(name: &str, suffixes: &[String], confirmed: bool) -> Option<FieldProblem> {
    let is_letter = |c: char| c.is_ascii_alphabetic() || !c.is_ascii();
    let bare = shape::clean(name);
    let length = bare.chars().filter(|c| is_letter(*c) || c.is_ascii_digit()).count();
    if length < 2 || suffixes.iter().any(|suffix| shape::clean(suffix) == bare) {
        return Some(FieldProblem::PartOfName);
    }
    let is_in_capitals = length > MAX_CAPITALS && name.chars().all(|c| matches!(c, '\0'..='`' | 'А'..='Я'));
    // The end of `S.A` and `B.V` is a single letter, that of a host never is.
    let is_host_end = |word: &str| word.rsplit('.').next().is_some_and(|end| end.len() > 1);
    let is_address = |word: &str| word.contains('@') || is_web_address(word) && is_host_end(word);
    let is_spelled = name.split_whitespace().all(|word| word.chars().count() < 2);
    let is_repeated = length > 2 && bare.chars().all(|c| bare.starts_with(c));
    let is_odd = is_in_capitals
        || is_spelled
        || is_repeated
        || !bare.chars().any(is_letter)
        || name.split_whitespace().any(is_address);
    (is_odd && !confirmed).then_some(FieldProblem::UnusualShape)
}

/// Is it a number that an authority gives out?
fn is_of_authority(field: FieldId) -> bool {
    matches!(field, FieldId::TaxId | FieldId::RegistrationNumber)
}

fn ok_if(fine: bool, value: &str, problem: FieldProblem) -> Result<String, FieldProblem> {
    if fine { Ok(value.to_owned()) } else { Err(problem) }
}

/// Something, one `@`, and a host with a dot: mail is the only real test of an address.
pub(super) fn is_email(value: &str) -> bool {
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
pub(super) fn is_phone(value: &str) -> bool {
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
    let rest = match split_scheme(value) {
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
