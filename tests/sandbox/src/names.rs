//! Whether two texts are the same person's name, however they were typed.

use icu_normalizer::ComposingNormalizer;

/// Whether two names are equal: case, spaces, invisible characters, the kinds of apostrophe and hyphen, and how letters
/// with marks are put together do not matter. Letters of another script that only look alike do.
pub fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

fn folded(name: &str) -> String {
    let nfc = ComposingNormalizer::new_nfc();
    let plain: String = nfc.normalize(name).chars().filter(|c| !is_invisible(*c)).map(plain).collect();
    // Upper case first, so that letters with several lower-case forms are one.
    let cased: String = plain.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = cased.split_whitespace().collect();
    nfc.normalize(&words.join(" ")).into_owned()
}

fn plain(c: char) -> char {
    match c {
        '\u{60}' | '\u{b4}' | '\u{2b9}' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}'
        | '\u{ff07}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => '-',
        other => other,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_it_was_typed_does_not_matter() {
        for typed in ["O\u{2019}Example", "o'EXAMPLE", " O\u{2bc}Example\u{200f} ", "O\u{b4}Example"] {
            assert!(same(typed, "O'Example"), "{typed}");
        }
        assert!(same("Ann\u{2010}Marie  Example", "Ann-Marie\u{a0}Example"));
        assert!(same("Zoe\u{308} Example", "ZO\u{cb} EXAMPLE"));
        assert!(same("Stra\u{df}er Example", "STRASSER EXAMPLE"));
        assert!(same("\u{39f}\u{394}\u{39f}\u{3a3} Example", "\u{3bf}\u{3b4}\u{3bf}\u{3c2} Example"));
    }

    #[test]
    fn another_name_is_another_name() {
        assert!(!same("Nadia Example", "Nadya Example"));
        assert!(!same("OExample", "O'Example") && !same("Zoe Example", "Zo\u{eb} Example"));
        assert!(!same("N\u{430}dia Example", "Nadia Example"), "a Cyrillic letter");
        assert!(!same("", "Nadia Example"));
    }
}
