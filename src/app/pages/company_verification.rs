//! The verification of the organization worked for: how it stands, and an appeal against a rejection.
use super::correction::Correction;
use super::file_choice::FileChoice;
use super::kept_form::KeptForm;
use super::refresh::Refresh;
use super::{Load, PageContext};
use crate::app::form::{AppealField, FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::app::services::Services;
use crate::domain::company_verification::{CompanyVerification, MAX_COMMENT};
use crate::domain::failure::{Failure, FailureKind, Refusal};
use crate::domain::json::{self, Object};
use crate::domain::proof::ProofFile;
use crate::domain::route::Page;
use crate::ports::Task;
use crate::wire::{self, Call};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Id of what tells that an appeal has arrived.
pub const SENT: &str = "appeal-sent";

/// What was sent under a key whose answer did not come: the same again has to carry the same key.
struct Attempt {
    kind: String,
    comment: String,
    key: String,
}

pub struct CompanyVerificationPage {
    context: PageContext,
    state: Observable<Load<CompanyVerification>>,
    form: Form,
    /// Id of the kind of document; empty while none is chosen.
    kind: Observable<String>,
    comment: Observable<String>,
    file: FileChoice,
    /// The form that corrects what was rejected, where the person can do that.
    correction: Observable<Load<Rc<Correction>>>,
    attempt: RefCell<Option<Attempt>>,
    /// What is typed is kept for the organization, once it is known.
    kept: OnceCell<KeptForm>,
    refresh: Refresh<CompanyVerification>,
}

impl CompanyVerificationPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<CompanyVerificationPage> {
        let state = Observable::new(Load::Loading);
        let page = Rc::new(CompanyVerificationPage {
            context: context.clone(),
            refresh: Refresh::new(&state),
            state,
            form: Form::new(context.scope.clone()),
            kind: Observable::new(String::new()),
            comment: Observable::new(String::new()),
            file: FileChoice::new(&context.services),
            correction: Observable::new(Load::Loading),
            attempt: RefCell::new(None),
            kept: OnceCell::new(),
        });
        page.load();
        page
    }

    pub fn load(self: &Rc<Self>) {
        let this = Rc::clone(self);
        let find = async move {
            Ok(match find(&this.context.services).await? {
                Some(verification) => {
                    if verification.can_appeal {
                        this.show_kept(&verification.organization.id).await;
                    }
                    this.prepare_correction(&verification);
                    Found::Here(verification)
                }
                // Of several organizations none is chosen.
                None => Found::Elsewhere(Page::Organizations),
            })
        };
        self.context.load(&self.state, Box::pin(find));
    }

    /// Asks for what a correction needs, where one is possible from now on. One that is shown keeps what is typed.
    fn prepare_correction(self: &Rc<Self>, verification: &CompanyVerification) {
        let could = |shown: &Load<CompanyVerification>| shown.ready().is_some_and(|one| !one.correctable.is_empty());
        if !verification.correctable.is_empty() && !self.state.peek(could) {
            self.load_correction(verification);
        }
    }

    fn load_correction(self: &Rc<Self>, verification: &CompanyVerification) {
        let (this, organization) = (Rc::clone(self), verification.organization.id.clone());
        let fields = verification.correctable.clone();
        let find =
            async move { Correction::load(&this.context, &this.form, &organization, &fields).await.map(Found::Here) };
        self.context.load(&self.correction, Box::pin(find));
    }

    /// Asks once more for what the correction needs.
    pub fn retry_correction(self: &Rc<Self>) {
        if let Some(verification) = self.state.peek(|state| state.ready().cloned()) {
            self.load_correction(&verification);
        }
    }

    /// Reads the form that corrects what was rejected.
    pub fn with_correction<R>(&self, read: impl FnOnce(&Load<Rc<Correction>>) -> R) -> R {
        self.correction.with(read)
    }

    /// Sends the correction. From then on the company is verified anew.
    pub fn correct(self: &Rc<Self>) {
        let Some(correction) = self.correction.peek(|correction| correction.ready().cloned()) else { return };
        let this = Rc::clone(self);
        correction.send(move || {
            // The membership page says that it is being verified, too.
            this.context.services.renewals.invalidate();
            this.load();
            this.context.scope.focus_heading();
        });
    }

    /// Shows what was typed before, if it was neither sent nor is too old.
    async fn show_kept(&self, organization: &str) {
        let kept = self.kept.get_or_init(|| KeptForm::new(&self.context, organization, "appeal"));
        if let Some(typed) = kept.read().await {
            self.kind.set(json::text_or_empty(&typed, "kind"));
            self.comment.set(json::text_or_empty(&typed, "comment"));
        }
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<CompanyVerification>) -> R) -> R {
        self.state.with(read)
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Id of the kind of document that is chosen; empty while none is.
    #[must_use]
    pub fn kind(&self) -> String {
        self.kind.get()
    }

    /// What is typed. Whoever draws with it is not drawn again with every key.
    #[must_use]
    pub fn comment(&self) -> String {
        self.comment.now()
    }

    /// The person says which document it is.
    pub fn choose_kind(&self, kind: String) {
        self.kind.set(kind);
        self.keep();
    }

    /// The person has typed.
    pub fn type_comment(&self, comment: String) {
        self.comment.set(comment);
        self.keep();
    }

    fn keep(&self) {
        if let Some(kept) = self.kept.get() {
            kept.keep(Object::new().text("kind", &self.kind.now()).text("comment", &self.comment.now()));
        }
    }

    /// Name of the file that was chosen, where its control was drawn anew since and does not show it.
    #[must_use]
    pub fn kept_file(&self) -> Option<String> {
        self.file.kept_name()
    }

    /// The person has chosen a file.
    pub fn choose_file(&self) {
        self.file.choose();
    }

    /// The page is shown again, or another tab has told something: asks how it stands. Where that fails, what is shown
    /// stays.
    pub(in crate::app) fn recheck(self: &Rc<Self>) {
        if self.refresh.is_due(&self.form) {
            let this = Rc::clone(self);
            let find = async move {
                let found = find(&this.context.services).await?;
                if let Some(verification) = &found {
                    this.prepare_correction(verification);
                }
                Ok(found)
            };
            self.refresh.ask_beside(&self.context, Box::pin(find));
        }
    }

    /// Appeals with what is chosen and typed.
    pub fn send(self: &Rc<Self>) {
        let Some(organization) = self.state.peek(|state| state.ready().map(|found| found.organization.id.clone()))
        else {
            return;
        };
        let this = Rc::clone(self);
        self.form.run(async move {
            let (kind, comment) = (this.kind.now(), this.comment.now().trim().to_owned());
            let mut errors = Vec::new();
            if kind.is_empty() {
                errors.push(FieldError::Appeal(AppealField::Kind));
            }
            if comment.chars().count() > MAX_COMMENT {
                errors.push(FieldError::Appeal(AppealField::Comment));
            }
            let file = match this.file.read().await {
                Ok(file) => Some(file),
                Err(problem) => {
                    errors.push(FieldError::Proof(problem));
                    None
                }
            };
            match file.filter(|_| errors.is_empty()) {
                Some(file) => match this.appeal(&organization, kind, comment, file).await {
                    Ok(verification) => this.finish(verification),
                    Err(failure) => this.fail(failure).await,
                },
                None => this.form.refuse(errors),
            }
        });
    }

    /// The document goes first: without it there is nothing to appeal with.
    async fn appeal(
        &self,
        organization: &str,
        kind: String,
        comment: String,
        file: ProofFile,
    ) -> Result<CompanyVerification, Failure> {
        let services = &self.context.services;
        call(services, wire::company_verification::send_document(organization, file)).await?;
        let kept = self.attempt.take().filter(|kept| kept.kind == kind && kept.comment == comment);
        let key = kept.map_or_else(|| services.ports.random.hex(16), |kept| kept.key);
        let appeal = wire::company_verification::appeal(organization, &kind, &comment, &key);
        // Kept before it is sent, so that the key is there where the answer does not come.
        self.attempt.replace(Some(Attempt { kind, comment, key }));
        let answer = call(services, appeal).await;
        if !answer.as_ref().is_err_and(|failure| failure.kind.may_have_happened()) {
            self.attempt.take();
        }
        answer
    }

    fn finish(&self, verification: CompanyVerification) {
        self.form.clear();
        self.file.clear();
        self.kind.set(String::new());
        self.comment.set(String::new());
        if let Some(kept) = self.kept.get() {
            kept.clear();
        }
        self.refresh.show(verification);
        self.context.scope.focus(SENT);
    }

    async fn fail(&self, failure: Failure) {
        match &failure.kind {
            FailureKind::Proof(problem) => return self.form.refuse(vec![FieldError::Proof(*problem)]),
            FailureKind::Fields(fields) => {
                let errors: Vec<_> = fields.iter().filter_map(|(name, _)| AppealField::from_name(name)).collect();
                if !errors.is_empty() {
                    return self.form.refuse(errors.into_iter().map(FieldError::Appeal).collect());
                }
            }
            FailureKind::Refused(Refusal::AppealNotPossible) | FailureKind::NotPrimaryContact(_) => {
                // Where nobody answers now, the refusal alone is told.
                if let Ok(Some(now)) = find(&self.context.services).await {
                    if now.is_appealed() {
                        // The appeal whose answer was lost has arrived.
                        return self.finish(now);
                    }
                    self.state.set_if_new(Load::Ready(now));
                }
            }
            _ => {}
        }
        self.form.fail(failure);
    }
}

/// The verification of the organization worked for; `None` where of several none is chosen.
fn find(services: &Services) -> Task<'static, Result<Option<CompanyVerification>, Failure>> {
    let services = Rc::clone(services);
    Box::pin(async move {
        services.accounts.load().await?;
        let Some(id) = services.accounts.organization() else { return Ok(None) };
        call(&services, wire::company_verification::get(&id)).await.map(Some)
    })
}

/// The one place that calls the API: each would hold the whole call.
fn call(services: &Services, call: Call<CompanyVerification>) -> Task<'static, Result<CompanyVerification, Failure>> {
    let services = Rc::clone(services);
    Box::pin(async move { services.api.call(call).await })
}
