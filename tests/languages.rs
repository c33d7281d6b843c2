//! The start page, which stands before any program runs, knows every language that has a catalogue.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

#[test]
fn the_start_page_offers_every_language_that_has_words() {
    let page = std::fs::read_to_string("index.html").unwrap();
    let mut languages = Vec::new();
    for entry in std::fs::read_dir("public/locales").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        languages.push(name.strip_suffix(".json").unwrap().to_owned());
    }
    languages.sort();
    assert!(languages.len() > 1, "{languages:?}");
    for language in &languages {
        for mark in
            [format!("data-locale-{language}=\"locales/{language}.json\""), format!("data-language=\"{language}\"")]
        {
            assert!(page.contains(&mark), "index.html lacks {mark}");
        }
    }
    assert_eq!(page.matches("data-language=").count(), languages.len(), "and no language without words");
}
