//! The locations of an organization: adding branches, changing their names and addresses, closing them.
use super::kept_form::KeptForm;
use super::refresh::Refresh;
use super::search::{Search, location_texts};
use super::task_form::TaskForm;
use super::{Load, PageContext};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::domain::branch::{ADDRESS, Branch, BranchForm, BranchProblems, Branches};
use crate::domain::country::CountryRules;
use crate::domain::failure::{Failure, FailureKind, Refusal};
use crate::domain::json::{self, Object};
use crate::domain::profile::{FieldId, FieldProblem, Profile};
use crate::wire::{self, Call};
use futures_util::future::join;
use std::rc::Rc;

/// Id of the dialog that asks before a branch is closed.
pub const CLOSING: &str = "closing";
/// Id of what tells that something is done.
pub const DONE: &str = "done";
/// Id of the button that opens the form for a new branch.
pub const ADD: &str = "add";

/// What the person is about to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocationTask {
    Add,
    Change(Branch),
    Close(Branch),
}

/// What the person has done, with the name of the branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    Added(String),
    Changed(String),
    Closed(String),
}

pub struct LocationsPage {
    context: PageContext,
    organization: String,
    organization_name: Observable<Option<String>>,
    state: Observable<Load<Branches>>,
    refresh: Refresh<Branches>,
    search: Search,
    editing: TaskForm<LocationTask, BranchForm, Done>,
    kept: KeptForm,
    /// Countries in which a branch can be, once somebody wants to add one.
    countries: Observable<Load<Vec<String>>>,
    /// The fields of an address in the country of the branch; `None` before one is chosen.
    rules: Observable<Option<Load<CountryRules>>>,
}

impl LocationsPage {
    #[must_use]
    pub(super) fn open(context: &PageContext, organization: &str) -> Rc<LocationsPage> {
        let state = Observable::new(Load::Loading);
        let page = Rc::new(LocationsPage {
            context: context.clone(),
            organization: organization.to_owned(),
            organization_name: Observable::new(None),
            refresh: Refresh::new(&state),
            state,
            search: Search::new(),
            editing: TaskForm::new(context),
            kept: KeptForm::new(context, organization, "branch"),
            countries: Observable::new(Load::Loading),
            rules: Observable::new(None),
        });
        page.load();
        page
    }

    pub fn load(self: &Rc<Self>) {
        let (services, id, this) = (Rc::clone(&self.context.services), self.organization.clone(), Rc::clone(self));
        let name = self.organization_name.clone();
        let find = async move {
            let (account, branches) =
                join(services.accounts.load(), services.api.call(wire::locations::branches(&id))).await;
            name.set(account?.organizations.into_iter().find(|one| one.id == id).map(|one| one.name));
            let branches = branches?;
            this.take_kept(&branches).await;
            Ok(Found::Here(branches))
        };
        self.context.load(&self.state, Box::pin(find));
    }

    /// Opens the form with what was typed into it before, if it was neither sent nor given up.
    async fn take_kept(self: &Rc<Self>, branches: &Branches) {
        let Some(kept) = self.kept.read().await.filter(|_| branches.can_add) else { return };
        let text = |field: &FieldId| (*field, json::text_or_empty(&kept, field.name()));
        let address = Profile([FieldId::Country].iter().chain(&ADDRESS).map(text).collect());
        let typed = BranchForm { name: json::text_or_empty(&kept, "name"), address };
        let country = typed.address.get(FieldId::Country).to_owned();
        let task = match json::text(&kept, "branch") {
            None => Some(LocationTask::Add),
            Some(id) => branches.list.iter().find(|one| one.location.id == id).cloned().map(LocationTask::Change),
        };
        if let Some(task) = task.filter(|_| self.editing.task.peek(Option::is_none)) {
            let is_new = task == LocationTask::Add;
            self.editing.begin(task, typed);
            if is_new {
                self.load_countries();
            }
            self.load_rules(if is_new { country } else { self.country() });
        }
    }

    /// Keeps what is typed.
    fn keep(&self) {
        let form = match self.editing.task.now() {
            Some(LocationTask::Add) => Object::new(),
            Some(LocationTask::Change(branch)) => Object::new().text("branch", &branch.location.id),
            Some(LocationTask::Close(_)) | None => return,
        };
        self.kept.keep(self.editing.typed.peek(|typed| {
            let form = form.text("name", &typed.name);
            typed.address.0.iter().fold(form, |form, (field, text)| form.text(field.name(), text))
        }));
    }

    /// The page is shown again: somebody may have changed them.
    pub(in crate::app) fn recheck(&self) {
        // What is being changed is not changed under the person's hands.
        if self.refresh.is_due(&self.editing.form) && self.editing.task.peek(Option::is_none) {
            self.refresh();
        }
    }

