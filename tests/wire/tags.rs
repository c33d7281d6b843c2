//! Entity tags as proxies change them, and requests that no browser could send.
use crate::operations::{attempt, golden_value, quote, renewal};
use crate::support::{answer, golden};
use partner_renewal::domain::draft::Draft;
use partner_renewal::domain::entity_tag::{same_tag, strong};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::payment_machine::Journal;
use partner_renewal::domain::renewal::Renewal;
use partner_renewal::ports::Reply;
use partner_renewal::wire;
use serde_json::Value;

const PROXIED: [&str; 9] = [
    "\"x\"",
    "W/\"x\"",
    "\"x-gzip\"",
    "\"x--gzip\"",
    "\"x-br\"",
    "W/\"x-br\"",
    "W/\"x--gzip\"",
    "\"x-zstd\"",
    " W/\"x-deflate\" ",
];
const NO_TAGS: [&str; 14] = [
    "",
    "x",
    "\"",
    "\"\"",
    "W/",
    "W/\"\"",
    "w/\"x\"",
    "\"x",
    "x\"",
    "\"a\"b\"",
    "\"ключ\"",
    "\"a b\"",
    "\"a\nb\"",
    "\"a\0\"",
];

fn tagged(name: &str, etag: &str) -> Reply {
    Reply { etag: etag.to_owned(), ..answer(200, &golden(name)) }
}

#[test]
fn a_tag_that_a_proxy_changed_is_sent_in_its_strong_form() {
    for etag in PROXIED {
        assert_eq!(strong(etag).as_deref(), Some("\"x\""), "{etag}");
        let found = (wire::renewal::get("r").read)(&tagged("get-renewal.signed-review.200", etag)).unwrap();
        let save = wire::renewal::choose_level(&found, "advanced").request;
        assert_eq!(save.if_match.as_deref(), Some("\"x\""), "{etag}");
        let stored = (wire::organization::profile("o").read)(&tagged("get-profile.200", etag)).unwrap();
        assert_eq!(stored.etag, "\"x\"", "{etag}");
        let body: Value =
            serde_json::from_str(&wire::renewal::confirm_profile(&found, etag, None, true).request.body.unwrap())
                .unwrap();
        assert_eq!(body["profileEtag"], "\"x\"", "{etag}");
        let problem = wire::problem::refused(&Reply {
            content_type: "application/problem+json".to_owned(),
            etag: etag.to_owned(),
            ..answer(412, &golden("problem.changed"))
        });
        let FailureKind::Changed { etag: theirs, .. } = problem.kind else { panic!("not changed") };
        assert_eq!(theirs, "\"x\"");
    }
}

#[test]
fn tags_are_the_same_when_a_proxy_alone_stands_between_them() {
    for one in PROXIED {
        for other in PROXIED {
            assert!(same_tag(one, other), "{one} {other}");
        }
        for other in ["\"y\"", "W/\"X\"", "\"x-1\"", "\"gzip\"", "\"x-gzip-1\""].iter().chain(&NO_TAGS) {
            assert!(!same_tag(one, other), "{one} {other}");
        }
    }
    for none in NO_TAGS {
        assert!(!same_tag(none, none), "{none:?} is no tag");
    }
    assert_eq!(strong("\"-gzip\"").as_deref(), Some("\"-gzip\""), "nothing would be left");
    assert_eq!(strong("\"x-br--gzip\"").as_deref(), Some("\"x\""), "two proxies");
    assert_eq!(strong("\"gzip\"").as_deref(), Some("\"gzip\""));
    assert_eq!(strong(&format!("\"{}\"", "x".repeat(600))), None);
}

#[test]
fn what_cannot_be_a_tag_is_never_sent() {
    for none in NO_TAGS {
        let read = (wire::renewal::get("r").read)(&tagged("get-renewal.signed-review.200", none));
        assert_eq!(read.unwrap_err().kind, FailureKind::Unreadable, "{none:?}");
        let read = (wire::organization::profile("o").read)(&tagged("get-profile.200", none));
        assert_eq!(read.unwrap_err().kind, FailureKind::Unreadable, "{none:?}");
        assert!(wire::organization::read_profile(&golden("get-profile.200"), none).is_none(), "{none:?}");
        let with = Renewal { etag: none.to_owned(), ..renewal() };
        assert!(!wire::renewal::choose_level(&with, "advanced").request.is_valid(), "{none:?}");
        let kept = serde_json::json!({ "answers": {}, "profileEtag": none }).to_string();
        assert_eq!(Draft::from_payload(&kept).unwrap().profile_etag, None, "{none:?}");
    }
}

#[test]
fn a_payment_under_a_key_that_no_header_can_carry_is_not_sent() {
    let journal = attempt(&quote(), "0b7c2f3e5f0a4f0e9c550d6a3b1f2e44");
    assert!(wire::payment::create(&journal).request.is_valid());
    for key in ["", "ключ", "k 1", "k\r\nX-Evil: 1", "k\0", "😀", &"k".repeat(129)] {
        let journal = Journal { attempt_key: (*key).to_owned(), ..journal.clone() };
        assert!(!wire::payment::create(&journal).request.is_valid(), "{key:?}");
    }
}

#[test]
fn ids_of_an_answer_that_no_address_can_carry_are_unreadable() {
    let call = wire::payment::get("p");
    let id = golden_value(&call, "get-payment.open.200").id;
    for wrong in ["", ".", "..", "p 1", "p\\n", "p\\u0000", "p\\u202e", &"p".repeat(129)] {
        let body = golden("get-payment.open.200").replace(&format!("\"{id}\""), &format!("\"{wrong}\""));
        assert_eq!((call.read)(&answer(200, &body)).unwrap_err().kind, FailureKind::Unreadable, "{wrong}");
    }
    for other in ["п-1", "p/1", "p?x=1#y", "😀", &"p".repeat(128)] {
        let body = golden("get-payment.open.200").replace(&format!("\"{id}\""), &format!("\"{other}\""));
        let found = (call.read)(&answer(200, &body)).unwrap();
        assert!(wire::payment::refresh(&found.id).request.is_valid(), "{other}");
    }
}
