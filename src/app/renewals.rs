//! The live renewal: loaded, adopted, saved and invalidated here and nowhere else.
use super::account::Accounts;
use super::api::{Api, interrupted};
use super::drafts::Drafts;
use super::observable::Observable;
use super::session::Sessions;
use crate::domain::draft::AnswerKey;
use crate::domain::envelope::Owner;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::json;
use crate::domain::membership::Membership;
use crate::domain::renewal::Renewal;
use crate::domain::renewal_progress::{Destination, reachable, where_to};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::domain::texts::Texts;
use crate::ports::{Reconcile, Task, keys};
use crate::wire::{self, Call, next, reconcile};
use futures_util::future::join;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How often a step is sent when each time only the entity tag was another one.
const SAVE_TRIES: u32 = 3;

/// What a page finds when it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<T> {
    /// What belongs on this page.
    Here(T),
    /// Another page is the right one.
    Elsewhere(Page),
}

impl<T> Found<T> {
    /// The same with another value, for what is here.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Found<U> {
        match self {
            Found::Here(value) => Found::Here(change(value)),
            Found::Elsewhere(page) => Found::Elsewhere(page),
        }
    }
}

/// What a page asks for when it opens.
pub type PageResult<T> = Result<Found<T>, Failure>;

/// The one owner of the live renewal.
pub struct Renewals {
    api: Rc<Api>,
    sessions: Rc<Sessions>,
    accounts: Rc<Accounts>,
    drafts: Rc<Drafts>,
    live: RefCell<Option<Renewal>>,
    /// The live renewal as it was last known, which stays while it is asked for anew.
    shown: Observable<Option<Renewal>>,
    /// A step was opened by `Change` on the review page: saving leads back there.
    changing: Cell<bool>,
}

impl Renewals {
    #[must_use]
    pub fn new(api: Rc<Api>, sessions: Rc<Sessions>, accounts: Rc<Accounts>, drafts: Rc<Drafts>) -> Renewals {
        let (live, shown, changing) = (RefCell::default(), Observable::new(None), Cell::new(false));
        Renewals { api, sessions, accounts, drafts, live, shown, changing }
    }

    /// The live renewal as the server last answered it, if it is known.
    #[must_use]
    pub fn live(&self) -> Option<Renewal> {
        self.live.borrow().clone()
    }

    /// The renewal of the organization worked for as it was last known, to be shown beside a step. Whoever draws with it is
    /// drawn again when another version is known.
    #[must_use]
    pub fn shown(&self) -> Option<Renewal> {
        let organization = self.accounts.organization();
        self.shown.get().filter(|renewal| Some(&renewal.organization.id) == organization.as_ref())
    }

    /// Id of the live renewal.
    #[must_use]
    pub fn live_id(&self) -> Option<String> {
        self.live.borrow().as_ref().map(|renewal| renewal.id.clone())
    }

    /// Is a step open because the person wants to change it from the review page?
    #[must_use]
    pub fn is_changing(&self) -> bool {
        self.changing.get()
    }

    pub(super) fn set_changing(&self, changing: bool) {
        self.changing.set(changing);
    }

    /// What is known of the renewal may be outdated: the next page asks the server.
    pub(super) fn invalidate(&self) {
        self.live.take();
        self.api.early_answers().forget();
    }

