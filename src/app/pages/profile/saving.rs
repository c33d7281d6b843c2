//! Saving the profile: what was typed is judged, sent and confirmed, and what somebody else changed meanwhile is told.
use super::{CONFLICT, ProfilePage};
use crate::app::form::FieldError;
use crate::app::pages::step;
use crate::domain::country::CountryRules;
use crate::domain::draft::AnswerKey;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::profile::{FieldId, FieldProblem, Profile, StoredProfile, is_of_address};
use crate::domain::profile_rules::parse;
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::wire;
use std::rc::Rc;

/// How often a profile is sent when every time somebody else was first, or something rewrites entity tags.
const SAVE_TRIES: u32 = 3;

impl ProfilePage {
    /// Saves the profile if it changed, then confirms it for this renewal.
    pub fn send(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.form.run(async move {
            let Some(parsed) = this.parsed().await else { return };
            if this.asks_first(&parsed) {
                return;
            }
            this.conflict.clear_all();
            this.keep_as_sent(&parsed);
            let sent = step::answers(&this.context, Step::Profile);
            let typed = this.typed.now();
            let mut result = this.save(parsed.clone(), this.addresses.peek(Vec::is_empty)).await;
            if let Err(SaveError::Failed(Failure { kind: FailureKind::AddressSuggested(suggestions), .. })) = &result {
                if this.asks_about_address(&parsed, &typed, suggestions).await {
                    return;
                }
                // The check stops nobody: the address is saved as it is.
                result = this.save(parsed, false).await;
            }
            match result {
                Ok(renewal) => {
                    // What was asked about is saved, also where the person has typed on and stays here.
                    this.ask_nothing();
                    step::saved(&this.context, &this.form, Step::Profile, &sent, renewal).await;
                }
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
        let mut confirmed: Vec<FieldId> =
            self.unusual.peek(|unusual| unusual.iter().filter(|(_, right)| *right).map(|(field, _)| *field).collect());
        if !self.renames() {
            // The program has taken the name as it is.
            confirmed.push(FieldId::LegalName);
        }
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
    /// `suggest` to be told of a better address first.
    async fn save(&self, mut parsed: Profile, suggest: bool) -> Result<Renewal, SaveError> {
        let opened_with = self.state.peek(|state| state.ready().map(|shown| shown.renewal.clone()));
        let (Some(opened_with), Some(mut stored)) = (opened_with, self.stored.now()) else {
            return Err(SaveError::Failed(Failure { kind: FailureKind::Aborted, reference: String::new() }));
        };
        let mut last = Failure { kind: FailureKind::Aborted, reference: String::new() };
        let mut others_changed = false;
        for _ in 0..SAVE_TRIES {
            let failure = match self.save_once(&opened_with, &parsed, &stored, suggest).await {
                Ok(renewal) => return Ok(renewal),
                Err(failure) => failure,
            };
            let known = self.stored.now().unwrap_or(stored);
            let theirs = match self.newer_profile(&failure, &known).await {
                Ok(Some(theirs)) => theirs,
                Ok(None) => return Err(SaveError::Failed(failure)),
                Err(unread) => return Err(SaveError::Failed(unread)),
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
        suggest: bool,
    ) -> Result<Renewal, Failure> {
        let services = &self.context.services;
        let change = (*parsed != stored.profile).then_some(parsed);
        let call = |renewal: &Renewal| wire::renewal::confirm_profile(renewal, &stored.etag, change, suggest);
        let renewal = services.renewals.save(opened_with, &call).await?;
        if let (Some(profile), Some(confirmed)) = (change, &renewal.profile) {
            // Whoever types on starts from what was sent.
            let (profile, etag) = (profile.clone(), confirmed.etag.clone());
            let sent = StoredProfile::of(profile, etag);
            services.autosave().change(|draft| draft.rebase(&sent.etag, &sent.profile));
            self.stored.set(Some(sent));
        }
        Ok(renewal)
    }

    /// The version of the profile that came in between, where that is why the server refused. It tells so of the renewal
    /// alone where that changed too: by somebody else, or by this very request, whose answer was lost. Where the profile
    /// cannot be read then, nobody knows which of the two, and the failure to read it is told.
    async fn newer_profile(&self, failure: &Failure, known: &StoredProfile) -> Result<Option<StoredProfile>, Failure> {
        let FailureKind::Changed { current, etag } = &failure.kind else { return Ok(None) };
        if let Some(theirs) = wire::organization::read_profile(current, etag) {
            return Ok(Some(theirs));
        }
        let Some(organization) = self.context.services.accounts.organization() else { return Ok(None) };
        let theirs = self.context.services.api.call(wire::organization::profile(&organization)).await?;
        Ok(Some(theirs).filter(|theirs| theirs.etag != known.etag))
    }

    /// Shows both versions. What is in the controls becomes theirs where only they changed something.
    fn show_conflict(self: &Rc<Self>, theirs: StoredProfile) {
        let base = self.stored.peek(|stored| stored.as_ref().map(|s| s.profile.clone())).unwrap_or_default();
        let mine = self.typed.now();
        // What changes by saving is another question now.
        self.ask_nothing();
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
            if fields.iter().any(|(name, _)| FieldId::from_name(name).is_some_and(is_of_address)) {
                // The address that was chosen is refused: another one has to be typed.
                self.addresses.clear_all();
            }
            let errors: Vec<FieldError> = fields
                .iter()
                .filter_map(|(name, code)| {
                    Some(FieldError::Profile(FieldId::from_name(name)?, FieldProblem::from_code(code)))
                })
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
