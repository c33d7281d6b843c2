//! The summary of competencies: the second way into the renewal.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::competencies::{CompetenciesPage, DONE};
use partner_renewal::app::pages::entry::{MainAction, main_action};
use partner_renewal::domain::competency::{AfterRenewal, RequirementsVerdict, verdict};
use partner_renewal::domain::competency_details::{Details, Reference};
use partner_renewal::domain::failure::{FailureKind, Refusal};
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

#[test]
fn re_enroll_begins_the_renewal_of_the_organization_that_is_shown() {
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Competencies);
    let page = open_page!(scene, Competencies);
    page.with_state(|state| {
        let (membership, competencies) = state.ready().unwrap();
        assert_eq!(membership.organization.id, "org-cedar");
        assert_eq!(
            competencies.competencies().map(|one| one.name.as_str()).collect::<Vec<_>>(),
            ["Cloud Platform", "Data Analytics"]
        );
        assert_eq!(main_action(membership), MainAction::Begin);
    });
    page.entry().begin("org-cedar");
    assert!(page.entry().form().is_busy());
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "requirements");
    assert_eq!(scene.renewal().organization, "org-cedar");
    assert_eq!(scene.arrived("POST", "/renewals").len(), 1);
}

#[test]
fn a_requirement_that_is_short_is_shown_with_what_is_missing() {
    let scene = Scene::signed_in_as("rita");
    scene.visit(Page::Competencies);
    open_page!(scene, Competencies).with_state(|state| {
        let list: Vec<_> = state.ready().unwrap().1.competencies().collect();
        assert_eq!(verdict(list.iter().copied()), RequirementsVerdict::Short);
        let missing: Vec<&str> =
            list[0].requirements.iter().filter_map(|one| one.requirement.missing.as_deref()).collect();
        assert_eq!(missing, ["One more person has to pass the Cloud Architect exam."]);
    });
}

#[test]
fn a_list_that_does_not_come_is_told_and_comes_when_asked_for_again() {
    let scene = Scene::signed_in_as("nadia");
    scene.order("GET", "/competencies", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.follow(Page::Competencies);
    let page = open_page!(scene, Competencies);
    assert!(page.with_state(|state| *state == Load::Loading));
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated(), "what is shown is drawn again");
    let failed = page.with_state(|state| match state {
        Load::Failed(failure) => failure.kind.clone(),
        Load::Loading | Load::Ready(_) => panic!("it did not come"),
    });
    assert_eq!(failed, FailureKind::Unexpected(500));
    page.load();
    assert!(page.with_state(|state| *state == Load::Loading));
    scene.run_until_idle(3_000);
    assert!(page.with_state(|state| state.ready().is_some()));
}

#[test]
fn without_a_chosen_organization_the_summary_leads_to_the_choice() {
    let scene = Scene::signed_in_as("tomas");
    scene.visit(Page::Competencies);
    assert_eq!(scene.page_name(), "organizations");
    assert!(scene.arrived("GET", "/competencies").is_empty());
}

#[test]
fn who_starts_over_here_sees_the_summary_anew() {
    let scene = Scene::at("profile");
    scene.visit(Page::Competencies);
    let (page, id) = (open_page!(scene, Competencies), scene.renewal().id);
    page.with_state(|state| {
        let action = main_action(&state.ready().unwrap().0);
        assert_eq!(action, MainAction::Resume { id: id.clone(), at: Some(Step::Profile) });
    });
    scene.around().take_focus();
    page.entry().start_over(&id);
    scene.run_until_idle(3_000);
    assert_eq!(scene.arrived("DELETE", &id).len(), 1);
    assert_eq!(scene.around().closed_dialogs.borrow().as_slice(), ["start-over"]);
    assert_eq!(scene.around().take_focus(), ["h1"]);
    page.with_state(|state| assert_eq!(main_action(&state.ready().unwrap().0), MainAction::Begin));
}

fn competencies(scene: &Scene) -> Rc<CompetenciesPage> {
    scene.visit(Page::Competencies);
    open_page!(scene, Competencies)
}

/// A reference as the page shows it.
fn reference(page: &CompetenciesPage, id: &str) -> Reference {
    page.with_state(|state| state.ready().unwrap().1.reference(id).unwrap().clone())
}

fn resends(scene: &Scene) -> usize {
    scene.arrived("POST", "/resend").len()
}

