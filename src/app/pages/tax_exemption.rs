//! Exemption from tax: how it stands, and the form that asks for it. Nobody has to wait for it to pay.
use super::file_choice::FileChoice;
use super::resource::Resource;
use super::{Load, PageContext};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::tax_exemption::TaxExemption;
use crate::wire;
use std::rc::Rc;

pub struct TaxExemptionPage {
    context: PageContext,
    organization: String,
    exemption: Rc<Resource<TaxExemption>>,
    /// Id of the ground that is chosen.
    ground: Observable<String>,
    file: FileChoice,
}

impl TaxExemptionPage {
    #[must_use]
    pub(super) fn open(context: &PageContext, organization: &str) -> Rc<TaxExemptionPage> {
        let id = organization.to_owned();
        Rc::new(TaxExemptionPage {
            context: context.clone(),
            organization: organization.to_owned(),
            exemption: Resource::open(context, move || wire::tax_exemption::get(&id)),
            ground: Observable::new(String::new()),
            file: FileChoice::new(&context.services),
        })
    }

    pub fn load(&self) {
        self.exemption.load();
    }

    /// The page is shown again: the program may have decided.
    pub(in crate::app) fn recheck(&self) {
        self.exemption.recheck();
    }

    /// Reads how it stands; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<TaxExemption>) -> R) -> R {
        self.exemption.with(read)
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        self.exemption.form()
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
        let has_ground = self.exemption.peek(offered);
        let this = Rc::clone(self);
        self.form().run(async move {
            let mut errors = Vec::new();
            if !has_ground {
                errors.push(FieldError::GroundMissing);
            }
            let file = match this.file.read().await {
                Ok(file) if has_ground => file,
                Ok(_) => return this.form().refuse(errors),
                Err(problem) => {
                    errors.push(FieldError::Proof(problem));
                    return this.form().refuse(errors);
                }
            };
            match this.context.services.api.call(wire::tax_exemption::ask(&this.organization, &ground, file)).await {
                Ok(now) => {
                    this.file.clear();
                    this.ground.set(String::new());
                    this.exemption.show(now);
                }
                Err(Failure { kind: FailureKind::Proof(problem), .. }) => {
                    this.form().refuse(vec![FieldError::Proof(problem)]);
                }
                Err(failure) => this.form().fail(failure),
            }
        });
    }
}
