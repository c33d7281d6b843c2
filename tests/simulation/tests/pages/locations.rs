//! Adding branches, changing and closing them.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::locations::{CLOSING, DONE, Done, LocationTask, LocationsPage};
use partner_renewal::domain::branch::Branch;
use partner_renewal::domain::failure::{FailureKind, Refusal};
use partner_renewal::domain::profile::{FieldId, FieldProblem};
use partner_renewal::domain::route::Page;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn locations(scene: &Scene) -> Rc<LocationsPage> {
    scene.visit(Page::Locations("org-cedar".to_owned()));
    open_page!(scene, Locations)
}

fn branch(page: &LocationsPage, id: &str) -> Branch {
    page.branches().into_iter().find(|branch| branch.location.id == id).unwrap()
}

fn type_graz(page: &Rc<LocationsPage>) {
    page.type_name("Graz office".to_owned());
    for (field, text) in
        [(FieldId::AddressLine1, "Beispielplatz 3"), (FieldId::City, "Graz"), (FieldId::PostalCode, "80 10")]
    {
        page.type_field(field, text.to_owned());
    }
}

#[test]
fn a_branch_is_added_once_by_the_rules_of_its_country() {
    let scene = Scene::signed_in_as("nadia");
    let page = locations(&scene);
    page.begin_adding();
    page.send();
    scene.run_until_idle(3_000);
    let missing = FieldProblem::Missing;
    assert_eq!(
        page.form().errors(),
        [FieldError::BranchName(missing), FieldError::Profile(FieldId::Country, missing)],
        "the address is asked for once the country is known"
    );
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(3_000);
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().errors().len(), 4, "{:?}", page.form().errors());
    assert_eq!(scene.arrived("POST", "/locations").len(), 0);
    type_graz(&page);
    scene.order("POST", "/locations", 1, OnRequest::LoseAnswer);
    page.send();
    page.send();
    scene.run_until_idle(120_000);
    assert_eq!(page.done(), Some(Done::Added("Graz office".to_owned())));
    assert_eq!(scene.around().take_focus().last(), Some(&DONE.to_owned()));
    let added: Vec<_> = page.branches().into_iter().filter(|one| one.location.name == "Graz office").collect();
    assert_eq!(added.len(), 1);
    assert_eq!(added[0].location.address, ["Beispielplatz 3", "8010 Graz"], "the postcode is as its country writes it");
}

#[test]
fn a_branch_is_changed_unless_somebody_else_was_first() {
    let scene = Scene::signed_in_as("nadia");
    let page = locations(&scene);
    let vienna = branch(&page, "loc-cedar-vienna");
    page.begin_change(&vienna);
    scene.run_until_idle(3_000);
    assert_eq!((page.name(), page.field(FieldId::City)), (vienna.location.name.clone(), "Wien".to_owned()));
    page.type_field(FieldId::AddressLine1, "Beispielgasse 4".to_owned());
    scene.order("POST", "/locations/loc-cedar-vienna", 1, OnRequest::LoseAnswer);
    page.send();
    scene.run_until_idle(120_000);
    assert_eq!(
        page.done(),
        Some(Done::Changed(vienna.location.name.clone())),
        "the second answer says that it is done"
    );
    // As with a page that was opened before that.
    page.begin_change(&vienna);
    page.type_field(FieldId::AddressLine1, "Beispielgasse 6".to_owned());
    page.send();
    scene.run_until_idle(3_000);
    let refused = page.form().failure().map(|failure| failure.kind);
    assert_eq!(refused, Some(FailureKind::Refused(Refusal::LocationChanged)));
    assert_eq!(branch(&page, "loc-cedar-vienna").location.address[0], "Beispielgasse 4");
    assert_eq!(page.field(FieldId::AddressLine1), "Beispielgasse 6", "what was typed stays");
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(page.done(), Some(Done::Changed(vienna.location.name)), "once more, it goes over the newer version");
    assert_eq!(branch(&page, "loc-cedar-vienna").location.address[0], "Beispielgasse 6");
}

#[test]
fn a_branch_is_closed_after_a_question_and_the_headquarters_cannot_be() {
    let scene = Scene::signed_in_as("nadia");
    let page = locations(&scene);
    assert!(!branch(&page, "loc-cedar-sofia").can_change);
    let vienna = branch(&page, "loc-cedar-vienna");
    page.begin_closing(&vienna);
    page.give_up();
    scene.run_until_idle(1_000);
    assert_eq!(scene.around().closed_dialogs.borrow().as_slice(), [CLOSING.to_owned()]);
    page.begin_closing(&vienna);
    scene.order("DELETE", "/locations/loc-cedar-vienna", 1, OnRequest::LoseAnswer);
    page.send();
    scene.run_until_idle(120_000);
    assert_eq!(page.done(), Some(Done::Closed(vienna.location.name)));
    assert_eq!(page.branches().len(), 1);
}

#[test]
fn rules_that_do_not_come_are_told_and_asked_for_again_and_a_later_country_holds() {
    let scene = Scene::signed_in_as("nadia");
    let page = locations(&scene);
    page.begin_adding();
    scene.run_until_idle(3_000);
    for _ in 0..4 {
        scene.order("GET", "/reference/countries/AT", 1, OnRequest::LoseAnswer);
    }
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(120_000);
    assert!(page.with_rules(|rules| matches!(rules, Some(Load::Failed(_)))));
    page.send();
    assert!(page.form().errors().is_empty(), "it is not the person's fault");
    page.retry_rules();
    scene.run_until_idle(120_000);
    assert!(page.with_rules(|rules| matches!(rules, Some(Load::Ready(rules)) if rules.country == "AT")));
    page.type_field(FieldId::Country, "DE".to_owned());
    page.type_field(FieldId::Country, "GB".to_owned());
    scene.run_until_idle(3_000);
    assert!(page.with_rules(|rules| matches!(rules, Some(Load::Ready(rules)) if rules.country == "GB")));
    page.type_field(FieldId::Country, String::new());
    assert!(page.with_rules(|rules| rules.is_none()));
}

#[test]
fn a_colleague_sees_the_locations_and_changes_none() {
    let scene = Scene::signed_in_as("oleg");
    let page = locations(&scene);
    assert!(page.branches().iter().all(|branch| !branch.can_change));
    assert!(!page.with_state(|state| state.ready().unwrap().can_add));
}

#[test]
fn what_was_typed_is_there_after_a_sign_in() {
    let mut scene = Scene::signed_in_as("nadia");
    let page = locations(&scene);
    page.begin_adding();
    page.type_field(FieldId::Country, "AT".to_owned());
    type_graz(&page);
    scene.run_until_idle(1_000);
    scene.reload();
    let page = open_page!(scene, Locations);
    assert_eq!((page.task(), page.name()), (Some(LocationTask::Add), "Graz office".to_owned()));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.done(), Some(Done::Added("Graz office".to_owned())));
    page.begin_change(&branch(&page, "loc-cedar-vienna"));
    page.type_field(FieldId::AddressLine1, "Beispielgasse 4".to_owned());
    scene.run_until_idle(1_000);
    scene.reload();
    let page = open_page!(scene, Locations);
    assert_eq!(page.field(FieldId::AddressLine1), "Beispielgasse 4");
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(branch(&page, "loc-cedar-vienna").location.address[0], "Beispielgasse 4");
}
