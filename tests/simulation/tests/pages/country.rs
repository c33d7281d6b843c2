//! Step 2: the country decides which fields there are, and by which rules they are judged.
use partner_renewal::app::form::FieldError;
use partner_renewal::app::pages::profile::CountryState;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::profile::{FieldId, FieldProblem};
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

const AUSTRIA: &str = "/reference/countries/AT";
const BULGARIA: &str = "/reference/countries/BG";

#[test]
fn another_country_brings_its_own_rules_and_the_first_one_is_not_asked_for_again() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.country(), CountryState::Ready);
    let drawings = [Drawing::of(|| page.with_rules(|_| ())), Drawing::of(|| page.country())];
    page.type_field(FieldId::Country, "AT".to_owned());
    assert_eq!(page.country(), CountryState::Loading);
    scene.run_until_idle(3_000);
    assert!(drawings.iter().all(Drawing::is_outdated));
    assert_eq!(page.country(), CountryState::Ready);
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "AT");
    page.type_field(FieldId::Country, "AT".to_owned());
    assert_eq!(page.country(), CountryState::Ready, "they are there");
    scene.run_until_idle(3_000);
    assert_eq!(scene.arrived("GET", AUSTRIA).len(), 1);
    page.type_field(FieldId::Country, "BG".to_owned());
    scene.run_until_idle(3_000);
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "BG");
    assert_eq!(scene.arrived("GET", BULGARIA).len(), 2);
}

#[test]
fn errors_of_the_rules_before_are_taken_back_with_them() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::LegalName, String::new());
    page.send();
    scene.run_until_idle(1_000);
    assert!(page.form().has_errors());
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(3_000);
    assert!(!page.form().has_errors());
}

#[test]
fn no_country_and_one_that_is_not_offered_are_refused_here() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    page.type_field(FieldId::Country, String::new());
    assert_eq!(page.country(), CountryState::Ready, "there is nothing to ask for");
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(page.form().errors(), [FieldError::Profile(FieldId::Country, FieldProblem::Missing)]);
    page.type_field(FieldId::Country, "XK".to_owned());
    assert_eq!(page.country(), CountryState::NotOffered("XK".to_owned()));
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(
        page.form().error_of("country"),
        Some(FieldError::Profile(FieldId::Country, FieldProblem::UnknownOption))
    );
    assert!(scene.arrived("PUT", "/profile").is_empty());
    assert!(scene.arrived("GET", "/reference/countries/XK").is_empty(), "nothing is known of it there");
}

#[test]
fn a_country_that_the_program_does_not_offer_is_named_and_another_one_asked_for() {
    let mut scene = Scene::signed_in_as("arta");
    scene.go_to(0, "requirements");
    let page = open_page!(scene, Step Requirements);
    page.confirm(true);
    page.send();
    scene.run_until_idle(5_000);
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.country(), CountryState::NotOffered("XK".to_owned()));
    assert!(page.sections().is_empty());
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "XK");
    assert_eq!(page.value(FieldId::LegalName), "Hawthorn Example SH.P.K.");
    let drawing = Drawing::of(|| page.sections());
    page.type_field(FieldId::Country, "BG".to_owned());
    scene.run_until_idle(3_000);
    assert!(drawing.is_outdated());
    assert_eq!(page.country(), CountryState::Ready);
    assert!(!page.sections().is_empty());
}

#[test]
fn rules_that_do_not_come_are_told_and_can_be_asked_for_again() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    scene.order("GET", AUSTRIA, 1, OnRequest::Answer(500, "{}".to_owned()));
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(3_000);
    let CountryState::Failed(failure) = page.country() else { panic!("they did not come") };
    assert_eq!(failure.kind, FailureKind::Unexpected(500));
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "BG", "the rules before stay in sight");
    page.retry_country();
    assert_eq!(page.country(), CountryState::Loading);
    scene.run_until_idle(3_000);
    assert_eq!(page.country(), CountryState::Ready);
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "AT");
}

#[test]
fn who_goes_back_to_the_first_country_needs_no_rules_of_the_other_one() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    scene.order("GET", AUSTRIA, 1, OnRequest::Hold(2_000));
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(500);
    page.type_field(FieldId::Country, "BG".to_owned());
    assert_eq!(page.country(), CountryState::Ready);
    scene.run_until_idle(5_000);
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "BG", "an answer that was overtaken is passed over");
    assert_eq!(page.country(), CountryState::Ready);
}

#[test]
fn who_chooses_again_while_a_save_waits_for_rules_saves_nothing() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    scene.order("GET", AUSTRIA, 2, OnRequest::Hold(2_000));
    page.type_field(FieldId::Country, "AT".to_owned());
    page.send();
    scene.run_until_idle(500);
    page.type_field(FieldId::Country, "BG".to_owned());
    scene.run_until_idle(8_000);
    assert_eq!(scene.page_name(), "profile");
    assert!(!page.form().is_busy() && page.form().failure().is_none());
    assert!(scene.arrived("PUT", "/profile").is_empty());
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "BG");
}

#[test]
fn the_rules_that_a_save_waits_for_are_asked_for_and_their_failure_is_told() {
    let scene = Scene::at("profile");
    let page = open_page!(scene, Step Profile);
    scene.order("GET", AUSTRIA, 2, OnRequest::Answer(500, "{}".to_owned()));
    page.type_field(FieldId::Country, "AT".to_owned());
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().unwrap().kind, FailureKind::Unexpected(500));
    assert!(scene.arrived("PUT", "/profile").is_empty());
}

#[test]
fn a_country_that_was_typed_opens_with_its_rules_after_a_reload() {
    let mut scene = Scene::at("profile");
    open_page!(scene, Step Profile).type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(3_000);
    scene.reload();
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.value(FieldId::Country), "AT");
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "AT");
    assert_eq!(page.country(), CountryState::Ready);
    page.type_field(FieldId::Country, "XX".to_owned());
    scene.run_until_idle(3_000);
    scene.reload();
    let page = open_page!(scene, Step Profile);
    assert_eq!(page.value(FieldId::Country), "XX", "what was typed stays");
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "BG", "what else was typed stays in sight");
    assert_eq!(page.country(), CountryState::NotOffered("XX".to_owned()));
    page.send();
    scene.run_until_idle(3_000);
    let refused = FieldError::Profile(FieldId::Country, FieldProblem::UnknownOption);
    assert_eq!(page.form().errors(), [refused]);
}
