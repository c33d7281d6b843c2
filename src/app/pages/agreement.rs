//! Sign the agreement. Its digest is checked against the exact text shown before anyone can sign it.
use super::answer::Answer;
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::domain::agreement::{Agreement, Change, changes};
use crate::domain::draft::AnswerKey;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::profile::FieldId;
use crate::domain::renewal::{Notice, Renewal, Signature};
use crate::domain::signature::{SignatureForm, differs};
use crate::domain::step::Step;
use crate::i18n::{self, later_format};
use crate::wire;
use std::rc::Rc;

/// What the page shows.
pub struct Shown {
    renewal: Renewal,
    pub agreement: Agreement,
    /// What is new for somebody who has read another version before.
    pub changes: Option<Vec<Change>>,
}

impl Shown {
    /// The signature on exactly this text, if there is one.
    #[must_use]
    pub fn signed(&self) -> Option<&Signature> {
        self.renewal.signature.as_ref().filter(|signature| signature.digest == self.agreement.digest)
    }

    /// Was another text signed?
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.renewal.signature.is_some() && self.signed().is_none()
    }

    /// Did a change of the legal name void the signature?
    #[must_use]
    pub fn is_voided(&self) -> bool {
        self.renewal.notices.contains(&Notice::SignatureVoided)
    }

    /// Name of the company that is signed for.
    #[must_use]
    pub fn company(&self) -> &str {
        &self.renewal.organization.name
    }
}

pub struct AgreementPage {
    context: PageContext,
    form: Form,
    state: Observable<Load<Shown>>,
    name: Rc<Answer>,
    name_confirmed: Observable<bool>,
    title: Rc<Answer>,
    authority: Observable<bool>,
    accepted: Observable<bool>,
    /// The text that was read when the server said that it is no longer the one in force.
    read_before: Observable<Option<Agreement>>,
}

impl AgreementPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<AgreementPage> {
        let page = Rc::new(AgreementPage {
            context: context.clone(),
            form: Form::new(context.scope.clone()),
            state: Observable::new(Load::Loading),
            name: Answer::new(context, AnswerKey::SignerName),
            name_confirmed: Observable::new(false),
            title: Answer::new(context, AnswerKey::SignerTitle),
            authority: Observable::new(false),
            accepted: Observable::new(false),
            read_before: Observable::new(None),
        });
        page.load();
        page
    }

    pub fn load(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.context.load(&self.state, Box::pin(async move { this.find().await }));
    }

    async fn find(&self) -> PageResult<Shown> {
        let services = &self.context.services;
        let renewal = match services.renewals.load_for(Step::Agreement).await? {
            Found::Elsewhere(page) => return Ok(Found::Elsewhere(page)),
            Found::Here(renewal) => renewal,
        };
        let profile = services.api.call(wire::organization::profile(&renewal.organization.id)).await?.profile;
        let country = profile.get(FieldId::Country);
        let agreement = services.api.call(wire::agreement::current(country, i18n::language())).await?;
        if !agreement.is_intact() {
            // What came is not what the server says it is: nobody may sign it.
            return Err(Failure { kind: FailureKind::UnexpectedContentType, reference: String::new() });
        }
        let changes = self.read_before.peek(|before| before.as_ref().map(|before| changes(before, &agreement)));
        let shown = Shown { renewal, agreement, changes };
        let signed = |of: fn(&Signature) -> &String| shown.signed().map(of).cloned();
        self.name.show_kept(signed(|s| &s.name));
        self.title.show_kept(signed(|s| &s.title));
        Ok(Found::Here(shown))
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Shown>) -> R) -> R {
        self.state.with(read)
    }

    /// The name that the program knows the signer by; may be empty.
    #[must_use]
    pub fn account_name(&self) -> String {
        self.context.services.accounts.name_in_program()
    }

    /// Name of the signer; `type_name` changes it.
    #[must_use]
    pub fn name(&self) -> String {
        self.name.typed()
    }

    /// Job title of the signer.
    #[must_use]
    pub fn title(&self) -> &Rc<Answer> {
        &self.title
    }

    /// Is the name that is typed another one than the account's? Then it has to be confirmed.
    #[must_use]
    pub fn name_differs(&self) -> bool {
        let account = self.account_name();
        let name = self.name.get();
        !name.trim().is_empty() && differs(&name, &account, &later_format::fold_name)
    }

    /// Does the person say that this is their name?
    #[must_use]
    pub fn is_name_confirmed(&self) -> bool {
        self.name_confirmed.get()
    }

    pub fn confirm_name(&self, confirmed: bool) {
        self.name_confirmed.set_if_new(confirmed);
    }

    /// Is the statement of authority ticked?
    #[must_use]
    pub fn has_authority(&self) -> bool {
        self.authority.get()
    }

    /// Is the agreement ticked as accepted?
    #[must_use]
    pub fn has_accepted(&self) -> bool {
        self.accepted.get()
    }

    pub fn type_name(&self, name: String) {
        // Another name is confirmed anew.
        self.name_confirmed.set_if_new(false);
        self.name.set(name);
    }

    pub fn tick_authority(&self, ticked: bool) {
        self.authority.set_if_new(ticked);
    }

    pub fn tick_accepted(&self, ticked: bool) {
        self.accepted.set_if_new(ticked);
    }

    /// Signs exactly the text that is shown.
    pub fn send(self: &Rc<Self>) {
        let filled = SignatureForm {
            name: self.name.now(),
            name_confirmed: self.name_confirmed.now(),
            title: self.title.now(),
            authority: self.authority.now(),
            accepted: self.accepted.now(),
        };
        let input = match filled.parse(&self.account_name(), &later_format::fold_name) {
            Ok(input) => input,
            Err(problems) => {
                let errors = problems.into_iter().map(|(field, problem)| FieldError::Signature(field, problem));
                return self.form.refuse(errors.collect());
            }
        };
        let shown =
            self.state.peek(|state| state.ready().map(|shown| (shown.renewal.clone(), shown.agreement.clone())));
        let Some((renewal, agreement)) = shown else { return };
        let this = Rc::clone(self);
        self.form.run(async move {
            let sent = step::answers(&this.context, Step::Agreement);
            let sign = |renewal: &Renewal| wire::renewal::sign(renewal, &agreement, &input);
            match this.context.services.renewals.save(&renewal, &sign).await {
                Ok(renewal) => step::saved(&this.context, &this.form, Step::Agreement, &sent, renewal).await,
                Err(failure) if failure.kind == FailureKind::AgreementChanged => {
                    // Consent is given anew, to the text that is in force now.
                    this.name_confirmed.set_if_new(false);
                    this.authority.set_if_new(false);
                    this.accepted.set_if_new(false);
                    this.read_before.set(Some(agreement));
                    this.form.fail(failure);
                    this.load();
                }
                Err(failure) => step::refused(&this.context, &this.form, failure).await,
            }
        });
    }
}
