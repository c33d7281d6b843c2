//! Step 2: review your organization profile. Prefilled; one click confirms what is still right.
//! The country comes first and decides which fields follow, how they are called and which are required.
use super::conflict::{self, Conflict};
use super::{current, refused};
use crate::app::renewal::adopt;
use crate::app::screen;
use crate::app::session::App;
use crate::domain::country::{CountryRules, FieldKind, FieldRule, SectionRule};
use crate::domain::draft::AnswerKey;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::profile::{FieldId, Profile, StoredProfile};
use crate::domain::profile_rules::parse;
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use crate::views::parts::dynamic::{fresh, optional};
use crate::views::parts::field::{Field, select, text};
use crate::views::parts::form::{Form, step_form, step_page};
use crate::views::parts::guard::{self, navigator};
use crate::views::parts::loading::loaded;
use crate::views::parts::problem::problem;
use crate::views::parts::profile_words;
use crate::views::parts::prose::{lead, p};
use crate::wire;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
pub fn view(app: App) -> AnyView {
    let form = Form::new();
    let body = guard::step(app, Step::Profile, move |renewal| {
        let kept = StoredValue::new(renewal);
        let find = move |app: App| async move {
            let organization = kept.with_value(|renewal| renewal.organization.id.clone());
            let stored = app.ask(wire::organization::profile(&organization)).await?;
            let countries = app.ask(wire::reference::countries()).await?;
            let country = app
                .wizard
                .answer(AnswerKey::Profile(FieldId::Country))
                .filter(|code| countries.contains(code))
                .unwrap_or_else(|| stored.profile.get(FieldId::Country).to_owned());
            let rules = app.ask(wire::reference::country(&country)).await?;
            Ok::<_, Failure>((stored, countries, rules))
        };
        loaded(app, find, move |(stored, countries, rules), _| {
            inside(app, form, kept.get_value(), stored, countries, rules)
        })
    });
    step_page(app, Step::Profile, form, words::profile_title(), body)
}

/// What the page works on.
#[derive(Clone, Copy)]
struct Desk {
    app: App,
    form: Form,
    /// What the server has.
    stored: RwSignal<StoredProfile>,
    /// What is in the controls, as typed.
    raw: RwSignal<Profile>,
    rules: RwSignal<CountryRules>,
    conflict: RwSignal<Option<Conflict>>,
    signed: bool,
}

impl Desk {
    fn set(self, field: FieldId, value: String) {
        self.stored.with_untracked(|stored| {
            self.app.wizard.draft.update(|draft| draft.start_from(&stored.etag, field, stored.profile.get(field)));
        });
        self.raw.update(|raw| {
            raw.0.insert(field, value.clone());
        });
        self.app.wizard.set(AnswerKey::Profile(field), value);
    }
}

fn inside(
    app: App,
    form: Form,
    renewal: Renewal,
    stored: StoredProfile,
    countries: Vec<String>,
    rules: CountryRules,
) -> AnyView {
    let (raw, base, moved_on) = app.wizard.draft.with_untracked(|draft| {
        let moved_on = draft.profile_etag.as_ref().is_some_and(|etag| *etag != stored.etag);
        (draft.over(&stored.profile), draft.base(&stored.profile), moved_on)
    });
    let first_conflict =
        moved_on.then(|| Profile::differences(&base, &raw, &stored.profile)).filter(|found| !found.is_empty());
    let desk = Desk {
        app,
        form,
        raw: RwSignal::new(raw),
        stored: RwSignal::new(stored),
        rules: RwSignal::new(rules),
        conflict: RwSignal::new(first_conflict),
        signed: renewal.signature.is_some(),
    };
    let go = navigator();
    let send = move || send(desk, &renewal, go.clone());
    let body = view! {
        {optional(move || desk.conflict.get().map(|found| conflict::view(found, &desk.rules.get_untracked(), move |field, value| {
            desk.set(field, value);
            // The controls are drawn again with the value chosen.
            desk.rules.update(|_| {});
        })))}
        {country(desk, countries)}
        {fresh(move || desk.rules.with(|rules| rules.sections.iter().map(|section| fieldset(desk, section)).collect_view().into_any()))}
    };
    view! {
        {lead(words::profile_lead())}
        {step_form(app, form, words::form_save(), body.into_any(), send)}
    }
    .into_any()
}

/// The rules of the country just chosen.
#[derive(Clone)]
enum Fetching {
    Waiting,
    Done,
    Failed(Failure),
}

fn country(desk: Desk, countries: Vec<String>) -> AnyView {
    let chosen = desk.raw.with_untracked(|raw| raw.get(FieldId::Country).to_owned());
    let options = screen::sort_by_country_name(countries);
    let state = RwSignal::new(Fetching::Done);
    let field = Field {
        id: FieldId::Country.name().to_owned(),
        label: words::field_country(),
        hint: words::profile_country_hint(),
        autocomplete: "country",
        ..Field::default()
    };
    let change = move |code: String| {
        desk.set(FieldId::Country, code.clone());
        state.set(Fetching::Waiting);
        spawn_local(async move {
            let next = match desk.app.ask(wire::reference::country(&code)).await {
                Ok(rules) => {
                    // A later choice may have overtaken this answer.
                    if desk.raw.try_with_untracked(|raw| raw.get(FieldId::Country) == code) == Some(true) {
                        desk.form.messages.set(Vec::new());
                        desk.rules.set(rules);
                    }
                    Fetching::Done
                }
                Err(failure) => Fetching::Failed(failure),
            };
            let _ = state.try_set(next);
        });
    };
    view! {
        {select(desk.form, field, options, chosen, change)}
        <div role="status">{optional(move || match state.get() {
            Fetching::Waiting => Some(words::profile_country_loading().into_any()),
            Fetching::Failed(failure) => Some(problem(&failure, None)),
            Fetching::Done => None,
        })}</div>
    }
    .into_any()
}

