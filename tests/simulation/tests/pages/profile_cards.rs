//! Step 2: which sections of the profile are open for changes, and which are shown as text.
use partner_renewal::app::pages::profile::{ProfilePage, edit_button};
use partner_renewal::domain::profile::FieldId;
use serde_json::json;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

fn open_sections(page: &ProfilePage) -> Vec<String> {
    page.sections().into_iter().filter(|section| page.is_open(section)).collect()
}

#[test]
fn a_profile_that_is_right_is_shown_as_text() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    assert!(open_sections(&page).is_empty() && !page.has_open());
    assert!(page.is_as_stored());
    assert!(!page.is_changed("identity"));
}

#[test]
fn a_section_opens_on_its_first_field_and_closes_on_its_button() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    for (section, first) in [("address", "country"), ("contacts", "contactName"), ("identity", "legalName")] {
        let drawing = Drawing::of(|| page.is_open(section));
        scene.around().take_focus();
        page.edit(section);
        scene.run_until_idle(100);
        assert!(drawing.is_outdated() && page.is_open(section) && page.has_open());
        assert_eq!(scene.around().take_focus(), [first]);
    }
    assert!(!page.is_open("business"));
    page.edit("identity");
    page.close("identity");
    scene.run_until_idle(100);
    assert!(!page.is_open("identity"), "however often it was opened");
    assert_eq!(scene.around().take_focus().last(), Some(&edit_button("identity")));
    assert!(page.is_open("address"));
}

#[test]
fn what_was_typed_is_in_sight_after_a_reload_and_can_be_closed() {
    let mut scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    let drawing = Drawing::of(|| page.is_changed("address") || page.is_as_stored());
    page.type_field(FieldId::City, "Varna".to_owned());
    assert!(drawing.is_outdated());
    page.type_field(FieldId::ContactName, " Nadia Example ".to_owned());
    assert!(page.is_changed("address") && !page.is_changed("contacts"), "spaces at the ends are no change");
    assert!(!page.is_as_stored());
    scene.run_until_idle(1_000);
    scene.reload();
    let page = open_page!(scene, Step Profile);
    assert_eq!(open_sections(&page), ["address"]);
    page.close("address");
    assert!(open_sections(&page).is_empty());
    assert!(page.is_changed("address"), "it is closed, and not undone");
}

#[test]
fn a_section_with_an_error_opens_and_stays_open() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::City, String::new());
    let drawing = Drawing::of(|| page.is_wrong("address"));
    page.send();
    scene.run_until_idle(1_000);
    assert!(drawing.is_outdated() && page.is_wrong("address") && !page.is_wrong("identity"));
    assert_eq!(open_sections(&page), ["address"]);
    page.close("address");
    assert!(page.is_open("address"), "an error is not hidden");
}

#[test]
fn an_error_that_the_program_finds_opens_its_section() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    let errors = json!([{"field": "contactPhone", "code": "shape"}]);
    let refusal = json!({"type": "urn:partner-renewal:problem:fields", "errors": errors}).to_string();
    scene.order("PUT", "/profile", 1, OnRequest::Answer(422, refusal));
    page.type_field(FieldId::City, "Varna".to_owned());
    scene.send_profile(&page);
    scene.run_until_idle(3_000);
    assert!(page.is_wrong("contacts") && page.is_open("contacts"));
}

#[test]
fn undoing_a_section_brings_its_stored_values_back_and_leaves_the_others() {
    let mut scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.edit("address");
    page.type_field(FieldId::LegalName, "Cedar Renamed EOOD".to_owned());
    page.type_field(FieldId::City, "Varna".to_owned());
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(3_000);
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "AT");
    page.undo("address");
    scene.run_until_idle(3_000);
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "BG");
    assert_eq!((page.value(FieldId::City).as_str(), page.value(FieldId::Country).as_str()), ("Sofia", "BG"));
    assert_eq!(page.value(FieldId::LegalName), "Cedar Renamed EOOD");
    assert!(!page.is_open("address") && page.is_open("identity") && page.is_changed("identity"));
    scene.reload();
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.value(FieldId::City), "Sofia");
    assert_eq!(open_sections(&page), ["identity"]);
    page.undo("identity");
    assert!(page.is_as_stored());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "agreement");
    assert!(scene.sent_profiles().is_empty(), "nothing has changed");
}

#[test]
fn a_country_chosen_where_none_was_offered_moves_into_its_section_with_the_focus() {
    let mut scene = Scene::signed_in_as("arta");
    scene.go_to(0, "profile");
    let page = open_page!(scene, Step Profile);
    scene.around().take_focus();
    page.type_field(FieldId::Country, "BG".to_owned());
    scene.run_until_idle(3_000);
    assert!(page.is_open("address"));
    assert_eq!(scene.around().take_focus(), ["country"]);
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(3_000);
    assert!(scene.around().take_focus().is_empty(), "the control has not moved");
}
