//! The days of the membership as a file for the calendar.
use partner_renewal::app::pages::centre::CentreProgram;
use partner_renewal::app::pages::membership_extras::MembershipExtras;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;

/// What is saved by the person: name and lines of the file.
fn saved(scene: &Scene) -> Option<(String, Vec<String>)> {
    let page = open_page!(scene, Membership);
    let extras = MembershipExtras::of(&page);
    page.with_state(|state| extras.save_calendar(state.ready().unwrap(), || Some(CentreProgram::here())));
    scene.run_until_idle(100);
    let (name, text) = scene.around().saved.borrow_mut().pop()?;
    // Folded lines are one.
    Some((name, text.replace("\r\n ", "").lines().map(str::to_owned).collect()))
}

fn values<'l>(lines: &'l [String], name: &str) -> Vec<&'l str> {
    lines.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
}

#[test]
fn before_the_window_opens_its_first_day_and_the_membership_date_are_remembered() {
    let scene = Scene::signed_in_as("petra");
    let (opens, date) = open_page!(scene, Membership).with_state(|state| {
        let membership = state.ready().unwrap();
        let date = membership.membership_date;
        (partner_renewal::domain::calendar::window_opens(date, membership.window_days), date)
    });
    let (name, lines) = saved(&scene).unwrap();
    assert_eq!(name, "membership.ics");
    let days = [opens, date].map(|day| day.to_string().replace('-', ""));
    assert_eq!(values(&lines, "DTSTART;VALUE=DATE"), days);
    assert_eq!(values(&lines, "TRIGGER"), ["PT9H", "-P29DT15H", "-P13DT15H", "-P2DT15H"]);
    let first = values(&lines, "UID").into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert!(first.iter().all(|uid| uid.contains('@')), "{first:?}");
    assert!(values(&lines, "URL").iter().all(|url| url.ends_with("/membership")), "{lines:?}");
    // Saved again later: the same events, of a later revision.
    scene.run_until_idle(60_000);
    let (_, again) = saved(&scene).unwrap();
    assert_eq!(values(&again, "UID"), first);
    assert!(values(&again, "SEQUENCE") >= values(&lines, "SEQUENCE"));
}

#[test]
fn a_day_that_has_passed_is_not_remembered() {
    let (_, due) = saved(&Scene::signed_in_as("nadia")).unwrap();
    assert_eq!(values(&due, "UID").len(), 1);
    assert!(due.iter().any(|line| line.starts_with("UID:date-")), "{due:?}");
    let grace = Scene::signed_in_as("greta");
    let ends = open_page!(grace, Membership).with_state(|state| {
        let membership = state.ready().unwrap();
        partner_renewal::domain::calendar::grace_ends(membership.membership_date, membership.grace_days)
    });
    let (_, lines) = saved(&grace).unwrap();
    assert_eq!(values(&lines, "DTSTART;VALUE=DATE"), [ends.to_string().replace('-', "")]);
    assert_eq!(values(&lines, "TRIGGER"), ["-P13DT15H", "-P2DT15H"], "29 days are left");
}

#[test]
fn a_browser_that_refuses_the_file_is_told_of() {
    let scene = Scene::signed_in_as("nadia");
    let drawing = Drawing::of(|| scene.app().services().action_failed());
    scene.around().refuses.set(true);
    assert_eq!(saved(&scene), None);
    assert!(drawing.is_outdated() && scene.app().services().action_failed());
    scene.around().refuses.set(false);
    assert!(saved(&scene).is_some());
    assert!(!scene.app().services().action_failed());
}

#[test]
fn what_the_lazy_part_adds_comes_once_that_is_here() {
    let scene = Scene::signed_in_as("nadia");
    let page = open_page!(scene, Membership);
    assert!(page.has_extras());
    assert!(std::rc::Rc::ptr_eq(&MembershipExtras::of(&page), &MembershipExtras::of(&page)));
}
