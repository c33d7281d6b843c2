//! Shapes of postcodes and tax numbers: `9` a digit, `A` an ASCII letter, `*` either, anything else itself.

/// Characters that are copied along with text and that nobody sees.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Drops what people put between the characters (spaces, hyphens, dots, slashes) and what is invisible;
/// ASCII letters become capitals.
#[must_use]
pub fn clean(text: &str) -> String {
    let separator =
        |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '/' | '\\' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    text.chars().filter(|c| !separator(*c) && !is_invisible(*c)).map(|c| c.to_ascii_uppercase()).collect()
}

/// Does the cleaned text have this shape?
#[must_use]
pub fn matches(shape: &str, cleaned: &str) -> bool {
    let mut text = cleaned.chars();
    let same = shape.chars().all(|expected| match (expected, text.next()) {
        (_, None) => false,
        ('9', Some(c)) => c.is_ascii_digit(),
        ('A', Some(c)) => c.is_ascii_alphabetic(),
        ('*', Some(c)) => c.is_ascii_alphanumeric(),
        (literal, Some(c)) => literal == c,
    });
    same && text.next().is_none()
}
