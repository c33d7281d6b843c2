//! The details of competencies as they are read.
use crate::operations::golden_value;
use crate::support::{answer, golden};
use chrono::NaiveDate;
use partner_renewal::domain::competency::{
    AfterRenewal, RequirementState, RequirementUnit, RequirementsVerdict, verdict,
};
use partner_renewal::domain::competency_details::{
    Competencies, DetailedCompetency, DetailedRequirement, Details, ReferenceState,
};
use partner_renewal::wire;
use serde_json::{Value, json};

const KINDS: &str = "get-competencies.kinds.200";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn kinds() -> Competencies {
    golden_value(&wire::competency_details::get("o"), KINDS)
}

fn read(name: &str, pointer: &str, value: Value) -> Competencies {
    let mut body: Value = serde_json::from_str(&golden(name)).unwrap();
    *body.pointer_mut(pointer).unwrap() = value;
    (wire::competency_details::get("o").read)(&answer(200, &body.to_string())).unwrap()
}

fn requirement(competencies: &Competencies, competency: usize, requirement: usize) -> DetailedRequirement {
    competencies.list[competency].competency.requirements[requirement].clone()
}

#[test]
fn each_competency_tells_its_end_and_what_a_renewal_makes_of_it() {
    let found = kinds();
    assert_eq!((found.as_of, found.can_resend), (day("2026-11-24"), true));
    let told = |one: &DetailedCompetency| {
        one.competency.after_renewal.map(|result| (result, one.new_level.clone().unwrap_or_default()))
    };
    let results: Vec<_> = found.list.iter().filter_map(told).collect();
    let expected = [
        (AfterRenewal::Blocked, String::new()),
        (AfterRenewal::Lowered, "Silver".to_owned()),
        (AfterRenewal::Lost, String::new()),
        (AfterRenewal::Undecided, String::new()),
        (AfterRenewal::Kept, String::new()),
    ];
    assert_eq!(results, expected);
    assert!(found.list.iter().all(|one| one.expires_on == Some(day("2027-01-11"))));
    let given_up: Vec<_> = found.competencies().map(|one| one.is_given_up()).collect();
    assert_eq!(given_up, [false, true, true, false, false]);
    assert_eq!(verdict(found.competencies()), RequirementsVerdict::Short);
    assert_eq!(
        verdict(found.competencies().skip(1)),
        RequirementsVerdict::Unknown,
        "nobody waits for what is given up"
    );
    assert_eq!(verdict(found.competencies().skip(1).take(2)), RequirementsVerdict::Met);
}

#[test]
fn people_tell_missing_exams_certificates_that_end_and_where_they_count_already() {
    let Details::People(people) = requirement(&kinds(), 1, 0).details else { panic!("no people") };
    let counts: Vec<_> = people.iter().map(|one| (one.name.as_str(), one.counts)).collect();
    let expected =
        [("Ilse Example", true), ("Bruno Example", true), ("Jonas Example", false), ("Paula Example", false)];
    assert_eq!(counts, expected);
    let [_, bruno, jonas, paula] = &*people else { panic!("{people:?}") };
    assert_eq!((bruno.certificates[0].ends_on, bruno.certificates[0].ends_before), (Some(day("2026-12-06")), true));
    assert_eq!(jonas.missing_exams, ["Cloud Architect", "Cloud Security"]);
    assert_eq!((jonas.certificates[0].ends_on, jonas.certificates[0].ends_before), (None, false));
    assert_eq!(paula.counts_in.as_deref(), Some("Modern Workplace"));
}

#[test]
fn a_reference_may_be_asked_for_again_from_its_day_and_only_while_it_is_awaited() {
    let Details::References(all) = requirement(&kinds(), 1, 1).details else { panic!("no references") };
    let states: Vec<_> = all.iter().map(|one| one.state).collect();
    let expected =
        [ReferenceState::Approved, ReferenceState::Awaiting, ReferenceState::Awaiting, ReferenceState::Rejected];
    assert_eq!(states, expected);
    let today = day("2026-11-24");
    let due: Vec<_> = all.iter().map(|one| one.due_for_resend(today)).collect();
    assert_eq!(due, [None, Some(day("2026-11-12")), None, None]);
    assert_eq!(all[2].due_for_resend(day("2026-11-28")), None);
    assert_eq!(all[2].due_for_resend(day("2026-11-29")), Some(day("2026-11-22")), "the seventh day");
    assert_eq!(all[3].reason.as_deref(), Some("We were not asked before."));
    let unsaid = read(KINDS, "/competencies/1/requirements/1/references/1/state", json!("forgotten"));
    let Details::References(all) = requirement(&unsaid, 1, 1).details else { panic!("no references") };
    assert_eq!((all[1].state, all[1].due_for_resend(today)), (ReferenceState::Other, None));
}

