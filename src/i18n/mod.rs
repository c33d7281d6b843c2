//! Every word a person reads. The texts live in `public/locales`, one catalogue per language, of which only the
//! active one is downloaded; the build checks them against each other and writes one function per key into `words`.
#[cfg(test)]
mod check;
pub mod format;
mod forms;
pub mod later_format;
#[cfg(test)]
mod tests;

use crate::domain::json;
use serde_json::Value;
use std::cell::RefCell;

/// One function per key of the catalogues, named group and key: `words::start_title()`.
pub mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

/// The language used where no other is known.
pub const FALLBACK: &str = "en";

/// What a catalogue holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Texts {
    /// Texts without plural forms, each at its place, with the name of those that are asked for by name.
    plain: Named,
    /// Texts of each plural form.
    plurals: Named,
}

struct Active {
    language: &'static str,
    catalogue: Texts,
    category: fn(i64) -> &'static str,
    number: fn(i64) -> String,
}

thread_local! {
    static ACTIVE: RefCell<Active> = const {
        RefCell::new(Active { language: FALLBACK, catalogue: Texts { plain: Vec::new(), plurals: Vec::new() }, category: one_or_other, number: plain })
    };
}

fn one_or_other(count: i64) -> &'static str {
    if count == 1 { "one" } else { "other" }
}

fn plain(count: i64) -> String {
    count.to_string()
}

/// Why a catalogue cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatalogueError {
    /// The site has no such language.
    UnknownLanguage,
    /// Not a JSON object of objects of texts.
    Unreadable,
}

/// The supported language that a tag such as `bg-BG` asks for.
#[must_use]
pub fn supported(tag: &str) -> Option<&'static str> {
    let primary = tag.split(['-', '_']).next()?;
    words::LANGUAGES.iter().map(|(code, _)| *code).find(|code| code.eq_ignore_ascii_case(primary))
}

/// Makes these catalogues the active ones: that of the language, and in a build in parts that of the later parts, if it is
/// here. Nothing changes unless all can be read.
///
/// # Errors
/// If the language is not one of the site's or a catalogue cannot be read.
pub fn install(catalogue_json: &str, later_json: Option<&str>, language: &str) -> Result<(), CatalogueError> {
    let language = supported(language).ok_or(CatalogueError::UnknownLanguage)?;
    let mut catalogue = read(catalogue_json)?;
    if let Some(later) = later_json {
        add(&mut catalogue, read(later)?);
    }
    activate(language, catalogue);
    Ok(())
}

/// Adds the words of the later parts to those of the active language.
///
/// # Errors
/// If another language is active, or the catalogue cannot be read.
pub fn install_later(later_json: &str, language: &str) -> Result<(), CatalogueError> {
    if language != self::language() {
        return Err(CatalogueError::UnknownLanguage);
    }
    let later = read(later_json)?;
    ACTIVE.with_borrow_mut(|active| add(&mut active.catalogue, later));
    Ok(())
}

/// A catalogue of this build.
fn read(catalogue_json: &str) -> Result<Texts, CatalogueError> {
    let (catalogue, checksum) = texts(catalogue_json).ok_or(CatalogueError::Unreadable)?;
    if checksum == words::NAMES_CHECKSUM { Ok(catalogue) } else { Err(CatalogueError::Unreadable) }
}

/// Both have a place for each text; what one lacks is empty there.
fn add(catalogue: &mut Texts, later: Texts) {
    for (known, later) in catalogue.plain.iter_mut().zip(later.plain) {
        if !later.1.is_empty() {
            *known = later;
        }
    }
    catalogue.plurals.extend(later.plurals);
}

fn activate(language: &'static str, catalogue: Texts) {
    ACTIVE.with_borrow_mut(|active| {
        active.language = language;
        active.catalogue = catalogue;
    });
}

/// Names with their texts.
pub type Named = Vec<(String, String)>;

/// Every text in the order of groups and keys, those with plural forms apart, and the checksum of the names. A group is an
/// object of texts, or in a build (`scripts/catalogues.mjs`) a list of them, without names, because nothing asks for one by
/// its name, and with numbers for how many texts stand in another catalogue: then a group without a name holds the checksum
/// and the plural forms. `None` if it is neither.
fn texts(catalogue_json: &str) -> Option<(Texts, u32)> {
    // Read as any document is: a reader of its own would weigh more than a kilobyte of the download.
    let catalogue = json::parse(catalogue_json)?;
    let (mut plain, mut plurals, mut known) = (Vec::new(), Vec::new(), None);
    // The map keeps its names sorted.
    for (group, entries) in catalogue.as_object()? {
        if group.is_empty() {
            known = entries.get("checksum").and_then(Value::as_u64);
            for (name, text) in entries.get("plurals")?.as_object()? {
                plurals.push((name.clone(), text.as_str()?.to_owned()));
            }
        } else if let Some(list) = entries.as_array() {
            for entry in list {
                match (entry.as_str(), entry.as_u64()) {
                    (Some(text), _) => plain.push((String::new(), text.to_owned())),
                    // So many texts stand in the other catalogue; a group has fewer than this.
                    (None, Some(count)) if count < 1_000 => plain.extend((0..count).map(|_| Default::default())),
                    (None, _) => return None,
                }
            }
        } else {
            for (key, text) in entries.as_object()? {
                let name = joined(group, key);
                let list = if forms::split(&name, group).is_some() { &mut plurals } else { &mut plain };
                list.push((name, text.as_str()?.to_owned()));
            }
        }
    }
    // A list without the checksum of its names has another one, and is refused.
    let named = || forms::names_checksum(plain.iter().map(|(name, _)| name.as_str()));
    let checksum = known.and_then(|known| u32::try_from(known).ok()).unwrap_or_else(named);
    Some((Texts { plain, plurals }, checksum))
}

