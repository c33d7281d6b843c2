//! One controller for each page: what it loads, checks and saves, what it claims and offers, and where it leads. Views
//! show the state and forward what the person does.
pub mod agreement;
pub mod answer;
mod calendar;
pub mod callback;
pub mod centre;
pub mod company_verification;
pub mod competencies;
pub mod confirmation;
pub mod correction;
pub mod enrollment;
pub mod entry;
pub mod file_choice;
mod kept_form;
pub mod lazy;
pub mod letter;
pub mod level;
pub mod location;
pub mod locations;
pub mod membership;
pub mod membership_extras;
pub mod orders;
pub mod organizations;
pub mod pay;
pub mod payment_link;
pub mod payment_method;
pub mod payment_return;
pub mod people;
pub mod profile;
mod refresh;
pub mod requirements;
mod resource;
pub mod review;
#[cfg(feature = "styles")]
pub mod samples;
pub mod search;
mod step;
mod task_form;
pub mod tax_exemption;
pub mod verification;

use super::observable::Observable;
use super::page_scope::PageScope;
use super::renewals::{Found, PageResult};
use super::services::Services;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::route::{CALLBACK, Page};
use crate::ports::{HistoryEntry, Task};
use std::future::poll_fn;
use std::rc::Rc;

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Callback,
    Page(Page),
    NotFound,
}

impl Target {
    /// What the path below the site's base leads to.
    #[must_use]
    pub fn at(path: &str) -> Target {
        if path == CALLBACK {
            return Target::Callback;
        }
        Page::find(path).map_or(Target::NotFound, Target::Page)
    }

    /// The page; the start page for what is none.
    #[must_use]
    pub fn page(&self) -> Page {
        match self {
            Target::Page(page) => page.clone(),
            Target::Callback | Target::NotFound => Page::Start,
        }
    }
}

/// The page that is open.
#[derive(Clone)]
pub enum OpenPage {
    Start,
    NotFound,
    /// The page is for signed-in people.
    SignInNeeded(Page),
    Callback(Rc<callback::CallbackPage>),
    Membership(Rc<membership::MembershipPage>),
    /// A page of the part of the program that is downloaded when it is needed.
    Lazy(Rc<lazy::LazyPage>),
}

/// Opens a page.
#[must_use]
pub(super) fn open(context: &PageContext, target: &Target, signed_in: bool) -> OpenPage {
    let page = match target {
        // Who signs out while the sign-in is being finished is not waited for.
        Target::Callback if context.services.sessions.is_signed_out() => {
            return OpenPage::SignInNeeded(Page::Membership);
        }
        Target::Callback => return OpenPage::Callback(callback::CallbackPage::open(context)),
        Target::NotFound => return OpenPage::NotFound,
        Target::Page(page) => page,
    };
    match page {
        Page::Start => OpenPage::Start,
        // Whoever checks a letter, or pays for somebody else, has no account here (`Page::is_public`).
        Page::Verification(_) | Page::Pay(_) => lazy_page(context),
        _ if !signed_in => OpenPage::SignInNeeded(page.clone()),
        Page::Membership => OpenPage::Membership(membership::MembershipPage::open(context)),
        Page::Organizations
        | Page::Competencies
        | Page::Step(_)
        | Page::PaymentReturn
        | Page::Confirmation
        | Page::Reprint(_)
        | Page::People(_)
        | Page::Locations(_)
        | Page::Orders
        | Page::CompanyVerification
        | Page::Letter(_)
        | Page::TaxExemption(_)
        | Page::Enrollment(_)
        | Page::PaymentLink => lazy_page(context),
    }
}

fn lazy_page(context: &PageContext) -> OpenPage {
    OpenPage::Lazy(lazy::LazyPage::open(context, Rc::clone(&context.services.ports.lazy_part)))
}

/// Something a page has asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Load<T> {
    Loading,
    Ready(T),
    Failed(Failure),
}

impl<T> Load<T> {
    /// What came, once it has.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Load::Ready(value) => Some(value),
            Load::Loading | Load::Failed(_) => None,
        }
    }
}

/// Asks which page is due in place of one that is not.
type DuePage = fn(Services, Page) -> Task<'static, Result<Page, Failure>>;

/// What every controller is given.
#[derive(Clone)]
pub struct PageContext {
    pub services: Services,
    pub scope: PageScope,
    page: Page,
    /// On a step: asks which page is due. It belongs to the lazy part.
    due_page: Option<DuePage>,
}

impl PageContext {
    #[must_use]
    pub fn new(services: Services, scope: PageScope, page: Page) -> PageContext {
        PageContext { services, scope, page, due_page: None }
    }

    /// The renewal has moved on or was given up elsewhere: goes to the page that is due now. `false` if this page is right
    /// all the same, or nobody knows.
    async fn leads_elsewhere(&self, failure: &Failure) -> bool {
        let is_step = self.due_page.is_some();
        if !is_step && !matches!(self.page, Page::Membership | Page::Competencies | Page::PaymentLink) {
            return false;
        }
        let due = match failure.kind {
            FailureKind::AlreadyPaid(_) => Page::Confirmation,
            FailureKind::PaymentInProgress(_) => Page::PaymentReturn,
            FailureKind::StepOrder(_) | FailureKind::NotFound => {
                let Some(due_page) = self.due_page else { return false };
                match due_page(Rc::clone(&self.services), self.page.clone()).await {
                    Ok(due) => due,
                    // The failure itself is told, with a way to ask again.
                    Err(_) => return false,
                }
            }
            _ => return false,
        };
        self.services.renewals.invalidate();
        self.scope.go(&due, if is_step { HistoryEntry::Replace } else { HistoryEntry::Push });
        true
    }

    /// Runs `take` once the draft is read, if it could not be read in time for this page.
    fn when_read_late(&self, take: Box<dyn FnOnce()>) {
        let autosave = self.services.autosave();
        if autosave.is_unread() {
            self.scope.spawn(async move {
                autosave.until_read().await;
                take();
                autosave.set_shown_late();
            });
        }
    }

    /// Asks for what the page shows. Where another page is the right one, goes there.
    fn load<T: 'static>(&self, state: &Observable<Load<T>>, mut work: Task<'static, PageResult<T>>) {
        state.set(Load::Loading);
        let (ready, failed) = (state.clone(), state.clone());
        // Not an `async` block: one of those for every page would weigh three times as much.
        let work = poll_fn(move |context| {
            work.as_mut().poll(context).map(|found| match found {
                Ok(Found::Here(value)) => {
                    ready.set(Load::Ready(value));
                    Ok(None)
                }
                Ok(Found::Elsewhere(page)) => Ok(Some(page)),
                Err(failure) => Err(failure),
            })
        });
        self.follow(Box::pin(work), Box::new(move |failure| failed.set(Load::Failed(failure))));
    }

    // The part of `load` that is the same for every page is compiled once.
    fn follow(&self, work: Task<'static, Result<Option<Page>, Failure>>, fail: Box<dyn Fn(Failure)>) {
        let context = self.clone();
        self.scope.spawn(async move {
            match work.await {
                Ok(None) => {}
                Ok(Some(page)) => context.scope.go(&page, HistoryEntry::Replace),
                Err(failure) => {
                    if !context.leads_elsewhere(&failure).await {
                        fail(failure);
                    }
                }
            }
        });
    }
}
