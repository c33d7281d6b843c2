//! Answers from a network that interferes, a broken gateway or a broken API.
use crate::operations::{OPERATIONS, golden_answers, reader, renewal};
use crate::support::{answer, golden};
use partner_renewal::domain::competency::{RequirementState, RequirementUnit};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::membership::{BlockerCode, MembershipStatus};
use partner_renewal::domain::renewal::Unavailable;
use partner_renewal::ports::Reply;
use partner_renewal::wire;
use proptest::prelude::*;
use serde_json::{Value, json};

fn kind_of(operation: &str, reply: &Reply) -> FailureKind {
    let read = reader(operation).unwrap();
    read(reply).map_or_else(|failure| failure.kind, |value| panic!("{operation} took a bad answer for {value}"))
}

#[test]
fn promise_47_a_page_of_the_network_is_not_data() {
    let page = "<!doctype html><title>Free Wi-Fi</title><p>Please accept our terms";
    for (operation, _) in OPERATIONS {
        for content_type in ["text/html", "text/html; charset=utf-8", "", "application/jsonp", "text/json"] {
            for body in [page, "", golden("get-account.200").as_str()] {
                let reply = Reply { content_type: content_type.to_owned(), ..answer(200, body) };
                assert_eq!(
                    kind_of(operation, &reply),
                    FailureKind::UnexpectedContentType,
                    "{operation} {content_type:?}"
                );
            }
        }
        assert_eq!(kind_of(operation, &answer(200, page)), FailureKind::Unreadable, "{operation}");
    }
}

#[test]
fn promise_47_the_content_type_may_have_parameters_and_capitals() {
    let reply = Reply {
        content_type: "Application/JSON ; charset=UTF-8".to_owned(),
        ..answer(200, &golden("get-account.200"))
    };
    assert!((wire::account::get().read)(&reply).is_ok());
}

#[test]
fn promise_47_a_truncated_answer_is_unreadable_wherever_it_ends() {
    for (operation, status, name) in golden_answers() {
        let Some(read) = reader(&operation) else { continue };
        let body = golden(&name);
        let end = body.trim_end().len();
        for cut in (0..end).step_by(end / 20 + 1) {
            let Some(part) = body.get(..cut) else { continue };
            let failure = read(&answer(status, part)).unwrap_err();
            assert_eq!(failure.kind, FailureKind::Unreadable, "{name} cut at {cut}");
        }
    }
}

#[test]
fn promise_47_a_body_of_another_form_is_unreadable() {
    let deep = ["[".repeat(200_000), "]".repeat(200_000)].concat();
    let bodies = ["", " ", "null", "true", "0", "-1e400", "\"text\"", "[]", "{}", "[{}]", "\u{feff}{}", "{}{}", &deep];
    for (operation, _) in OPERATIONS {
        for body in bodies {
            assert_eq!(kind_of(operation, &answer(200, body)), FailureKind::Unreadable, "{operation}");
        }
    }
}

/// 10 MB read into a tree of values would take more memory than a phone gives a page.
#[test]
fn promise_47_ten_megabytes_are_unreadable_even_if_they_are_json() {
    let padded = [golden("get-account.200"), " ".repeat(10_000_000)].concat();
    assert_eq!(kind_of("get-account", &answer(200, &padded)), FailureKind::Unreadable);
    let many = ["[", &"0,".repeat(5_000_000), "0]"].concat();
    assert_eq!(kind_of("get-account", &answer(200, &many)), FailureKind::Unreadable);
    assert_eq!(kind_of("get-account", &answer(409, &padded)), FailureKind::Unreadable);
}

#[test]
fn an_answer_that_is_no_problem_document_is_told_by_who_may_have_sent_it() {
    let page = |status: u16| {
        let content_type = "text/html".to_owned();
        kind_of("get-account", &Reply { content_type, ..answer(status, "<html>") })
    };
    assert_eq!(page(302), FailureKind::UnexpectedContentType);
    assert_eq!(page(401), FailureKind::UnexpectedContentType, "a proxy that asks for a password");
    assert_eq!(page(404), FailureKind::UnexpectedContentType);
    assert_eq!(page(429), FailureKind::TooMany(10));
    assert_eq!(page(502), FailureKind::Unexpected(502));
    assert_eq!(page(503), FailureKind::Unavailable(10));
    assert_eq!(kind_of("get-account", &answer(409, "{")), FailureKind::Unreadable);
}

