//! Pages of the lazy part: the part of the program that is downloaded when it is needed first. Pages of the membership
//! centre are in a part of their own (`centre`).
use super::confirmation::ConfirmationPage;
use super::entry::{self, EntryAction, RenewalEntry};
use super::membership::MembershipPage;
use super::payment_return::PaymentReturnPage;
use super::{Load, PageContext};
use super::{agreement, level, location, membership_extras, payment_method, profile, requirements, review};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, page_of};
use crate::app::services::Services;
use crate::domain::failure::Failure;
use crate::domain::renewal_progress::{Destination, where_to};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::ports::{HistoryEntry, LazyPart, Task};
use std::any::Any;
use std::cell::OnceCell;
use std::rc::Rc;

/// A page of a part of the program that may not be here yet.
pub struct LazyPage {
    context: PageContext,
    part: Rc<dyn LazyPart>,
    state: Observable<Load<()>>,
    /// The controller, once somebody has drawn the page. What it is made of belongs to that part, so the first part knows
    /// nothing but the trait.
    controller: OnceCell<Rc<dyn LazyController>>,
}

/// What the first part asks of a controller in another part.
pub(super) trait LazyController: Any {
    /// Asks the server again where the page says something about the payment, or stands before it.
    fn recheck(&self, context: &PageContext);

    /// Is the program of the page here? Where it is in one more part, that may not be.
    fn is_ready(&self) -> bool {
        true
    }
}

impl LazyPage {
    /// Opens a page whose program is in `part`.
    #[must_use]
    pub(super) fn open(context: &PageContext, part: Rc<dyn LazyPart>) -> Rc<LazyPage> {
        let page = Rc::new(LazyPage {
            context: context.clone(),
            part,
            state: Observable::new(Load::Loading),
            controller: OnceCell::new(),
        });
        page.load();
        page
    }

    /// Which page it is.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.context.page
    }

    /// Fetches the part, unless it is here.
    pub fn load(&self) {
        fetch(&self.context, &self.part, &self.state);
    }

    /// Is the program of this page here? Whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<()>) -> R) -> R {
        self.state.with(read)
    }

    /// Is the program of this page here?
    #[must_use]
    pub(in crate::app) fn is_ready(&self) -> bool {
        self.state.peek(|state| state.ready().is_some()) && self.controller.get().is_none_or(|one| one.is_ready())
    }

    /// Asks the server again, where the page is one that should.
    pub(in crate::app) fn recheck(&self) {
        if let Some(controller) = self.controller.get() {
            controller.recheck(&self.context);
        }
    }

    /// The controller of this page: the same one each time the page is drawn. `None` for a page that `open` does not know.
    /// Call it from the part of the page only: whatever calls it is downloaded with all that `open` leads to.
    pub(super) fn controller<T: LazyController + Clone>(&self, open: fn(&PageContext) -> Option<T>) -> Option<T> {
        if let Some(controller) = self.controller.get() {
            let controller: &dyn Any = &**controller;
            return controller.downcast_ref::<T>().cloned();
        }
        let opened = open(&self.context)?;
        let controller: Rc<dyn LazyController> = Rc::new(opened.clone());
        // The cell is empty: it was read above, and opening a page draws nothing.
        self.controller.get_or_init(|| controller);
        Some(opened)
    }
}

/// Fetches a part, unless it is here.
pub(super) fn fetch(context: &PageContext, part: &Rc<dyn LazyPart>, state: &Observable<Load<()>>) {
    if part.is_loaded() {
        return state.set(Load::Ready(()));
    }
    if state.peek(|state| matches!(state, Load::Failed(_))) {
        state.set(Load::Loading);
    }
    let (part, state) = (Rc::clone(part), state.clone());
    context.scope.spawn(async move {
        state.set(match part.load().await {
            Ok(()) => Load::Ready(()),
            Err(kind) => Load::Failed(Failure { kind, reference: String::new() }),
        });
    });
}

/// What the first part calls in the lazy part: function pointers, so that it knows nothing of what they lead to.
#[derive(Clone, Copy)]
pub struct LazyProgram {
    /// Begins, resumes or gives up a renewal.
    pub(super) enter: fn(RenewalEntry, EntryAction) -> Task<'static, ()>,
    /// Asks again for the membership that a page shows.
    pub(super) recheck: fn(&MembershipPage),
}

impl LazyProgram {
    /// Call it from the lazy part only: whatever calls it is downloaded with all of it.
    #[must_use]
    pub const fn here() -> LazyProgram {
        LazyProgram { enter: entry::enter, recheck: membership_extras::recheck }
    }
}