    /// The membership of the organization worked for, or the page to choose one.
    ///
    /// # Errors
    /// As `Api::call`.
    pub(super) fn membership(&self) -> Task<'_, PageResult<Membership>> {
        Box::pin(async move {
            let expected = self.accounts.expected_organization();
            // Neither question waits for the other.
            let early = self.api.ask_early(expected.as_deref().map(wire::membership::get));
            let (account, early) = join(self.accounts.load(), early).await;
            account?;
            let Some(organization) = self.accounts.organization() else {
                self.accounts.note_wanted();
                return Ok(Found::Elsewhere(Page::Organizations));
            };
            match early.filter(|_| expected.as_ref() == Some(&organization)) {
                Some(membership) => Ok(Found::Here(membership)),
                None => self.api.call(wire::membership::get(&organization)).await.map(Found::Here),
            }
        })
    }

    /// The live renewal as the server has it, with its draft loaded.
    ///
    /// # Errors
    /// As `Api::call`.
    pub(super) async fn load_fresh(&self) -> PageResult<Renewal> {
        self.load(None, None).await
    }

    /// The same, unless it is `known`; `wanted` is the step to which the person goes.
    async fn load(&self, known: Option<Renewal>, wanted: Option<Step>) -> PageResult<Renewal> {
        let renewal = match known {
            Some(renewal) => renewal,
            None => {
                let mut expected = self.accounts.expected_renewal().as_deref().map(wire::renewal::get);
                if let (Some(call), Some(_)) = (&mut expected, wanted) {
                    next::ask_for(&mut call.request, wanted);
                }
                let (membership, early) = join(self.membership(), self.api.ask_early(expected)).await;
                let current = match membership? {
                    Found::Elsewhere(page) => return Ok(Found::Elsewhere(page)),
                    Found::Here(membership) => membership.current_renewal,
                };
                let Some(current) = current else { return Ok(Found::Elsewhere(Page::Membership)) };
                match early.filter(|early| early.id == current.id) {
                    Some(renewal) => renewal,
                    None => self.get(&current.id).await?,
                }
            }
        };
        self.adopt(renewal.clone()).await;
        Ok(Found::Here(renewal))
    }

    /// The live renewal if this step may be opened, else the page that is due.
    ///
    /// # Errors
    /// As `Api::call`.
    pub(super) async fn load_for(&self, step: Step) -> PageResult<Renewal> {
        Ok(match self.load(self.live(), Some(step)).await? {
            Found::Here(renewal) if !reachable(&renewal, step) => Found::Elsewhere(page_of(&renewal)),
            found => found,
        })
    }

    /// The renewal as the server has it.
    ///
    /// # Errors
    /// As `Api::call`.
    pub(super) async fn get(&self, id: &str) -> Result<Renewal, Failure> {
        self.api.call(wire::renewal::get(id)).await
    }

    /// Takes a renewal as the live one and loads its draft. One of another organization than is worked for is not taken.
    pub(super) async fn adopt(&self, renewal: Renewal) {
        if self.accounts.organization().is_some_and(|id| id != renewal.organization.id) {
            return;
        }
        if let Some(identity) = self.sessions.identity() {
            let owner = Owner {
                account: identity.account_key,
                organization: renewal.organization.id.clone(),
                renewal: renewal.id.clone(),
            };
            self.drafts.autosave().load(keys::draft(&owner.account, &owner.organization, &owner.renewal), owner).await;
        }
        self.accounts.note_renewal(&renewal);
        self.shown.set_if_new(Some(renewal.clone()));
        self.live.replace(Some(renewal));
    }

    /// The renewal as it is now; the one given when the page opened may be older.
    pub(super) fn latest(&self, opened_with: &Renewal) -> Renewal {
        self.live().filter(|now| now.id == opened_with.id).unwrap_or_else(|| opened_with.clone())
    }

    /// Saves one step. While the request is under way nothing is known for sure: a page that is left meanwhile leaves
    /// no outdated renewal behind. A conflict is told only where something differs: where the server's version is the
    /// one this page knew, the request is sent again with the new entity tag.
    ///
    /// # Errors
    /// As `Api::call`; `EntityTagRewritten` where the server refuses its own entity tag.
    pub(super) async fn save(
        &self,
        opened_with: &Renewal,
        call: &dyn Fn(&Renewal) -> Call<Renewal>,
    ) -> Result<Renewal, Failure> {
        let mut known = match self.live() {
            Some(_) => self.latest(opened_with),
            // A write before this one may have happened: its own result must not be taken for somebody else's change.
            None => self.get(&opened_with.id).await?,
        };
        let mut reference = String::new();
        for _ in 0..SAVE_TRIES {
            self.invalidate();
            let failure = match self.send_step(call(&known)).await {
                Ok(saved) => return Ok(saved),
                Err(failure) => failure,
            };
            if !is_of(&failure, &known.id) {
                // The server has said no, so what was known still holds; after a lost answer it is asked again.
                if !failure.kind.may_have_happened() {
                    self.live.replace(Some(known));
                }
                return Err(failure);
            }
            let current = self.get(&known.id).await?;
            let same = same_but_tag(&current, &known);
            self.adopt(current.clone()).await;
            if !same {
                return Err(failure);
            }
            reference = failure.reference;
            known = current;
        }
        Err(Failure { kind: FailureKind::EntityTagRewritten, reference })
    }

    /// The renewal that this call starts or asks for, to go on at the step at which it stands.
    ///
    /// # Errors
    /// As `Api::call`.
    pub(super) fn enter(&self, call: Call<Renewal>) -> Task<'_, Result<Renewal, Failure>> {
        let Call { mut request, read } = call;
        next::ask_for(&mut request, None);
        Box::pin(self.send(Call { request, read }))
    }

    /// Sends a step.
    async fn send_step(&self, call: Call<Renewal>) -> Result<Renewal, Failure> {
        let Call { mut request, read } = call;
        if let Some(step) = self.step_after(request.reconcile) {
            next::ask_for(&mut request, Some(step));
        }
        self.send(Call { request, read }).await
    }

    /// Sends a request for a renewal. A conflict with its own earlier result is its answer.
    async fn send(&self, call: Call<Renewal>) -> Result<Renewal, Failure> {
        let Call { request, read } = call;
        let interrupted = interrupted(&request);
        let sent = request.clone();
        let reply = self.api.send(request).await;
        let result = reply.and_then(|reply| read(&reconcile::already_done(&sent, &reply).unwrap_or(reply)));
        self.api.begin_sign_in_if_required(result.as_ref().err(), interrupted).await;
        result
    }

    /// The step that is opened when the one of this request is saved, as far as that can be known before.
    fn step_after(&self, saved: Reconcile) -> Option<Step> {
        match saved {
            Reconcile::Nothing => None,
            Reconcile::Step(_) if self.changing.get() => Some(Step::Review),
            Reconcile::Step(step) => step.after(),
        }
    }

    /// After a step was saved as `sent`: takes the renewal, forgets the step's answers and says where to go on. Nowhere, and
    /// the answers are kept, where the person has changed one while it was being saved.
    pub(super) async fn step_saved(&self, step: Step, sent: &Texts<AnswerKey>, renewal: Renewal) -> Option<Page> {
        let has_changed = self.drafts.autosave().with_draft(|draft| {
            let answers = draft.of_step(step);
            answers.iter().any(|(key, answer)| sent.get(key) != Some(answer))
        });
        if has_changed {
            self.adopt(renewal).await;
            return None;
        }
        let next = if self.changing.get() && renewal.next_step == Some(Step::Review) {
            Page::Step(Step::Review)
        } else {
            next_page(&renewal, step)
        };
        self.drafts.autosave().clear_step(step);
        self.adopt(renewal).await;
        self.drafts.autosave().flush().await;
        Some(next)
    }
}

/// Is this a conflict about the renewal itself, and not about something that it refers to?
fn is_of(failure: &Failure, renewal: &str) -> bool {
    match &failure.kind {
        FailureKind::Changed { current, .. } => {
            json::parse(current).and_then(|current| json::text(&current, "id")).as_deref() == Some(renewal)
        }
        _ => false,
    }
}

/// Do two versions of a renewal say the same?
fn same_but_tag(one: &Renewal, other: &Renewal) -> bool {
    *one == Renewal { etag: one.etag.clone(), ..other.clone() }
}

/// The page on which this renewal goes on.
#[must_use]
pub fn page_of(renewal: &Renewal) -> Page {
    match where_to(renewal) {
        Destination::Step(step) => Page::Step(step),
        Destination::PaymentUnderWay => Page::PaymentReturn,
        Destination::Confirmation => Page::Confirmation,
    }
}

/// The step after this one, or an earlier one that became incomplete.
fn next_page(renewal: &Renewal, step: Step) -> Page {
    match (renewal.next_step, step.after()) {
        (Some(due), Some(after)) if due > after => Page::Step(after),
        _ => page_of(renewal),
    }
}