    /// Somebody else has changed them: shows them as they are now. What was typed for one of them stays, and goes over the
    /// newer version when it is sent once more.
    fn refresh(&self) {
        let (services, call) = (Rc::clone(&self.context.services), wire::locations::branches(&self.organization));
        let task = self.editing.task.clone();
        self.refresh.ask_beside(
            &self.context,
            Box::pin(async move {
                let branches = services.api.call(call).await?;
                if let Some(LocationTask::Change(before)) = task.now() {
                    let now = branches.list.iter().find(|one| one.location.id == before.location.id);
                    task.set(now.cloned().map(LocationTask::Change));
                }
                Ok(Some(branches))
            }),
        );
    }

    /// Reads the locations; whoever draws with them is drawn again when they change.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Branches>) -> R) -> R {
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

    /// The locations that have what is looked for.
    #[must_use]
    pub fn branches(&self) -> Vec<Branch> {
        let found = |branches: &Branches| self.search.filter(&branches.list, |one| location_texts(&one.location));
        self.state.with(|state| state.ready().map(found).unwrap_or_default())
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.editing.form
    }

    /// What the person is about to do.
    #[must_use]
    pub fn task(&self) -> Option<LocationTask> {
        self.editing.task.get()
    }

    /// What was done last.
    #[must_use]
    pub fn done(&self) -> Option<Done> {
        self.editing.done.get()
    }

    /// The name of the branch, as typed. Whoever draws with it is not drawn again with every key.
    #[must_use]
    pub fn name(&self) -> String {
        self.editing.typed.peek(|typed| typed.name.clone())
    }

    /// A field of its address, as typed.
    #[must_use]
    pub fn field(&self, field: FieldId) -> String {
        self.editing.typed.peek(|typed| typed.address.get(field).to_owned())
    }

    /// Reads the countries in which a branch can be.
    pub fn with_countries<R>(&self, read: impl FnOnce(&Load<Vec<String>>) -> R) -> R {
        self.countries.with(read)
    }

    /// Reads the rules of the country of the branch; `None` before one is chosen.
    pub fn with_rules<R>(&self, read: impl FnOnce(Option<&Load<CountryRules>>) -> R) -> R {
        self.rules.with(|rules| read(rules.as_ref()))
    }

    /// The person wants to add a branch.
    pub fn begin_adding(&self) {
        if self.editing.begin(LocationTask::Add, BranchForm::default()) {
            self.rules.set(None);
            self.load_countries();
            self.context.scope.focus("branch-name");
        }
    }

    /// The person wants to change a branch.
    pub fn begin_change(self: &Rc<Self>, branch: &Branch) {
        let typed = BranchForm { name: branch.location.name.clone(), address: branch.address.clone() };
        if self.editing.begin(LocationTask::Change(branch.clone()), typed) {
            self.load_rules(branch.location.country.clone());
            self.context.scope.focus("branch-name");
        }
    }

    /// The person wants to close a branch, and is asked.
    pub fn begin_closing(&self, branch: &Branch) {
        if self.editing.begin(LocationTask::Close(branch.clone()), BranchForm::default()) {
            self.context.services.ports.document.open_dialog(CLOSING);
        }
    }

    /// Asks for the countries, unless they are here.
    pub fn load_countries(&self) {
        if self.countries.peek(|countries| countries.ready().is_some()) {
            return;
        }
        let services = Rc::clone(&self.context.services);
        let find = async move { services.api.call(wire::reference::countries()).await.map(Found::Here) };
        self.context.load(&self.countries, Box::pin(find));
    }

    /// Asks once more for the rules of the country.
    pub fn retry_rules(self: &Rc<Self>) {
        self.load_rules(self.country());
    }

    /// The country of the branch that the person adds or changes; empty before one is chosen.
    fn country(&self) -> String {
        match self.editing.task.now() {
            Some(LocationTask::Change(branch)) => branch.location.country,
            Some(LocationTask::Add) => self.field(FieldId::Country),
            Some(LocationTask::Close(_)) | None => String::new(),
        }
    }

    fn load_rules(self: &Rc<Self>, country: String) {
        let is_here = |rules: &CountryRules| rules.country == country;
        if self.rules.peek(|rules| rules.as_ref().and_then(Load::ready).is_some_and(is_here)) {
            return;
        }
        self.rules.set((!country.is_empty()).then_some(Load::Loading));
        if country.is_empty() {
            return;
        }
        let this = Rc::clone(self);
        self.context.scope.spawn(async move {
            let answer = this.context.services.api.call(wire::reference::country(&country)).await;
            // A later choice may have overtaken this answer.
            if this.country() == country {
                this.rules.set(Some(match answer {
                    Ok(rules) => Load::Ready(rules),
                    Err(failure) => Load::Failed(failure),
                }));
            }
        });
    }

