//! Review your organization profile. The country decides which fields follow; what is sent is always judged by
//! the rules of the country that is shown.
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::country::CountryRules;
use crate::domain::draft::AnswerKey;
use crate::domain::entity_tag::same_tag;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::profile::{Difference, FieldId, FieldProblem, Profile, StoredProfile};
use crate::domain::profile_rules::parse;
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::wire;
use futures_util::future::join;
use std::cell::RefCell;
use std::rc::Rc;

/// Id of the table of differences.
pub const CONFLICT: &str = "conflict";

/// How often a profile is sent when every time somebody else was first, or something rewrites entity tags.
const SAVE_TRIES: u32 = 3;

/// What the page shows.
pub struct Shown {
    renewal: Renewal,
    /// Countries that the program offers, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
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
    country: Observable<CountryState>,
    conflict: Observable<Vec<Difference>>,
    /// Fields whose value has an unusual shape, each with whether the person says that it is right.
    unusual: Observable<Vec<(FieldId, bool)>>,
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
            country: Observable::new(CountryState::Ready),
            conflict: Observable::new(Vec::new()),
            unusual: Observable::new(Vec::new()),
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
        self.rewritten.update(|count| *count = count.wrapping_add(1));
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
                    self.set_rules(rules);
                }
                self.country.set(CountryState::Ready);
            }
            Err(failure) => self.country.set(CountryState::Failed(failure)),
        }
    }

    /// Saves the profile if it changed, then confirms it for this renewal.
    pub fn send(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.form.run(async move {
            let Some(parsed) = this.parsed().await else { return };
            this.conflict.set_if_new(Vec::new());
            this.keep_as_sent(&parsed);
            let sent = step::answers(&this.context, Step::Profile);
            match this.save(parsed).await {
                Ok(renewal) => step::saved(&this.context, &this.form, Step::Profile, &sent, renewal).await,
                Err(SaveError::Failed(failure)) => this.explain(failure).await,
                Err(SaveError::Conflict(theirs)) => this.show_conflict(theirs),
            }
        });
    }

    /// The draft has what is sent, and not how it was typed: if the answer is lost and the page loaded again, what the
    /// server has is known as one's own.
    fn keep_as_sent(&self, parsed: &Profile) {
        let autosave = self.context.services.autosave();
        let differing: Vec<FieldId> = autosave.with_draft(|draft| {
            let differs = |field: &FieldId| {
                draft.get(AnswerKey::Profile(*field)).is_some_and(|typed| typed != parsed.get(*field))
            };
            FieldId::ALL.into_iter().filter(differs).collect()
        });
        if !differing.is_empty() {
            autosave.change(|draft| {
                for field in differing {
                    draft.set(AnswerKey::Profile(field), parsed.get(field).to_owned());
                }
            });
        }
    }

    /// What was typed, judged by the rules of the country that is chosen. What is wrong is told.
    async fn parsed(self: &Rc<Self>) -> Option<Profile> {
        let country = self.chosen_country();
        let offered = self.state.peek(|state| state.ready().is_some_and(|shown| shown.countries.contains(&country)));
        if !offered {
            let problem = if country.is_empty() { FieldProblem::Missing } else { FieldProblem::UnknownOption };
            self.form.refuse(vec![FieldError::Profile(FieldId::Country, problem)]);
            return None;
        }
        if self.rules.peek(|rules| rules.country != country) {
            // The rules that are shown are another country's: these come first.
            match self.context.services.api.call(wire::reference::country(&country)).await {
                Ok(rules) if self.chosen_country() == country => self.take_rules(Ok(rules)),
                Ok(_) => return None,
                Err(failure) => {
                    self.form.fail(failure);
                    return None;
                }
            }
        }
        let confirmed: Vec<FieldId> =
            self.unusual.peek(|unusual| unusual.iter().filter(|(_, right)| *right).map(|(field, _)| *field).collect());
        let result = self.typed.peek(|typed| self.rules.peek(|rules| parse(typed, rules, &confirmed)));
        match result {
            Ok(parsed) => Some(parsed),
            Err(problems) => {
                self.ask_about_unusual(&problems);
                let errors = problems.into_iter().map(|(field, problem)| FieldError::Profile(field, problem));
                self.form.refuse(errors.collect());
                None
            }
        }
    }

    fn ask_about_unusual(&self, problems: &[(FieldId, FieldProblem)]) {
        let unusual = problems.iter().filter(|(_, problem)| *problem == FieldProblem::UnusualShape);
        let asked: Vec<_> = unusual.map(|(field, _)| (*field, false)).collect();
        self.unusual.update(|known| {
            known.extend(
                asked
                    .into_iter()
                    .filter(|(field, _)| !known.iter().any(|(other, _)| other == field))
                    .collect::<Vec<_>>(),
            );
        });
    }

    /// Saves the profile where it changed, then confirms that version for the renewal. Where somebody else was first, their
    /// version comes in between: what this page would write over is a conflict, anything else is sent once more.
    async fn save(&self, mut parsed: Profile) -> Result<Renewal, SaveError> {
        let opened_with = self.state.peek(|state| state.ready().map(|shown| shown.renewal.clone()));
        let (Some(opened_with), Some(mut stored)) = (opened_with, self.stored.now()) else {
            return Err(SaveError::Failed(Failure { kind: FailureKind::Aborted, reference: String::new() }));
        };
        let mut last = Failure { kind: FailureKind::Aborted, reference: String::new() };
        let mut others_changed = false;
        for _ in 0..SAVE_TRIES {
            let failure = match self.save_once(&opened_with, &parsed, &stored).await {
                Ok(renewal) => return Ok(renewal),
                Err(failure) => failure,
            };
            let known = self.stored.now().unwrap_or(stored);
            let Some(theirs) = self.newer_profile(&failure, &known).await else {
                return Err(SaveError::Failed(failure));
            };
            others_changed |= theirs.profile != known.profile;
            last = failure;
            if !Profile::differences(&known.profile, &parsed, &theirs.profile).is_empty() {
                return Err(SaveError::Conflict(theirs));
            }
            parsed = merged(&known.profile, &parsed, &theirs.profile);
            self.stored.set(Some(theirs.clone()));
            stored = theirs;
        }
        let kind = if others_changed { last.kind } else { FailureKind::EntityTagRewritten };
        Err(SaveError::Failed(Failure { kind, ..last }))
    }

    async fn save_once(
        &self,
        opened_with: &Renewal,
        parsed: &Profile,
        stored: &StoredProfile,
    ) -> Result<Renewal, Failure> {
        let services = &self.context.services;
        let change = (*parsed != stored.profile).then_some(parsed);
        let call = |renewal: &Renewal| wire::renewal::confirm_profile(renewal, &stored.etag, change);
        let renewal = services.renewals.save(opened_with, &call).await?;
        if let (Some(profile), Some(confirmed)) = (change, &renewal.profile) {
            // Whoever types on starts from what was sent.
            let sent = StoredProfile { profile: profile.clone(), etag: confirmed.etag.clone() };
            services.autosave().change(|draft| draft.rebase(&sent.etag, &sent.profile));
            self.stored.set(Some(sent));
        }
        Ok(renewal)
    }

    /// The version of the profile that came in between, where that is why the server refused. It tells so of the renewal
    /// alone where that changed too: by somebody else, or by this very request, whose answer was lost.
    async fn newer_profile(&self, failure: &Failure, known: &StoredProfile) -> Option<StoredProfile> {
        let FailureKind::Changed { current, etag } = &failure.kind else { return None };
        if let Some(theirs) = wire::organization::read_profile(current, etag) {
            return Some(theirs);
        }
        let organization = self.context.services.accounts.organization()?;
        let read = self.context.services.api.call(wire::organization::profile(&organization)).await;
        // Where it cannot be read either, the refusal is told as it came.
        read.ok().filter(|theirs| theirs.etag != known.etag)
    }

    /// Shows both versions. What is in the controls becomes theirs where only they changed something.
    fn show_conflict(self: &Rc<Self>, theirs: StoredProfile) {
        let base = self.stored.peek(|stored| stored.as_ref().map(|s| s.profile.clone())).unwrap_or_default();
        let mine = self.typed.now();
        self.conflict.set(Profile::differences(&base, &mine, &theirs.profile));
        self.typed.set(merged(&base, &mine, &theirs.profile));
        // From now on what was typed starts from theirs: a reload must not ask the same once more.
        self.context.services.autosave().change(|draft| draft.rebase(&theirs.etag, &theirs.profile));
        self.stored.set(Some(theirs));
        self.show_typed();
        self.context.scope.focus(CONFLICT);
    }

    async fn explain(&self, failure: Failure) {
        if let FailureKind::Fields(fields) = &failure.kind {
            let errors: Vec<FieldError> = fields
                .iter()
                .filter_map(|(name, code)| Some(FieldError::Profile(FieldId::from_name(name)?, problem_of(code))))
                .collect();
            let shown = |error: &FieldError| self.rules.peek(|rules| has_control(rules, error.control()));
            if !errors.is_empty() && errors.iter().all(shown) {
                return self.form.refuse(errors);
            }
        }
        step::refused(&self.context, &self.form, failure).await;
    }
}

