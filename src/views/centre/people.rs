//! The contacts of an organization, for whoever may change them and for everybody else.
use super::organizations::{person, role};
use super::shared::{company_name, done, form_page, question, way};
use crate::app::App;
use crate::app::form::{FieldError, Form};
use crate::app::pages::people::{DONE, Done, INVITE, PeoplePage, PeopleTask, QUESTION, roles_button};
use crate::domain::company::{Contact, ContactRole, Contacts};
use crate::domain::invitation::{ContactField, ContactProblem};
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::views::parts::buttons::button;
use crate::views::parts::choices::group_under;
use crate::views::parts::dynamic::{condition, dynamic, reactive, remount_on_change, show_some};
use crate::views::parts::field::{Field, Value, text};
use crate::views::parts::form::{FormView, plain_label, sent_form};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::long_list::list_in_parts;
use crate::views::parts::search::search_field;
use crate::views::parts::typography::{actions, h2, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, at: &Page, page: &Rc<PeoplePage>) -> AnyView {
    let (drawn, again) = (Rc::clone(page), Rc::clone(page));
    let first = condition({
        let page = Rc::clone(page);
        move || page.with_state(|state| state.ready().is_some())
    });
    let inner = Rc::clone(page);
    let body = remount_on_change(move || first.get().then(|| untrack(|| inside(&inner))).into_any());
    let waiting = loaded(app, move || drawn.with_state(|state| shown(state, |_| ().into_any())), move || again.load());
    form_page(app, at, words::people_title(), &form_of(page.form()), view! { {waiting}{body} }.into_any())
}

fn form_of(form: &Form) -> FormView {
    FormView { form: form.clone(), message: Rc::new(message) }
}

fn message(error: &FieldError) -> String {
    match error {
        FieldError::Contact(ContactField::Name, ContactProblem::TooLong) => words::people_name_long(),
        FieldError::Contact(ContactField::Name, _) => words::people_name_missing(),
        FieldError::Contact(ContactField::Email, ContactProblem::Taken) => words::people_email_taken(),
        FieldError::Contact(ContactField::Email, ContactProblem::Missing) => words::people_email_missing(),
        FieldError::Contact(ContactField::Email, _) => words::form_email(&words::people_email()),
        FieldError::Contact(ContactField::Phone, _) => words::form_phone(&words::people_phone()),
        FieldError::Contact(ContactField::Roles, _) => words::people_roles_missing(),
        _ => words::problem_fields(),
    }
}

fn inside(page: &Rc<PeoplePage>) -> AnyView {
    let Some((count, can_change)) =
        page.with_state(|state| state.ready().map(|contacts| (contacts.list.len(), contacts.can_change)))
    else {
        return ().into_any();
    };
    let (told, found, listed) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let lead_text = if can_change { words::people_lead() } else { words::people_lead_read() };
    let rows = dynamic(move || {
        let page = Rc::clone(&listed);
        let contacts = listed.contacts();
        if contacts.is_empty() {
            return p(words::centre_none_found());
        }
        list_in_parts(contacts, move |part| {
            let rows = part.iter().map(|contact| row(&page, contact)).collect::<Vec<_>>();
            view! { <dl class="people">{rows}</dl> }.into_any()
        })
    });
    view! {
        {company_name(page.organization_name())}
        {lead(lead_text)}
        {done(DONE, move || told.done().map(what_is_done))}
        {can_change.then(|| offer(page))}
        {can_change.then(|| requests(page))}
        {can_change.then(|| invitation(page))}
        {search_field("find", count, words::people_find(), page.search().text(), move |text| found.search().set(text))}
        {rows}
        {asking(page)}
    }
    .into_any()
}

fn what_is_done(done: Done) -> String {
    match done {
        Done::Invited(name) => words::people_invited(&name),
        Done::InvitedAgain(name) => words::people_invited_again(&name),
        Done::RolesChanged(name) => words::people_roles_changed(&name),
        Done::Removed(name) => words::people_removed(&name),
        Done::Offered(name) => words::role_request_offered(&name),
        Done::OfferEnded(name) => words::offer_ended(&name),
        Done::Declined(name) => words::role_request_declined(&name),
    }
}

