//! Organizations of the account, their locations and contacts, the PPC by name, and handing over to them.
use super::{Load, PageContext};
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::domain::company::{Account, Contact, Location, Organization};
use crate::domain::route::Page;
use crate::i18n::format;
use crate::ports::HistoryEntry;
use crate::wire;
use std::cell::Cell;
use std::rc::Rc;

/// Locations and contacts of one organization.
pub type Details = (Vec<Location>, Vec<Contact>);

/// One organization.
pub struct OrganizationCard {
    context: PageContext,
    pub organization: Organization,
    details: Observable<Load<Details>>,
    /// What the person looks for among contacts and locations.
    wanted: Observable<String>,
    is_asked_for: Cell<bool>,
}

impl OrganizationCard {
    fn new(context: &PageContext, organization: Organization) -> Rc<OrganizationCard> {
        Rc::new(OrganizationCard {
            context: context.clone(),
            organization,
            details: Observable::new(Load::Loading),
            wanted: Observable::new(String::new()),
            is_asked_for: Cell::new(false),
        })
    }

    /// The card is shown: asks for its details, unless that was done before. Of a long list most cards are never shown.
    pub fn load_once(&self) {
        if !self.is_asked_for.replace(true) {
            self.load();
        }
    }

    pub fn load(&self) {
        let (services, id) = (Rc::clone(&self.context.services), self.organization.id.clone());
        let find = async move {
            let locations = services.api.call(wire::organization::locations(&id)).await?;
            let contacts = services.api.call(wire::organization::contacts(&id)).await?;
            Ok(Found::Here((locations, contacts)))
        };
        self.context.load(&self.details, Box::pin(find));
    }

    /// Reads locations and contacts; whoever draws with them is drawn again when they change.
    pub fn with_details<R>(&self, read: impl FnOnce(&Load<Details>) -> R) -> R {
        self.details.with(read)
    }

    /// The person looks for contacts and locations with this text.
    pub fn search(&self, text: String) {
        self.wanted.set_if_new(text);
    }

    /// The contacts whose name or email has what is looked for; all of them where nothing is.
    #[must_use]
    pub fn contacts(&self) -> Vec<Contact> {
        self.matching(|(_, contacts)| contacts, |one| [&one.details.name, &one.details.email])
    }

    /// The locations whose name or address has what is looked for; all of them where nothing is.
    #[must_use]
    pub fn locations(&self) -> Vec<Location> {
        self.matching(|(locations, _)| locations, |one| [&one.name, one.address.last().unwrap_or(&one.country)])
    }

    fn matching<T: Clone>(&self, of: fn(&Details) -> &Vec<T>, texts: fn(&T) -> [&String; 2]) -> Vec<T> {
        let wanted = self.wanted.with(|wanted| format::fold_name(wanted.trim()));
        // Folding thousands of names takes longer than drawing them.
        let is_match = |row: &&T| {
            wanted.is_empty() || texts(row).into_iter().any(|text| format::fold_name(text).contains(&wanted))
        };
        self.details.with(|details| {
            details.ready().map(|details| of(details).iter().filter(is_match).cloned().collect()).unwrap_or_default()
        })
    }

    /// Is this the organization worked for?
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        self.context.services.accounts.organization().as_ref() == Some(&self.organization.id)
    }

    /// Works for this organization from now on.
    pub fn choose(&self) {
        let (context, id) = (self.context.clone(), self.organization.id.clone());
        self.context.scope.spawn(async move {
            context.services.choose_organization(id).await;
            context.scope.go(&Page::Membership, HistoryEntry::Push);
        });
    }
}

pub struct OrganizationsPage {
    context: PageContext,
    account: Observable<Load<Account>>,
    cards: Observable<Vec<Rc<OrganizationCard>>>,
}

impl OrganizationsPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<OrganizationsPage> {
        let page = Rc::new(OrganizationsPage {
            context: context.clone(),
            account: Observable::new(Load::Loading),
            cards: Observable::new(Vec::new()),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let (context, cards) = (self.context.clone(), self.cards.clone());
        let find = async move {
            let account = context.services.accounts.load().await?;
            let organizations = account.organizations.iter().cloned();
            cards.set(organizations.map(|organization| OrganizationCard::new(&context, organization)).collect());
            Ok(Found::Here(account))
        };
        self.context.load(&self.account, Box::pin(find));
    }

    /// Reads the account; whoever draws with it is drawn again when it changes.
    pub fn with_account<R>(&self, read: impl FnOnce(&Load<Account>) -> R) -> R {
        self.account.with(read)
    }

    /// The organizations, in the order of the account.
    #[must_use]
    pub fn cards(&self) -> Vec<Rc<OrganizationCard>> {
        self.cards.get()
    }
}
