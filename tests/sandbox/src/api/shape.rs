//! Shapes of postcodes and tax ids: `9` is a digit, `A` a letter, `*` either, anything else itself.

/// The text as shapes see it: upper case, without spaces, hyphens and dots.
pub fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '\u{2010}'..='\u{2015}'))
        .flat_map(char::to_uppercase)
        .collect()
}

/// Whether a text has this shape.
pub fn fits(text: &str, shape: &str) -> bool {
    let bare = bare(text);
    bare.chars().count() == shape.chars().count()
        && bare.chars().zip(shape.chars()).all(|(c, s)| match s {
            '9' => c.is_ascii_digit(),
            'A' => c.is_ascii_uppercase(),
            '*' => c.is_ascii_alphanumeric(),
            literal => c == literal,
        })
}

/// Whether a text could be an email address: something, an at sign, a name with a dot.
pub fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.contains('@')
            && host.contains('.')
            && host.split('.').all(|label| !label.is_empty())
            && !text.chars().any(char::is_whitespace)
    })
}

/// Whether a text could be a telephone number: 6 to 15 digits among the usual punctuation.
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (6..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c))
}

/// Whether a text could be a web address: http or https if any scheme, a host with a dot.
pub fn is_url(text: &str) -> bool {
    let rest = match text.split_once("://") {
        Some(("http" | "https", rest)) => rest,
        Some(_) => return false,
        None => text,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(|c| c.is_alphanumeric() || "-.:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_hyphens_dots_and_case_do_not_matter() {
        assert!(fits("sw1a 1aa", "AA9A9AA"));
        assert!(fits("BG 123-456.789", "BG999999999"));
        assert!(fits("D02 x285", "A9*****"));
        assert!(!fits("10000", "9999"));
        assert!(!fits("10O0", "9999"));
    }

    #[test]
    fn addresses_and_numbers() {
        assert!(is_email("nadia@cedar.example") && !is_email("nadia@cedar") && !is_email("a b@c.example"));
        assert!(is_phone("+359 2 555 0100") && !is_phone("12345") && !is_phone("call me 5550100"));
        assert!(is_url("https://cedar.example/") && is_url("cedar.example") && !is_url("ftp://cedar.example"));
    }
}