/// The controller of a page in the lazy part.
#[derive(Clone)]
pub enum LoadedPage {
    Step(OpenStep),
    PaymentReturn(Rc<PaymentReturnPage>),
    Confirmation(Rc<ConfirmationPage>),
    /// A page of the membership centre, which is one more part.
    Centre(Rc<LazyPage>),
}

/// The step that is open.
#[derive(Clone)]
pub enum OpenStep {
    Requirements(Rc<requirements::RequirementsPage>),
    Profile(Rc<profile::ProfilePage>),
    Agreement(Rc<agreement::AgreementPage>),
    Location(Rc<location::LocationPage>),
    Level(Rc<level::LevelPage>),
    PaymentMethod(Rc<payment_method::PaymentMethodPage>),
    Review(Rc<review::ReviewPage>),
}

impl LoadedPage {
    /// The controller of a page whose program is here. Call it from the lazy part only.
    #[must_use]
    pub fn of(page: &LazyPage) -> Option<LoadedPage> {
        page.controller(open)
    }
}

fn open(context: &PageContext) -> Option<LoadedPage> {
    Some(match &context.page {
        Page::Start | Page::Membership => return None,
        Page::Step(step) => LoadedPage::Step(open_step(context, *step)),
        Page::PaymentReturn => LoadedPage::PaymentReturn(PaymentReturnPage::open(context)),
        Page::Confirmation => LoadedPage::Confirmation(ConfirmationPage::open(context, None)),
        Page::Reprint(id) => LoadedPage::Confirmation(ConfirmationPage::open(context, Some(id.clone()))),
        Page::Organizations
        | Page::Competencies
        | Page::People(_)
        | Page::Locations(_)
        | Page::Orders
        | Page::CompanyVerification
        | Page::Letter(_)
        | Page::TaxExemption(_)
        | Page::Enrollment(_)
        | Page::Verification(_)
        | Page::PaymentLink
        | Page::Pay(_) => LoadedPage::Centre(LazyPage::open(context, Rc::clone(&context.services.ports.centre_part))),
    })
}

/// Where a step leads that is not due any more: asks for the renewal as it is now. An error if nobody knows.
fn due_page(services: Services, page: Page) -> Task<'static, Result<Page, Failure>> {
    Box::pin(async move {
        let due = match services.renewals.load_fresh().await? {
            // Another renewal that stands at this very step is entered from the membership page.
            Found::Here(renewal) => Some(page_of(&renewal)).filter(|due| *due != page),
            Found::Elsewhere(page) => Some(page),
        };
        Ok(due.unwrap_or(Page::Membership))
    })
}

fn open_step(context: &PageContext, step: Step) -> OpenStep {
    let context = &PageContext { due_page: Some(due_page), ..context.clone() };
    match step {
        Step::Requirements => OpenStep::Requirements(requirements::RequirementsPage::open(context)),
        Step::Profile => OpenStep::Profile(profile::ProfilePage::open(context)),
        Step::Agreement => OpenStep::Agreement(agreement::AgreementPage::open(context)),
        Step::Location => OpenStep::Location(location::LocationPage::open(context)),
        Step::Level => OpenStep::Level(level::LevelPage::open(context)),
        Step::Payment => OpenStep::PaymentMethod(payment_method::PaymentMethodPage::open(context)),
        Step::Review => OpenStep::Review(review::ReviewPage::open(context)),
    }
}

impl LazyController for LoadedPage {
    fn is_ready(&self) -> bool {
        match self {
            LoadedPage::Centre(page) => page.is_ready(),
            LoadedPage::Step(_) | LoadedPage::PaymentReturn(_) | LoadedPage::Confirmation(_) => true,
        }
    }

    fn recheck(&self, context: &PageContext) {
        match self {
            LoadedPage::PaymentReturn(page) => page.recheck(),
            LoadedPage::Step(OpenStep::Review(page)) if page.has_payment() => page.recheck(),
            LoadedPage::Step(_) => recheck_completion(context),
            LoadedPage::Centre(page) => page.recheck(),
            LoadedPage::Confirmation(page) => page.recheck(),
        }
    }
}

/// Leads from a step to the confirmation if the renewal was paid elsewhere.
fn recheck_completion(context: &PageContext) {
    let Some(id) = context.services.renewals.live_id() else { return };
    let (services, scope) = (Rc::clone(&context.services), context.scope.clone());
    context.scope.spawn(async move {
        // Whatever else has changed, and a question that failed, is found out when the step is saved.
        let Ok(renewal) = services.renewals.get(&id).await else { return };
        match where_to(&renewal) {
            Destination::Confirmation => {
                services.renewals.invalidate();
                services.autosave().discard().await;
                scope.go(&Page::Confirmation, HistoryEntry::Replace);
            }
            Destination::PaymentUnderWay | Destination::Step(_) => {}
        }
    });
}
