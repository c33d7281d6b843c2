//! Checks the catalogues against each other and writes one function per key. Used by the build script and by tests;
//! nothing of it reaches the browser.
use super::forms;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The plural forms that the rules of each supported language need.
const FORMS: &[(&str, &[&str])] = &[("bg", &["one", "other"]), ("en", &["one", "other"])];

/// A JSON object in its order, in which a name may not stand twice.
pub struct Entries<T>(pub Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
            type Value = Entries<T>;
            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries: Vec<(String, T)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, T>()? {
                    if entries.iter().any(|(known, _)| *known == key) {
                        return Err(serde::de::Error::custom(format!("\"{key}\" stands twice")));
                    }
                    entries.push((key, value));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor(std::marker::PhantomData))
    }
}

/// One language's texts under `group_key`, with the plural form split off.
#[derive(Debug, Default, PartialEq, Eq)]
struct Texts {
    /// Name of the function to its texts: form (empty for a plain text) to text.
    by_name: BTreeMap<String, BTreeMap<String, String>>,
    /// Names of the plain texts, in the order of their groups and keys: so a catalogue is read.
    plain: BTreeMap<(String, String), String>,
}

/// The placeholders of a text in the order of their first appearance.
///
/// # Errors
/// A brace without its partner, or a name that is not `snake_case`.
pub fn placeholders(text: &str) -> Result<Vec<String>, String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let after = rest.get(open + 1..).unwrap_or_default();
        let (true, Some(close)) = (rest.get(open..).is_some_and(|r| r.starts_with('{')), after.find('}')) else {
            return Err("a brace has no partner".to_owned());
        };
        let name = after.get(..close).unwrap_or_default();
        if !is_snake(name) || name.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(format!("\"{{{name}}}\" is no placeholder"));
        }
        if !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
        rest = after.get(close + 1..).unwrap_or_default();
    }
    Ok(found)
}

fn is_snake(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn read(language: &str, json: &str, problems: &mut Vec<String>) -> Texts {
    let mut texts = Texts::default();
    let groups: Entries<Entries<String>> = match serde_json::from_str(json) {
        Ok(groups) => groups,
        Err(error) => {
            problems.push(format!("{language}: {error}"));
            return texts;
        }
    };
    for (group, Entries(keys)) in groups.0 {
        for (key, text) in keys {
            let full = format!("{group}_{key}");
            if text.trim().is_empty() {
                problems.push(format!("{language}: {group}.{key} is empty"));
            }
            let (name, form) = match forms::split(&full, &group) {
                Some((name, form)) => (name.to_owned(), form.to_owned()),
                None => (full, String::new()),
            };
            if form.is_empty() {
                texts.plain.insert((group.clone(), key.clone()), name.clone());
            }
            if texts.by_name.entry(name).or_default().insert(form, text).is_some() {
                problems.push(format!("{language}: {group}.{key} has the name of another key"));
            }
        }
    }
    texts
}

/// What a function of a name takes: `None` for a text without plural forms.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    plural: bool,
    parameters: Vec<String>,
}

fn shape(language: &str, name: &str, forms: &BTreeMap<String, String>, problems: &mut Vec<String>) -> Shape {
    let plural = forms.keys().any(|form| !form.is_empty());
    // A language that is not in the list is told once, not for each text.
    let needed = FORMS.iter().find(|(known, _)| *known == language);
    if let (true, Some((_, needed))) = (plural, needed) {
        let have: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
        if have != needed.iter().copied().collect() {
            problems.push(format!("{language}: {name} needs the forms {needed:?} and has {have:?}"));
        }
    }
    let mut parameters: Vec<String> = Vec::new();
    // The last form, `other`, leads: it is the fullest.
    let mut sets: Vec<BTreeSet<String>> = Vec::new();
    for (form, text) in forms.iter().rev() {
        match placeholders(text) {
            Ok(mut names) => {
                names.retain(|p| !(plural && p == "count"));
                sets.push(names.iter().cloned().collect());
                if parameters.is_empty() {
                    parameters = names;
                }
            }
            Err(error) => problems.push(format!("{language}: {name} {form}: {error}")),
        }
    }
    if sets.windows(2).any(|pair| pair[0] != pair[1]) {
        problems.push(format!("{language}: the forms of {name} have different placeholders"));
    }
    Shape { plural, parameters }
}

