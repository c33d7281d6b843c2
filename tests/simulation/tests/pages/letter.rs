//! The letter that proves a membership, and checking it.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::letter::LetterPage;
use partner_renewal::domain::failure::{FailureKind, Refusal};
use partner_renewal::domain::letter::{IssuedLetter, NoLetter, Verification};
use partner_renewal::domain::route::Page;
use serde_json::json;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn letter(scene: &Scene, organization: &str) -> Rc<LetterPage> {
    scene.visit(Page::Letter(organization.to_owned()));
    open_page!(scene, Letter)
}

fn issued(page: &LetterPage) -> Option<IssuedLetter> {
    page.with_state(|state| state.ready().and_then(|letter| letter.issued.clone()))
}

fn check(scene: &Scene, code: &str) -> Load<Option<Verification>> {
    scene.visit(Page::Verification(code.to_owned()));
    open_page!(scene, Verification).with_state(Load::clone)
}

#[test]
fn a_letter_is_issued_once_checked_by_anybody_and_revoked() {
    let scene = Scene::signed_in_as("nadia");
    let page = letter(&scene, "org-cedar");
    assert_eq!(issued(&page), None);
    scene.order("POST", "/letter", 1, OnRequest::LoseAnswer);
    page.issue();
    page.issue();
    scene.run_until_idle(120_000);
    assert_eq!(scene.arrived("POST", "/letter").len(), 2, "the lost one and its repetition");
    let code = issued(&page).unwrap().code;
    let Load::Ready(Some(found)) = check(&scene, &code) else { panic!("no letter under {code}") };
    assert_eq!((found.name.as_str(), found.level.as_str()), ("Cedar Example EOOD", "Advanced"));
    let page = letter(&scene, "org-cedar");
    assert_eq!(issued(&page).map(|letter| letter.code), Some(code.clone()), "it is the same letter");
    page.ask_for_revocation();
    page.keep();
    scene.run_until_idle(1_000);
    assert!(issued(&page).is_some());
    page.revoke();
    scene.run_until_idle(3_000);
    assert_eq!(issued(&page), None);
    assert_eq!(check(&scene, &code), Load::Ready(None));
}

#[test]
fn an_answer_from_before_it_was_revoked_does_not_bring_it_back() {
    let scene = Scene::signed_in_as("nadia");
    let page = letter(&scene, "org-cedar");
    page.issue();
    scene.run_until_idle(3_000);
    let other = json!("ACDEF-GHJKM-NPQRT-UVWXY-23456");
    scene.order("GET", "/letter", 1, OnRequest::Replace("/code", other.clone()));
    scene.app().page_shown();
    scene.run_until_idle(3_000);
    assert_eq!(issued(&page).map(|letter| json!(letter.code)), Some(other), "another tab issued it anew");
    scene.order("GET", "/letter", 1, OnRequest::Hold(4_000));
    scene.app().page_shown();
    scene.run_until_idle(500);
    page.revoke();
    scene.run_until_idle(1_500);
    assert_eq!(issued(&page), None);
    scene.run_until_idle(20_000);
    assert_eq!(issued(&page), None, "it stays revoked");
}

#[test]
fn a_letter_that_could_not_be_read_is_asked_for_again() {
    let scene = Scene::signed_in_as("nadia");
    scene.order("GET", "/letter", 1, OnRequest::Answer(500, "{}".to_owned()));
    let page = letter(&scene, "org-cedar");
    assert!(page.with_state(|state| matches!(state, Load::Failed(_))));
    page.load();
    scene.run_until_idle(3_000);
    assert!(page.with_state(|state| state.ready().is_some()));
}

#[test]
fn whoever_is_not_signed_in_checks_a_code_and_is_not_sent_to_sign_in() {
    let scene = Scene::new();
    assert_eq!(check(&scene, "AAAAA-BBBBB"), Load::Ready(None));
    assert_eq!(scene.page_name(), "verification");
}

#[test]
fn a_check_without_an_answer_claims_nothing() {
    let scene = Scene::new();
    for _ in 0..4 {
        scene.order("GET", "/verifications/AAAAA-BBBBB", 1, OnRequest::Lose);
    }
    assert!(matches!(check(&scene, "AAAAA-BBBBB"), Load::Loading | Load::Failed(_)));
    scene.run_until_idle(120_000);
    let page = open_page!(scene, Verification);
    assert!(page.with_state(|state| matches!(state, Load::Failed(_))));
    page.load();
    scene.run_until_idle(120_000);
    assert_eq!(page.with_state(Load::clone), Load::Ready(None));
}

#[test]
fn a_colleague_and_a_company_that_is_no_member_get_none() {
    let scene = Scene::signed_in_as("oleg");
    let page = letter(&scene, "org-cedar");
    page.issue();
    scene.run_until_idle(3_000);
    assert!(matches!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::NotPrimaryContact(Some(_)))));
    let scene = Scene::signed_in_as("lars");
    let page = letter(&scene, "org-alder");
    assert_eq!(page.with_state(|state| state.ready().unwrap().refused), Some(NoLetter::NotAMember));
    // As with a page that was opened before.
    page.issue();
    scene.run_until_idle(3_000);
    let refused = page.form().failure().map(|failure| failure.kind);
    assert_eq!(refused, Some(FailureKind::Refused(Refusal::NotAMember)));
    assert_eq!(issued(&page), None);
}

#[test]
fn somebody_between_who_knows_no_such_address_says_nothing_of_a_letter() {
    let scene = Scene::new();
    let body = r#"{"message":"no route"}"#.to_owned();
    scene.order("GET", "/verifications/AAAAA-BBBBB", 1, OnRequest::Answer(404, body));
    let Load::Failed(failure) = check(&scene, "AAAAA-BBBBB") else { panic!("it was taken for an answer") };
    assert_eq!(failure.kind, FailureKind::Unexpected(404));
}

#[test]
fn a_check_goes_on_when_another_tab_signs_out() {
    let scene = Scene::new();
    scene.order("GET", "/verifications/AAAAA-BBBBB", 1, OnRequest::Answer(404, "{}".to_owned()));
    assert!(matches!(check(&scene, "AAAAA-BBBBB"), Load::Failed(_)));
    scene.app().signed_out_elsewhere();
    let page = open_page!(scene, Verification);
    page.load();
    scene.run_until_idle(5_000);
    assert_eq!(page.with_state(Load::clone), Load::Ready(None));
}
