//! Enrolling again as it is read.
use crate::operations::golden_value;
use crate::support::{answer, golden};
use partner_renewal::domain::enrollment::Enrollment;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::membership::{BlockerAction, BlockerCode};
use partner_renewal::wire;
use serde_json::{Value, json};

fn changed(pointer: &str, value: Value) -> Result<Enrollment, FailureKind> {
    let mut body: Value = serde_json::from_str(&golden("get-enrollment.requested.200")).unwrap();
    *body.pointer_mut(pointer).unwrap() = value;
    (wire::enrollment::get("o").read)(&answer(200, &body.to_string())).map_err(|failure| failure.kind)
}

#[test]
fn who_asked_and_when_is_read() {
    let none = golden_value(&wire::enrollment::get("o"), "get-enrollment.200");
    assert_eq!((none.request, none.can_request), (None, true));
    assert_eq!((none.lapsed_on, none.working_days), ("2026-11-10".parse().ok(), Some(5)));
    assert_eq!(none.contact.unwrap().email, "desk@partner-program.example");
    let asked = golden_value(&wire::enrollment::ask("o"), "post-enrollment.200").request.unwrap();
    assert_eq!((asked.at.as_str(), asked.by.as_str()), ("2026-11-24T10:05:00Z", "Lars Example"));
    assert_eq!(golden_value(&wire::enrollment::withdraw("o"), "delete-enrollment.200").request, None);
    let member = golden_value(&wire::enrollment::get("o"), "get-enrollment.not-lapsed.200");
    assert_eq!((member.lapsed_on, member.can_request), (None, false));
}

#[test]
fn a_request_without_its_time_or_its_person_is_unreadable_and_the_rest_can_be_done_without() {
    for (pointer, value) in [
        ("/request/requestedAt", json!("yesterday")),
        ("/request/requestedBy", Value::Null),
        ("/request", json!("yes")),
        ("/lapsedOn", json!("soon")),
        ("/organization", json!("Alder")),
    ] {
        assert_eq!(changed(pointer, value), Err(FailureKind::Unreadable), "{pointer}");
    }
    let read = changed("/contact", json!(7)).unwrap();
    assert_eq!((read.contact, read.working_days), (None, Some(5)));
    assert_eq!(changed("/workingDays", json!("five")).unwrap().working_days, None);
    assert!(!changed("/canRequest", Value::Null).unwrap().can_request);
}

#[test]
fn the_membership_leads_there_where_the_program_has_the_page() {
    let membership = golden_value(&wire::membership::get("o"), "get-membership.lapsed.enrolling.200");
    let blocker = &membership.blockers[0];
    assert_eq!((blocker.code, blocker.action), (BlockerCode::Lapsed, BlockerAction::EnrollmentRequested));
    assert_eq!(blocker.since, "2026-11-24".parse().ok());
    assert_eq!(blocker.reason, "Your request to rejoin is being read.");
}
