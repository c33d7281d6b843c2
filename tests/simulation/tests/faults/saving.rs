//! Steps are saved once, and nobody is blamed who did nothing.
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::app::pages::profile::{CountryState, ProfilePage};
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use partner_renewal::ports::SignInOutcome;
use serde_json::json;
use simulation::drawn::DrawnPage;
use simulation::person::{self, Strategy};
use simulation::scene::Scene;
use simulation::script::{OnRequest, OnTransaction};
use std::rc::Rc;

/// Row 3a.3: a PUT whose answer was lost met its own result as somebody else's change, and was signed twice.
#[test]
fn every_step_whose_answer_is_lost_is_saved_once_and_nobody_is_blamed() {
    let steps = [
        ("requirements", "/requirements", "profile"),
        ("profile", "/profile", "agreement"),
        ("agreement", "/signature", "location"),
        ("location", "/location", "level"),
        ("level", "/level", "payment method"),
        ("payment method", "/payment-method", "review"),
    ];
    for (page, path, next) in steps {
        let mut scene = Scene::at(page);
        scene.order("PUT", path, 1, OnRequest::LoseAnswer);
        person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
        scene.run_until_idle(60_000);
        if scene.move_on(0) {
            scene.go_to(0, next);
        }
        assert_eq!(scene.page_name(), next, "{page}");
        let signatures = scene.world.program.borrow().signatures().unwrap();
        assert!(signatures.iter().filter(|s| s.person == "nadia").count() <= 1, "one of this renewal");
    }
}

/// Row R2: behind a proxy that changes entity tags every save was "changed elsewhere", for ever.
#[test]
fn weak_and_suffixed_tags_save_all_the_same() {
    for tag in ["weak", "suffixed"] {
        let mut scene = Scene::new();
        scene.world.rewrite_tags(tag == "weak");
        scene.go_to(0, "review");
    }
}

/// Row 3a.4: in a conflict on the country one country was shown and another one sent.
#[test]
fn the_country_that_is_shown_after_a_conflict_is_the_one_that_is_sent() {
    let scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    let austria =
        [("country", "AT"), ("registrationNumber", "FN123456A"), ("taxId", "ATU12345678"), ("postalCode", "1010")];
    scene.world.colleague_changes(&austria);
    page.send();
    scene.run_until_idle(10_000);
    assert!(!page.conflict().is_empty(), "both versions are shown: {:?}", scene.world.take_log());
    let shown = page.value(FieldId::Country);
    scene.run_until_idle(5_000);
    assert_eq!(page.with_rules(|rules| rules.country.clone()), shown, "its rules are shown as well");
    page.send();
    scene.run_until_idle(10_000);
    let stored = scene.world.program.borrow().profile("org-cedar").unwrap();
    assert_eq!(stored["country"], shown.as_str());
    assert_eq!(stored["tradingName"], "Mine");
}

/// Row 3a.5: that a conflict had been shown was not kept, so that a reload asked the same once more.
#[test]
fn a_conflict_that_was_shown_is_not_asked_again_after_a_reload() {
    let mut scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    scene.world.colleague_changes(&[("tradingName", "Theirs")]);
    page.send();
    scene.run_until_idle(10_000);
    assert_eq!(page.conflict().len(), 1, "both versions are shown");
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(5_000);
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    assert_eq!(page.value(FieldId::TradingName), "Mine");
    assert!(page.conflict().is_empty(), "{:?}", page.conflict());
}

/// Row 3a.4: a country whose rules failed to load could still be sent.
#[test]
fn a_country_whose_rules_did_not_come_is_not_sent() {
    let scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    scene.order("GET", "/reference/countries/AT", 20, OnRequest::Answer(404, "{}".to_owned()));
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(5_000);
    assert!(matches!(page.country(), CountryState::Failed(_)));
    page.send();
    scene.run_until_idle(5_000);
    assert!(page.form().failure().is_some());
    assert_eq!(scene.world.program.borrow().profile("org-cedar").unwrap()["country"], "BG");
}

/// Row 3a.4: where the draft could be read only after the page had asked for the rules of the stored country, the page
/// showed the country of the draft with them.
#[test]
fn a_country_that_the_draft_tells_late_is_shown_by_its_own_rules() {
    let mut scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(3_000);
    scene.order_disk("draft/", false, 1, OnTransaction::Abort);
    scene.order("GET", "/reference/countries/BG", 1, OnRequest::Hold(4_000));
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(10_000);
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    assert_eq!(page.value(FieldId::Country), "AT");
    assert_eq!(page.country(), CountryState::Ready);
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "AT");
}

