//! The confirmation: the thing to print, today and any later day.
use super::file_choice::{FILE_CONTROL, FileChoice};
use super::{Load, PageContext};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult, page_of};
use crate::app::services::Services;
use crate::domain::confirmation::Confirmation;
use crate::domain::failure::{Failure, FailureKind, Refusal};
use crate::domain::payment::UploadedProof;
use crate::domain::route::Page;
use crate::ports::TextFile;
use crate::wire;
use futures_util::future::join;
use std::rc::Rc;

/// Id of the line that says which file has arrived.
pub const PROOF_SENT: &str = "proof-sent";
/// How often a confirmation that the server does not give yet is asked for by itself, and after how long, in
/// milliseconds.
const TRIES: u32 = 3;
const PAUSE_MS: u32 = 1_500;
/// Seconds after which the person may ask for it again.
const WAIT_S: u32 = 10;

pub struct ConfirmationPage {
    context: PageContext,
    /// Id of the renewal; `None` for that of the organization worked for.
    id: Option<String>,
    state: Observable<Load<Confirmation>>,
    proof_form: Form,
    /// Has the person asked for the form for a proof? It is in the part of the membership centre, which is not downloaded
    /// for those who have sent no money yet.
    is_proof_open: Observable<bool>,
    /// The proof of the transfer that has arrived.
    proof: Observable<Option<UploadedProof>>,
    file: FileChoice,
    copy_form: Form,
}