fn fieldset(desk: Desk, section: &SectionRule) -> AnyView {
    let fields =
        section.fields.iter().filter(|rule| rule.id != FieldId::Country).map(|rule| field(desk, rule)).collect_view();
    let warning = (section.id == "identity").then(|| legal_name_warning(desk));
    view! {
        <fieldset class="fieldset">
            <legend class="fieldset__legend">{profile_words::section(&section.id)}</legend>
            {fields}
            {warning}
        </fieldset>
    }
    .into_any()
}

/// Told before saving, in plain words: a new legal name has consequences.
fn legal_name_warning(desk: Desk) -> AnyView {
    let changed = Memo::new(move |_| {
        desk.raw.with(|raw| {
            raw.get(FieldId::LegalName).trim() != desk.stored.with(|s| s.profile.get(FieldId::LegalName).to_owned())
        })
    });
    view! {
        <div role="status">{optional(move || changed.get().then(|| view! {
            <div class="inset">{p(words::profile_legal_name_warning())}{desk.signed.then(|| view! { {p(words::profile_signature_warning())} })}</div>
        }.into_any()))}</div>
    }
    .into_any()
}

fn field(desk: Desk, rule: &FieldRule) -> AnyView {
    let id = rule.id;
    let value = desk.raw.with_untracked(|raw| raw.get(id).to_owned());
    let field = profile_words::field(rule);
    if rule.kind == FieldKind::Select {
        let options = rule.options.iter().map(|option| (option.clone(), profile_words::option(id, option))).collect();
        select(desk.form, field, options, value, move |value| desk.set(id, value))
    } else {
        text(desk.form, field, value, move |value| desk.set(id, value))
    }
}

fn messages(
    rules: &CountryRules,
    problems: &[(FieldId, crate::domain::profile::FieldProblem)],
) -> Vec<(String, String)> {
    let all = || rules.sections.iter().flat_map(|section| &section.fields);
    problems
        .iter()
        .filter_map(|(id, problem)| {
            all()
                .find(|rule| rule.id == *id)
                .map(|rule| (rule.id.name().to_owned(), profile_words::message(rule, *problem)))
        })
        .collect()
}

/// Saves the profile if it changed, then confirms it for this renewal.
fn send(desk: Desk, renewal: &Renewal, go: impl Fn(&Page, bool) + Clone + 'static) {
    let rules = desk.rules.get_untracked();
    let parsed = match desk.raw.with_untracked(|raw| parse(raw, &rules, &[])) {
        Ok(parsed) => parsed,
        Err(problems) => return desk.form.refuse(messages(&rules, &problems)),
    };
    desk.conflict.set(None);
    let renewal = current(desk.app, renewal);
    desk.form.run(async move {
        let app = desk.app;
        let stored = desk.stored.get_untracked();
        let saved = if parsed == stored.profile {
            Ok(stored.clone())
        } else {
            app.ask(wire::organization::put_profile(&renewal.organization.id, &parsed, &stored.etag)).await
        };
        let renewed = match saved {
            Ok(saved) => {
                desk.stored.set(saved.clone());
                // A new legal name may have voided the signature: the renewal is read again for its entity tag.
                let fresh = if saved.etag == stored.etag {
                    Ok(renewal)
                } else {
                    app.ask(wire::renewal::get(&renewal.id)).await
                };
                match fresh {
                    Ok(fresh) => app.ask(wire::renewal::confirm_profile(&fresh, &saved.etag)).await,
                    Err(failure) => Err(failure),
                }
            }
            Err(failure) => Err(failure),
        };
        match renewed {
            Ok(renewal) => {
                let next = if app.changing.get_untracked() && renewal.next_step == Some(Step::Review) {
                    Page::Step(Step::Review)
                } else {
                    super::next_page(&renewal, Step::Profile)
                };
                app.wizard.clear_step(Step::Profile);
                adopt(app, renewal).await;
                app.wizard.flush_now().await;
                go(&next, false);
            }
            Err(failure) => explain(desk, &rules, failure, &go).await,
        }
    });
}

async fn explain(desk: Desk, rules: &CountryRules, failure: Failure, go: &impl Fn(&Page, bool)) {
    match &failure.kind {
        FailureKind::Changed { current, etag } => {
            if let Some(theirs) = wire::organization::read_profile(current, etag) {
                let base = desk.stored.with_untracked(|stored| stored.profile.clone());
                let conflict = desk.raw.with_untracked(|mine| Profile::differences(&base, mine, &theirs.profile));
                let merged = desk.raw.with_untracked(|mine| conflict::merged(&base, mine, &theirs.profile));
                desk.raw.set(merged);
                // From now on what was typed starts from theirs: a reload must not ask the same once more.
                desk.app.wizard.draft.update(|draft| draft.rebase(&theirs.etag, &theirs.profile));
                desk.stored.set(theirs);
                desk.conflict.set(Some(conflict));
                desk.rules.update(|_| {});
                request_animation_frame(|| screen::focus_by_id("conflict"));
                return;
            }
            refused(desk.app, desk.form, failure, go).await;
        }
        FailureKind::Fields(fields) => {
            let problems: Vec<_> = fields
                .iter()
                .filter_map(|(name, code)| Some((FieldId::from_name(name)?, profile_words::problem_of(code))))
                .collect();
            let found = messages(rules, &problems);
            if found.is_empty() { desk.form.fail(failure) } else { desk.form.refuse(found) }
        }
        _ => refused(desk.app, desk.form, failure, go).await,
    }
}