/// Sets how counts choose their plural form and how numbers are written, both in the active language.
pub fn install_formats(category: fn(i64) -> &'static str, number: fn(i64) -> String) {
    ACTIVE.with_borrow_mut(|active| {
        active.category = category;
        active.number = number;
    });
}

/// Code of the active language.
#[must_use]
pub fn language() -> &'static str {
    ACTIVE.with_borrow(|active| active.language)
}

/// The text for something the server names, such as the label of a field.
#[must_use]
pub fn dynamic(group: &str, id: &str) -> Option<String> {
    find(&joined(group, id))
}

fn joined(group: &str, key: &str) -> String {
    let mut name = String::with_capacity(group.len() + 1 + key.len());
    name.push_str(group);
    name.push('_');
    name.push_str(key);
    name
}

fn find(name: &str) -> Option<String> {
    ACTIVE.with_borrow(|active| {
        active.catalogue.plain.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
    })
}

/// A text without placeholders, to be read later. Where many are chosen from, the choice is a table and no code.
#[derive(Clone, Copy, Debug)]
pub struct Text(usize);

impl Text {
    /// The text in the active language.
    #[must_use]
    pub fn read(self) -> String {
        text(self.0)
    }
}

/// The text at a place; the build and the checksum have seen to it that there is one.
fn text(place: usize) -> String {
    ACTIVE.with_borrow(|active| active.catalogue.plain.get(place).map(|(_, text)| text.clone()).unwrap_or_default())
}

fn fill(place: usize, values: &[(&str, &str)]) -> String {
    filled(&text(place), values)
}

fn plural(name: &'static str, count: i64, values: &[(&str, &str)]) -> String {
    let (category, number) = ACTIVE.with_borrow(|active| (active.category, active.number));
    let candidates = [joined(name, category(count)), joined(name, "other")];
    let template = ACTIVE.with_borrow(|active| {
        let form = |candidates: &String| active.catalogue.plurals.iter().find(|(known, _)| known == candidates);
        candidates.iter().find_map(form).map(|(_, text)| text.clone()).unwrap_or_default()
    });
    let number = number(count);
    let mut all = Vec::with_capacity(values.len() + 1);
    all.push(("count", number.as_str()));
    all.extend_from_slice(values);
    filled(&template, &all)
}

/// Puts values into the placeholders, in one pass: a value that looks like a placeholder stays as it is. A value that
/// ends in a stop (`26 ноември 2026 г.`) brings the stop of its sentence with it, and one that could turn the direction
/// of the sentence stands apart from it.
fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, mut tail)) = after.split_once('}') else {
            out.push('{');
            out.push_str(after);
            return out;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            push_isolated(value, &mut out);
            if value.ends_with(['.', '\u{2026}']) {
                tail = tail.strip_prefix('.').unwrap_or(tail);
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Adds a value to a sentence. Where it has letters that are written from right to left, or marks of direction, it is
/// put between isolate marks (Unicode Standard Annex 9), within which marks without a partner change nothing outside.
/// Every other value stays as it is, so that texts can be searched.
fn push_isolated(value: &str, out: &mut String) {
    if !value.contains(|c| is_right_to_left(c) || is_direction_mark(c)) {
        return out.push_str(value);
    }
    let mut open = 0_usize;
    out.push(ISOLATE);
    for c in value.chars() {
        match c {
            '\u{2066}'..=ISOLATE => open += 1,
            // It would end the isolate of the whole value.
            END_ISOLATE if open == 0 => continue,
            END_ISOLATE => open -= 1,
            _ => {}
        }
        // The end of a paragraph would end every isolate.
        let ends = matches!(c, '\n' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2029}');
        out.push(if ends { ' ' } else { c });
    }
    // One mark for each that is still open in the value, and the value's own.
    out.extend(std::iter::repeat_n(END_ISOLATE, open + 1));
}

/// First strong isolate.
const ISOLATE: char = '\u{2068}';
/// Pop directional isolate.
const END_ISOLATE: char = '\u{2069}';

/// The blocks of Unicode whose letters run from right to left.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