impl ConfirmationPage {
    #[must_use]
    pub(super) fn open(context: &PageContext, id: Option<String>) -> Rc<ConfirmationPage> {
        let page = Rc::new(ConfirmationPage {
            context: context.clone(),
            id,
            state: Observable::new(Load::Loading),
            proof_form: Form::beside(context.scope.clone(), "proof-failure"),
            is_proof_open: Observable::new(false),
            proof: Observable::new(None),
            file: FileChoice::new(&context.services),
            copy_form: Form::new(context.scope.clone()),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let (context, id, proof) = (self.context.clone(), self.id.clone(), self.proof.clone());
        let find = async move {
            let found = find(&context.services, id).await?;
            if let Found::Here(confirmation) = &found {
                proof.set(confirmation.payment.proof.clone());
            }
            Ok(found)
        };
        self.context.load(&self.state, Box::pin(find));
    }

    /// The page is shown again, or another tab has told something: an order may have been cancelled, or its money asked
    /// back. Where nobody answers, what is shown stays.
    pub(in crate::app) fn recheck(self: &Rc<Self>) {
        let Some(id) = self.state.peek(|state| state.ready().map(|shown| shown.renewal.clone())) else { return };
        let this = Rc::clone(self);
        self.context.scope.spawn(async move {
            match this.context.services.api.call(wire::confirmation::get(&id)).await {
                Ok(confirmation) => {
                    this.proof.set(confirmation.payment.proof.clone());
                    this.state.set_if_new(Load::Ready(confirmation));
                }
                Err(failure) if is_over(&failure.kind) => this.load(),
                Err(_) => {}
            }
        });
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Confirmation>) -> R) -> R {
        self.state.with(read)
    }

    /// Opens the form for a proof, once its part is here.
    pub fn open_proof(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.proof_form.run(async move {
            match this.context.services.ports.centre_part.load().await {
                Ok(()) => {
                    this.proof_form.clear();
                    this.is_proof_open.set(true);
                    this.context.scope.focus(FILE_CONTROL);
                }
                Err(kind) => this.proof_form.fail(Failure { kind, reference: String::new() }),
            }
        });
    }

    /// Is the form for a proof open? Whoever draws with it is drawn again when it changes.
    #[must_use]
    pub fn is_proof_open(&self) -> bool {
        self.is_proof_open.get()
    }

    /// The form for a file that proves a transfer.
    #[must_use]
    pub fn proof_form(&self) -> &Form {
        &self.proof_form
    }

    /// The proof of the transfer that has arrived.
    #[must_use]
    pub fn proof(&self) -> Option<UploadedProof> {
        self.proof.get()
    }

    /// The file to send.
    #[must_use]
    pub fn file(&self) -> &FileChoice {
        &self.file
    }

    /// Sends the file that is chosen.
    pub fn send_proof(self: &Rc<Self>) {
        let Some(payment) = self.state.peek(|state| state.ready().map(|shown| shown.payment.id.clone())) else {
            return;
        };
        let this = Rc::clone(self);
        self.proof_form.run(async move {
            let refuse = |problem| this.proof_form.refuse(vec![FieldError::Proof(problem)]);
            let file = match this.file.read().await {
                Ok(file) => file,
                Err(problem) => return refuse(problem),
            };
            match this.context.services.api.call(wire::payment::send_proof(&payment, file)).await {
                Ok(payment) => {
                    this.proof_form.clear();
                    this.file.clear();
                    this.proof.set(payment.proof);
                    this.context.scope.focus(PROOF_SENT);
                }
                Err(Failure { kind: FailureKind::Proof(problem), .. }) => refuse(problem),
                Err(Failure { kind: FailureKind::TransferSettled, .. }) => {
                    // The transfer waits for no money any more: the confirmation says what it is now.
                    this.context.scope.focus_heading();
                    this.load();
                }
                Err(failure) => this.proof_form.fail(failure),
            }
        });
    }

    /// The form that fetches what was signed.
    #[must_use]
    pub fn copy_form(&self) -> &Form {
        &self.copy_form
    }

    /// Gives the person what was signed, with the evidence, as a file.
    pub fn save_signed_copy(self: &Rc<Self>) {
        let names = self.state.peek(|state| {
            state.ready().map(|shown| (shown.renewal.clone(), [shown.reference.as_str(), ".txt"].concat()))
        });
        let Some((renewal, file_name)) = names else { return };
        let this = Rc::clone(self);
        self.copy_form.run(async move {
            match this.context.services.api.call(wire::confirmation::signed_copy(&renewal)).await {
                Ok(text)
                    if this.context.services.ports.files.save_text(&TextFile {
                        name: &file_name,
                        kind: "text/plain;charset=utf-8",
                        text: &text,
                    }) => {}
                Ok(_) => this.copy_form.fail(Failure { kind: FailureKind::Aborted, reference: String::new() }),
                Err(failure) => this.copy_form.fail(failure),
            }
        });
    }
}

/// Does the program say that there is nothing to confirm any more?
fn is_over(kind: &FailureKind) -> bool {
    matches!(kind, FailureKind::StepOrder(_) | FailureKind::NotFound | FailureKind::Refused(Refusal::Refunded))
}

async fn find(services: &Services, id: Option<String>) -> PageResult<Confirmation> {
    let is_latest = id.is_none();
    let (id, mut early) = match id {
        Some(id) => (id, None),
        None => {
            let expected = services.accounts.tab_renewal();
            // Neither question waits for the other; the membership decides which renewal is meant.
            let early = services.api.ask_early(expected.as_deref().map(wire::confirmation::get));
            let (membership, early) = join(services.renewals.membership(), early).await;
            match membership? {
                Found::Elsewhere(page) => return Ok(Found::Elsewhere(page)),
                Found::Here(membership) => match membership.current_renewal {
                    Some(current) => (current.id, early),
                    None => return Ok(Found::Elsewhere(Page::Membership)),
                },
            }
        }
    };
    for _ in 0..TRIES {
        let answer = match early.take().filter(|early| early.renewal == id) {
            Some(confirmation) => Ok(confirmation),
            None => services.api.call(wire::confirmation::get(&id)).await,
        };
        let failure = match answer {
            Ok(confirmation) => {
                if is_latest && confirmation.paid {
                    services.clear_leftovers(&id).await;
                }
                return Ok(Found::Here(confirmation));
            }
            Err(failure) => failure,
        };
        if !matches!(failure.kind, FailureKind::StepOrder(_)) {
            return Err(failure);
        }
        // Not paid yet, so there is nothing to confirm. Where the renewal itself says otherwise, it is asked for again.
        let due = page_of(&services.renewals.get(&id).await?);
        if due != Page::Confirmation {
            // What is known of the renewal may still say that it is confirmed.
            services.renewals.invalidate();
            return Ok(Found::Elsewhere(due));
        }
        services.ports.timer.sleep(PAUSE_MS).await;
    }
    Err(Failure { kind: FailureKind::Unavailable(WAIT_S), reference: String::new() })
}