/// Row R13: Save that is pressed before the rules of a new country have come judged it by the old ones.
#[test]
fn save_waits_for_the_rules_of_the_country_that_is_chosen() {
    let scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    scene.order("GET", "/reference/countries/AT", 1, OnRequest::Hold(3_000));
    page.type_field(FieldId::Country, "AT".to_owned());
    scene.run_until_idle(100);
    page.send();
    scene.run_until_idle(20_000);
    assert_eq!(page.with_rules(|rules| rules.country.clone()), "AT");
    assert!(
        page.form().has_errors(),
        "{:?} {:?}: a Bulgarian tax number is judged by Austria's rules",
        page.form().failure(),
        scene.world.take_log()
    );
}

/// A colleague who changes the profile between saving and confirming it is not called a rewritten tag.
#[test]
fn a_profile_that_somebody_changed_before_it_was_confirmed_is_shown_as_a_conflict() {
    let scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    scene.world.colleague_changes(&[("city", "Plovdiv")]);
    page.send();
    scene.run_until_idle(10_000);
    assert!(!page.conflict().is_empty());
    assert_ne!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::EntityTagRewritten));
}

/// Row R12: a save was lost without a word when the session ended in the middle of it.
#[test]
fn a_save_that_a_sign_in_interrupted_is_told_and_not_lost() {
    let mut scene = Scene::at("location");
    scene.order("PUT", "/location", 1, OnRequest::Answer(401, "{}".to_owned()));
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(3_000);
    assert!(scene.move_on(0), "the session has ended");
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
    let arrival = || scene.tabs[0].app.as_ref().unwrap().services().sessions.arrival();
    assert_eq!(arrival(), SignInOutcome::Interrupted);
    let DrawnPage::Step(OpenStep::Location(page)) = scene.page() else { panic!("the location") };
    assert!(!page.chosen().get().is_empty(), "what was chosen is there");
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "level");
}

#[test]
fn a_sign_in_that_interrupted_no_save_says_nothing() {
    let mut scene = Scene::at("level");
    scene.order("GET", "/membership", 1, OnRequest::Answer(401, "{}".to_owned()));
    scene.follow(Page::Membership);
    scene.run_until_idle(3_000);
    assert!(scene.move_on(0), "the session has ended");
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "membership");
    assert_eq!(scene.tabs[0].app.as_ref().unwrap().services().sessions.arrival(), SignInOutcome::Plain);
}

/// Two changes in a row, the first of which changed the entity tag alone, were called a rewritten tag.
#[test]
fn a_change_while_a_step_is_sent_again_is_called_a_change() {
    let mut scene = Scene::at("location");
    scene.second_tab("/renew/profile");
    let Some(DrawnPage::Step(OpenStep::Profile(other))) = scene.tabs[1].draw() else { panic!("the profile") };
    other.send();
    scene.run_until_idle(5_000);
    let DrawnPage::Step(OpenStep::Location(page)) = scene.page() else { panic!("the location") };
    page.chosen().set("loc-cedar-sofia".to_owned());
    scene.order("GET", "", 1, OnRequest::Hold(8_000));
    page.send();
    scene.run_until_idle(1_000);
    assert!(page.form().is_busy(), "the renewal is asked for again");
    scene.tabs[1].follow(&Page::Step(Step::Location));
    scene.run_until_idle(2_000);
    let Some(DrawnPage::Step(OpenStep::Location(other))) = scene.tabs[1].draw() else { panic!("the location") };
    other.chosen().set("loc-cedar-vienna".to_owned());
    other.send();
    scene.run_until_idle(20_000);
    let told = page.form().failure().map(|failure| failure.kind);
    assert!(matches!(told, Some(FailureKind::Changed { .. })), "{told:?} {:?}", scene.world.take_log());
}

/// Row R2: a server that refuses the entity tag that it gives itself.
#[test]
fn a_tag_that_is_refused_as_it_was_given_is_said_to_be_changed_on_its_way() {
    let scene = Scene::at("location");
    let DrawnPage::Step(OpenStep::Location(page)) = scene.page() else { panic!("the location") };
    let id = scene.world.program.borrow().renewals().unwrap().last().unwrap().id.clone();
    let problem = json!({"type": "urn:partner-renewal:problem:changed", "current": {"id": id}}).to_string();
    scene.order("PUT", "/location", 20, OnRequest::Answer(412, problem));
    page.chosen().set("loc-cedar-sofia".to_owned());
    page.send();
    scene.run_until_idle(20_000);
    let told = page.form().failure().map(|failure| failure.kind);
    assert_eq!(told, Some(FailureKind::EntityTagRewritten), "{:?}", scene.world.take_log());
}

