//! The start page, which stands before any program runs, knows every language that has a catalogue.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use partner_renewal::i18n::words::LANGUAGES;

const PAGE: &str = include_str!("../index.html");

#[test]
fn the_start_page_offers_every_language_that_has_words() {
    for (language, _) in LANGUAGES {
        let mark = format!("data-locale-{language}=\"locales/{language}.json\"");
        assert!(PAGE.contains(&mark), "index.html lacks {mark}");
        assert_eq!(language.len(), 2, "public/prepaint.js looks for a language by the first two letters of a tag");
    }
    assert_eq!(PAGE.matches("data-locale-").count(), LANGUAGES.len(), "and no language without words");
}

/// The app draws the menu anew when it starts: nothing in it may move or be called otherwise.
#[test]
fn the_menu_of_the_start_page_is_that_of_the_app() {
    let buttons: Vec<&str> = PAGE.lines().map(str::trim).filter(|line| line.contains("data-language=\"")).collect();
    let expected = LANGUAGES.map(|(code, name)| {
        // The words that stand in the page are English.
        let current = if code == "en" { " aria-current=\"true\"" } else { "" };
        format!("<li><button type=\"button\" lang=\"{code}\" data-language=\"{code}\"{current}>{name}</button></li>")
    });
    assert_eq!(buttons, expected, "the buttons of the languages in index.html, in the order of the menu");
}
