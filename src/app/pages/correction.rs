//! Legal data of a company that the program did not accept, corrected by who renews.
use super::PageContext;
use super::kept_form::KeptForm;
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::domain::country::{CountryRules, FieldRule};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::json::{self, Object};
use crate::domain::profile::{FieldId, FieldProblem, Profile, StoredProfile};
use crate::domain::profile_rules::parse;
use crate::wire;
use std::cell::RefCell;
use std::rc::Rc;

pub struct Correction {
    context: PageContext,
    organization: String,
    form: Form,
    /// The rules of the fields that can be corrected, and of no others.
    rules: CountryRules,
    /// The profile as the program has it.
    stored: RefCell<StoredProfile>,
    typed: Observable<Profile>,
    /// Fields whose text is asked about, and whether the person says that it is right.
    unusual: Observable<Vec<(FieldId, bool)>>,
    kept: KeptForm,
}

impl Correction {
    /// Asks for the profile and the rules of its country, and takes what was typed before, if it was never sent.
    ///
    /// # Errors
    /// Why one of them cannot be had.
    pub(super) async fn load(
        context: &PageContext,
        form: &Form,
        organization: &str,
        fields: &[FieldId],
    ) -> Result<Rc<Correction>, Failure> {
        let api = &context.services.api;
        let stored = api.call(wire::organization::profile(organization)).await?;
        let mut rules = api.call(wire::reference::country(stored.profile.get(FieldId::Country))).await?;
        for section in &mut rules.sections {
            section.fields.retain(|rule| fields.contains(&rule.id));
        }
        let kept = KeptForm::new(context, organization, "correction");
        let mut typed = stored.profile.clone();
        if let Some(before) = kept.read().await {
            for field in fields {
                if let Some(text) = json::text(&before, field.name()) {
                    typed.0.insert(*field, text);
                }
            }
        }
        Ok(Rc::new(Correction {
            context: context.clone(),
            organization: organization.to_owned(),
            form: form.clone(),
            rules,
            stored: RefCell::new(stored),
            typed: Observable::new(typed),
            unusual: Observable::new(Vec::new()),
            kept,
        }))
    }

    /// The rules of the fields that can be corrected.
    #[must_use]
    pub fn rules(&self) -> &CountryRules {
        &self.rules
    }

    /// The fields that can be corrected, in the order of the country.
    pub fn fields(&self) -> impl Iterator<Item = &FieldRule> {
        self.rules.sections.iter().flat_map(|section| &section.fields)
    }

    /// A field as typed. Whoever draws with it is not drawn again with every key.
    #[must_use]
    pub fn field(&self, field: FieldId) -> String {
        self.typed.peek(|typed| typed.get(field).to_owned())
    }

    /// The person has typed into a field.
    pub fn type_field(&self, field: FieldId, text: String) {
        self.typed.update(|typed| typed.0.insert(field, text));
        // What was said of the text before is not said of this one.
        self.unusual.update(|unusual| unusual.retain(|(asked, _)| *asked != field));
        let typed = self.typed.now();
        self.kept.keep(self.fields().fold(Object::new(), |kept, rule| kept.text(rule.id.name(), typed.get(rule.id))));
    }

    /// Is the text of this field asked about, and does the person say that it is right?
    #[must_use]
    pub fn unusual(&self, field: FieldId) -> Option<bool> {
        self.unusual.with(|unusual| unusual.iter().find(|(asked, _)| *asked == field).map(|(_, right)| *right))
    }

    /// The person says that an unusual text is right, or takes that back.
    pub fn confirm_unusual(&self, field: FieldId, right: bool) {
        self.unusual.update(|unusual| {
            if let Some((_, said)) = unusual.iter_mut().find(|(asked, _)| *asked == field) {
                *said = right;
            }
        });
    }

    /// Sends what is corrected; `done` follows once the program has it.
    pub(super) fn send(self: &Rc<Self>, done: impl FnOnce() + 'static) {
        let this = Rc::clone(self);
        self.form.run(async move {
            let Some(corrected) = this.checked() else { return };
            let etag = this.stored.borrow().etag.clone();
            let call = wire::organization::replace_profile(&this.organization, &etag, &corrected);
            match this.context.services.api.call(call).await {
                Ok(_) => this.finish(done),
                Err(failure) => match newer(&failure) {
                    // It is this very request, whose answer was lost.
                    Some(now) if now.profile == corrected => this.finish(done),
                    newer => this.fail(failure, newer),
                },
            }
        });
    }

    fn finish(&self, done: impl FnOnce()) {
        self.form.clear();
        self.kept.clear();
        done();
    }

    /// The profile with what was corrected, if that is in order and another text than before; tells what is not.
    fn checked(&self) -> Option<Profile> {
        let confirmed = self
            .unusual
            .peek(|unusual| unusual.iter().filter(|(_, right)| *right).map(|(field, _)| *field).collect::<Vec<_>>());
        let is_as_before = |rule: &FieldRule| {
            let stored = self.stored.borrow();
            self.typed.peek(|typed| typed.get(rule.id).trim() == stored.profile.get(rule.id))
        };
        match self.typed.peek(|typed| parse(typed, &self.rules, &confirmed)) {
            _ if self.fields().all(is_as_before) => {
                self.form.refuse(self.fields().take(1).map(|rule| FieldError::NotCorrected(rule.id)).collect());
                None
            }
            Ok(parsed) => Some(parsed),
            Err(problems) => {
                let asked = problems.iter().filter(|(_, problem)| *problem == FieldProblem::UnusualShape);
                let asked: Vec<_> = asked.map(|(field, _)| (*field, false)).collect();
                self.unusual.update(|unusual| {
                    unusual.retain(|(field, _)| !asked.iter().any(|(again, _)| again == field));
                    unusual.extend(asked);
                });
                self.refuse(problems);
                None
            }
        }
    }

    fn refuse(&self, problems: Vec<(FieldId, FieldProblem)>) {
        let error = |(field, problem)| FieldError::Profile(field, problem);
        self.form.refuse(problems.into_iter().map(error).collect());
    }

    /// `newer` is the version that somebody else has made meanwhile. What is typed stays, and is corrected in that one when
    /// it is sent once more.
    fn fail(&self, failure: Failure, newer: Option<StoredProfile>) {
        if let Some(newer) = newer {
            let mut typed = newer.profile.clone();
            self.typed.peek(|before| {
                for rule in self.fields() {
                    typed.0.insert(rule.id, before.get(rule.id).to_owned());
                }
            });
            self.typed.set(typed);
            self.stored.replace(newer);
        }
        if let FailureKind::Fields(fields) = &failure.kind {
            let problem = |(name, code): &(String, String)| {
                let field = self.fields().find(|rule| rule.id.name() == name)?;
                Some((field.id, FieldProblem::from_code(code)))
            };
            if let Some(problems) = fields.iter().map(problem).collect::<Option<Vec<_>>>() {
                return self.refuse(problems);
            }
        }
        self.form.fail(failure);
    }
}

/// The version that came in between, where that is why the server refused.
fn newer(failure: &Failure) -> Option<StoredProfile> {
    let FailureKind::Changed { current, etag } = &failure.kind else { return None };
    wire::organization::read_profile(current, etag)
}
