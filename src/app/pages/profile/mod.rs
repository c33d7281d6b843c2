//! Review your organization profile. The country decides which fields follow; what is sent is always judged by
//! the rules of the country that is shown.
mod address;
mod cards;
mod saving;
mod verification;

pub use address::ADDRESS_QUESTION;
pub use cards::edit_button;
pub use verification::VERIFICATION;

use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::country::CountryRules;
use crate::domain::draft::AnswerKey;
use crate::domain::entity_tag::same_tag;
use crate::domain::failure::Failure;
use crate::domain::profile::{Difference, FieldId, Profile, StoredProfile};
use crate::domain::renewal::Renewal;
use crate::domain::reverification::Reverification;
use crate::domain::step::Step;
use crate::wire;
use futures_util::future::join;
use std::cell::RefCell;
use std::rc::Rc;

/// Id of the table of differences.
pub const CONFLICT: &str = "conflict";

/// What the page shows.
pub struct Shown {
    renewal: Renewal,
    /// Countries that the program offers, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// What the program does when legal data change; `None` where it does not tell.
    pub reverification: Option<Rc<Reverification>>,
}

/// The rules of the country that is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountryState {
    Ready,
    Loading,
    Failed(Failure),
    /// The program does not offer this country, by its code: the profile or the draft holds it.
    NotOffered(String),
}

pub struct ProfilePage {
    context: PageContext,
    form: Form,
    state: Observable<Load<Shown>>,
    /// Countries that the program offers, known before the page is shown.
    offered: RefCell<Vec<String>>,
    /// What the server has.
    stored: Observable<Option<StoredProfile>>,
    /// What is in the controls, as typed.
    typed: Observable<Profile>,
    rules: Observable<CountryRules>,
    /// Ids of the sections in the rules.
    sections: Observable<Vec<String>>,
    /// Ids of the sections that the person has opened.
    opened: Observable<Vec<String>>,
    country: Observable<CountryState>,
    conflict: Observable<Vec<Difference>>,
    /// Fields whose value has an unusual shape, each with whether the person says that it is right.
    unusual: Observable<Vec<(FieldId, bool)>>,
    /// Names of the fields of whose change the person is told before it is saved.
    asked: Observable<Vec<String>>,
    /// Names of the fields of whose change the person was told, and which they saved all the same.
    agreed: RefCell<Vec<String>>,
    /// The addresses from which the person chooses, after the program has suggested others.
    addresses: Observable<Vec<Profile>>,
    /// Which of them is sent.
    chosen_address: Observable<usize>,
    /// Counts the changes that the person did not type: the controls are to show them.
    rewritten: Observable<u32>,
}

struct Loaded {
    shown: Shown,
    stored: StoredProfile,
    /// The country that the rules were asked for; none where the program does not offer it.
    country: String,
    rules: Option<CountryRules>,
}

