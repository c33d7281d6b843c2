//! The signature: which algorithms are accepted, and which key it is to be verified with.
use super::{CLIENT, NOW_MS, jwt, provider, random};
use partner_renewal::oidc::{Parts, ProtocolError, base64url, check_id_token, parts, signing_key};
use serde_json::{Value, json};

fn refused(header: &Value) -> Option<ProtocolError> {
    let token = jwt(header, &json!({}));
    let by_parts = parts(&token).err();
    // The claims are never looked at when the header is refused.
    let judged = check_id_token(&token, &provider(), &[], CLIENT, &random("n"), NOW_MS, 0).err();
    assert!(by_parts.is_none() || by_parts == judged);
    by_parts
}

fn es256(kid: Option<&str>) -> Parts {
    parts(&jwt(&json!({ "alg": "ES256", "kid": kid }), &json!({}))).unwrap()
}

fn ec(kid: &str) -> Value {
    json!({ "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": "xx", "y": "yy", "d": "never" })
}

fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

#[test]
fn the_parts_are_those_that_were_signed() {
    let token = jwt(&json!({ "alg": "RS256" }), &json!({ "sub": "x" }));
    let found = parts(&token).unwrap();
    assert_eq!((found.algorithm.name, found.kid), ("RSASSA-PKCS1-v1_5", None));
    assert_eq!(found.signature, b"signature");
    assert_eq!(token, format!("{}.{}", found.signing_input, base64url(&found.signature)));
}

#[test]
fn refuses_alg_none() {
    for none in ["none", "None", "NONE", ""] {
        assert_eq!(refused(&json!({ "alg": none })), Some(ProtocolError::Algorithm), "{none}");
    }
    assert_eq!(refused(&json!({})), Some(ProtocolError::Algorithm));
    assert_eq!(refused(&json!({ "alg": ["ES256"] })), Some(ProtocolError::Algorithm));
}

#[test]
fn refuses_hs256_and_every_other_algorithm() {
    for other in ["HS256", "HS512", "RS1", "ES256K", "PS384", "es256", "RSA-OAEP", "dir"] {
        assert_eq!(refused(&json!({ "alg": other })), Some(ProtocolError::Algorithm), "{other}");
    }
}

#[test]
fn refuses_crit() {
    for crit in [json!(["exp"]), json!([]), json!(null)] {
        assert_eq!(refused(&json!({ "alg": "ES256", "crit": crit })), Some(ProtocolError::Algorithm));
    }
}

#[test]
fn refuses_a_token_that_is_none() {
    let good = jwt(&json!({ "alg": "ES256" }), &json!({}));
    let (head, _) = good.rsplit_once('.').unwrap();
    let texts = [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        head.to_owned(),
        format!("{head}."),
        format!("{head}.a="),
        format!("{head}.a.b.c"),
        format!("x{good}"),
        format!("{}.e30.AAAA", base64url(b"[]")),
        format!("{}.e30.AAAA", base64url(b"\xff")),
    ];
    for text in texts {
        assert_eq!(parts(&text), Err(ProtocolError::IdTokenUnreadable), "{text}");
    }
}

#[test]
fn the_key_named_by_the_token_is_taken_and_only_its_public_half() {
    let keys = set(&[ec("1"), ec("2"), json!({ "kty": "RSA", "kid": "2", "n": "n", "e": "AQAB" })]);
    let key = signing_key(&keys, &es256(Some("2"))).unwrap();
    assert_eq!(key, r#"{"kty":"EC","crv":"P-256","x":"xx","y":"yy"}"#);
}

#[test]
fn each_algorithm_has_its_name_in_browsers_and_takes_keys_of_its_own_kind_alone() {
    let keys = [
        json!({ "kty": "EC", "crv": "P-256", "kid": "1", "x": "x", "y": "y" }),
        json!({ "kty": "RSA", "kid": "1", "n": "n", "e": "AQAB" }),
        json!({ "kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "x" }),
        json!({ "kty": "OKP", "crv": "X25519", "kid": "1", "x": "x" }),
        json!({ "kty": "EC", "crv": "Ed25519", "kid": "1", "x": "x", "y": "y" }),
        json!({ "kty": "oct", "kid": "1", "k": "secret" }),
    ];
    for (alg, name, curve, public) in [
        ("ES256", "ECDSA", "P-256", r#"{"kty":"EC","crv":"P-256","x":"x","y":"y"}"#),
        ("RS256", "RSASSA-PKCS1-v1_5", "", r#"{"kty":"RSA","n":"n","e":"AQAB"}"#),
        ("PS256", "RSA-PSS", "", r#"{"kty":"RSA","n":"n","e":"AQAB"}"#),
        ("EdDSA", "Ed25519", "Ed25519", r#"{"kty":"OKP","crv":"Ed25519","x":"x"}"#),
    ] {
        let found = parts(&jwt(&json!({ "alg": alg, "kid": "1" }), &json!({}))).unwrap();
        assert_eq!((found.algorithm.name, found.algorithm.curve), (name, curve));
        assert_eq!(signing_key(&set(&keys), &found).unwrap(), public, "of keys that do not say what they are for");
        let others: Vec<_> = keys.iter().filter(|key| signing_key(&set(&[(*key).clone()]), &found).is_err()).collect();
        assert_eq!(others.len(), keys.len() - 1, "{alg}");
    }
}

#[test]
fn refuses_a_wrong_key() {
    let unfit = [
        ec("other"),
        json!({ "kty": "RSA", "kid": "1", "n": "n", "e": "AQAB" }),
        json!({ "kty": "EC", "crv": "P-384", "kid": "1", "x": "x", "y": "y" }),
        json!({ "kty": "EC", "crv": "P-256", "kid": "1", "use": "enc", "x": "x", "y": "y" }),
        json!({ "kty": "oct", "kid": "1", "k": "secret" }),
        json!("1"),
    ];
    for key in unfit {
        assert_eq!(
            signing_key(&set(std::slice::from_ref(&key)), &es256(Some("1"))),
            Err(ProtocolError::NoKey),
            "{key}"
        );
    }
    for text in ["", "[]", "{}", r#"{"keys":{}}"#, &[set(&[ec("1")]), " ".repeat(2 * 1024 * 1024)].concat()] {
        assert_eq!(signing_key(text, &es256(Some("1"))), Err(ProtocolError::NoKey));
    }
}

#[test]
fn refuses_several_keys_and_no_kid() {
    assert_eq!(signing_key(&set(&[ec("1"), ec("2")]), &es256(None)), Err(ProtocolError::NoKey));
    assert!(signing_key(&set(&[ec("1")]), &es256(None)).is_ok(), "one key needs no name");
    assert_eq!(
        signing_key(&set(&[ec("1"), ec("1")]), &es256(Some("1"))),
        Err(ProtocolError::NoKey),
        "a name that is not one"
    );
}
