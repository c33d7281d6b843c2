//! Inviting contacts, changing their roles and removing them.
use partner_renewal::app::form::{ERROR_SUMMARY, FieldError};
use partner_renewal::app::pages::people::{DONE, Done, PeoplePage, PeopleTask, QUESTION};
use partner_renewal::domain::company::{Contact, ContactRole};
use partner_renewal::domain::failure::{FailureKind, Refusal};
use partner_renewal::domain::invitation::{ContactField, ContactProblem};
use partner_renewal::domain::route::Page;
use simulation::drawing::Drawing;
use simulation::open_page;
use simulation::scene::Scene;
use simulation::script::OnRequest;
use std::rc::Rc;

fn people(scene: &Scene) -> Rc<PeoplePage> {
    scene.visit(Page::People("org-cedar".to_owned()));
    open_page!(scene, People)
}

fn contact(page: &PeoplePage, id: &str) -> Rc<Contact> {
    page.contacts().into_iter().find(|contact| contact.id == id).unwrap()
}

fn roles(page: &PeoplePage, id: &str) -> Vec<ContactRole> {
    contact(page, id).roles.clone()
}

fn type_ida(page: &Rc<PeoplePage>) {
    page.begin_invitation();
    page.type_field(ContactField::Name, " Ida Example ".to_owned());
    page.type_field(ContactField::Email, "ida@cedar.example".to_owned());
    page.tick(ContactRole::Technical, true);
}

#[test]
fn somebody_is_invited_once_though_the_answer_is_lost_and_the_button_is_pressed_twice() {
    let scene = Scene::signed_in_as("nadia");
    let page = people(&scene);
    scene.order("POST", "/contacts", 1, OnRequest::LoseAnswer);
    type_ida(&page);
    let drawing = Drawing::of(|| page.done());
    page.send();
    page.send();
    scene.run_until_idle(120_000);
    assert_eq!(scene.arrived("POST", "/contacts").len(), 2, "the lost one and its repetition");
    let invited: Vec<_> = page.contacts().into_iter().filter(|contact| contact.is_invited).collect();
    assert_eq!(invited.iter().map(|one| one.details.name.as_str()).collect::<Vec<_>>(), ["Ida Example"]);
    assert!(drawing.is_outdated());
    assert_eq!((page.done(), page.task()), (Some(Done::Invited("Ida Example".to_owned())), None));
    assert_eq!(scene.around().take_focus().last(), Some(&DONE.to_owned()));
    page.invite_again(&invited[0]);
    scene.run_until_idle(3_000);
    assert_eq!(page.done(), Some(Done::InvitedAgain("Ida Example".to_owned())));
    assert_eq!(page.contacts().len(), 4);
}

#[test]
fn what_is_wrong_is_said_before_anything_is_sent_and_what_the_program_refuses_stands_at_its_field() {
    let scene = Scene::signed_in_as("nadia");
    let page = people(&scene);
    page.begin_invitation();
    page.send();
    scene.run_until_idle(1_000);
    let missing = |field| FieldError::Contact(field, ContactProblem::Missing);
    let expected = [ContactField::Name, ContactField::Email, ContactField::Roles].map(missing);
    assert_eq!(page.form().errors(), expected);
    assert_eq!(scene.around().take_focus().last(), Some(&ERROR_SUMMARY.to_owned()));
    assert_eq!(scene.arrived("POST", "/contacts").len(), 0);
    type_ida(&page);
    page.type_field(ContactField::Email, "mira@cedar.example".to_owned());
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(page.form().errors(), [FieldError::Contact(ContactField::Email, ContactProblem::Taken)]);
    assert_eq!(page.task(), Some(PeopleTask::Invite), "what was typed is there to be changed");
    assert_eq!(page.field(ContactField::Name), " Ida Example ");
}

#[test]
fn roles_are_changed_and_one_that_is_needed_stays() {
    let scene = Scene::signed_in_as("nadia");
    let page = people(&scene);
    let mira = contact(&page, "con-mira");
    page.begin_roles(&mira);
    assert!(page.is_ticked(ContactRole::SalesMarketing) && !page.is_ticked(ContactRole::Technical));
    page.tick(ContactRole::SalesMarketing, false);
    page.send();
    scene.run_until_idle(1_000);
    assert_eq!(
        page.form().errors(),
        [FieldError::Contact(ContactField::Roles, ContactProblem::Missing)],
        "nobody is left without a role"
    );
    page.tick(ContactRole::Executive, true);
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(roles(&page, "con-mira"), [ContactRole::Executive]);
    assert_eq!(page.done(), Some(Done::RolesChanged("Mira Example".to_owned())));
    let nadia = contact(&page, "con-nadia");
    assert!(!page.is_needed(&nadia, ContactRole::Executive), "Mira has it, too");
    page.begin_roles(&nadia);
    page.tick(ContactRole::Executive, false);
    page.send();
    scene.run_until_idle(3_000);
    assert_eq!(roles(&page, "con-nadia"), [ContactRole::PrimaryProgramContact]);
    assert!(page.is_needed(&contact(&page, "con-mira"), ContactRole::Executive));
    page.begin_roles(&contact(&page, "con-mira"));
    page.tick(ContactRole::Executive, false);
    page.tick(ContactRole::Technical, true);
    page.send();
    scene.run_until_idle(3_000);
    let refused = page.form().failure().map(|failure| failure.kind);
    assert_eq!(refused, Some(FailureKind::Refused(Refusal::RoleRequired)), "the program says so as well");
    assert_eq!(roles(&page, "con-mira"), [ContactRole::Executive]);
}

