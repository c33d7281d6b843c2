//! The contacts of an organization: inviting them, changing their roles, removing them.
use super::kept_form::KeptForm;
use super::refresh::Refresh;
use super::search::{Search, contact_texts};
use super::task_form::TaskForm;
use super::{Load, PageContext};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::domain::company::{Contact, ContactRole, Contacts, RoleRequest};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::invitation::{ContactField, ContactProblem, Invitation};
use crate::domain::json::{self, Object};
use crate::wire::{self, Call};
use futures_util::future::join;
use serde_json::Value;
use std::rc::Rc;

/// Id of the dialog that asks before somebody is removed, or the role is offered to them.
pub const QUESTION: &str = "question";
/// Id of what tells that something is done.
pub const DONE: &str = "done";
/// Id of the button that opens the invitation.
pub const INVITE: &str = "invite";

/// What the person is about to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleTask {
    Invite,
    /// Changes the roles of a contact.
    ChangeRoles(Contact),
    Remove(Contact),
    /// Offers the role of the Primary Program Contact to who asks for it.
    Offer(RoleRequest),
}

/// What the person has done, with the name of whom it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    Invited(String),
    InvitedAgain(String),
    RolesChanged(String),
    Removed(String),
    Offered(String),
    OfferEnded(String),
    Declined(String),
}

pub struct PeoplePage {
    context: PageContext,
    organization: String,
    organization_name: Observable<Option<String>>,
    state: Observable<Load<Contacts>>,
    refresh: Refresh<Contacts>,
    search: Search,
    /// What is typed is the invitation, and the roles that are ticked in either form.
    editing: TaskForm<PeopleTask, Invitation, Done>,
    kept: KeptForm,
}

impl PeoplePage {
    #[must_use]
    pub(super) fn open(context: &PageContext, organization: &str) -> Rc<PeoplePage> {
        let state = Observable::new(Load::Loading);
        let page = Rc::new(PeoplePage {
            context: context.clone(),
            organization: organization.to_owned(),
            organization_name: Observable::new(None),
            refresh: Refresh::new(&state),
            state,
            search: Search::new(),
            editing: TaskForm::new(context),
            kept: KeptForm::new(context, organization, "invitation"),
        });
        page.load();
        page.take_kept();
        page
    }

    /// Opens the invitation with what was typed into it before, if it was neither sent nor given up.
    fn take_kept(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.context.scope.spawn(async move {
            let Some(kept) = this.kept.read().await else { return };
            let role = |name: &Value| ContactRole::from_name(name.as_str()?);
            let typed = Invitation {
                name: json::text_or_empty(&kept, "name"),
                email: json::text_or_empty(&kept, "email"),
                phone: json::text_or_empty(&kept, "phone"),
                roles: json::list_lossy(&kept, "roles", role),
            };
            if this.editing.task.peek(Option::is_none) {
                this.editing.begin(PeopleTask::Invite, typed);
            }
        });
    }

    /// Keeps what is typed into the invitation.
    fn keep(&self) {
        if self.editing.task.peek(|task| *task != Some(PeopleTask::Invite)) {
            return;
        }
        self.kept.keep(self.editing.typed.peek(|typed| {
            let roles = json::texts(typed.roles.iter().map(|role| role.name()));
            let fields = [("name", &typed.name), ("email", &typed.email), ("phone", &typed.phone)];
            let form = fields.into_iter().fold(Object::new(), |form, (name, text)| form.text(name, text));
            form.json("roles", &roles)
        }));
    }

    pub fn load(&self) {
        let (services, id) = (Rc::clone(&self.context.services), self.organization.clone());
        let name = self.organization_name.clone();
        let find = async move {
            let (account, contacts) =
                join(services.accounts.load(), services.api.call(wire::organization::contacts(&id))).await;
            name.set(account?.organizations.into_iter().find(|one| one.id == id).map(|one| one.name));
            contacts.map(Found::Here)
        };
        self.context.load(&self.state, Box::pin(find));
    }

    /// The page is shown again: somebody may have asked for a role, or accepted one.
    pub(in crate::app) fn recheck(&self) {
        // What is being answered is not changed under the person's hands.
        if self.refresh.is_due(&self.editing.form) && self.editing.task.peek(Option::is_none) {
            self.refresh();
        }
    }

