//! Addresses that the site makes of texts.
use partner_renewal::domain::address::{host_of, mailto, telephone, text_url};

/// Row 3a.8: a link to write to nobody.
#[test]
fn a_telephone_is_called_without_the_spaces_of_its_number() {
    for (number, address) in
        [("+359 2 555 0101", "tel:+35925550101"), ("(02) 555-0101", "tel:(02)555-0101"), ("", "tel:")]
    {
        assert_eq!(telephone(number), address);
    }
}

#[test]
fn there_is_no_link_for_writing_to_nobody() {
    for nobody in ["", " ", "\t\n"] {
        assert_eq!(mailto(nobody, "Subject", "Text"), None, "{nobody:?}");
    }
}

#[test]
fn what_stands_in_a_letter_cannot_leave_its_part_of_the_address() {
    assert_eq!(mailto(" help@program.example ", "", "").as_deref(), Some("mailto:help@program.example"));
    assert_eq!(
        mailto("help@program.example", "A & B?", "One\nTwo").as_deref(),
        Some("mailto:help@program.example?subject=A%20%26%20B%3F&body=One%0D%0ATwo")
    );
    assert_eq!(mailto("a?cc=b@c.example", "", "").as_deref(), Some("mailto:a%3Fcc%3Db@c.example"));
}

#[test]
fn a_text_becomes_an_address_to_download_it_from() {
    assert_eq!(text_url("a&b #1"), "data:text/plain;charset=utf-8,a%26b%20%231");
}

#[test]
fn the_host_is_what_stands_before_path_query_and_fragment() {
    for url in [
        "https://pay.example:8443",
        "https://pay.example:8443/a/b",
        "https://pay.example:8443?a",
        "https://pay.example:8443#a",
    ] {
        assert_eq!(host_of(url), "pay.example:8443");
    }
    assert_eq!(host_of("no address"), "");
}