/// A correction typed while the step was being saved was thrown away with the answers that had been sent.
#[test]
fn what_is_changed_while_a_step_is_saved_is_kept_and_sent_next() {
    let scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::TradingName, "First".to_owned());
    scene.order("PUT", "/profile", 1, OnRequest::Hold(2_000));
    page.send();
    scene.run_until_idle(1_000);
    page.type_field(FieldId::TradingName, "Second".to_owned());
    scene.run_until_idle(8_000);
    assert_eq!((scene.page_name(), page.value(FieldId::TradingName).as_str()), ("profile", "Second"));
    assert!(page.form().has_changed_since() && !page.form().is_busy());
    assert!(page.conflict().is_empty());
    page.send();
    assert!(!page.form().has_changed_since());
    scene.run_until_idle(8_000);
    assert_eq!(scene.page_name(), "agreement");
    let stored = scene.world.program.borrow().profile("org-cedar").unwrap();
    assert_eq!(stored["tradingName"], "Second");
}

#[test]
fn another_choice_made_while_one_is_saved_is_kept_and_sent_next() {
    let scene = Scene::at("payment method");
    let DrawnPage::Step(OpenStep::PaymentMethod(page)) = scene.page() else { panic!("the payment methods") };
    page.chosen().set("card".to_owned());
    scene.order("PUT", "/payment-method", 1, OnRequest::Hold(2_000));
    page.send();
    scene.run_until_idle(1_000);
    page.chosen().set("bank_transfer".to_owned());
    scene.run_until_idle(8_000);
    assert_eq!((scene.page_name(), page.chosen().get().as_str()), ("payment method", "bank_transfer"));
    assert!(page.form().has_changed_since());
    page.send();
    scene.run_until_idle(8_000);
    assert_eq!(scene.page_name(), "review");
}

/// The profile is saved, and no answer to it arrives, however often it is sent.
fn send_and_lose_the_answers(scene: &Scene, page: &Rc<ProfilePage>) {
    scene.order("PUT", "/profile", 4, OnRequest::LoseAnswer);
    scene.send_profile(page);
    scene.run_until_idle(150_000);
    scene.world.script.borrow_mut().requests.clear();
}

/// What the server had made of one's own entries was shown as somebody else's change after a reload.
#[test]
fn ones_own_profile_is_no_conflict_when_its_answer_was_lost() {
    let mut scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::TaxId, "bg 175 074 752".to_owned());
    send_and_lose_the_answers(&scene, &page);
    assert_eq!(scene.page_name(), "profile");
    scene.reload();
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    assert_eq!(page.conflict(), []);
}

/// A profile is changed and confirmed in one request: a repetition after a lost answer meets a renewal and a profile that
/// are both its own.
#[test]
fn a_changed_profile_whose_answer_is_lost_is_saved_once_and_nobody_is_blamed() {
    let scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    scene.order("PUT", "/profile", 1, OnRequest::LoseAnswer);
    page.send();
    scene.run_until_idle(60_000);
    assert_eq!(scene.page_name(), "agreement", "{:?} {:?}", page.conflict(), page.form().failure());
    assert_eq!(scene.world.program.borrow().profile("org-cedar").unwrap()["tradingName"], "Mine");
}

/// The same where it was never taken, and a colleague confirmed the profile as it was: that is not one's own.
#[test]
fn a_changed_profile_that_got_lost_is_not_taken_for_saved_by_a_colleagues_confirmation() {
    let mut scene = Scene::at("profile");
    scene.second_tab("/renew/profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::TradingName, "Mine".to_owned());
    scene.order("PUT", "/profile", 1, OnRequest::Lose);
    page.send();
    scene.run_until_idle(100);
    let Some(DrawnPage::Step(OpenStep::Profile(other))) = scene.tabs[1].draw() else { panic!("the profile") };
    other.send();
    scene.run_until_idle(60_000);
    if scene.page_name() == "profile" {
        assert!(page.form().failure().is_some());
        page.send();
        scene.run_until_idle(10_000);
    }
    assert_eq!(scene.page_name(), "agreement");
    assert_eq!(scene.world.program.borrow().profile("org-cedar").unwrap()["tradingName"], "Mine");
}

/// A new legal name voids the signature. Where the answer was lost, the next try met the signature that one's own name had
/// voided, as somebody else's change.
#[test]
fn ones_own_name_that_voids_the_signature_is_no_change_of_somebody_else() {
    let scene = Scene::at("review");
    scene.visit(Page::Step(Step::Profile));
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::LegalName, "Cedar New Name EOOD".to_owned());
    send_and_lose_the_answers(&scene, &page);
    assert!(page.form().failure().is_some(), "no answer came");
    page.send();
    scene.run_until_idle(8_000);
    assert_eq!(scene.page_name(), "agreement");
}
