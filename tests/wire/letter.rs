//! Letters and their verification as they are read.
use crate::operations::golden_value;
use crate::support::{answer, golden};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::letter::{Letter, NoLetter};
use partner_renewal::wire;
use serde_json::{Value, json};

fn changed(name: &str, member: &str, value: Value) -> Result<Letter, FailureKind> {
    let mut body: Value = serde_json::from_str(&golden(name)).unwrap();
    body[member] = value;
    (wire::letter::get("o").read)(&answer(200, &body.to_string())).map_err(|failure| failure.kind)
}

#[test]
fn a_letter_has_a_code_once_it_is_issued() {
    let none = golden_value(&wire::letter::get("o"), "get-letter.200");
    assert_eq!((none.issued, none.organization.name.as_str()), (None, "Cedar Example EOOD"));
    let letter = golden_value(&wire::letter::issue("o"), "post-letter.200");
    let issued = letter.issued.unwrap();
    let read = (issued.code.as_str(), issued.issued_at.as_str());
    assert_eq!(read, ("ACDEF-GHJKM-NPQRT-UVWXY-23456", "2026-11-24T10:05:00Z"));
    assert_eq!((letter.level.name.as_str(), letter.member_until.to_string().as_str()), ("Advanced", "2027-01-25"));
    assert_eq!(golden_value(&wire::letter::revoke("o"), "delete-letter.200").issued, None);
}

#[test]
fn a_letter_that_cannot_be_shown_rightly_is_unreadable() {
    for (member, value) in [
        ("code", json!(7)),
        ("code", json!("")),
        ("code", json!("two words")),
        ("issuedAt", Value::Null),
        ("issuedAt", json!("today")),
        ("memberUntil", json!("soon")),
        ("level", json!("Advanced")),
    ] {
        assert_eq!(changed("get-letter.issued.200", member, value), Err(FailureKind::Unreadable), "{member}");
    }
    assert_eq!(changed("get-letter.issued.200", "code", Value::Null).unwrap().issued, None);
    let refused = |reason: &str| changed("get-letter.200", "refused", json!(reason)).unwrap().refused;
    let known = ["not-a-member", "verification-pending", "later"].map(refused);
    assert_eq!(known, [Some(NoLetter::NotAMember), Some(NoLetter::VerificationPending), None]);
}

#[test]
fn a_verification_tells_company_level_and_days() {
    let found = golden_value(&wire::letter::verify("ACDEF"), "get-verification.200");
    assert_eq!((found.name.as_str(), found.level.as_str()), ("Cedar Example EOOD", "Advanced"));
    assert_eq!((found.member_until, found.as_of), ("2027-01-25".parse().unwrap(), "2026-11-24".parse().unwrap()));
}
