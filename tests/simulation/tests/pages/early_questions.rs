//! After a sign-in, what the tab worked on before is asked for beside the account; the answers decide.
use partner_renewal::domain::route::Page;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;

fn questions(scene: &Scene) -> [usize; 3] {
    ["/account", "/membership", "/renewals/"].map(|path| {
        let asked = scene.world.arrived.borrow();
        asked.iter().filter(|one| one.method == "GET" && one.path.contains(path)).count()
    })
}

/// Questions since.
fn asked_since(scene: &Scene, before: [usize; 3]) -> [usize; 3] {
    let now = questions(scene);
    [now[0] - before[0], now[1] - before[1], now[2] - before[2]]
}

#[test]
fn account_membership_and_renewal_do_not_wait_for_one_another() {
    let mut scene = Scene::at("location");
    let before = questions(&scene);
    scene.order("GET", "/account", 1, OnRequest::Hold(2_000));
    scene.tabs[0].load();
    scene.run_until_idle(100);
    scene.move_on(0);
    scene.run_until(|| asked_since(&scene, before) == [1, 1, 1]);
    assert!(scene.app().services().accounts.account().is_none(), "nothing has waited for the account");
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
    assert_eq!(asked_since(&scene, before), [1, 1, 1], "and nothing is asked for twice");
}

#[test]
fn what_is_remembered_and_wrong_costs_one_more_question_and_nothing_else() {
    let mut scene = Scene::at("location");
    scene.around().renewal.replace(Some(("org-gone".to_owned(), "renewal-gone".to_owned())));
    scene.around().organization.replace(Some("org-gone".to_owned()));
    let before = questions(&scene);
    scene.reload();
    assert_eq!(scene.page_name(), "location");
    assert!(open_page!(scene, Step Location).with_state(|state| state.ready().is_some()));
    assert_eq!(asked_since(&scene, before), [1, 2, 2]);
    assert_eq!(scene.around().renewal.borrow().as_ref().map(|(_, id)| id.clone()), Some(scene.renewal().id));
}

#[test]
fn the_renewal_of_another_organization_is_not_asked_for() {
    let mut scene = Scene::at("location");
    scene.around().renewal.replace(Some(("org-other".to_owned(), "renewal-other".to_owned())));
    let before = questions(&scene);
    scene.reload();
    assert_eq!(scene.page_name(), "location");
    assert_eq!(asked_since(&scene, before), [1, 1, 1]);
}

#[test]
fn an_early_question_that_fails_is_asked_again_once_the_account_is_known() {
    let mut scene = Scene::at("location");
    let before = questions(&scene);
    scene.order("GET", "/membership", 1, OnRequest::Answer(403, String::new()));
    scene.reload();
    assert_eq!(scene.page_name(), "location");
    assert_eq!(asked_since(&scene, before), [1, 1, 1], "of the first, the program has heard nothing");
}

#[test]
fn a_page_without_a_sign_in_before_it_asks_nothing_early() {
    let scene = Scene::at("location");
    let before = questions(&scene);
    scene.visit(Page::Membership);
    assert_eq!(asked_since(&scene, before), [0, 1, 0]);
    assert_eq!(scene.around().renewal.borrow().as_ref().map(|(_, id)| id.clone()), Some(scene.renewal().id));
    scene.app().sign_out();
    scene.run_until_idle(1_000);
    assert_eq!(*scene.around().renewal.borrow(), None, "and it is forgotten with the person");
}

/// A tab that knows no organization cannot ask for the membership beside the account; it comes with it.
#[test]
fn after_the_first_sign_in_the_membership_comes_with_the_account() {
    for (tells_next, expected) in [(true, [1, 0, 0]), (false, [1, 1, 0])] {
        let mut scene = Scene::new();
        scene.world.tells_next.set(tells_next);
        scene.reload();
        assert_eq!(scene.page_name(), "membership");
        assert!(open_page!(scene, Membership).with_state(|state| state.ready().is_some()), "{tells_next}");
        assert_eq!(questions(&scene), expected, "{tells_next}");
    }
}

/// What the step asks for comes with the renewal, which is asked for beside the account.
#[test]
fn a_step_that_is_loaded_again_asks_for_nothing_after_the_renewal() {
    let mut scene = Scene::new();
    scene.world.tells_next.set(true);
    scene.go_to(0, "location");
    let locations = |scene: &Scene| scene.arrived("GET", "/locations").len();
    let before = (questions(&scene), locations(&scene));
    scene.tabs[0].load();
    scene.run_until_idle(100);
    scene.move_on(0);
    scene.run_until_idle(5_000);
    assert_eq!(scene.page_name(), "location");
    assert!(open_page!(scene, Step Location).with_state(|state| state.ready().is_some()));
    assert_eq!(asked_since(&scene, before.0), [1, 1, 1]);
    assert_eq!(locations(&scene), before.1, "no question of its own");
}