    /// Asks for the contacts as they are now, and keeps those that are shown where that fails.
    fn refresh(&self) {
        let (services, call) = (Rc::clone(&self.context.services), wire::organization::contacts(&self.organization));
        self.refresh.ask_beside(&self.context, Box::pin(async move { services.api.call(call).await.map(Some) }));
    }

    /// Reads the contacts; whoever draws with them is drawn again when they change.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Contacts>) -> R) -> R {
        self.state.with(read)
    }

    /// The name of the organization, once it is known.
    #[must_use]
    pub fn organization_name(&self) -> Option<String> {
        self.organization_name.get()
    }

    #[must_use]
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// The contacts that have what is looked for.
    #[must_use]
    pub fn contacts(&self) -> Vec<Rc<Contact>> {
        let found = |contacts: &Contacts| self.search.filter(&contacts.list, contact_texts);
        self.state.with(|state| state.ready().map(found).unwrap_or_default())
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.editing.form
    }

    /// What the person is about to do.
    #[must_use]
    pub fn task(&self) -> Option<PeopleTask> {
        self.editing.task.get()
    }

    /// What is typed into a field of the invitation. Whoever draws with it is not drawn again with every key.
    #[must_use]
    pub fn field(&self, field: ContactField) -> String {
        self.editing.typed.peek(|typed| match field {
            ContactField::Name => typed.name.clone(),
            ContactField::Email => typed.email.clone(),
            ContactField::Phone => typed.phone.clone(),
            ContactField::Roles => String::new(),
        })
    }

    /// What was done last.
    #[must_use]
    pub fn done(&self) -> Option<Done> {
        self.editing.done.get()
    }

    /// Is this role ticked?
    #[must_use]
    pub fn is_ticked(&self, role: ContactRole) -> bool {
        self.editing.typed.with(|typed| typed.roles.contains(&role))
    }

    /// Would this role be left empty without the contact whose roles are changed?
    #[must_use]
    pub fn is_needed(&self, contact: &Contact, role: ContactRole) -> bool {
        self.state.peek(|state| state.ready().is_some_and(|contacts| contacts.needs(&contact.id, role)))
    }

    /// The person wants to invite somebody.
    pub fn begin_invitation(&self) {
        if self.editing.begin(PeopleTask::Invite, Invitation::default()) {
            self.context.scope.focus("contact-name");
        }
    }

    /// The person wants to change the roles of a contact.
    pub fn begin_roles(&self, contact: &Contact) {
        let roles = contact.roles.iter().copied().filter(|role| *role != ContactRole::PrimaryProgramContact).collect();
        if self.editing.begin(PeopleTask::ChangeRoles(contact.clone()), Invitation { roles, ..Invitation::default() }) {
            self.context.scope.focus("contact-roles");
        }
    }

    /// The person wants to remove a contact, and is asked.
    pub fn begin_removal(&self, contact: &Contact) {
        if self.editing.begin(PeopleTask::Remove(contact.clone()), Invitation::default()) {
            self.context.services.ports.document.open_dialog(QUESTION);
        }
    }

    /// The person wants to offer the role to who asks for it, and is asked.
    pub fn begin_offer(&self, request: &RoleRequest) {
        if self.editing.begin(PeopleTask::Offer(request.clone()), Invitation::default()) {
            self.context.services.ports.document.open_dialog(QUESTION);
        }
    }

    /// The person takes back the offer of the role to whoever has this name.
    pub fn end_offer(self: &Rc<Self>, name: &str) {
        if self.editing.form.is_sending() {
            return;
        }
        self.close();
        self.run(wire::organization::end_offer(&self.organization), Done::OfferEnded(name.to_owned()));
    }

    /// The person declines a request for the role.
    pub fn decline(self: &Rc<Self>, request: &RoleRequest) {
        if self.editing.form.is_sending() {
            return;
        }
        self.close();
        let call = wire::people::end_role_request(&self.organization, &request.contact);
        self.run(call, Done::Declined(request.name.clone()));
    }

    /// The person changes nothing after all. The focus goes back to where they came from.
    pub fn give_up(&self) {
        let Some(task) = self.editing.task.now() else { return };
        self.close();
        self.context.scope.focus(&match task {
            PeopleTask::Invite => INVITE.to_owned(),
            PeopleTask::ChangeRoles(contact) => roles_button(&contact.id),
            // The dialog gives it back itself.
            PeopleTask::Remove(_) | PeopleTask::Offer(_) => return,
        });
    }

    fn close(&self) {
        if matches!(self.editing.task.now(), Some(PeopleTask::Remove(_) | PeopleTask::Offer(_))) {
            self.context.services.ports.document.close_dialog(QUESTION);
        }
        if self.editing.task.peek(|task| *task == Some(PeopleTask::Invite)) {
            self.kept.clear();
        }
        self.editing.end();
    }

    /// The person has typed into a field of the invitation.
    pub fn type_field(&self, field: ContactField, text: String) {
        self.editing.typed.update(|typed| match field {
            ContactField::Name => typed.name = text,
            ContactField::Email => typed.email = text,
            ContactField::Phone => typed.phone = text,
            ContactField::Roles => {}
        });
        self.keep();
    }

    /// The person ticks a role, or takes the tick away.
    pub fn tick(&self, role: ContactRole, on: bool) {
        self.editing.typed.update(|typed| {
            typed.roles.retain(|ticked| *ticked != role);
            if on {
                typed.roles.push(role);
            }
        });
        self.keep();
    }

    /// Sends what the person is about to do.
    pub fn send(self: &Rc<Self>) {
        let Some(task) = self.editing.task.now() else { return };
        let (organization, typed) = (&self.organization, self.editing.typed.now());
        match task {
            PeopleTask::Invite => match typed.checked() {
                Ok(invitation) => {
                    let call = wire::people::invite(organization, &invitation);
                    self.run(call, Done::Invited(invitation.name));
                }
                Err(problems) => self.refuse(problems),
            },
            PeopleTask::ChangeRoles(contact) => {
                let renews = contact.roles.contains(&ContactRole::PrimaryProgramContact);
                if typed.roles.is_empty() && !renews {
                    return self.refuse(vec![(ContactField::Roles, ContactProblem::Missing)]);
                }
                let call = wire::people::change_roles(organization, &contact.id, &typed.roles);
                self.run(call, Done::RolesChanged(contact.details.name));
            }
            PeopleTask::Remove(contact) => {
                let call = wire::people::remove(organization, &contact.id);
                self.close();
                self.run(call, Done::Removed(contact.details.name));
            }
            PeopleTask::Offer(request) => {
                let call = wire::organization::offer_role(organization, &request.contact);
                self.close();
                self.run(call, Done::Offered(request.name));
            }
        }
    }

    /// Sends the invitation of a contact once more.
    pub fn invite_again(self: &Rc<Self>, contact: &Contact) {
        if self.editing.form.is_sending() {
            return;
        }
        self.close();
        let details = contact.details.clone();
        let invitation = Invitation {
            name: details.name.clone(),
            email: details.email,
            phone: details.phone,
            roles: contact.roles.clone(),
        };
        self.run(wire::people::invite(&self.organization, &invitation), Done::InvitedAgain(details.name));
    }

    fn refuse(&self, problems: Vec<(ContactField, ContactProblem)>) {
        self.editing
            .form
            .refuse(problems.into_iter().map(|(field, problem)| FieldError::Contact(field, problem)).collect());
    }

    fn run(self: &Rc<Self>, call: Call<Contacts>, done: Done) {
        let this = Rc::clone(self);
        self.editing.form.run(async move {
            match this.context.services.api.call(call).await {
                Ok(contacts) => {
                    this.refresh.show(contacts);
                    this.close();
                    this.editing.done.set(Some(done));
                    this.context.scope.focus(DONE);
                }
                Err(failure) => this.fail(failure),
            }
        });
    }

    fn fail(&self, failure: Failure) {
        if matches!(failure.kind, FailureKind::NotFound | FailureKind::NotPrimaryContact(_)) {
            // Somebody else has removed them, or holds the role now.
            self.refresh();
        }
        let FailureKind::Fields(fields) = &failure.kind else { return self.editing.form.fail(failure) };
        let problems: Option<Vec<_>> = fields
            .iter()
            .map(|(name, code)| {
                let field = ContactField::from_name(name)?;
                Some((field, ContactProblem::from_code(field, code)))
            })
            .collect();
        match problems {
            // Without its form nothing could show them.
            Some(problems) if self.editing.task.peek(Option::is_some) => self.refuse(problems),
            _ => self.editing.form.fail(failure),
        }
    }
}

/// Id of the button that opens the roles of a contact.
#[must_use]
pub fn roles_button(contact: &str) -> String {
    ["roles-", contact].concat()
}
