//! A question about a letter, which needs no sign-in and leads to none.
use chrono::DateTime;
use partner_renewal::domain::failure::{Failure, FailureKind};
use partner_renewal::domain::letter::Verification;
use partner_renewal::wire;
use sandbox::in_process::Caller;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use simulation::tab::TabLocation;
use std::cell::RefCell;
use std::rc::Rc;

/// The code of the letter that Nadia has issued.
fn issued(scene: &Scene) -> String {
    let signed_in_at = DateTime::from_timestamp_millis(scene.world.now_ms()).unwrap();
    let nadia = Caller { person: "nadia".to_owned(), signed_in_at };
    let path = "/v1/organizations/org-cedar/letter";
    let answer = scene.world.program.borrow_mut().call(Some(&nadia), "POST", path, &[], b"").unwrap();
    answer.json()["code"].as_str().unwrap().to_owned()
}

fn ask(scene: &Scene, code: &str) -> Result<Verification, Failure> {
    let (app, found) = (scene.app(), Rc::new(RefCell::new(None)));
    let (api, call, told) = (Rc::clone(&app.services().api), wire::letter::verify(code), Rc::clone(&found));
    app.services().ports.spawner.spawn(Box::pin(async move { *told.borrow_mut() = Some(api.call(call).await) }));
    scene.run_until_idle(5_000);
    found.take().unwrap()
}

/// The network of the simulation fails a question that carries an access token.
#[test]
fn it_is_asked_without_an_access_token_also_by_who_is_signed_in() {
    let scene = Scene::signed_in_as("nadia");
    let code = issued(&scene);
    assert_eq!(ask(&scene, &code).unwrap().name, "Cedar Example EOOD");
    assert_eq!(ask(&scene, "nothing").unwrap_err().kind, FailureKind::NotFound);
    assert_eq!(scene.arrived("GET", "/verifications/nothing").len(), 1);
}

#[test]
fn it_leads_to_no_sign_in_whatever_is_answered() {
    let scene = Scene::signed_in_as("nadia");
    let refused = r#"{"type": "urn:partner-renewal:problem:sign-in-required"}"#;
    scene.order("GET", "/verifications/nothing", 1, OnRequest::Answer(401, refused.to_owned()));
    assert_eq!(ask(&scene, "nothing").unwrap_err().kind, FailureKind::SignInRequired);
    assert_eq!(scene.tabs[0].place(), TabLocation::Site);
}
