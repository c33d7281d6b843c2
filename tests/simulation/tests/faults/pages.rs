//! A page that is gone does nothing, and every page has a reason or a button.
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::profile::FieldId;
use partner_renewal::domain::route::Page;
use partner_renewal::domain::step::Step;
use serde_json::json;
use simulation::drawn::DrawnPage;
use simulation::person::{self, Strategy};
use simulation::scene::Scene;
use simulation::script::OnRequest;

/// Rows 3a.2 and 3a.6: an answer that came late stopped the page or led the person away from where they had gone.
#[test]
fn a_page_that_was_left_leads_nobody_anywhere() {
    for page in ["membership", "requirements", "profile", "agreement", "location", "level", "payment method", "review"]
    {
        let scene = Scene::at(page);
        for method in ["GET", "PUT", "POST"] {
            scene.order(method, "", 10, OnRequest::Hold(4_000));
        }
        person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
        scene.run_until_idle(300);
        scene.follow(Page::Organizations);
        scene.run_until_idle(30_000);
        assert_eq!(scene.page_name(), "organizations", "left {page}");
    }
}

/// Row 3a.2: what a page had begun went on when the page was left.
#[test]
fn a_page_that_was_left_sends_nothing_again() {
    let scene = Scene::at("location");
    scene.order("PUT", "/location", 1, OnRequest::LoseAnswer);
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(1_000);
    scene.follow(Page::Organizations);
    scene.run_until_idle(120_000);
    assert_eq!(scene.arrived("PUT", "/location").len(), 1, "{:?}", scene.world.violation());
    assert!(scene.world.violation().is_none());
    assert_eq!(scene.page_name(), "organizations");
}

/// Row 3a.2: a save whose page was left went on, and forgot what had been typed on the page since.
#[test]
fn an_answer_that_comes_after_its_page_forgets_nothing_that_was_typed_since() {
    let mut scene = Scene::at("profile");
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::TradingName, "Sent".to_owned());
    scene.order("PUT", "/profile", 1, OnRequest::Hold(6_000));
    page.send();
    scene.run_until_idle(300);
    scene.follow(Page::Organizations);
    scene.run_until_idle(1_000);
    scene.follow(Page::Step(Step::Profile));
    scene.run_until_idle(3_000);
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    page.type_field(FieldId::TradingName, "Typed since".to_owned());
    scene.run_until_idle(10_000);
    scene.tabs[0].load();
    scene.run_until_idle(1_000);
    scene.move_on(0);
    scene.run_until_idle(5_000);
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    assert_eq!(page.value(FieldId::TradingName), "Typed since");
}

/// Row R37: a confirmation that the server did not give yet led to itself, for ever.
#[test]
fn a_confirmation_that_is_not_there_yet_is_asked_for_again() {
    let scene = Scene::at("confirmation");
    let problem = json!({"type": "urn:partner-renewal:problem:step-order", "nextStep": "review"}).to_string();
    scene.order("GET", "/confirmation", 1, OnRequest::Answer(409, problem.clone()));
    scene.tabs[0].follow(&Page::Membership);
    scene.run_until_idle(3_000);
    scene.tabs[0].follow(&Page::Confirmation);
    scene.run_until_idle(10_000);
    let DrawnPage::Confirmation(page) = scene.page() else { panic!("the confirmation") };
    assert!(page.with_state(|state| state.ready().is_some()));
    scene.order("GET", "/confirmation", 50, OnRequest::Answer(409, problem));
    scene.tabs[0].follow(&Page::Membership);
    scene.run_until_idle(3_000);
    scene.tabs[0].follow(&Page::Confirmation);
    scene.run_until_idle(20_000);
    let DrawnPage::Confirmation(page) = scene.page() else { panic!("the confirmation") };
    let told = page.with_state(
        |state| matches!(state, Load::Failed(failure) if matches!(failure.kind, FailureKind::Unavailable(_))),
    );
    assert!(told, "then words, and a way to ask again");
}