/// The offer of the role that waits for its answer, as its giver sees it.
fn offer(page: &Rc<PeoplePage>) -> AnyView {
    let page = Rc::clone(page);
    show_some(move || {
        let offer = page.with_state(|state| state.ready()?.offer.clone()).filter(|offer| !offer.is_to_you)?;
        let ending = Rc::clone(&page);
        let parts = vec![
            h2(words::offer_given(&offer.to)),
            p(words::offer_given_text(&format::date_time_long(&offer.until))),
            actions(vec![button("button button--secondary", words::offer_withdraw(), move || {
                ending.end_offer(&offer.to)
            })]),
        ];
        Some(view! { <section class="inset">{parts}</section> }.into_any())
    })
}

/// Who asks for the role that renews, each to be answered.
fn requests(page: &Rc<PeoplePage>) -> AnyView {
    let page = Rc::clone(page);
    dynamic(move || {
        let asked = page.with_state(|state| state.ready().map(|contacts| contacts.role_requests.clone()));
        let rows = asked.unwrap_or_default().into_iter().map(|request| {
            let (offering, declining) = (Rc::clone(&page), Rc::clone(&page));
            let (offered, declined) = (request.clone(), request.clone());
            let offer = button("button button--secondary", words::offer_to(&request.name), move || {
                offering.begin_offer(&offered);
            });
            let id = ["decline-", &request.contact].concat();
            let decline = way(id, words::offer_decline(), &request.name, move || declining.decline(&declined));
            let parts = vec![
                h2(words::role_request_asked(&request.name)),
                p(words::role_request_asked_text(&format::date_time_long(&request.at))),
                actions(vec![offer, decline]),
            ];
            view! { <section class="inset">{parts}</section> }.into_any()
        });
        rows.collect::<Vec<_>>().into_any()
    })
}

/// The button that opens the invitation, or its form.
fn invitation(page: &Rc<PeoplePage>) -> AnyView {
    let (page, opened) = (Rc::clone(page), Rc::clone(page));
    let is_open = condition(move || opened.task() == Some(PeopleTask::Invite));
    remount_on_change(move || {
        if !is_open.get() {
            let opening = Rc::clone(&page);
            return view! {
                <p><button type="button" class="button button--secondary" id=INVITE on:click=move |_| opening.begin_invitation()>
                    {words::people_invite()}
                </button></p>
            }
            .into_any();
        }
        untrack(|| invitation_form(&page))
    })
}

fn invitation_form(page: &Rc<PeoplePage>) -> AnyView {
    let form = form_of(page.form());
    let field = |field: ContactField, label: String, kind, autocomplete| {
        let (shown, typing) = (Rc::clone(page), Rc::clone(page));
        let own = FieldError::Contact(field, ContactProblem::Missing).control();
        let value = Value {
            shown: Rc::new(move || shown.field(field)),
            on_input: Rc::new(move |text| typing.type_field(field, text)),
        };
        text(&form, Field { id: own.to_owned(), label, kind, autocomplete, ..Field::default() }, value)
    };
    let fields = view! {
        {field(ContactField::Name, words::people_name(), "", "off")}
        {field(ContactField::Email, words::people_email(), "email", "off")}
        {field(ContactField::Phone, words::form_optional(&words::people_phone()), "tel", "off")}
        {roles(page, None)}
    };
    let (sending, stopping) = (Rc::clone(page), Rc::clone(page));
    let stop = button("button button--quiet", words::centre_cancel(), move || stopping.give_up());
    let label = plain_label(words::people_invite_do());
    view! {
        <section class="card">
            {h2(words::people_invite())}
            {p(words::people_invite_text())}
            {sent_form(page.form(), "button", label, fields.into_any(), stop, Box::new(move || sending.send()))}
        </section>
    }
    .into_any()
}

