//! Who is signed in, as the header and the forms call them.
use partner_renewal::domain::route::Page;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnTransaction;

#[test]
fn the_header_calls_people_as_their_provider_does() {
    let scene = Scene::signed_in_as("ines");
    let accounts = &scene.app().services().accounts.clone();
    assert_eq!(accounts.person_name().as_deref(), Some("Example, Ines (Company - External)"));
}

#[test]
fn where_the_provider_tells_no_name_the_program_does() {
    let mut scene = Scene::of("vesela");
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(40);
    let app = scene.app();
    let accounts = &app.services().accounts;
    assert!(app.services().sessions.is_signed_in());
    assert_eq!(accounts.person_name(), None, "nobody has told one yet");
    let drawing = Drawing::of(|| accounts.person_name());
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    let told = accounts.account().unwrap().person.name;
    assert_eq!(accounts.person_name(), Some(told));
}

#[test]
fn nobody_has_a_name_before_the_sign_in_and_after_the_sign_out() {
    let scene = Scene::of("nadia");
    let app = scene.app();
    let accounts = &app.services().accounts;
    assert_eq!(accounts.person_name(), None);
    assert_eq!(accounts.name_in_program(), "");
    let scene = Scene::signed_in_as("nadia");
    let app = scene.app();
    let accounts = &app.services().accounts;
    assert_eq!(accounts.person_name().as_deref(), Some("Nadia Example"));
    assert_eq!(accounts.name_in_program(), "Nadia Example");
    let drawings = [Drawing::of(|| accounts.account().is_some()), Drawing::of(|| accounts.organization())];
    app.sign_out();
    scene.run_until_idle(1_000);
    assert!(drawings.iter().all(Drawing::is_outdated));
    assert_eq!(accounts.person_name(), None);
    assert_eq!(accounts.name_in_program(), "");
    assert_eq!(accounts.organization(), None);
}

#[test]
fn the_account_is_asked_for_once() {
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::Organizations);
    scene.visit(Page::Competencies);
    scene.visit(Page::Membership);
    assert_eq!(scene.arrived("GET", "/account").len(), 1);
}

#[test]
fn drafts_that_are_over_go_when_the_program_has_told_the_time() {
    let scene = Scene::of("nadia");
    let now = scene.world.now_ms();
    let kept = [("draft/somebody/org/renewal", now - 1), ("draft/somebody/org/other", now + 86_400_000)];
    scene.order_disk("draft", false, 1, OnTransaction::Abort);
    for (key, expires) in kept {
        let text = format!(r#"{{"expires":{expires}}}"#);
        scene.world.disk.borrow_mut().records.insert(key.to_owned(), (1, text));
    }
    let mut scene = scene;
    scene.sign_in();
    assert!(scene.stored("draft/somebody/org/renewal").is_some(), "a store that refuses is asked at the next start");
    scene.reload();
    assert_eq!(scene.stored("draft/somebody/org/renewal"), None);
    assert!(scene.stored("draft/somebody/org/other").is_some());
}

#[test]
fn the_agreement_knows_the_signer_by_the_name_of_the_account() {
    let mut scene = Scene::signed_in_as("ines");
    scene.go_to(0, "agreement");
    let page = open_page!(scene, Step Agreement);
    assert_eq!(page.account_name(), scene.app().services().accounts.name_in_program());
    assert_eq!(page.account_name(), "Example, Ines (Company - External)");
}