#[test]
fn money_is_whole_minor_units_of_a_currency_or_nothing() {
    let read = |amount: &str| {
        let body = golden("get-payment.open.200").replace("142800", amount);
        (wire::payment::get("p").read)(&answer(200, &body)).map(|payment| payment.amount.minor)
    };
    assert_eq!(read("1000000000000000").ok(), Some(1_000_000_000_000_000));
    for wrong in [
        "1000000000000001",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "1428.00",
        "1.428e5",
        "1e400",
        "\"142800\"",
        "null",
        "[142800]",
    ] {
        assert_eq!(read(wrong).unwrap_err().kind, FailureKind::Unreadable, "{wrong}");
    }
    for currency in ["eur", "EURO", "€", "", "E R", "ЕUR"] {
        let body = golden("get-payment.open.200").replace("EUR", currency);
        assert!((wire::payment::get("p").read)(&answer(200, &body)).is_err(), "{currency}");
    }
}

#[test]
fn a_date_is_a_full_date_or_nothing() {
    for wrong in ["2027-02-29", "2027-1-25", "25.01.2027", "2027-01-25T00:00:00Z", "", "20270125", "２027-01-25"] {
        let body = golden("get-membership.due.200").replace("2027-01-25", wrong);
        assert_eq!(kind_of("get-membership", &answer(200, &body)), FailureKind::Unreadable, "{wrong}");
    }
}

/// A newer API may name what this build has never heard of: each such word has its careful meaning.
#[test]
fn a_word_this_build_does_not_know_means_the_careful_thing() {
    let body = golden("get-membership.due.requirement-short.200");
    let other = body.replace("requirement_short", "moon_phase").replace("\"due\"", "\"dormant\"");
    let found = (wire::membership::get("o").read)(&answer(200, &other)).unwrap();
    let codes: Vec<_> = found.blockers.iter().map(|blocker| blocker.code).collect();
    assert_eq!(codes, [BlockerCode::Other], "a blocker stays a blocker");
    assert_eq!(found.status, MembershipStatus::Due, "by the dates");
    let body = golden("get-competencies.200").replace("\"met\"", "\"fine\"").replace("\"people\"", "\"robots\"");
    let found = (wire::competencies::get("o").read)(&answer(200, &body)).unwrap();
    let first = found.first().and_then(|competency| competency.requirements.first()).unwrap();
    assert_eq!((first.state, first.unit), (RequirementState::Unknown, RequirementUnit::Other));
    let body = golden("get-levels.200").replace("not_in_country", "not_on_mondays");
    let found = (wire::renewal::levels(&renewal()).read)(&answer(200, &body)).unwrap();
    assert_eq!(found.last().and_then(|level| level.unavailable), Some(Unavailable::Other));
    let body = golden("get-payment-methods.200").replace("\"card\"", "\"shells\"");
    let found = (wire::renewal::methods(&renewal()).read)(&answer(200, &body)).unwrap();
    assert_eq!(found.len(), 2, "a method that cannot be shown is not offered");
}

/// Puts `value` where the `place`-th value of the document is, counted from the outside in.
fn planted(document: &mut Value, place: &mut usize, value: &Value) -> bool {
    if *place == 0 {
        *document = value.clone();
        return true;
    }
    *place -= 1;
    match document {
        Value::Array(all) => all.iter_mut().any(|one| planted(one, place, value)),
        Value::Object(all) => all.values_mut().any(|one| planted(one, place, value)),
        _ => false,
    }
}

fn strange() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(|b| json!(b)),
        any::<i64>().prop_map(|n| json!(n)),
        any::<u64>().prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        ".{0,20}".prop_map(|text| json!(text)),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{ "id": 1 }])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promise_44_no_body_stops_the_page(status in 0_u16..700, kind in "(application/(problem\\+)?json|text/html|.{0,8})",
        etag in "(\"1\")?", body in ".{0,200}") {
        let reply = Reply { content_type: kind, etag, ..answer(status, &body) };
        for (_, read) in OPERATIONS {
            let _ = read(&reply);
        }
        let _ = (wire::renewal::discard(&renewal()).read)(&reply);
    }

    #[test]
    fn promise_44_no_value_in_the_place_of_another_stops_the_page(which in any::<prop::sample::Index>(),
        mut place in 0_usize..60, value in strange(), status in prop::sample::select(vec![200, 409, 412, 422])) {
        let all = golden_answers();
        let (operation, _, name) = all.get(which.index(all.len())).unwrap();
        let mut document: Value = serde_json::from_str(&golden(name)).unwrap();
        planted(&mut document, &mut place, &value);
        if let Some(read) = reader(operation) {
            let _ = read(&answer(status, &document.to_string()));
        }
    }
}