#[test]
fn a_customer_is_asked_again_once_though_the_answer_is_lost_and_the_button_is_pressed_twice() {
    let scene = Scene::signed_in_as("nadia");
    let page = competencies(&scene);
    let before = reference(&page, "ref-cedar-4");
    scene.order("POST", "/resend", 1, OnRequest::LoseAnswer);
    let drawing = Drawing::of(|| page.with_state(|_| ()));
    page.resend(&before);
    page.resend(&before);
    scene.run_until_idle(120_000);
    assert_eq!(resends(&scene), 2, "the lost one and its repetition, which asks nobody");
    assert_eq!((page.done(), page.form().failure()), (Some(before.id.clone()), None));
    let now = reference(&page, "ref-cedar-4");
    assert!(now.sent_on > before.sent_on && now.resend_from > before.resend_from);
    assert!(drawing.is_outdated());
    assert_eq!(scene.around().take_focus().last(), Some(&DONE.to_owned()));
}

#[test]
fn who_is_asked_too_early_is_refused_in_words_and_the_day_is_shown() {
    let scene = Scene::signed_in_as("nadia");
    let page = competencies(&scene);
    page.resend(&reference(&page, "ref-cedar-5"));
    scene.run_until_idle(3_000);
    let refused = page.form().failure().map(|failure| failure.kind);
    let day = reference(&page, "ref-cedar-5").resend_from;
    assert!(day.is_some());
    assert_eq!(refused, Some(FailureKind::ResendTooEarly(day)), "the day that the program tells");
    assert_eq!(page.done(), None);
    assert_eq!(scene.arrived("GET", "/competencies").len(), 2, "what is shown is asked for again");
    page.resend(&reference(&page, "ref-cedar-6"));
    scene.run_until_idle(3_000);
    let refused = page.form().failure().map(|failure| failure.kind);
    assert_eq!(refused, Some(FailureKind::Refused(Refusal::ReferenceAnswered)));
    page.resend(&reference(&page, "ref-cedar-4"));
    scene.run_until_idle(3_000);
    assert!(page.done().is_some() && page.form().failure().is_none(), "what was refused before is told no longer");
}

#[test]
fn no_answer_at_all_is_told_and_who_was_asked_all_the_same_is_not_asked_once_more() {
    let scene = Scene::signed_in_as("nadia");
    let page = competencies(&scene);
    let before = reference(&page, "ref-cedar-4");
    scene.order("POST", "/resend", 4, OnRequest::LoseAnswer);
    page.resend(&before);
    scene.run_until_idle(300_000);
    let failed = page.form().failure().map(|failure| failure.kind);
    assert!(matches!(failed, Some(FailureKind::Offline | FailureKind::Timeout)), "{failed:?}");
    assert_eq!((page.done(), reference(&page, "ref-cedar-4")), (None, before.clone()));
    page.resend(&before);
    scene.run_until_idle(3_000);
    assert_eq!((page.done(), page.form().failure()), (Some(before.id.clone()), None));
    assert!(reference(&page, "ref-cedar-4").sent_on > before.sent_on);
}

#[test]
fn a_colleague_reads_the_references_and_has_nobody_asked() {
    let scene = Scene::signed_in_as("oleg");
    let page = competencies(&scene);
    assert!(!page.with_state(|state| state.ready().unwrap().1.can_resend));
    // As with a page that was opened before the role was handed over.
    page.resend(&reference(&page, "ref-cedar-4"));
    scene.run_until_idle(3_000);
    let refused = page.form().failure().map(|failure| failure.kind);
    assert!(matches!(refused, Some(FailureKind::NotPrimaryContact(Some(_)))), "{refused:?}");
}

#[test]
fn a_page_that_is_left_tells_nothing_more() {
    let scene = Scene::signed_in_as("nadia");
    let page = competencies(&scene);
    page.resend(&reference(&page, "ref-cedar-4"));
    scene.visit(Page::Orders);
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "orders");
    assert_eq!(page.done(), None);
    assert!(!scene.around().take_focus().contains(&DONE.to_owned()));
}

#[test]
fn what_is_given_up_by_renewing_does_not_stop_the_step() {
    let scene = Scene::signed_in_as("boyan");
    let page = competencies(&scene);
    let found = page.with_state(|state| state.ready().unwrap().1.clone());
    assert_eq!((found.list.len(), verdict(found.competencies())), (40, RequirementsVerdict::Met));
    page.entry().begin("org-hornbeam");
    scene.run_until_idle(3_000);
    let step = open_page!(scene, Step Requirements);
    step.with_state(|state| assert_eq!(verdict(&state.ready().unwrap().competencies), RequirementsVerdict::Met));
    step.confirm(true);
    step.send();
    scene.run_until_idle(3_000);
    assert_eq!(scene.page_name(), "profile");
}

#[test]
fn every_kind_of_requirement_is_shown() {
    let scene = Scene::signed_in_as("ilse");
    competencies(&scene).with_state(|state| {
        let list: Vec<_> = state.ready().unwrap().1.competencies().collect();
        let told = |result| list.iter().any(|one| one.after_renewal == Some(result));
        assert!(AfterRenewal::ALL.into_iter().all(told));
        assert!(list.iter().flat_map(|one| &one.requirements).all(|one| one.details != Details::NotTold));
    });
}
