//! The file that proves a transfer, sent from the confirmation while the money is awaited.
use crate::confirmation::ordered;
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::confirmation::ConfirmationPage;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::proof::{MAX_BYTES, ProofProblem};
use partner_renewal::domain::route::Page;
use sandbox::in_process::ProviderAction;
use simulation::around::PersonsFile;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn waiting() -> (Scene, Rc<ConfirmationPage>) {
    let scene = ordered("bank_transfer");
    let page = open_page!(scene, Confirmation);
    scene.around().take_focus();
    (scene, page)
}

fn choose(scene: &Scene, page: &ConfirmationPage, file: Rc<PersonsFile>) {
    scene.around().file.replace(Some(file));
    page.file().choose();
}

#[test]
fn the_form_is_opened_once_its_part_is_here() {
    let (mut scene, _) = waiting();
    scene.around().lazy_part_lost.set(true);
    scene.reload();
    let unready = open_page!(scene, NotHere);
    scene.around().lazy_part_lost.set(false);
    unready.load();
    scene.run_until_idle(5_000);
    scene.around().lazy_part_lost.set(true);
    let page = open_page!(scene, Confirmation);
    let drawing = Drawing::of(|| page.is_proof_open());
    page.open_proof();
    assert!(page.proof_form().is_busy());
    scene.run_until_idle(1_000);
    assert!(!page.is_proof_open() && page.proof_form().failure().is_some(), "the part did not arrive");
    scene.around().take_focus();
    scene.around().lazy_part_lost.set(false);
    page.open_proof();
    scene.run_until_idle(1_000);
    assert!(drawing.is_outdated());
    assert!(page.is_proof_open() && page.proof_form().failure().is_none());
    assert_eq!(scene.around().take_focus(), ["proof"], "the control");
}

#[test]
fn a_file_that_arrives_is_named_and_survives_a_reload() {
    let (mut scene, page) = waiting();
    assert_eq!(page.proof(), None);
    choose(&scene, &page, PersonsFile::new("Überweisung 1.pdf", b"%PDF-1.7 paid"));
    let drawing = Drawing::of(|| page.proof());
    page.send_proof();
    assert!(page.proof_form().is_busy());
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    let proof = page.proof().unwrap();
    assert_eq!((proof.name.as_str(), proof.size), ("Überweisung 1.pdf", 13));
    assert_eq!(scene.around().take_focus(), ["proof-sent"]);
    assert!(!page.proof_form().is_busy() && page.proof_form().failure().is_none());
    scene.reload();
    assert_eq!(open_page!(scene, Confirmation).proof(), Some(proof), "the server has it");
}

#[test]
fn no_file_a_large_one_one_of_another_kind_and_one_that_cannot_be_read_are_refused_here() {
    let (scene, page) = waiting();
    page.file().choose();
    page.send_proof();
    scene.run_until_idle(1_000);
    assert_eq!(page.proof_form().errors(), [FieldError::Proof(ProofProblem::Missing)]);
    assert_eq!(page.proof_form().error_of("proof"), Some(FieldError::Proof(ProofProblem::Missing)));
    assert_eq!(scene.around().take_focus(), ["error-summary"]);
    let file =
        |size, bytes: Option<&[u8]>| Rc::new(PersonsFile { name: "a.pdf", size, bytes: bytes.map(<[u8]>::to_vec) });
    let wrong = [
        (file(MAX_BYTES + 1, Some(b"%PDF-1.7")), ProofProblem::TooLarge),
        (file(5, Some(b"hello")), ProofProblem::Kind),
        (file(MAX_BYTES, None), ProofProblem::Unreadable),
    ];
    for (file, problem) in wrong {
        choose(&scene, &page, file);
        page.send_proof();
        scene.run_until_idle(1_000);
        assert_eq!(page.proof_form().errors(), [FieldError::Proof(problem)]);
    }
    assert!(scene.arrived("PUT", "/proof").is_empty());
}

#[test]
fn a_file_outlives_a_change_of_the_language_that_empties_its_control() {
    let (scene, page) = waiting();
    assert_eq!(page.file().kept_name(), None);
    let drawing = Drawing::of(|| page.file().kept_name());
    choose(&scene, &page, PersonsFile::new("paid.png", b"\x89PNG\r\n\x1a\n"));
    assert!(drawing.is_outdated());
    assert_eq!(page.file().kept_name(), None, "the control shows it itself");
    scene.around().file.replace(None);
    assert_eq!(page.file().kept_name().as_deref(), Some("paid.png"));
    page.send_proof();
    scene.run_until_idle(3_000);
    assert_eq!(page.proof().unwrap().name, "paid.png");
    assert_eq!(page.file().kept_name(), None, "what has arrived is not kept");
    page.send_proof();
    scene.run_until_idle(1_000);
    assert_eq!(page.proof_form().errors(), [FieldError::Proof(ProofProblem::Missing)]);
}

#[test]
fn the_file_in_the_control_goes_before_the_one_that_was_kept() {
    let (scene, page) = waiting();
    choose(&scene, &page, PersonsFile::new("old.pdf", b"%PDF-old"));
    scene.around().file.replace(Some(PersonsFile::new("new.pdf", b"%PDF-new!")));
    page.send_proof();
    scene.run_until_idle(3_000);
    assert_eq!(page.proof().unwrap().name, "new.pdf");
}

#[test]
fn what_the_server_says_of_the_file_stands_beside_the_control() {
    let (scene, page) = waiting();
    choose(&scene, &page, PersonsFile::new("a.pdf", b"%PDF-1.7"));
    let kind = include_str!("../../../contract/golden/problem.proof-type.content.json");
    scene.order("PUT", "/proof", 1, OnRequest::Answer(422, kind.to_owned()));
    page.send_proof();
    scene.run_until_idle(3_000);
    assert_eq!(page.proof_form().errors(), [FieldError::Proof(ProofProblem::Kind)]);
    assert_eq!(page.proof_form().failure(), None);
    scene.around().take_focus();
    scene.order("PUT", "/proof", 1, OnRequest::Answer(500, "{}".to_owned()));
    page.send_proof();
    scene.run_until_idle(3_000);
    assert_eq!(page.proof_form().failure().unwrap().kind, FailureKind::Unexpected(500));
    assert!(!page.proof_form().has_errors());
    assert_eq!(scene.around().take_focus(), ["proof-failure"], "the box of this form");
    page.send_proof();
    scene.run_until_idle(3_000);
    assert_eq!(page.proof_form().failure(), None, "and then it has arrived");
    assert_eq!(page.proof().unwrap().name, "a.pdf");
}

#[test]
fn money_that_came_first_turns_the_page_into_the_receipt() {
    let (scene, page) = waiting();
    scene.provider_tells(&ProviderAction::Receive(scene.payment().amount));
    choose(&scene, &page, PersonsFile::new("a.pdf", b"%PDF-1.7"));
    page.send_proof();
    scene.run_until_idle(5_000);
    assert!(page.with_state(|state| state.ready().unwrap().paid));
    assert_eq!(page.proof_form().failure(), None);
    assert_eq!(scene.around().take_focus(), ["h1"]);
    scene.visit(Page::Membership);
}
