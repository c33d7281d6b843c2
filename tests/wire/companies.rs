//! Accounts, memberships, competencies and profiles as the domain understands them.
use crate::operations::golden_value;
use crate::support::{answer, golden, names};
use partner_renewal::domain::company::{ContactRole, LocationKind, Prices};
use partner_renewal::domain::competency::{RequirementState, RequirementUnit, RequirementsVerdict, verdict};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::membership::{BlockerCode, Membership, MembershipStatus, Verdict};
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::renewal::RenewalStatus;
use partner_renewal::domain::step::Step;
use partner_renewal::wire;

fn membership(name: &str) -> Membership {
    golden_value(&wire::membership::get("o"), &format!("get-membership.{name}.200"))
}

#[test]
fn every_status_of_a_membership_has_its_golden_body() {
    let found: Vec<Membership> = names()
        .into_iter()
        .filter(|name| name.starts_with("get-membership."))
        .map(|name| golden_value(&wire::membership::get("o"), &name))
        .collect();
    for status in MembershipStatus::ALL {
        let shown = found.iter().any(|membership| membership.status == status);
        assert!(shown, "no tests/contract/golden/get-membership.*.200.json has the status {}", status.name());
    }
}

#[test]
fn an_account_names_its_organizations() {
    let account = golden_value(&wire::account::get(), "get-account.two-companies.200");
    assert_eq!(account.person.name, "Tomas Example");
    let ids: Vec<_> = account.organizations.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(ids, ["org-spruce", "org-linden"]);
    let dates: Vec<_> = account.organizations.iter().map(|o| o.membership_date.map(|day| day.to_string())).collect();
    assert_eq!(dates, [Some("2026-12-24".to_owned()), Some("2027-01-08".to_owned())]);
}

#[test]
fn when_a_step_was_saved_is_a_moment_or_not_said() {
    let body = golden("get-membership.due.continue.200");
    let read = |body: &str| {
        let membership = (wire::membership::get("o").read)(&answer(200, body)).unwrap();
        membership.current_renewal.unwrap().saved_at
    };
    assert_eq!(read(&body).as_deref(), Some("2026-11-24T09:30:00Z"));
    for other in ["\"savedAt\": \"today\"", "\"savedAt\": 5", "\"kept\": \"2026-11-24T09:30:00Z\""] {
        assert_eq!(read(&body.replace("\"savedAt\": \"2026-11-24T09:30:00Z\"", other)), None, "{other}");
    }
}

