//! What an answer carries of the page that comes next.
use crate::operations::{golden_value, renewal};
use crate::support::{answer, golden};
use partner_renewal::domain::step::Step;
use partner_renewal::ports::{Method, Reply};
use partner_renewal::wire::{self, next};
use serde_json::json;

fn carrying(next: &serde_json::Value) -> Reply {
    let mut body: serde_json::Value = serde_json::from_str(&golden("put-location.200")).unwrap();
    body["next"] = next.clone();
    answer(200, &body.to_string())
}

#[test]
fn the_golden_answer_carries_the_levels_as_their_own_request_would_get_them() {
    let reply = answer(200, &golden("put-location.next.200"));
    let [early] = next::early_answers(&reply).try_into().unwrap();
    let levels = wire::renewal::levels(&renewal());
    assert_eq!((early.method, &early.path), (levels.request.method, &levels.request.path));
    assert_eq!((levels.read)(&early.reply).unwrap(), golden_value(&levels, "get-levels.200"));
    assert!(early.reply.etag.is_empty());
    let saved = wire::renewal::choose_location(&renewal(), "l");
    assert_eq!((saved.read)(&reply).unwrap(), golden_value(&saved, "put-location.200"), "the renewal is the same");
}

#[test]
fn an_entity_tag_comes_with_its_answer() {
    let entry = json!([{"method": "GET", "path": "/organizations/o/profile", "etag": "W/\"p-1\"", "body": {"a": 1}},
        {"method": "POST", "path": "/renewals/r/quotes", "etag": null, "body": {}}]);
    let early = next::early_answers(&carrying(&entry));
    assert_eq!((early[0].reply.etag.as_str(), early[0].reply.body.as_str()), ("\"p-1\"", "{\"a\":1}"));
    assert_eq!((early[1].method, early[1].reply.etag.as_str()), (Method::Post, ""));
}

#[test]
fn what_is_not_of_the_expected_form_is_left_out() {
    let whole = json!({"method": "GET", "path": "/x", "etag": null, "body": {}});
    let broken = |member: &str, value: serde_json::Value| {
        let mut entry = whole.clone();
        entry[member] = value;
        entry
    };
    let entries = json!([
        broken("method", json!("PUT")),
        broken("method", json!(1)),
        broken("path", json!(null)),
        broken("etag", json!(7)),
        broken("etag", json!("no tag")),
        7,
        whole
    ]);
    assert_eq!(next::early_answers(&carrying(&entries)).len(), 1);
    for nothing in [json!(null), json!({}), json!("x"), json!([])] {
        assert!(next::early_answers(&carrying(&nothing)).is_empty(), "{nothing}");
    }
    for reply in [
        answer(412, "{}"),
        answer(200, "{"),
        Reply { content_type: "text/html".to_owned(), ..carrying(&json!([whole])) },
    ] {
        assert!(next::early_answers(&reply).is_empty());
    }
}

#[test]
fn the_step_that_comes_next_is_named_in_the_query() {
    let mut request = wire::renewal::choose_location(&renewal(), "l").request;
    next::ask_for(&mut request, Some(Step::Level));
    assert_eq!(request.path, "/renewals/renewal-1001/location?next=level");
    assert!(request.is_valid());
    let mut request = wire::renewal::get("renewal-1001").request;
    next::ask_for(&mut request, None);
    assert_eq!(request.path, "/renewals/renewal-1001?next=due");
}

#[test]
fn the_account_carries_the_membership_as_its_own_request_would_get_it() {
    let mut account = wire::account::get();
    next::ask_for_membership(&mut account.request);
    assert_eq!(account.request.path, "/account?next=membership");
    assert!(account.request.is_valid());
    let reply = answer(200, &golden("get-account.next.200"));
    let [early] = next::early_answers(&reply).try_into().unwrap();
    let membership = wire::membership::get("org-cedar");
    assert_eq!((early.method, &early.path), (membership.request.method, &membership.request.path));
    assert_eq!((membership.read)(&early.reply).unwrap(), golden_value(&membership, "get-membership.due.200"));
    assert_eq!((account.read)(&reply).unwrap(), golden_value(&account, "get-account.200"), "the account is the same");
}
