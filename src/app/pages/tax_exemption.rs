//! Exemption from tax: how it stands, and the form that asks for it. Nobody has to wait for it to pay.
use super::file_choice::FileChoice;
use super::refresh::Refresh;
use super::{Load, PageContext};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::tax_exemption::TaxExemption;
use crate::wire;
use std::rc::Rc;

pub struct TaxExemptionPage {
    context: PageContext,
    organization: String,
    state: Observable<Load<TaxExemption>>,
    refresh: Refresh<TaxExemption>,
    form: Form,
    /// Id of the ground that is chosen.
    ground: Observable<String>,
    file: FileChoice,
}

impl TaxExemptionPage {
    #[must_use]
    pub(super) fn open(context: &PageContext, organization: &str) -> Rc<TaxExemptionPage> {
        let state = Observable::new(Load::Loading);
        let page = Rc::new(TaxExemptionPage {
            context: context.clone(),
            organization: organization.to_owned(),
            refresh: Refresh::new(&state),
            state,
            form: Form::new(context.scope.clone()),
            ground: Observable::new(String::new()),
            file: FileChoice::new(&context.services),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let (services, id) = (Rc::clone(&self.context.services), self.organization.clone());
        let find = async move { services.api.call(wire::tax_exemption::get(&id)).await.map(Found::Here) };
        self.context.load(&self.state, Box::pin(find));
    }

    /// The page is shown again: the program may have decided. Where nobody answers, what is shown stays.
    pub(in crate::app) fn recheck(&self) {
        if self.refresh.is_due(&self.form) {
            let (services, call) = (Rc::clone(&self.context.services), wire::tax_exemption::get(&self.organization));
            self.refresh.ask_beside(&self.context, Box::pin(async move { services.api.call(call).await.map(Some) }));
        }
    }

    /// Reads how it stands; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<TaxExemption>) -> R) -> R {
        self.state.with(read)
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Id of the ground that is chosen; empty for none.
    #[must_use]
    pub fn ground(&self) -> String {
        self.ground.get()
    }

    /// The person has chosen a ground.
    pub fn choose_ground(&self, id: String) {
        self.ground.set(id);
    }

    /// The certificate to send.
    #[must_use]
    pub fn file(&self) -> &FileChoice {
        &self.file
    }

    /// Sends the request.
    pub fn send(self: &Rc<Self>) {
        let ground = self.ground.now();
        let offered = |state: &Load<TaxExemption>| {
            state.ready().is_some_and(|shown| shown.grounds.iter().any(|one| one.id == ground))
        };
        let has_ground = self.state.peek(offered);
        let this = Rc::clone(self);
        self.form.run(async move {
            let mut errors = Vec::new();
            if !has_ground {
                errors.push(FieldError::GroundMissing);
            }
            let file = match this.file.read().await {
                Ok(file) if has_ground => file,
                Ok(_) => return this.form.refuse(errors),
                Err(problem) => {
                    errors.push(FieldError::Proof(problem));
                    return this.form.refuse(errors);
                }
            };
            match this.context.services.api.call(wire::tax_exemption::ask(&this.organization, &ground, file)).await {
                Ok(now) => {
                    this.form.clear();
                    this.file.clear();
                    this.ground.set(String::new());
                    this.refresh.show(now);
                    this.context.scope.focus_heading();
                }
                Err(Failure { kind: FailureKind::Proof(problem), .. }) => {
                    this.form.refuse(vec![FieldError::Proof(problem)]);
                }
                Err(failure) => this.form.fail(failure),
            }
        });
    }
}
