//! Shared endpoints of Microsoft: one configured issuer, a template in its description, a tenant in each token.
use super::{CLIENT, NOW_MS, discovered, jwt, provider, random, transaction};
use partner_renewal::oidc::{
    Code, Identity, ProtocolError, Provider, check_id_token, parts, read_callback, signing_key,
};
use serde_json::{Value, json};

const HOST: &str = "https://login.example";
const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
const OTHER: &str = "11111111-2222-3333-4444-555555555555";
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

fn at(place: &str) -> String {
    [HOST, "/", place, "/v2.0"].concat()
}

fn shared(endpoint: &str) -> Provider {
    discovered(&at(endpoint), &at("{tenantid}")).unwrap()
}

fn judge(provider: &Provider, allowed: &[&str], iss: &str, tid: Value) -> Result<Identity, ProtocolError> {
    let now = NOW_MS / 1000;
    let claims = json!({
        "iss": iss, "tid": tid, "sub": "s", "aud": CLIENT, "nonce": random("n"), "iat": now, "exp": now + 300,
    });
    let allowed: Vec<String> = allowed.iter().map(|tenant| (*tenant).to_owned()).collect();
    check_id_token(&jwt(&json!({ "alg": "RS256" }), &claims), provider, &allowed, CLIENT, &random("n"), NOW_MS, 0)
}

fn returned(provider: &Provider, allowed: &[&str], iss: &str) -> Result<Code, ProtocolError> {
    let allowed: Vec<String> = allowed.iter().map(|tenant| (*tenant).to_owned()).collect();
    let query = format!("?code=c&state={}&iss={iss}", random("s"));
    read_callback(&query, &transaction(), provider, &allowed, NOW_MS)
}

#[test]
fn a_token_of_a_shared_endpoint_names_the_template_filled_with_its_own_tenant() {
    for endpoint in ["common", "organizations"] {
        let identity = judge(&shared(endpoint), &[], &at(TENANT), json!(TENANT)).unwrap();
        assert_eq!(identity.issuer, at(TENANT), "the account is kept apart by tenant");
    }
    assert!(judge(&shared("common"), &[], &at(CONSUMERS), json!(CONSUMERS)).is_ok());
}

#[test]
fn refuses_a_description_that_is_not_the_template_of_the_configured_issuer() {
    let wrong = [
        ("https://login.example/common/v2.0", "https://evil.example/{tenantid}/v2.0"),
        ("https://login.example/common/v2.0", "https://login.example.evil.example/{tenantid}/v2.0"),
        ("https://login.example/common/v2.0", "http://login.example/{tenantid}/v2.0"),
        ("https://login.example/common/v2.0", "https://login.example/{tenantid}/v2.0/"),
        ("https://login.example/common/v2.0", "https://login.example/{tenantid}"),
        ("https://login.example/common/v2.0", "https://login.example/{tenantid}/v1.0"),
        ("https://login.example/common/v2.0", "https://login.example/{tenant}/v2.0"),
        ("https://login.example/common/v2.0", "https://login.example/{TENANTID}/v2.0"),
        ("https://login.example/common/v2.0", "https://login.example/{tenantid}{tenantid}/v2.0"),
        ("https://login.example/common/v2.0", "https://login.example/x/{tenantid}/v2.0"),
        ("https://login.example/common/v2.0", "https://login.example/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0"),
        ("https://login.example/organizations/v2.0", "https://login.example/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"),
        ("https://login.example/consumers/v2.0", "https://login.example/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0"),
        ("https://login.example/Common/v2.0", "https://login.example/{tenantid}/v2.0"),
        ("https://login.example/tenant/v2.0", "https://login.example/{tenantid}/v2.0"),
        ("https://login.example/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0", "https://login.example/{tenantid}/v2.0"),
        ("https://login.example/{tenantid}/v2.0", "https://login.example/{tenantid}/v2.0"),
        ("https://login.example/common", "https://login.example/{tenantid}"),
    ];
    for (configured, told) in wrong {
        assert_eq!(discovered(configured, told), Err(ProtocolError::DiscoveryIssuer), "{configured} {told}");
    }
}

#[test]
fn refuses_wrong_tid() {
    let common = shared("common");
    for (iss, tid) in [
        (at(TENANT), json!(OTHER)),
        (at(TENANT), json!(null)),
        (at(TENANT), json!([TENANT])),
        (at(TENANT), json!("")),
        (at("{tenantid}"), json!("{tenantid}")),
        (at("{tenantid}"), json!(TENANT)),
        (at("common"), json!("common")),
        (at("example.onmicrosoft.com"), json!("example.onmicrosoft.com")),
        (at("evil/../x"), json!("evil/../x")),
        (at(&TENANT.replace('-', "")), json!(TENANT.replace('-', ""))),
        (at("72f988bf-86f1-41af-91ab-2d7cd011db4g"), json!("72f988bf-86f1-41af-91ab-2d7cd011db4g")),
        (at("72f988b-f86f1-41af-91ab-2d7cd011db47"), json!("72f988b-f86f1-41af-91ab-2d7cd011db47")),
        (at(&TENANT.to_uppercase()), json!(TENANT)),
        (format!("https://evil.example/{TENANT}/v2.0"), json!(TENANT)),
        (format!("{HOST}/{TENANT}/v2.0/"), json!(TENANT)),
        (format!("{HOST}/{TENANT}/v1.0"), json!(TENANT)),
    ] {
        assert_eq!(judge(&common, &[], &iss, tid.clone()).err(), Some(ProtocolError::Issuer), "{iss} {tid}");
    }
}

