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
    assert!(source.contains(r#"pub fn a_plain() -> String { super::text(0) }"#));
    assert!(source.contains(
        r#"pub fn a_step(n: &str, total: &str) -> String { super::fill(1, &[("n", n), ("total", total)]) }"#
    ));
    assert!(source.contains(r#"pub fn a_left(count: i64, what: &str) -> String"#));
    assert!(!source.contains("1-9("));
    assert!(source.contains(r#"LANGUAGES: [(&str, &str); 2] = [("bg", "L"), ("en", "L")]"#));
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
fn reads_texts_of_the_active_language() {
    assert_eq!(install("[]", "en"), Err(CatalogueError::Unreadable));
    assert_eq!(install("{}", "xx"), Err(CatalogueError::UnknownLanguage));
    let catalogue = r#"{"site":{"name":"N"},"time":{"days_one":"{count} day","days_other":"{count} days"}}"#;
    assert_eq!(install(catalogue, "en"), Err(CatalogueError::Unreadable), "made for another build");
    let (named, plurals) = texts(catalogue).unwrap_or_default();
    activate("en", named, plurals);
    assert_eq!(language(), "en");
    assert_eq!(text(0), "N");
    assert_eq!(text(1), "");
    assert_eq!(dynamic("site", "name").as_deref(), Some("N"));
    assert_eq!(dynamic("site", "nothing"), None);
    assert_eq!(plural("time_days", 1, &[]), "1 day");
    assert_eq!(plural("time_days", -3, &[]), "-3 days");
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
    let both = [read("bg"), read("en")];
    assert_eq!(check::generate(&both).map(|_| ()), Ok(()));
    for (language, catalogue) in &both {
        assert_eq!(install(catalogue, language), Ok(()));
        assert_ne!(words::site_name(), "");
        assert_eq!(dynamic("site", "language_name").as_deref(), Some(words::site_language_name().as_str()));
        assert!(words::membership_days_left(2).contains('2'));
    }
}
