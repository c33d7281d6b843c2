//! Exemption from tax: asked for with a certificate, whatever becomes of the answer.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::tax_exemption::TaxExemptionPage;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::proof::{MAX_BYTES, ProofProblem};
use partner_renewal::domain::route::Page;
use partner_renewal::domain::tax_exemption::TaxExemptionState as S;
use simulation::around::PersonsFile;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn open(scene: &Scene, organization: &str) -> Rc<TaxExemptionPage> {
    scene.visit(Page::TaxExemption(organization.to_owned()));
    open_page!(scene, TaxExemption)
}

fn state(page: &TaxExemptionPage) -> Option<S> {
    page.with_state(|state| state.ready().map(|shown| shown.state))
}

fn choose(scene: &Scene, page: &TaxExemptionPage, file: Rc<PersonsFile>) {
    scene.around().file.replace(Some(file));
    page.file().choose();
}

#[test]
fn it_is_asked_for_once_also_where_the_answer_is_lost() {
    let mut scene = Scene::signed_in_as("nadia");
    let page = open(&scene, "org-cedar");
    assert_eq!(state(&page), Some(S::NotRequested));
    page.choose_ground("charity".to_owned());
    choose(&scene, &page, PersonsFile::new("Certificate.pdf", b"%PDF-1.7 exempt"));
    scene.order("PUT", "/tax-exemption", 1, OnRequest::LoseAnswer);
    let drawing = Drawing::of(|| state(&page));
    page.send();
    assert!(page.form().is_busy());
    scene.run_until_idle(120_000);
    assert!(drawing.is_outdated());
    assert_eq!(state(&page), Some(S::Requested));
    assert_eq!(scene.arrived("PUT", "/tax-exemption").len(), 2, "the lost one and its repetition");
    assert!(!page.form().is_busy() && page.form().failure().is_none());
    assert_eq!(page.ground(), "");
    scene.reload();
    let page = open(&scene, "org-cedar");
    let certificate = page.with_state(|state| state.ready().and_then(|shown| shown.certificate.clone()));
    assert_eq!(certificate.unwrap().name, "Certificate.pdf");
}

#[test]
fn without_a_ground_or_a_file_that_is_taken_nothing_is_sent() {
    let scene = Scene::signed_in_as("nadia");
    let page = open(&scene, "org-cedar");
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().errors(), [FieldError::GroundMissing, FieldError::Proof(ProofProblem::Missing)]);
    assert_eq!(page.form().error_of("ground"), Some(FieldError::GroundMissing));
    choose(&scene, &page, PersonsFile::new("a.pdf", b"%PDF-1.7"));
    page.choose_ground("wish".to_owned());
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().errors(), [FieldError::GroundMissing], "one that is not offered is none");
    page.choose_ground("charity".to_owned());
    for (file, problem) in [
        (PersonsFile::new("a.pdf", b"hello"), ProofProblem::Kind),
        (Rc::new(PersonsFile { name: "a.pdf", size: MAX_BYTES + 1, bytes: None }), ProofProblem::TooLarge),
    ] {
        choose(&scene, &page, file);
        page.send();
        scene.run_until_idle(1_000);
        assert_eq!(page.form().errors(), [FieldError::Proof(problem)]);
    }
    assert!(scene.arrived("PUT", "/tax-exemption").is_empty());
}

#[test]
fn a_refusal_keeps_the_ground_and_the_file() {
    let scene = Scene::signed_in_as("nadia");
    let page = open(&scene, "org-cedar");
    page.choose_ground("charity".to_owned());
    choose(&scene, &page, PersonsFile::new("a.png", b"\x89PNG\r\n\x1a\n"));
    scene.order("PUT", "/tax-exemption", 1, OnRequest::Answer(500, "{}".to_owned()));
    page.send();
    scene.run_until_idle(3_000);
    assert!(page.form().failure().is_some());
    scene.around().file.replace(None);
    assert_eq!((page.ground().as_str(), page.file().kept_name().as_deref()), ("charity", Some("a.png")));
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(state(&page), Some(S::Requested));
}

#[test]
fn who_may_not_ask_reads_how_it_stands() {
    let scene = Scene::signed_in_as("oleg");
    let page = open(&scene, "org-cedar");
    assert_eq!(page.with_state(|state| state.ready().map(|shown| shown.can_request)), Some(false));
    page.choose_ground("charity".to_owned());
    choose(&scene, &page, PersonsFile::new("a.pdf", b"%PDF-1.7"));
    page.send();
    scene.run_until_idle(3_000);
    let refused = page.form().failure().map(|failure| failure.kind);
    assert!(matches!(refused, Some(FailureKind::NotPrimaryContact(_))), "{refused:?}");
    assert_eq!(state(&page), Some(S::NotRequested));
}

#[test]
fn a_question_that_fails_is_asked_again() {
    let scene = Scene::signed_in_as("nadia");
    scene.order("GET", "/tax-exemption", 1, OnRequest::Answer(500, "{}".to_owned()));
    let page = open(&scene, "org-cedar");
    assert!(page.with_state(|state| matches!(state, Load::Failed(_))));
    page.send();
    page.load();
    scene.run_until_idle(3_000);
    assert_eq!(state(&page), Some(S::NotRequested));
}

#[test]
fn a_page_that_is_shown_again_tells_what_was_decided_meanwhile() {
    let scene = Scene::signed_in_as("nadia");
    let page = open(&scene, "org-cedar");
    page.choose_ground("charity".to_owned());
    choose(&scene, &page, PersonsFile::new("a.pdf", b"%PDF-1.7"));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(state(&page), Some(S::Requested));
    scene.world.program.borrow_mut().decide_tax_exemption("org-cedar", "accepted").unwrap();
    scene.order("GET", "/tax-exemption", 1, OnRequest::Answer(500, "{}".to_owned()));
    scene.app().page_shown();
    scene.run_until_idle(5_000);
    assert_eq!(state(&page), Some(S::Requested), "where nobody answers, what is shown stays");
    let drawing = Drawing::of(|| state(&page));
    scene.app().page_shown();
    scene.run_until_idle(5_000);
    assert!(drawing.is_outdated());
    assert_eq!(state(&page), Some(S::Accepted));
}