#[test]
fn refuses_a_tenant_that_may_not_sign_in() {
    let common = shared("common");
    let judged = |allowed: &[&str], tenant: &str| judge(&common, allowed, &at(tenant), json!(tenant)).err();
    assert_eq!(judged(&[TENANT], OTHER), Some(ProtocolError::Tenant));
    assert_eq!(judged(&[OTHER, TENANT], TENANT), None);
    assert_eq!(judged(&[&TENANT.to_uppercase()], TENANT), None, "a GUID has no case");
    assert_eq!(judged(&["*", "", "common"], TENANT), Some(ProtocolError::Tenant), "there are no patterns");
    assert_eq!(judged(&[TENANT], CONSUMERS), Some(ProtocolError::Tenant));
    let organizations = shared("organizations");
    assert_eq!(judge(&organizations, &[], &at(CONSUMERS), json!(CONSUMERS)).err(), Some(ProtocolError::Tenant));
}

#[test]
fn personal_accounts_come_from_their_one_tenant() {
    for told in [at(CONSUMERS), at("{tenantid}")] {
        let consumers = discovered(&at("consumers"), &told).unwrap();
        assert!(judge(&consumers, &[], &at(CONSUMERS), json!(CONSUMERS)).is_ok(), "{told}");
        assert_eq!(judge(&consumers, &[], &at(TENANT), json!(TENANT)).err(), Some(ProtocolError::Tenant), "{told}");
    }
}

#[test]
fn the_return_names_the_template_or_a_tenant_that_may_sign_in() {
    let common = shared("common");
    for (iss, allowed) in
        [(at("{tenantid}"), &[][..]), (at(TENANT), &[]), (at(TENANT), &[TENANT]), (at("{tenantid}"), &[TENANT])]
    {
        let code = returned(&common, allowed, &iss).ok().unwrap();
        let identity = judge(&common, allowed, &at(TENANT), json!(TENANT)).unwrap();
        assert_eq!(code.check_issuer(&identity), Ok(()), "{iss}");
    }
    for (iss, allowed) in [
        (at(OTHER), &[TENANT][..]),
        (at("common"), &[]),
        (at("tenant"), &[]),
        (format!("https://evil.example/{TENANT}/v2.0"), &[]),
        (format!("{HOST}/{TENANT}/v2.0/x"), &[]),
    ] {
        assert_eq!(returned(&common, allowed, &iss).err(), Some(ProtocolError::CallbackIssuer), "{iss}");
    }
    let code = returned(&common, &[], &at(OTHER)).ok().unwrap();
    let identity = judge(&common, &[], &at(TENANT), json!(TENANT)).unwrap();
    assert_eq!(code.check_issuer(&identity), Err(ProtocolError::CallbackIssuer), "a token of another tenant");
}

#[test]
fn the_exact_rule_holds_for_every_other_provider() {
    let exact = provider();
    assert_eq!(returned(&exact, &[], super::ISSUER).ok().map(|_| ()), Some(()));
    assert!(judge(&exact, &[TENANT], super::ISSUER, json!(OTHER)).is_ok(), "it has no tenants");
    assert_eq!(judge(&exact, &[], &at(TENANT), json!(TENANT)).err(), Some(ProtocolError::Issuer));
    let common = discovered(&at("common"), &at("common")).unwrap();
    assert!(judge(&common, &[], &at("common"), json!(null)).is_ok(), "a provider whose name ends so and that means it");
    assert_eq!(judge(&common, &[], &at(TENANT), json!(TENANT)).err(), Some(ProtocolError::Issuer));
}

#[test]
fn a_key_of_one_tenant_signs_for_no_other() {
    let token =
        |tenant: &str| jwt(&json!({ "alg": "RS256", "kid": "1" }), &json!({ "iss": at(tenant), "tid": tenant }));
    let key = |issuer: Value, tenant: &str| {
        let keys = json!({ "keys": [{ "kty": "RSA", "kid": "1", "n": "n", "e": "AQAB", "issuer": issuer }] });
        signing_key(&keys.to_string(), &parts(&token(tenant)).unwrap()).err()
    };
    assert_eq!(key(json!(at("{tenantid}")), TENANT), None);
    assert_eq!(key(json!(at(TENANT)), TENANT), None);
    assert_eq!(key(Value::Null, TENANT), None, "most providers name none");
    assert_eq!(key(json!(at(CONSUMERS)), TENANT), Some(ProtocolError::NoKey));
    assert_eq!(key(json!("https://evil.example/{tenantid}/v2.0"), TENANT), Some(ProtocolError::NoKey));
}