/// The roles that can be given, each to be ticked. One that would be left empty is told with its reason instead.
fn roles(page: &Rc<PeoplePage>, of: Option<&Contact>) -> AnyView {
    let legend = of.map_or_else(words::people_roles, |contact| words::people_roles_of(&contact.details.name));
    let offered = page.with_state(|state| state.ready().map(|contacts: &Contacts| contacts.roles.clone()));
    let offered = offered.unwrap_or_default().into_iter().filter(|role| *role != ContactRole::Other);
    let first = offered.clone().find(|role| !of.is_some_and(|contact| page.is_needed(contact, *role)));
    let boxes = offered.map(|one| {
        if of.is_some_and(|contact| page.is_needed(contact, one)) {
            return view! {
                <div class="choice choice--unavailable"><span class="choice__text">
                    {role(one)}<span class="choice__hint">{words::people_role_needed()}</span>
                </span></div>
            }
            .into_any();
        }
        let (ticked, ticking) = (Rc::clone(page), Rc::clone(page));
        // The first one carries the id of the group, so that the error summary can lead to it.
        let id = if Some(one) == first { "contact-roles".to_owned() } else { ["role-", one.name()].concat() };
        view! {
            <label class="choice">
                <input type="checkbox" id=id name="contact-roles" autocomplete="off"
                    prop:checked=reactive(move || ticked.is_ticked(one))
                    on:change=move |event| ticking.tick(one, event_target_checked(&event)) />
                <span class="choice__text">{role(one)}</span>
            </label>
        }
        .into_any()
    });
    let boxes = boxes.collect::<Vec<_>>();
    group_under(&form_of(page.form()), "contact-roles", "fieldset__legend", legend, boxes.into_any())
}

/// A contact with what can be done with them, or the form of their roles.
fn row(page: &Rc<PeoplePage>, contact: &Contact) -> AnyView {
    let (page, contact) = (Rc::clone(page), contact.clone());
    let (opened, mine) = (Rc::clone(&page), contact.id.clone());
    let is_open =
        condition(move || matches!(opened.task(), Some(PeopleTask::ChangeRoles(contact)) if contact.id == mine));
    remount_on_change(move || {
        let is_open = is_open.get();
        untrack(|| {
            if !is_open {
                return person(&contact, None, view! { <dd>{ways_on(&page, &contact)}</dd> }.into_any());
            }
            let form = roles_form(&page, &contact);
            let name = contact.details.name.clone();
            view! { <div class="person"><dt><bdi translate="no">{name}</bdi></dt><dd>{form}</dd></div> }.into_any()
        })
    })
}

fn ways_on(page: &Rc<PeoplePage>, contact: &Contact) -> AnyView {
    if !page.with_state(|state| state.ready().is_some_and(|contacts| contacts.can_change)) {
        return ().into_any();
    }
    let name = &contact.details.name;
    let (changing, removing, inviting) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let (of_roles, of_removal, of_invitation) = (contact.clone(), contact.clone(), contact.clone());
    // A role that this build does not know would be taken by writing the others.
    let is_known = !contact.roles.contains(&ContactRole::Other);
    let renews = contact.roles.contains(&ContactRole::PrimaryProgramContact);
    let id = &contact.id;
    let change = is_known
        .then(|| way(roles_button(id), words::people_change_roles(), name, move || changing.begin_roles(&of_roles)));
    let again = contact.is_invited.then(|| {
        way(["again-", id].concat(), words::people_invite_again(), name, move || inviting.invite_again(&of_invitation))
    });
    let remove = (!renews).then(|| {
        way(["remove-", id].concat(), words::people_remove(), name, move || removing.begin_removal(&of_removal))
    });
    view! { {change}{again}{remove} }.into_any()
}

fn roles_form(page: &Rc<PeoplePage>, contact: &Contact) -> AnyView {
    let (sending, stopping) = (Rc::clone(page), Rc::clone(page));
    let stop = button("button button--quiet", words::centre_cancel(), move || stopping.give_up());
    let label = plain_label(words::people_roles_do());
    sent_form(page.form(), "button", label, roles(page, Some(contact)), stop, Box::new(move || sending.send()))
}

/// Asks before somebody is removed, or the role is offered to them.
fn asking(page: &Rc<PeoplePage>) -> AnyView {
    let (asked, removing, keeping, busy) = (Rc::clone(page), Rc::clone(page), Rc::clone(page), page.form().clone());
    let texts = move || match asked.task()? {
        PeopleTask::Remove(contact) => {
            let name = contact.details.name;
            Some([words::people_removal(&name), words::people_removal_text(&name), words::people_removal_do()])
        }
        PeopleTask::Offer(request) => {
            let name = request.name;
            Some([words::offer_title(&name), words::offer_text(&name), words::offer_do()])
        }
        PeopleTask::Invite | PeopleTask::ChangeRoles(_) => None,
    };
    question(QUESTION, texts, move || busy.is_busy(), move || removing.send(), move || keeping.give_up())
}