#[test]
fn somebody_is_removed_after_a_question_only() {
    let scene = Scene::signed_in_as("nadia");
    let page = people(&scene);
    let mira = contact(&page, "con-mira");
    page.begin_removal(&mira);
    page.give_up();
    scene.run_until_idle(1_000);
    assert_eq!(scene.around().closed_dialogs.borrow().as_slice(), [QUESTION.to_owned()]);
    assert_eq!(scene.arrived("DELETE", "/contacts/con-mira").len(), 0);
    page.begin_removal(&mira);
    scene.order("DELETE", "/contacts/con-mira", 1, OnRequest::LoseAnswer);
    page.send();
    scene.run_until_idle(120_000);
    assert_eq!(page.done(), Some(Done::Removed("Mira Example".to_owned())));
    assert!(page.contacts().iter().all(|contact| contact.id != "con-mira"));
}

#[test]
fn a_colleague_sees_the_contacts_and_changes_none() {
    let scene = Scene::signed_in_as("oleg");
    let page = people(&scene);
    assert_eq!(page.contacts().len(), 3);
    assert!(!page.with_state(|state| state.ready().unwrap().can_change));
    // As with a page that was opened before the role was handed over.
    page.begin_removal(&contact(&page, "con-mira"));
    page.send();
    scene.run_until_idle(3_000);
    assert!(matches!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::NotPrimaryContact(Some(_)))));
    assert_eq!(page.contacts().len(), 3);
}

#[test]
fn an_organization_of_somebody_else_is_not_there() {
    let scene = Scene::signed_in_as("nadia");
    scene.visit(Page::People("org-linden".to_owned()));
    let page = open_page!(scene, People);
    let failure = page.with_state(|state| match state {
        partner_renewal::app::pages::Load::Failed(failure) => Some(failure.kind.clone()),
        _ => None,
    });
    assert_eq!(failure, Some(FailureKind::NotFound));
}

#[test]
fn the_one_who_is_looked_for_is_found() {
    let scene = Scene::signed_in_as("nadia");
    let page = people(&scene);
    for (text, count) in [("MIRA", 1), ("cedar.example", 3), ("nobody", 0), ("", 3)] {
        page.search().set(text.to_owned());
        assert_eq!(page.contacts().len(), count, "{text:?}");
    }
}

#[test]
fn while_something_is_sent_no_question_is_opened() {
    let scene = Scene::signed_in_as("nadia");
    let page = people(&scene);
    let mira = contact(&page, "con-mira");
    type_ida(&page);
    scene.order("POST", "/contacts", 1, OnRequest::Hold(5_000));
    page.send();
    page.begin_removal(&mira);
    assert_eq!(page.task(), Some(PeopleTask::Invite), "its dialog would have been empty, and the page behind it dead");
    assert!(scene.around().opened_dialogs.borrow().is_empty());
    scene.run_until_idle(10_000);
    assert_eq!(page.done(), Some(Done::Invited("Ida Example".to_owned())));
}

#[test]
fn somebody_who_was_removed_elsewhere_leaves_the_list() {
    let mut scene = Scene::signed_in_as("nadia");
    let page = people(&scene);
    let mira = contact(&page, "con-mira");
    scene.second_tab("/organizations/org-cedar/people");
    let simulation::drawn::DrawnPage::People(other) = scene.tabs[1].draw().unwrap() else { panic!("no people") };
    other.begin_removal(&mira);
    other.send();
    scene.run_until_idle(5_000);
    page.begin_roles(&mira);
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.form().failure().map(|failure| failure.kind), Some(FailureKind::NotFound));
    assert!(page.contacts().iter().all(|contact| contact.id != "con-mira"), "the list is as it is now");
}

#[test]
fn what_was_typed_is_there_after_a_sign_in_and_gone_once_it_is_sent_or_given_up() {
    let mut scene = Scene::signed_in_as("nadia");
    type_ida(&people(&scene));
    scene.run_until_idle(1_000);
    scene.reload();
    let page = open_page!(scene, People);
    assert_eq!(page.task(), Some(PeopleTask::Invite));
    assert_eq!(page.field(ContactField::Email), "ida@cedar.example");
    assert!(page.is_ticked(ContactRole::Technical));
    page.send();
    scene.run_until_idle(5_000);
    assert_eq!(page.done(), Some(Done::Invited("Ida Example".to_owned())));
    scene.reload();
    let page = open_page!(scene, People);
    assert_eq!(page.task(), None);
    page.begin_invitation();
    page.type_field(ContactField::Name, "Ivo Example".to_owned());
    page.give_up();
    scene.run_until_idle(1_000);
    scene.reload();
    assert_eq!(open_page!(scene, People).task(), None);
}