impl ProfilePage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<ProfilePage> {
        let page = Rc::new(ProfilePage {
            context: context.clone(),
            form: Form::new(context.scope.clone()),
            state: Observable::new(Load::Loading),
            offered: RefCell::default(),
            stored: Observable::new(None),
            typed: Observable::new(Profile::default()),
            rules: Observable::new(no_rules(String::new())),
            sections: Observable::new(Vec::new()),
            opened: Observable::new(Vec::new()),
            country: Observable::new(CountryState::Ready),
            conflict: Observable::new(Vec::new()),
            unusual: Observable::new(Vec::new()),
            asked: Observable::new(Vec::new()),
            agreed: RefCell::default(),
            addresses: Observable::new(Vec::new()),
            chosen_address: Observable::new(0),
            rewritten: Observable::new(0),
        });
        page.load();
        page
    }

    pub fn load(self: &Rc<Self>) {
        let this = Rc::clone(self);
        let find = async move {
            Ok(match find(&this.context.services).await? {
                Found::Elsewhere(page) => Found::Elsewhere(page),
                Found::Here(loaded) => Found::Here(this.take(loaded)),
            })
        };
        self.context.load(&self.state, Box::pin(find));
    }

    fn take(self: &Rc<Self>, loaded: Loaded) -> Shown {
        let Loaded { shown, stored, country: asked_for, rules } = loaded;
        match rules {
            Some(rules) => {
                self.country.set(CountryState::Ready);
                self.set_rules(rules);
            }
            None => {
                self.country.set(CountryState::NotOffered(asked_for.clone()));
                self.set_rules(no_rules(asked_for.clone()));
            }
        }
        self.take_draft(&stored);
        self.stored.set(Some(stored));
        self.open_changed();
        self.offered.replace(shown.countries.clone());
        if self.chosen_country() != asked_for {
            // The draft was read, or changed, while the rules were under way.
            self.load_rules(self.chosen_country());
        }
        let this = Rc::clone(self);
        self.context.when_read_late(Box::new(move || {
            if let Some(stored) = this.stored.now() {
                this.take_draft(&stored);
                this.show_typed();
            }
        }));
        shown
    }

    /// What the draft holds goes over what the server has; where that has moved on since, the differences are shown.
    fn take_draft(&self, stored: &StoredProfile) {
        let (typed, conflict) = self.context.services.autosave().with_draft(|draft| {
            let typed = draft.over(&stored.profile);
            let moved_on = draft.profile_etag.as_ref().is_some_and(|etag| !same_tag(etag, &stored.etag));
            let base = draft.base(&stored.profile);
            let conflict = if moved_on { Profile::differences(&base, &typed, &stored.profile) } else { Vec::new() };
            (typed, conflict)
        });
        self.typed.set(typed);
        self.conflict.set(conflict);
    }

    /// The controls show what was not typed, by the rules of the country that is chosen now.
    fn show_typed(self: &Rc<Self>) {
        self.addresses.clear_all();
        self.rewritten.update(|count| *count = count.wrapping_add(1));
        self.open_changed();
        self.load_rules(self.chosen_country());
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Shown>) -> R) -> R {
        self.state.with(read)
    }

    /// The rules by which the fields are shown and judged.
    pub fn with_rules<R>(&self, read: impl FnOnce(&CountryRules) -> R) -> R {
        self.rules.with(read)
    }

    /// Ids of the sections of the form, in order.
    #[must_use]
    pub fn sections(&self) -> Vec<String> {
        self.sections.get()
    }

    #[must_use]
    pub fn country(&self) -> CountryState {
        self.country.get()
    }

    /// The fields on which somebody else's version differs from what is typed here.
    #[must_use]
    pub fn conflict(&self) -> Vec<Difference> {
        self.conflict.get()
    }

    /// The value that the control of a field shows. Whoever draws with it is drawn again when it changes by other means
    /// than typing.
    #[must_use]
    pub fn value(&self, field: FieldId) -> String {
        self.rewritten.with(|_| ());
        self.typed.peek(|typed| typed.get(field).to_owned())
    }

    /// Would saving change the legal name, which the program then checks?
    #[must_use]
    pub fn renames(&self) -> bool {
        let typed = self.typed.with(|typed| typed.get(FieldId::LegalName).trim().to_owned());
        self.stored.with(|stored| stored.as_ref().is_some_and(|s| s.profile.get(FieldId::LegalName) != typed))
    }

    /// Has the agreement been signed under the present name?
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.state.peek(|state| state.ready().is_some_and(|shown| shown.renewal.signature.is_some()))
    }

    /// Is the person asked whether the unusual shape of a field is right, and do they say so?
    #[must_use]
    pub fn unusual(&self, field: FieldId) -> Option<bool> {
        self.unusual.with(|unusual| unusual.iter().find(|(asked, _)| *asked == field).map(|(_, right)| *right))
    }

    /// The person says whether the unusual shape of a field is right.
    pub fn confirm_unusual(&self, field: FieldId, right: bool) {
        self.unusual.update(|unusual| {
            for (_, said) in unusual.iter_mut().filter(|(asked, _)| *asked == field) {
                *said = right;
            }
        });
    }

    /// The person has typed into a field.
    pub fn type_field(self: &Rc<Self>, field: FieldId, value: String) {
        self.ask_anew(field);
        self.set(field, value.clone());
        if self.unusual.peek(|unusual| unusual.iter().any(|(asked, _)| *asked == field)) {
            // Another value is another question.
            self.unusual.update(|unusual| unusual.retain(|(asked, _)| *asked != field));
        }
        if field == FieldId::Country {
            self.load_rules(value);
        }
    }

    fn set(&self, field: FieldId, value: String) {
        self.context.services.autosave().change(|draft| {
            self.stored.peek(|stored| {
                if let Some(stored) = stored {
                    draft.start_from(&stored.etag, field, stored.profile.get(field));
                }
            });
            draft.set(AnswerKey::Profile(field), value.clone());
        });
        self.typed.update(|typed| typed.0.insert(field, value));
    }

    /// The person decides for one of two versions of a field.
    pub fn resolve(self: &Rc<Self>, field: FieldId, value: String) {
        self.type_field(field, value);
        self.rewritten.update(|count| *count = count.wrapping_add(1));
    }

    /// Asks once more for the rules of the country that is chosen.
    pub fn retry_country(self: &Rc<Self>) {
        self.load_rules(self.chosen_country());
    }

    fn chosen_country(&self) -> String {
        self.typed.peek(|typed| typed.get(FieldId::Country).to_owned())
    }

    fn load_rules(self: &Rc<Self>, country: String) {
        if self.rules.peek(|rules| rules.country == country && !rules.sections.is_empty()) {
            return self.country.set_if_new(CountryState::Ready);
        }
        if country.is_empty() {
            return self.country.set_if_new(CountryState::Ready);
        }
        if !self.offered.borrow().contains(&country) {
            return self.country.set(CountryState::NotOffered(country));
        }
        self.country.set(CountryState::Loading);
        let this = Rc::clone(self);
        self.context.scope.spawn(async move {
            let answer = this.context.services.api.call(wire::reference::country(&country)).await;
            // A later choice may have overtaken this answer.
            if this.chosen_country() == country {
                this.take_rules(answer);
            }
        });
    }

    fn set_rules(&self, rules: CountryRules) {
        let sections = rules.sections.iter().map(|section| section.id.clone()).collect();
        self.rules.set(rules);
        self.sections.set_if_new(sections);
    }

    fn take_rules(&self, answer: Result<CountryRules, Failure>) {
        match answer {
            Ok(rules) => {
                // The same rules may come twice: once for the choice, once for the save that did not wait for them.
                if self.rules.peek(|known| *known != rules) {
                    self.form.clear();
                    let is_first = self.sections.peek(Vec::is_empty);
                    self.set_rules(rules);
                    self.open_changed();
                    if is_first {
                        // The control that was used has moved into its section.
                        self.context.scope.focus(FieldId::Country.name());
                    }
                }
                self.country.set(CountryState::Ready);
            }
            Err(failure) => self.country.set(CountryState::Failed(failure)),
        }
    }
}

fn no_rules(country: String) -> CountryRules {
    CountryRules { country, legal_suffixes: Vec::new(), sections: Vec::new() }
}

async fn find(services: &Services) -> PageResult<Loaded> {
    let renewal = match services.renewals.load_for(Step::Profile).await? {
        Found::Elsewhere(page) => return Ok(Found::Elsewhere(page)),
        Found::Here(renewal) => renewal,
    };
    let stored = services.api.call(wire::organization::profile(&renewal.organization.id));
    let (stored, countries) = join(stored, services.api.call(wire::reference::countries())).await;
    let (mut stored, countries) = (stored?, countries?);
    let reverification = stored.reverification.take();
    let typed = services.autosave().answer(AnswerKey::Profile(FieldId::Country));
    let country = typed
        .filter(|code| countries.contains(code))
        .unwrap_or_else(|| stored.profile.get(FieldId::Country).to_owned());
    let rules = if countries.contains(&country) {
        Some(services.api.call(wire::reference::country(&country)).await?)
    } else {
        // The program no longer offers this country: the page opens all the same, and asks for one.
        None
    };
    Ok(Found::Here(Loaded { shown: Shown { renewal, countries, reverification }, stored, country, rules }))
}