/// Checks the catalogues and returns the Rust source of the functions.
///
/// # Errors
/// Every problem found, one per line.
pub fn generate(catalogues: &[(String, String)]) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let read: Vec<(&str, Texts)> =
        catalogues.iter().map(|(language, json)| (language.as_str(), read(language, json, &mut problems))).collect();
    for (language, _) in &read {
        if !FORMS.iter().any(|(known, _)| known == language) {
            problems.push(format!("{language}: its plural forms are not in FORMS of src/i18n/check.rs"));
        }
    }
    let Some((_, leading)) = read.iter().find(|(language, _)| *language == "en") else {
        problems.push("en: there is no such catalogue".to_owned());
        return Err(problems);
    };
    let mut source = languages(&read, &mut problems);
    // Texts without plural forms are found by their place among all of them: their names stay out of the program.
    let plain: Vec<&str> = leading.plain.values().map(String::as_str).collect();
    source.push_str(&format!(
        "pub(super) const NAMES_CHECKSUM: u32 = {};\n",
        forms::names_checksum(plain.iter().copied())
    ));
    for (name, forms) in &leading.by_name {
        let expected = shape("en", name, forms, &mut problems);
        for (language, texts) in read.iter().filter(|(language, _)| *language != "en") {
            match texts.by_name.get(name) {
                None => problems.push(format!("{language}: {name} is missing")),
                Some(forms) => {
                    let found = shape(language, name, forms, &mut problems);
                    let same = |a: &Shape, b: &Shape| {
                        a.plural == b.plural
                            && a.parameters.iter().collect::<BTreeSet<_>>() == b.parameters.iter().collect()
                    };
                    if !same(&expected, &found) {
                        problems.push(format!("{language}: {name} has other placeholders or forms than in en"));
                    }
                }
            }
        }
        if is_snake(name) {
            let place = plain.iter().position(|known| known == name).unwrap_or_default();
            source.push_str(&function(name, place, &expected, forms));
        }
    }
    for (language, texts) in &read {
        for name in texts.by_name.keys().filter(|name| !leading.by_name.contains_key(*name)) {
            problems.push(format!("{language}: {name} is not in en"));
        }
    }
    if problems.is_empty() { Ok(source) } else { Err(problems) }
}

fn languages(read: &[(&str, Texts)], problems: &mut Vec<String>) -> String {
    let mut list = String::new();
    // In the order of the menu: the leading language first, the others by their codes.
    let (leading, others): (Vec<_>, Vec<_>) = read.iter().partition(|(language, _)| *language == "en");
    for (language, texts) in leading.into_iter().chain(others) {
        match texts.by_name.get("site_language_name").and_then(|forms| forms.get("")) {
            Some(name) => list.push_str(&format!("({language:?}, {name:?}), ")),
            None => problems.push(format!("{language}: site.language_name is missing")),
        }
    }
    format!(
        "/// The languages of the site in the order of the menu: code and own name.\npub const LANGUAGES: [(&str, &str); {}] = [{}];\n",
        read.len(),
        list.trim_end_matches(", ")
    )
}

fn function(name: &str, place: usize, shape: &Shape, forms: &BTreeMap<String, String>) -> String {
    let doc = forms.values().next_back().map(String::as_str).unwrap_or_default();
    // As code, so that addresses and brackets in a text are no links of the documentation.
    let doc = format!("{:?}", format!("`{doc}`"));
    let taken: Vec<String> = shape.parameters.iter().map(|p| format!("{p}: &str")).collect();
    let given: Vec<String> = shape.parameters.iter().map(|p| format!("({p:?}, {p})")).collect();
    let (taken, given) = (taken.join(", "), given.join(", "));
    match (shape.plural, shape.parameters.is_empty()) {
        (false, true) => {
            let constant = name.to_ascii_uppercase();
            format!(
                "#[doc = {doc}]\npub const {constant}: super::Text = super::Text({place});\n\
                 #[doc = {doc}]\npub fn {name}() -> String {{ {constant}.read() }}\n"
            )
        }
        (false, false) => {
            format!("#[doc = {doc}]\npub fn {name}({taken}) -> String {{ super::fill({place}, &[{given}]) }}\n")
        }
        (true, true) => {
            format!("#[doc = {doc}]\npub fn {name}(count: i64) -> String {{ super::plural({name:?}, count, &[]) }}\n")
        }
        (true, false) => format!(
            "#[doc = {doc}]\npub fn {name}(count: i64, {taken}) -> String {{ super::plural({name:?}, count, &[{given}]) }}\n"
        ),
    }
}