/// Row R30: numbers out of any range stopped the whole site.
#[test]
fn a_membership_with_impossible_numbers_could_not_be_read() {
    for days in [json!(-366), json!(i64::MAX), json!(i64::MIN), json!(1.5), json!("30")] {
        let scene = Scene::at("membership");
        scene.order("GET", "/membership", 1, OnRequest::Replace("/graceDays", days.clone()));
        scene.follow(Page::Organizations);
        scene.run_until_idle(3_000);
        scene.follow(Page::Membership);
        scene.run_until_idle(3_000);
        let DrawnPage::Membership(page) = scene.page() else { panic!("the membership") };
        let unreadable =
            page.with_state(|state| matches!(state, Load::Failed(failure) if failure.kind == FailureKind::Unreadable));
        assert!(unreadable, "{days}");
        page.load();
        scene.run_until_idle(3_000);
        assert!(page.with_state(|state| state.ready().is_some()), "and the next answer is taken");
    }
}

/// Row R7: a stored country that the program does not offer made step 2 "this does not exist".
#[test]
fn a_country_that_is_not_offered_keeps_everything_and_asks_for_one() {
    let scene = Scene::at("requirements");
    scene.order("GET", "/organizations/org-cedar/profile", 5, OnRequest::Replace("/country", json!("XK")));
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(5_000);
    let DrawnPage::Step(OpenStep::Profile(page)) = scene.page() else { panic!("the profile") };
    assert_eq!(page.value(FieldId::LegalName), "Cedar Example EOOD");
    page.send();
    scene.run_until_idle(3_000);
    assert!(page.form().has_errors(), "a country is asked for");
    page.type_field(FieldId::Country, "BG".to_owned());
    scene.run_until_idle(3_000);
    assert!(page.with_rules(|rules| !rules.sections.is_empty()));
    assert_eq!(page.value(FieldId::LegalName), "Cedar Example EOOD");
}

/// Row R15: ticks were gone after a change of the language.
#[test]
fn a_change_of_the_language_keeps_what_was_ticked() {
    let scene = Scene::at("agreement");
    let DrawnPage::Step(OpenStep::Agreement(page)) = scene.page() else { panic!("the agreement") };
    page.tick_authority(true);
    page.tick_accepted(true);
    page.title().set("Manager".to_owned());
    scene.tabs[0].app.as_ref().unwrap().change_language("bg");
    scene.run_until_idle(3_000);
    let DrawnPage::Step(OpenStep::Agreement(page)) = scene.page() else { panic!("the agreement") };
    assert!(page.has_authority() && page.has_accepted());
    assert_eq!(page.title().typed(), "Manager");
}

/// A step whose renewal was given up in another tab led nowhere.
#[test]
fn a_renewal_that_was_given_up_elsewhere_leads_to_the_membership() {
    let mut scene = Scene::at("location");
    scene.second_tab("/membership");
    let Some(DrawnPage::Membership(other)) = scene.tabs[1].draw() else { panic!("the membership") };
    let id = scene.world.program.borrow().renewals().unwrap().last().unwrap().id.clone();
    other.entry().start_over(&id);
    scene.run_until_idle(5_000);
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "membership");
}

/// Signing out while a request is out: nothing more is sent, nothing of the person stays.
#[test]
fn nothing_is_asked_after_a_sign_out() {
    let scene = Scene::at("profile");
    scene.order("PUT", "", 5, OnRequest::Hold(3_000));
    person::act(&scene.world, &scene.tabs[0], Strategy::Finish);
    scene.run_until_idle(100);
    scene.tabs[0].app.as_ref().unwrap().sign_out();
    scene.run_until_idle(30_000);
    assert_eq!(scene.page_name(), "sign-in needed");
    assert!(scene.world.disk.borrow().records.is_empty());
    assert!(scene.tabs[0].app.as_ref().unwrap().services().accounts.account().is_none());
}

#[test]
fn a_step_that_is_not_due_leads_to_the_one_that_is() {
    let scene = Scene::at("profile");
    scene.follow(Page::Step(Step::Review));
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "profile");
}