#[test]
fn what_is_measured_is_money_or_a_number() {
    let found = kinds();
    let revenue = requirement(&found, 1, 2);
    let Details::Performance(told) = revenue.details else { panic!("nothing is measured") };
    let amounts = revenue.requirement.amounts.map(|(have, need)| (have.minor, need.minor, have.currency));
    assert_eq!(amounts, Some((6_120_000, 5_000_000, "EUR".to_owned())));
    let unsaid = read(KINDS, "/competencies/1/requirements/2/performance/need", json!(null));
    assert_eq!(requirement(&unsaid, 1, 2).requirement.amounts, None);
    assert_eq!((revenue.requirement.unit, told.measured_until), (RequirementUnit::Money, Some(day("2026-11-19"))));
    let usage = requirement(&found, 3, 0);
    assert_eq!(
        (usage.requirement.state, usage.requirement.unit, usage.requirement.need),
        (RequirementState::Unknown, RequirementUnit::Seats, 400)
    );
    assert!(matches!(usage.details, Details::Performance(_)) && usage.requirement.amounts.is_none());
}

#[test]
fn assessments_and_courses_tell_score_and_end() {
    let found = kinds();
    let Details::Assessments(taken) = requirement(&found, 3, 1).details else { panic!("no assessments") };
    let scores: Vec<_> = taken.iter().map(|one| (one.score, one.needed, one.counts_until)).collect();
    assert_eq!(scores, [(88, 70, Some(day("2027-11-04"))), (71, 70, Some(day("2026-10-20"))), (58, 70, None)]);
    let Details::Courses(courses) = requirement(&found, 0, 0).details else { panic!("no courses") };
    let tests: Vec<_> = courses.iter().map(|one| (one.person.as_deref(), one.score, one.counts_until)).collect();
    assert_eq!(tests, [(Some("Jonas Example"), 65, None), (Some("Ilse Example"), 82, Some(day("2026-11-09")))]);
    let more = read(KINDS, "/competencies/0/requirements/0/courses/0/percent", json!(-1));
    assert_eq!(requirement(&more, 0, 0).details, Details::NotTold);
}

#[test]
fn one_of_several_ways_is_met_and_none_has_ways_itself() {
    let found = kinds();
    let Details::Ways(ways) = requirement(&found, 4, 0).details else { panic!("no ways") };
    let states: Vec<_> = ways.iter().map(|one| (one.name.as_str(), one.state)).collect();
    assert_eq!(states, [("By revenue", RequirementState::Short), ("By usage", RequirementState::Met)]);
    assert!(matches!(ways[0].requirements[0].details, Details::Performance(_)));
    let body: Value = serde_json::from_str(&golden(KINDS)).unwrap();
    let ways_again = body.pointer("/competencies/4/requirements/0").unwrap().clone();
    let nested = read(KINDS, "/competencies/4/requirements/0/ways/0/requirements/0", ways_again);
    let Details::Ways(ways) = requirement(&nested, 4, 0).details else { panic!("no ways") };
    assert_eq!(ways[0].requirements[0].details, Details::NotTold);
}

#[test]
fn details_are_told_whole_or_not_at_all_and_the_numbers_stay() {
    for (pointer, strange) in [
        ("/competencies/1/requirements/0/people/0/name", json!(7)),
        ("/competencies/1/requirements/0/people/0/counts", json!("yes")),
        ("/competencies/1/requirements/0/people/2/missingExams", json!([7])),
        ("/competencies/1/requirements/0/people/1/certificates/0/endsOn", json!("soon")),
        ("/competencies/1/requirements/0/kind", json!("miracles")),
        ("/competencies/1/requirements/0/people", Value::Null),
    ] {
        let found = requirement(&read(KINDS, pointer, strange.clone()), 1, 0);
        assert_eq!(
            (found.details, found.requirement.have, found.requirement.need),
            (Details::NotTold, 2, 4),
            "{pointer} {strange}"
        );
    }
    let bare = golden_value(&wire::competency_details::get("o"), "get-competencies.unknown.200");
    assert_eq!(requirement(&bare, 0, 0).details, Details::NotTold);
    let nobody = read(KINDS, "/competencies/1/requirements/1/references", json!([]));
    assert_eq!(nobody.reference("ref-chestnut-1"), None);
    assert!(kinds().reference("ref-chestnut-5").is_some(), "it is one of a way");
}

#[test]
fn a_program_that_tells_nothing_new_is_read_as_before() {
    let mut body: Value = serde_json::from_str(&golden("get-competencies.unknown.200")).unwrap();
    body.as_object_mut().unwrap().remove("canResend");
    let competency = body["competencies"][0].as_object_mut().unwrap();
    competency.remove("expiresOn");
    competency.remove("ifRenewed");
    let found = (wire::competency_details::get("o").read)(&answer(200, &body.to_string())).unwrap();
    assert!(!found.can_resend);
    assert_eq!((found.list[0].expires_on, found.list[0].competency.after_renewal), (None, None));
    assert_eq!(verdict(found.competencies()), RequirementsVerdict::Unknown);
    let strange = read(KINDS, "/competencies/1/ifRenewed/result", json!("doubled"));
    assert_eq!(strange.list[1].competency.after_renewal, Some(AfterRenewal::Other));
    assert!(!strange.list[1].competency.is_given_up(), "what this build does not know is not called given up");
}

#[test]
fn the_short_form_has_what_a_renewal_makes_of_it() {
    let short = golden_value(&wire::competencies::get("o"), KINDS);
    let whole = kinds();
    assert_eq!(verdict(&short), verdict(whole.competencies()));
    let results = short.iter().map(|one| one.after_renewal);
    assert!(results.eq(whole.competencies().map(|one| one.after_renewal)));
}
