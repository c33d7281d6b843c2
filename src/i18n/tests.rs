//! Host tests of the catalogue checks and of filling texts in.
use super::*;

fn catalogues(en: &str, bg: &str) -> Result<String, Vec<String>> {
    let named = |name: &str, body: &str| {
        let separator = if body.is_empty() { "" } else { "," };
        (name.to_owned(), format!(r#"{{"site":{{"language_name":"L"}}{separator}{body}}}"#))
    };
    check::generate(&[named("bg", bg), named("en", en)])
}

fn problem(en: &str, bg: &str) -> String {
    catalogues(en, bg).err().unwrap_or_default().join("\n")
}

#[test]
fn writes_a_function_per_key() {
    let source = catalogues(
        r#""a":{"plain":"x","step":"{n} of {total}","left_one":"{count} day of {what}","left_other":"{count} days of {what}"},"option":{"1-9":"few"}"#,
        r#""a":{"plain":"y","step":"{total}: {n}","left_one":"{what}","left_other":"{count} {what}"},"option":{"1-9":"ok"}"#,
    )
    .unwrap_or_default();
    assert!(source.contains("pub const A_PLAIN: super::Text = super::Text(0);"));
    assert!(source.contains("pub fn a_plain() -> String { A_PLAIN.read() }"));
    assert!(source.contains(
        r#"pub fn a_step(n: &str, total: &str) -> String { super::fill(1, &[("n", n), ("total", total)]) }"#
    ));
    assert!(source.contains(r#"pub fn a_left(count: i64, what: &str) -> String"#));
    assert!(!source.contains("1-9("));
    assert!(source.contains(r#"LANGUAGES: [(&str, &str); 2] = [("en", "L"), ("bg", "L")]"#));
}

#[test]
fn refuses_catalogues_that_differ() {
    assert!(problem(r#""a":{"b":"x"}"#, "").contains("bg: a_b is missing"));
    assert!(problem("", r#""a":{"b":"x"}"#).contains("bg: a_b is not in en"));
    assert!(problem(r#""a":{"b":"{n}"}"#, r#""a":{"b":"x"}"#).contains("bg: a_b has other placeholders"));
    assert!(problem(r#""a":{"b":" "}"#, r#""a":{"b":"x"}"#).contains("en: a.b is empty"));
    assert!(problem(r#""a":{"b_one":"x"}"#, r#""a":{"b_one":"x"}"#).contains("needs the forms"));
    assert!(problem(r#""a":{"b":"{n"}"#, r#""a":{"b":"{n"}"#).contains("no partner"));
    assert!(problem(r#""a":{"b":"{N}"}"#, r#""a":{"b":"{N}"}"#).contains("is no placeholder"));
    assert!(problem(r#""a":{"b":"x","b":"y"}"#, r#""a":{"b":"x"}"#).contains("stands twice"));
    assert!(
        problem(r#""a":{"b_c":"x"},"a_b":{"c":"x"}"#, r#""a":{"b_c":"x"},"a_b":{"c":"x"}"#)
            .contains("name of another key")
    );
}

#[test]
fn fills_values_in_once() {
    assert_eq!(filled("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
    assert_eq!(filled("no end {a", &[("a", "1")]), "no end {a");
    assert_eq!(filled("", &[]), "");
}

#[test]
fn a_value_that_ends_in_a_stop_brings_the_stop_of_its_sentence() {
    let date = |template: &str, value: &str| filled(template, &[("date", value)]);
    assert_eq!(date("до {date}. Можете", "26 ноември 2026 г."), "до 26 ноември 2026 г. Можете");
    assert_eq!(date("до {date}.", "26 ноември 2026 г."), "до 26 ноември 2026 г.");
    assert_eq!(date("до {date}.", "26.11.2026"), "до 26.11.2026.");
    assert_eq!(date("до {date}, или", "26 ноември 2026 г."), "до 26 ноември 2026 г., или");
    assert_eq!(date("for {date}.", "Example Inc."), "for Example Inc.");
    assert_eq!(date("for {date}.", "Example\u{2026}"), "for Example\u{2026}");
    assert_eq!(date("{date}{date}.", "г."), "г.г.");
    assert_eq!(date("{date}. .", "г."), "г. .");
    assert_eq!(date("{date}.", ""), ".");
    assert_eq!(date("{date}.", "\u{5d0}."), "\u{2068}\u{5d0}.\u{2069}", "inside its isolate");
}

/// The levels of isolates after a text, which must be those before it: 0. A mark without a partner fails.
fn balance(text: &str) -> Option<usize> {
    text.chars().try_fold(0_usize, |open, c| match c {
        '\u{2066}'..='\u{2068}' => Some(open + 1),
        '\u{2069}' => open.checked_sub(1),
        _ => Some(open),
    })
}

#[test]
fn a_value_that_could_turn_the_sentence_around_stands_apart_from_it() {
    let paid = |name: &str| filled("{name} paid {amount}", &[("name", name), ("amount", "€490.00")]);
    for name in ["Nadia Example", "Надя Йовчева", "Μαρία", "李", "O\u{2019}Example", "a\u{200b}b", "", "👩‍💻"]
    {
        assert_eq!(paid(name), format!("{name} paid €490.00"), "as it is");
    }
    for name in [
        "\u{5e0}\u{5d3}\u{5d9}\u{5d4}",
        "\u{646}\u{627}\u{62f}\u{64a}\u{629}",
        "\u{fb2a}",
        "\u{fefc}",
        "\u{10800}",
        "\u{1e900}",
        "\u{661}",
        "a\u{5d0}b",
    ] {
        assert_eq!(paid(name), format!("\u{2068}{name}\u{2069} paid €490.00"));
    }
    for name in [
        "\u{202e}Nadia",
        "\u{202d}Nadia",
        "Nadia\u{202c}",
        "Nadia\u{200f}",
        "\u{200e}Nadia",
        "\u{61c}Nadia",
        "\u{2066}Nadia",
        "\u{2067}\u{2068}Nadia",
        "Nadia\u{2069}",
        "\u{2069}\u{2069}\u{2067}Nadia",
        "\u{2067}Na\u{2069}dia\u{2069}\u{2069}\u{2066}",
    ] {
        let text = paid(name);
        let before = text.strip_suffix(" paid €490.00").unwrap_or_default();
        assert!(before.starts_with('\u{2068}') && before.ends_with('\u{2069}'), "{text:?}");
        assert_eq!(balance(&text), Some(0), "{text:?}");
    }
    assert_eq!(
        paid("\u{5d0}\n\u{2029}\u{5d1}"),
        "\u{2068}\u{5d0}  \u{5d1}\u{2069} paid €490.00",
        "no paragraph ends in it"
    );
}

/// Bulgarian writes its dates with a stop: each sentence that ends in one has one stop, whatever the formatter writes.
#[test]
fn sentences_that_end_in_a_date_have_one_stop_in_every_language() {
    let read = |language: &str| {
        let path = format!("{}/public/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
        let (catalogue, _) = texts(&std::fs::read_to_string(path).unwrap_or_default()).unwrap_or_default();
        [catalogue.plain, catalogue.plurals].concat()
    };
    let english = read("en");
    let plain = words::LANGUAGES.map(|(language, _)| (language, "26 November 2026"));
    for (language, date) in [("bg", "26 ноември 2026 г."), ("bg", "26.11.2026")].into_iter().chain(plain) {
        let mut sentences = 0;
        for (name, template) in read(language) {
            let text = filled(&template, &[("date", date), ("time", date)]);
            assert!(!text.contains(".."), "{language} {name}: {text}");
            let is_sentence = english.iter().any(|(known, text)| *known == name && text.ends_with("{date}."));
            if is_sentence {
                assert!(template.ends_with('.') && text.ends_with('.'), "{language} {name}: {text}");
                sentences += 1;
            }
        }
        assert!(sentences > 3, "{sentences}");
    }
}

#[test]
fn reads_texts_of_the_active_language() {
    assert_eq!(install("[]", None, "en"), Err(CatalogueError::Unreadable));
    assert_eq!(install("{}", None, "xx"), Err(CatalogueError::UnknownLanguage));
    let catalogue = r#"{"site":{"name":"N"},"time":{"days_one":"{count} day","days_other":"{count} days"}}"#;
    assert_eq!(install(catalogue, None, "en"), Err(CatalogueError::Unreadable), "made for another build");
    activate("en", texts(catalogue).unwrap_or_default().0);
    assert_eq!(language(), "en");
    assert_eq!(text(0), "N");
    assert_eq!(text(1), "");
    assert_eq!(dynamic("site", "name").as_deref(), Some("N"));
    assert_eq!(dynamic("site", "nothing"), None);
    assert_eq!(plural("time_days", 1, &[]), "1 day");
    assert_eq!(plural("time_days", -3, &[]), "-3 days");
}

/// As scripts/catalogues.mjs writes it for a build: its test has the same catalogue.
#[test]
fn a_packed_catalogue_reads_as_the_one_it_was_made_of() {
    let source = r#"{"site":{"name":"N"},"time":{"a":"A","days_one":"1","days_other":"{count}","other":"O"},"time_a":{"b":"B"}}"#;
    let packed = r#"{"":{"checksum":3961483363,"plurals":{"time_days_one":"1","time_days_other":"{count}"},"time.a":"A"},"site":{"name":"N"},"time":["A","O"],"time_a":["B"]}"#;
    let only_texts = |catalogue: &Texts| catalogue.plain.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>();
    let (read, checksum) = texts(source).unwrap_or_default();
    let (packed, packed_checksum) = texts(packed).unwrap_or_default();
    assert_eq!(only_texts(&read), ["N", "A", "O", "B"]);
    assert_eq!((only_texts(&packed), &packed.plurals, packed_checksum), (only_texts(&read), &read.plurals, checksum));
    // The words of the later parts apart from the others.
    let first = r#"{"":{"checksum":3961483363,"plurals":{}},"site":{"name":"N"},"time":["A",1],"time_a":[1]}"#;
    let later = r#"{"":{"checksum":3961483363,"plurals":{"time_days_one":"1","time_days_other":"{count}"}},"site":[1],"time":[1,"O"],"time_a":["B"]}"#;
    let (mut both, _) = texts(first).unwrap_or_default();
    assert_eq!(only_texts(&both), ["N", "A", "", ""]);
    add(&mut both, texts(later).unwrap_or_default().0);
    assert_eq!((only_texts(&both), &both.plurals), (only_texts(&read), &read.plurals));
    let without_checksum = r#"{"site":{"name":"N"},"time":["A","O"],"time_a":["B"]}"#;
    assert!(texts(without_checksum).is_some_and(|(_, other)| other != checksum), "it is refused");
    for damaged in [
        r#"{"time":["A",true]}"#,
        r#"{"time":["A",-1]}"#,
        r#"{"time":[4000000000]}"#,
        r#"{"time":{"a":1}}"#,
        r#"{"time":"A"}"#,
        r#"{"":{"checksum":1}}"#,
    ] {
        assert!(texts(damaged).is_none(), "{damaged}");
    }
}

#[test]
fn knows_its_languages_by_tag() {
    assert_eq!(supported("bg-BG"), Some("bg"));
    assert_eq!(supported("EN"), Some("en"));
    assert_eq!(supported("fr"), None);
    assert_eq!(supported(""), None);
}

#[test]
fn the_catalogues_of_the_site_agree() {
    let read = |language: &str| {
        let path = format!("{}/public/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
        (language.to_owned(), std::fs::read_to_string(path).unwrap_or_default())
    };
    let all = words::LANGUAGES.map(|(language, _)| read(language));
    assert_eq!(check::generate(&all).map(|_| ()), Ok(()));
    for (language, catalogue) in &all {
        assert_eq!(install(catalogue, None, language), Ok(()));
        assert_ne!(words::site_name(), "");
        assert_eq!(dynamic("site", "language_name").as_deref(), Some(words::site_language_name().as_str()));
        assert!(words::membership_days_left(2).contains('2'));
    }
}