enum SaveError {
    Failed(Failure),
    /// Somebody else changed the profile: their version.
    Conflict(StoredProfile),
}

fn no_rules(country: String) -> CountryRules {
    CountryRules { country, sections: Vec::new() }
}

fn has_control(rules: &CountryRules, control: &str) -> bool {
    control == FieldId::Country.name()
        || rules.sections.iter().flat_map(|section| &section.fields).any(|rule| rule.id.name() == control)
}

/// My values where I changed something, theirs everywhere else.
fn merged(base: &Profile, mine: &Profile, theirs: &Profile) -> Profile {
    let mut merged = theirs.clone();
    for field in FieldId::ALL {
        if mine.get(field) != base.get(field) {
            merged.0.insert(field, mine.get(field).to_owned());
        }
    }
    merged
}

/// The problem behind a code of the API.
fn problem_of(code: &str) -> FieldProblem {
    match code {
        "required" => FieldProblem::Missing,
        "too_long" => FieldProblem::TooLong,
        "unknown_option" => FieldProblem::UnknownOption,
        _ => FieldProblem::Shape,
    }
}

async fn find(services: &Services) -> PageResult<Loaded> {
    let renewal = match services.renewals.load_for(Step::Profile).await? {
        Found::Elsewhere(page) => return Ok(Found::Elsewhere(page)),
        Found::Here(renewal) => renewal,
    };
    let stored = services.api.call(wire::organization::profile(&renewal.organization.id));
    let (stored, countries) = join(stored, services.api.call(wire::reference::countries())).await;
    let (stored, countries) = (stored?, countries?);
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
    Ok(Found::Here(Loaded { shown: Shown { renewal, countries }, stored, country, rules }))
}
