//! The verification of a company and requests for the role that renews, as they are read.
use crate::operations::golden_value;
use crate::support::{answer, golden};
use partner_renewal::domain::company::Contacts;
use partner_renewal::domain::company_verification::{CompanyVerification, VerificationState};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::membership::{BlockerAction, BlockerCode};
use partner_renewal::domain::profile::FieldId;
use partner_renewal::wire;
use serde_json::{Value, json};

fn found(state: &str) -> CompanyVerification {
    golden_value(&wire::company_verification::get("o"), &format!("get-company-verification.{state}.200"))
}

fn changed(pointer: &str, value: Value) -> Result<CompanyVerification, FailureKind> {
    let mut body: Value = serde_json::from_str(&golden("get-company-verification.pending.200")).unwrap();
    *body.pointer_mut(pointer).unwrap() = value;
    (wire::company_verification::get("o").read)(&answer(200, &body.to_string())).map_err(|failure| failure.kind)
}

#[test]
fn each_state_is_read_with_what_was_sent() {
    let rejected = found("rejected");
    assert_eq!((rejected.state, rejected.can_appeal, rejected.appeals_left), (VerificationState::Rejected, true, 3));
    assert_eq!((rejected.since, rejected.working_days), ("2026-11-18".parse().ok(), Some(5)));
    assert_eq!(rejected.document_kinds.first().map(|(id, _)| id.as_str()), Some("register_extract"));
    assert_eq!(rejected.correctable, [FieldId::LegalName, FieldId::RegistrationNumber]);
    let pending = found("pending");
    assert!(pending.correctable.is_empty());
    assert!(pending.is_appealed() && !pending.can_appeal);
    let sent = pending.appeals.first().unwrap();
    assert_eq!((sent.file_name.as_str(), sent.file_size, sent.rejected_on), ("Extract 2026.pdf", 48_213, None));
    let used_up = found("used-up");
    assert_eq!((used_up.appeals.len(), used_up.appeals_left, used_up.is_appealed()), (3, 0, false));
    assert!(used_up.appeals.iter().all(|appeal| appeal.rejected_on.is_some()));
    let changed = found("change");
    assert_eq!((changed.state, changed.since), (VerificationState::Pending, "2026-11-24".parse().ok()));
    let rule = changed.change.unwrap();
    assert_eq!(
        (rule.pending_since, rule.working_days, rule.blocks.as_slice()),
        (changed.since, 5, ["letter".to_owned()].as_slice())
    );
    let accepted = found("accepted");
    assert_eq!((accepted.since, accepted.reason.as_str(), accepted.is_appealed()), (None, "", false));
}

#[test]
fn what_is_not_known_or_left_out_is_not_made_up() {
    assert_eq!(changed("/state", json!("escalated")).unwrap().state, VerificationState::Other);
    assert!(!changed("/state", json!("escalated")).unwrap().is_appealed());
    let poor = changed("/workingDays", json!("five")).unwrap();
    assert_eq!(poor.working_days, None);
    assert!(changed("/primaryContact", Value::Null).unwrap().primary_contact.is_none());
    for (pointer, value) in
        [("/appeals", json!("one")), ("/appeals/0/receivedAt", json!("today")), ("/appealsLeft", json!(-1))]
    {
        assert_eq!(changed(pointer, value), Err(FailureKind::Unreadable), "{pointer}");
    }
}

#[test]
fn an_appeal_that_was_accepted_is_not_taken_for_one_that_waits_while_a_change_is_verified() {
    let mut body: Value = serde_json::from_str(&golden("get-company-verification.change.200")).unwrap();
    body["appeals"] =
        serde_json::from_str::<Value>(&golden("get-company-verification.pending.200")).unwrap()["appeals"].clone();
    let read = |body: &Value| (wire::company_verification::get("o").read)(&answer(200, &body.to_string())).unwrap();
    assert!(!read(&body).is_appealed());
    body["change"] = Value::Null;
    assert!(read(&body).is_appealed(), "without a change the appeal is what waits");
}

#[test]
fn a_membership_leads_to_the_page_of_the_verification_where_the_program_has_one() {
    let read = |name: &str| golden_value(&wire::membership::get("o"), name).blockers.swap_remove(0);
    let rejected = read("get-membership.due.verification-rejected.200");
    assert_eq!((rejected.code, rejected.action), (BlockerCode::VerificationRejected, BlockerAction::Verification));
    let pending = read("get-membership.due.verification-pending.200");
    assert_eq!((pending.action, pending.working_days), (BlockerAction::Wait, Some(5)));
    let older = golden("get-membership.due.verification-rejected.200").replace("\"verification\"", "\"profile\"");
    let older = (wire::membership::get("o").read)(&answer(200, &older)).unwrap();
    assert_ne!(older.blockers[0].action, BlockerAction::Verification, "a program from before it has no such page");
}

#[test]
fn a_request_for_the_role_is_read_as_it_concerns_the_caller() {
    let contacts = |name: &str| golden_value(&wire::organization::contacts("o"), name);
    let of = |contacts: &Contacts| contacts.role_requests.iter().map(|one| (one.name.clone(), one.is_you)).collect();
    let asked: Vec<_> = of(&contacts("post-role-request.200"));
    assert_eq!(asked, [("Oleg Example".to_owned(), true)]);
    let seen: Vec<_> = of(&contacts("get-contacts.requested.200"));
    assert_eq!(seen, [("Oleg Example".to_owned(), false)]);
    let ended = contacts("delete-role-request.200");
    assert_eq!(ended.request_from.as_deref(), Some("2026-11-25T09:30:00Z"));
    assert!(ended.role_requests.is_empty() && !ended.can_request_role);
    let older = golden("post-role-request.200").replace("roleRequests", "of_newer_programs");
    let older = (wire::organization::contacts("o").read)(&answer(200, &older)).unwrap();
    assert!(older.role_requests.is_empty(), "a program from before it tells none");
}
