//! Prices as they are read, with a promotion code or without.
use crate::operations::{golden_value, renewal};
use crate::support::{answer, golden};
use partner_renewal::domain::quote::{Promotion, PromotionState, Quote};
use partner_renewal::wire;
use serde_json::{Value, json};

fn read(name: &str) -> Quote {
    golden_value(&wire::quote::create(&renewal(), None), name)
}

fn changed(name: &str, member: &str, value: Value) -> Option<Quote> {
    let mut body: Value = serde_json::from_str(&golden(name)).unwrap();
    body[member] = value;
    (wire::quote::create(&renewal(), None).read)(&answer(200, &body.to_string())).ok()
}

#[test]
fn a_discount_is_a_line_below_zero() {
    let quote = read("post-quotes.promotion.201");
    let lines: Vec<_> = quote.lines.iter().map(|line| line.amount.minor).collect();
    assert_eq!((lines.as_slice(), quote.total.minor), ([119_000, -11_900].as_slice(), 128_520));
    assert_eq!(quote.lines[1].amount.decimal_string(), "-119.00");
    let promotion = Promotion { code: "WELCOME10".to_owned(), state: PromotionState::Accepted };
    assert_eq!(quote.promotion, Some(promotion));
}

#[test]
fn what_becomes_of_a_code_is_read_and_a_word_this_build_does_not_know_is_no_discount() {
    let state = |value: Value| changed("post-quotes.promotion.201", "promotion", value).map(|quote| quote.promotion);
    for known in PromotionState::ALL {
        let found = state(json!({"code": "X", "state": known.name()}));
        assert_eq!(found, Some(Some(Promotion { code: "X".to_owned(), state: known })));
    }
    let other = state(json!({"code": "X", "state": "sold_out"})).unwrap().unwrap();
    assert_eq!(other.state, PromotionState::Other);
    for unreadable in [json!("WELCOME10"), json!({"code": "X"}), json!({"state": "accepted"})] {
        assert_eq!(state(unreadable.clone()), None, "{unreadable}");
    }
}

#[test]
fn a_program_that_tells_neither_promotions_nor_the_days_of_a_refund_is_read() {
    let plain = read("post-quotes.201");
    assert_eq!((plain.promotion, plain.refund_days), (None, Some(14)));
    let body = golden("post-quotes.201").replace("refundDays", "other").replace("promotion", "another");
    let earlier = (wire::quote::create(&renewal(), None).read)(&answer(200, &body)).unwrap();
    assert_eq!((earlier.promotion, earlier.refund_days), (None, None));
    for odd in [json!(-1), json!(3_661), json!("14"), json!(1.5), Value::Null] {
        assert_eq!(changed("post-quotes.201", "refundDays", odd.clone()).unwrap().refund_days, None, "{odd}");
    }
}

#[test]
fn a_code_is_sent_without_the_space_around_it_and_an_empty_one_is_none() {
    let body = |code: Option<&str>| wire::quote::create(&renewal(), code).request.body.unwrap();
    assert_eq!((body(None), body(Some(" \t"))), ("{}".to_owned(), "{}".to_owned()));
    assert_eq!(body(Some("  w\"10 ")), r#"{"promotionCode":"w\"10"}"#);
}