#[test]
fn what_has_still_to_arrive_is_told_whole_or_not_at_all() {
    let read = |body: &str| {
        let membership = (wire::membership::get("o").read)(&answer(200, body)).unwrap();
        membership.current_renewal.unwrap()
    };
    let body = golden("get-membership.due.awaiting_payment.200");
    let (amount, deadline) = read(&body).awaited.unwrap();
    assert_eq!((amount.minor, amount.currency.as_str(), deadline.to_string().as_str()), (142_800, "EUR", "2026-12-24"));
    assert!(!read(&body).refund_requested);
    for (now, other) in [
        (r#""awaited""#, r#""awoken""#),
        (r#""amount": 142800"#, r#""amount": "all of it""#),
        (r#""currency": "EUR""#, r#""currency": "euro""#),
        (r#""deadline": "2"#, r#""deadline": "x2"#),
    ] {
        assert!(body.contains(now), "{now}");
        assert_eq!(read(&body.replace(now, other)).awaited, None, "{other}");
    }
    let asked = body.replace(r#""awaited": {"#, r#""refundRequested": true, "awaited": {"#);
    assert!(read(&asked).refund_requested);
    assert!(!read(&asked.replace("true, ", "\"yes\", ")).refund_requested);
}

#[test]
fn what_stands_beside_a_membership_is_told_whole_or_not_at_all() {
    let met = |name: &str| membership(name).overview.map(|told| (told.requirements_met, told.requirements));
    assert_eq!(met("due"), Some((4, 4)));
    assert_eq!(met("due.requirement-short"), Some((1, 2)));
    let changed = membership("due.continue").overview.map(|told| told.profile_changed.to_string());
    assert_eq!(changed.as_deref(), Some("2026-11-24"));
    let asking = |name: &str| membership(name).overview.map(|told| told.role_requested_by);
    assert_eq!(asking("due.role-requested").as_deref(), Some("Oleg Example"));
    assert_eq!(asking("due").as_deref(), Some(""));
    for (now, other) in [
        (r#""overview""#, r#""overlook""#),
        (r#""requirementsMet": 4"#, r#""requirementsMet": -4"#),
        (r#""requirements": 4"#, r#""requirements": "all""#),
        (r#""profileChanged": "2"#, r#""profileChanged": "x2"#),
    ] {
        let body = golden("get-membership.due.200");
        assert!(body.contains(now), "{now}");
        let read = (wire::membership::get("o").read)(&answer(200, &body.replace(now, other))).unwrap();
        assert_eq!(read.overview, None, "{other}");
    }
}

#[test]
fn each_golden_membership_has_its_status_and_blocker() {
    use BlockerCode as B;
    use MembershipStatus as M;
    let expected = [
        ("due", M::Due, true, None),
        ("due.awaiting_payment", M::Due, false, Some(B::AlreadyRenewed)),
        ("due.colleague", M::Due, false, Some(B::NotPrimaryContact)),
        ("due.continue", M::Due, true, None),
        ("due.first-day", M::Due, true, None),
        ("due.not-primary-contact", M::Due, false, Some(B::NotPrimaryContact)),
        ("due.processing", M::Due, true, None),
        ("due.requirement-short", M::Due, true, Some(B::RequirementShort)),
        ("due.verification-pending", M::Due, false, Some(B::VerificationPending)),
        ("due.verification-rejected", M::Due, false, Some(B::VerificationRejected)),
        ("grace", M::Grace, true, None),
        ("lapsed", M::Lapsed, false, Some(B::Lapsed)),
        ("not_due", M::NotDue, false, Some(B::WindowNotOpen)),
        ("not_due.renewed", M::NotDue, false, Some(B::AlreadyRenewed)),
        ("suspended", M::Suspended, false, Some(B::Suspended)),
    ];
    for (name, status, may_renew, blocker) in expected {
        let found = membership(name);
        assert_eq!(found.status, status, "{name}");
        assert_eq!((found.may_renew, found.offers_renewal()), (Some(may_renew), may_renew), "{name}");
        let codes: Vec<_> = found.blockers.iter().map(|blocker| blocker.code).collect();
        assert_eq!(codes, blocker.into_iter().collect::<Vec<_>>(), "{name}");
        // The dates of the answer agree with its status, so that the fallback for an unknown one is right.
        assert!(status == M::Suspended || found.status_by_date() == status, "{name}");
    }
}

#[test]
fn an_offer_of_the_role_is_told_to_giver_and_successor_and_is_none_where_it_cannot_be_read() {
    let read = |name: &str| golden_value(&wire::organization::contacts("o"), name);
    let none = read("get-contacts.200");
    assert_eq!(none.offer, None);
    assert_eq!(none.list.iter().map(|c| c.can_take_over).collect::<Vec<_>>(), [false, true, false]);
    let given = read("post-handover.200").offer.unwrap();
    assert_eq!((given.from.as_str(), given.to.as_str(), given.is_to_you), ("Nadia Example", "Oleg Example", false));
    assert!(read("get-contacts.successor.200").offer.unwrap().is_to_you);
    let accepted = read("post-acceptance.200");
    assert!(accepted.offer.is_none() && accepted.list[1].roles.contains(&ContactRole::PrimaryProgramContact));
    let body = golden("post-handover.200");
    for (now, other) in [("2026-12-01T09:30:00Z", "soon"), ("\"to\": \"Oleg Example\"", "\"to\": 7")] {
        assert!(body.contains(now));
        let read = (wire::organization::contacts("o").read)(&answer(200, &body.replace(now, other))).unwrap();
        assert_eq!((read.offer, read.list.len()), (None, 3), "{other}");
    }
}

#[test]
fn a_blocker_tells_why_since_when_and_who_helps_as_far_as_it_can_be_read() {
    let found = membership("due.verification-rejected");
    let blocker = found.blockers.first().unwrap();
    assert_eq!(blocker.reason, "The business register has no company with your registration number.");
    assert_eq!(blocker.since.map(|day| day.to_string()).as_deref(), Some("2026-11-18"));
    assert_eq!(blocker.contact.as_ref().map(|desk| desk.email.as_str()), Some("desk@partner-program.example"));
    let body = golden("get-membership.due.verification-rejected.200");
    let poor = body.replace("2026-11-18", "soon").replace("\"Partner desk\"", "7");
    let poor = (wire::membership::get("o").read)(&answer(200, &poor)).unwrap();
    let blocker = poor.blockers.first().unwrap();
    assert_eq!(
        (blocker.code, blocker.since, blocker.contact.is_none()),
        (BlockerCode::VerificationRejected, None, true)
    );
}

#[test]
fn a_renewal_tells_who_began_it_and_a_colleague_sees_where_it_stands() {
    let found = membership("due.colleague");
    let (beginning, step) = found.with_colleague().unwrap();
    assert_eq!((beginning.name.as_str(), beginning.is_you, step), ("Nadia Example", false, Step::Agreement));
    assert_eq!(beginning.at, "2026-11-24T09:30:00Z");
    assert_eq!(membership("due.continue").with_colleague(), None, "one's own is gone on with");
    assert_eq!(membership("due.not-primary-contact").with_colleague(), None, "there is none");
    let body = golden("get-membership.due.colleague.200");
    for (now, other) in
        [("2026-11-24T09:30:00Z", "today"), ("\"name\": \"Nadia Example\",\n      \"isYou\"", "\"isYou\"")]
    {
        assert!(body.contains(now), "{now}");
        let read = (wire::membership::get("o").read)(&answer(200, &body.replace(now, other))).unwrap();
        assert_eq!(read.with_colleague(), None, "{other}");
        assert!(read.current_renewal.is_some());
    }
}

#[test]
fn a_membership_tells_dates_people_and_the_renewal_under_way() {
    let due = membership("due");
    assert_eq!((due.days_left(), due.window_days, due.grace_days), (62, 90, 30));
    assert_eq!(due.primary_contact.as_ref().map(|c| c.phone.as_str()), Some("+359 2 555 0101"));
    assert_eq!(due.verdict(), Verdict::Open { days_left: 62 });
    let renewed = membership("not_due.renewed").current_renewal.unwrap();
    assert_eq!((renewed.status, renewed.next_step), (RenewalStatus::Active, None));
    let under_way = membership("due.processing").current_renewal.unwrap();
    assert_eq!((under_way.status, under_way.next_step), (RenewalStatus::Processing, Some(Step::Review)));
}

#[test]
fn requirements_are_met_short_or_unknown_and_unknown_is_not_short() {
    let all = |name: &str| golden_value(&wire::competencies::get("o"), name);
    assert_eq!(verdict(&all("get-competencies.200")), RequirementsVerdict::Met);
    assert_eq!(verdict(&all("get-competencies.unknown.200")), RequirementsVerdict::Unknown);
    let short = all("get-competencies.short.200");
    assert_eq!(verdict(&short), RequirementsVerdict::Short);
    let people = short.first().and_then(|competency| competency.requirements.first()).unwrap();
    assert_eq!((people.state, people.need, people.have), (RequirementState::Short, 4, 3));
    assert_eq!(people.unit, RequirementUnit::People);
    assert!(people.missing.as_deref().unwrap().starts_with("One more person"));
    assert_eq!(people.percent(), 75);
    let [mut none, mut more] = [people.clone(), people.clone()];
    (none.need, more.have) = (0, i64::MAX);
    assert_eq!((none.percent(), more.percent()), (100, 100), "a bar is never longer than its place");
    let mut mixed = short[0].clone();
    mixed.requirements.reverse();
    let order: Vec<_> = mixed.most_urgent_first().map(|one| one.state).collect();
    assert_eq!(order, [RequirementState::Short, RequirementState::Met]);
}

#[test]
fn headquarters_and_branches_are_told_apart() {
    let locations = golden_value(&wire::organization::locations("o"), "get-locations.200");
    let levels: Vec<_> = locations.iter().map(|location| location.levels.len()).collect();
    assert_eq!(levels, [2, 3], "Premier is not offered in Bulgaria");
    let prices = |body: &str| (wire::organization::locations("o").read)(&answer(200, body)).unwrap().remove(0).prices;
    let told = golden("get-locations.200");
    assert_eq!(prices(&told), Some(Prices { currency: "EUR".to_owned(), tax: Some(("VAT".to_owned(), 2_000)) }));
    for (now, other) in [(r#""tax""#, r#""fax""#), (r#""currency""#, r#""current""#), ("2000", "-1")] {
        assert_eq!(prices(&told.replace(now, other)), None, "{other}: it is not said that there is no tax");
    }
    let kinds: Vec<_> = locations.iter().map(|l| (l.kind, l.country.as_str())).collect();
    assert_eq!(kinds, [(LocationKind::Headquarters, "BG"), (LocationKind::Branch, "AT")]);
    let contacts = golden_value(&wire::organization::contacts("o"), "get-contacts.200");
    assert_eq!(contacts.list.iter().map(|c| c.is_you).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(contacts.list.last().map(|c| c.roles.clone()), Some(vec![ContactRole::SalesMarketing]));
}

#[test]
fn promise_43_a_profile_without_its_entity_tag_is_not_used() {
    let call = wire::organization::profile("o");
    let stored = golden_value(&call, "get-profile.200");
    assert_eq!((stored.etag.as_str(), stored.profile.get(FieldId::TaxId)), ("\"tag-1\"", "BG123456789"));
    let mut untagged = answer(200, &golden("get-profile.200"));
    untagged.etag.clear();
    assert_eq!((call.read)(&untagged).unwrap_err().kind, FailureKind::Unreadable);
}

/// All fields are written back: one read as empty because it was missing would be emptied on the server.
#[test]
fn promise_43_a_profile_that_lacks_a_field_is_unreadable() {
    let call = wire::organization::profile("o");
    for field in FieldId::ALL {
        let mut body: serde_json::Value = serde_json::from_str(&golden("get-profile.200")).unwrap();
        body.as_object_mut().unwrap().remove(field.name());
        let result = (call.read)(&answer(200, &body.to_string()));
        assert_eq!(result.unwrap_err().kind, FailureKind::Unreadable, "{field:?}");
    }
}