    /// The person changes nothing after all. The focus goes back to where they came from.
    pub fn give_up(&self) {
        let Some(task) = self.editing.task.now() else { return };
        self.close_task();
        self.context.scope.focus(&match task {
            LocationTask::Add => ADD.to_owned(),
            LocationTask::Change(branch) => change_button(&branch.location.id),
            // The dialog gives it back itself.
            LocationTask::Close(_) => return,
        });
    }

    fn close_task(&self) {
        if matches!(self.editing.task.now(), Some(LocationTask::Close(_))) {
            self.context.services.ports.document.close_dialog(CLOSING);
        }
        if matches!(self.editing.task.now(), Some(LocationTask::Add | LocationTask::Change(_))) {
            self.kept.clear();
        }
        self.editing.end();
    }

    /// The person has typed the name.
    pub fn type_name(&self, name: String) {
        self.editing.typed.update(|typed| typed.name = name);
        self.keep();
    }

    /// The person has typed into a field of the address, or chosen the country.
    pub fn type_field(self: &Rc<Self>, field: FieldId, value: String) {
        self.editing.typed.update(|typed| typed.address.0.insert(field, value.clone()));
        self.keep();
        if field == FieldId::Country {
            self.load_rules(value);
        }
    }

    /// Sends what the person is about to do.
    pub fn send(self: &Rc<Self>) {
        match self.editing.task.now() {
            None => {}
            Some(LocationTask::Close(branch)) => {
                let call = wire::locations::close(&self.organization, &branch.location.id);
                self.close_task();
                self.run(call, Done::Closed(branch.location.name));
            }
            Some(LocationTask::Add) => {
                if let Some(typed) = self.checked() {
                    let call = wire::locations::add(&self.organization, &typed);
                    self.run(call, Done::Added(typed.name));
                }
            }
            Some(LocationTask::Change(before)) => {
                if let Some(typed) = self.checked() {
                    let call = wire::locations::change(&self.organization, &before, &typed);
                    self.run(call, Done::Changed(typed.name));
                }
            }
        }
    }

    /// What was typed, if it is in order by the rules of its country; tells what is not.
    fn checked(&self) -> Option<BranchForm> {
        let typed = self.editing.typed.now();
        let checked = self.rules.peek(|rules| match rules {
            Some(Load::Ready(rules)) => Some(typed.checked(rules)),
            // The rules are on their way, or asked for again where they are.
            Some(Load::Loading | Load::Failed(_)) => None,
            None => Some(Err((None, vec![(FieldId::Country, FieldProblem::Missing)]))),
        })?;
        match checked {
            Ok(branch) => Some(branch),
            Err((mut name, fields)) => {
                if typed.name.trim().is_empty() {
                    name = Some(FieldProblem::Missing);
                }
                self.refuse((name, fields));
                None
            }
        }
    }

    fn refuse(&self, (name, fields): BranchProblems) {
        let name = name.map(FieldError::BranchName);
        let fields = fields.into_iter().map(|(field, problem)| FieldError::Profile(field, problem));
        self.editing.form.refuse(name.into_iter().chain(fields).collect());
    }

    fn run(self: &Rc<Self>, call: Call<Branches>, done: Done) {
        let this = Rc::clone(self);
        self.editing.form.run(async move {
            match this.context.services.api.call(call).await {
                Ok(branches) => {
                    this.refresh.show(branches);
                    this.close_task();
                    this.editing.done.set(Some(done));
                    this.context.scope.focus(DONE);
                }
                Err(failure) => this.fail(failure),
            }
        });
    }

    fn fail(&self, failure: Failure) {
        if matches!(failure.kind, FailureKind::NotFound | FailureKind::Refused(Refusal::LocationChanged)) {
            self.refresh();
        }
        let FailureKind::Fields(fields) = &failure.kind else { return self.editing.form.fail(failure) };
        let name = fields.iter().find(|(field, _)| field == "name").map(|(_, code)| FieldProblem::from_code(code));
        let known: Vec<_> = fields
            .iter()
            .filter_map(|(field, code)| Some((FieldId::from_name(field)?, FieldProblem::from_code(code))))
            .collect();
        if known.len() + usize::from(name.is_some()) == fields.len() {
            self.refuse((name, known));
        } else {
            self.editing.form.fail(failure);
        }
    }
}

/// Id of the button that opens a branch to change it.
#[must_use]
pub fn change_button(branch: &str) -> String {
    ["change-", branch].concat()
}
