//! The locations of an organization, for whoever may change them and for everybody else.
use super::organizations::place;
use super::shared::{company_name, done, form_page, question, way};
use crate::app::App;
use crate::app::form::FieldError;
use crate::app::pages::Load;
use crate::app::pages::locations::{ADD, CLOSING, DONE, Done, LocationTask, LocationsPage, change_button};
use crate::domain::branch::{Branch, MAX_NAME, address_fields};
use crate::domain::company::LocationKind;
use crate::domain::profile::{FieldId, FieldProblem};
use crate::domain::route::Page;
use crate::i18n::{format, later_format, words};
use crate::views::parts::buttons::button;
use crate::views::parts::dynamic::{condition, dynamic, remount_on_change};
use crate::views::parts::field::{Field, Value, select, text};
use crate::views::parts::form::{FormView, plain_label, sent_form};
use crate::views::parts::icon::{Icon, icon};
use crate::views::parts::loading::{loaded, shown, waiting};
use crate::views::parts::long_list::list_in_parts;
use crate::views::parts::problem::problem;
use crate::views::parts::profile_words;
use crate::views::parts::search::search_field;
use crate::views::parts::typography::{h2, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, at: &Page, page: &Rc<LocationsPage>) -> AnyView {
    let (drawn, again) = (Rc::clone(page), Rc::clone(page));
    let first = condition({
        let page = Rc::clone(page);
        move || page.with_state(|state| state.ready().is_some())
    });
    let (inner, with) = (Rc::clone(page), Rc::clone(app));
    let body = remount_on_change(move || first.get().then(|| untrack(|| inside(&with, &inner))).into_any());
    let waiting = loaded(app, move || drawn.with_state(|state| shown(state, |_| ().into_any())), move || again.load());
    form_page(app, at, words::locations_title(), &form_of(page), view! { {waiting}{body} }.into_any())
}

fn form_of(page: &Rc<LocationsPage>) -> FormView {
    let named = Rc::clone(page);
    let message = move |error: &FieldError| match error {
        FieldError::BranchName(FieldProblem::TooLong) => {
            words::form_too_long(&words::locations_name(), &format::number(MAX_NAME as i64))
        }
        FieldError::BranchName(_) => words::locations_name_missing(),
        FieldError::Profile(field, problem) => named.with_rules(|rules| match rules.and_then(Load::ready) {
            Some(rules) => profile_words::message(rules, *field, *problem),
            None => words::locations_country_missing(),
        }),
        _ => words::problem_fields(),
    };
    FormView { form: page.form().clone(), message: Rc::new(message) }
}

fn inside(app: &Rc<App>, page: &Rc<LocationsPage>) -> AnyView {
    let Some((count, can_add)) =
        page.with_state(|state| state.ready().map(|branches| (branches.list.len(), branches.can_add)))
    else {
        return ().into_any();
    };
    let (told, found, listed, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let lead_text = if can_add { words::locations_lead() } else { words::locations_lead_read() };
    let rows = dynamic(move || {
        let (app, page, branches) = (Rc::clone(&with), Rc::clone(&listed), listed.branches());
        if branches.is_empty() {
            return p(words::centre_none_found());
        }
        list_in_parts(branches, move |part| {
            let rows = part.iter().map(|branch| row(&app, &page, branch)).collect::<Vec<_>>();
            view! { <dl class="places">{rows}</dl> }.into_any()
        })
    });
    view! {
        {company_name(page.organization_name())}
        {lead(lead_text)}
        {done(DONE, move || told.done().map(what_is_done))}
        {can_add.then(|| adding(app, page))}
        {search_field("find", count, words::locations_find(), page.search().text(), move |text| found.search().set(text))}
        {rows}
        {closing(page)}
    }
    .into_any()
}

fn what_is_done(done: Done) -> String {
    match done {
        Done::Added(name) => words::locations_added(&name),
        Done::Changed(name) => words::locations_changed(&name),
        Done::Closed(name) => words::locations_closed(&name),
    }
}

/// The button that opens the form of a new branch, or that form.
fn adding(app: &Rc<App>, page: &Rc<LocationsPage>) -> AnyView {
    let (app, page, opened) = (Rc::clone(app), Rc::clone(page), Rc::clone(page));
    let is_open = condition(move || opened.task() == Some(LocationTask::Add));
    remount_on_change(move || {
        if !is_open.get() {
            let opening = Rc::clone(&page);
            return view! {
                <p><button type="button" class="button button--secondary" id=ADD on:click=move |_| opening.begin_adding()>
                    {words::locations_add()}
                </button></p>
            }
            .into_any();
        }
        untrack(|| {
            let form = branch_form(&app, &page, Some(country(&app, &page)), words::locations_add_do());
            view! { <section class="card">{h2(words::locations_add())}{form}</section> }.into_any()
        })
    })
}

/// The choice of the country of a new branch.
fn country(app: &Rc<App>, page: &Rc<LocationsPage>) -> AnyView {
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    remount_on_change(move || {
        let countries = page.with_countries(Load::clone);
        untrack(|| match countries {
            Load::Loading => waiting(words::site_loading()),
            Load::Failed(failure) => {
                let again = Rc::clone(&page);
                problem(&app, &failure, Some(Rc::new(move || again.load_countries())))
            }
            Load::Ready(countries) => {
                let field = Field {
                    id: FieldId::Country.name().to_owned(),
                    label: words::field_country(),
                    hint: words::locations_country_hint(),
                    autocomplete: "country",
                    ..Field::default()
                };
                let countries = later_format::sort_by_country_name(&countries);
                select(&form_of(&page), field, countries, value_of(&page, FieldId::Country))
            }
        })
    })
}

fn value_of(page: &Rc<LocationsPage>, field: FieldId) -> Value {
    let (shown, typing) = (Rc::clone(page), Rc::clone(page));
    Value { shown: Rc::new(move || shown.field(field)), on_input: Rc::new(move |text| typing.type_field(field, text)) }
}

/// Name and address, in the form of its country.
fn branch_form(app: &Rc<App>, page: &Rc<LocationsPage>, country: Option<AnyView>, label: String) -> AnyView {
    let (shown, typing) = (Rc::clone(page), Rc::clone(page));
    let name = Field { id: "branch-name".to_owned(), label: words::locations_name(), ..Field::default() };
    let named = Value { shown: Rc::new(move || shown.name()), on_input: Rc::new(move |text| typing.type_name(text)) };
    let fields = view! { {text(&form_of(page), name, named)}{country}{address(app, page)} };
    let (sending, stopping) = (Rc::clone(page), Rc::clone(page));
    let stop = button("button button--quiet", words::centre_cancel(), move || stopping.give_up());
    sent_form(page.form(), "button", plain_label(label), fields.into_any(), stop, Box::new(move || sending.send()))
}

/// The fields of an address in the country of the branch, once it is known.
fn address(app: &Rc<App>, page: &Rc<LocationsPage>) -> AnyView {
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    remount_on_change(move || {
        let rules = page.with_rules(|rules| rules.cloned());
        untrack(|| match rules {
            None => ().into_any(),
            Some(Load::Loading) => waiting(words::site_loading()),
            Some(Load::Failed(failure)) => {
                let again = Rc::clone(&page);
                problem(&app, &failure, Some(Rc::new(move || again.retry_rules())))
            }
            Some(Load::Ready(rules)) => {
                let form = form_of(&page);
                let fields = address_fields(&rules)
                    .map(|rule| text(&form, profile_words::field(rule), value_of(&page, rule.id)))
                    .collect::<Vec<_>>();
                view! { <div class="field">{fields}</div> }.into_any()
            }
        })
    })
}

/// A location with what can be done with it, or its form.
fn row(app: &Rc<App>, page: &Rc<LocationsPage>, branch: &Branch) -> AnyView {
    let (app, page, branch) = (Rc::clone(app), Rc::clone(page), branch.clone());
    let (opened, mine) = (Rc::clone(&page), branch.location.id.clone());
    let is_open =
        condition(move || matches!(opened.task(), Some(LocationTask::Change(branch)) if branch.location.id == mine));
    remount_on_change(move || {
        let is_open = is_open.get();
        untrack(|| {
            if !is_open {
                return place(&branch.location, ways_on(&page, &branch));
            }
            let form = branch_form(&app, &page, None, words::locations_change_do());
            let name = branch.location.name.clone();
            view! { <div class="place">{icon(Icon::Place)}<dt><bdi translate="no">{name}</bdi></dt><dd>{form}</dd></div> }.into_any()
        })
    })
}

fn ways_on(page: &Rc<LocationsPage>, branch: &Branch) -> AnyView {
    let can_add = page.with_state(|state| state.ready().is_some_and(|branches| branches.can_add));
    if !branch.can_change {
        let is_seat = can_add && branch.location.kind == LocationKind::Headquarters;
        return is_seat.then(|| view! { <dd class="caption">{words::locations_seat()}</dd> }).into_any();
    }
    let name = &branch.location.name;
    let (changing, closing, to_change, to_close) = (Rc::clone(page), Rc::clone(page), branch.clone(), branch.clone());
    let change = change_button(&branch.location.id);
    let close = ["close-", &branch.location.id].concat();
    view! {
        <dd class="ways">
            {way(change, words::locations_change(), name, move || changing.begin_change(&to_change))}
            {way(close, words::locations_close(), name, move || closing.begin_closing(&to_close))}
        </dd>
    }
    .into_any()
}

/// Asks before a branch is closed.
fn closing(page: &Rc<LocationsPage>) -> AnyView {
    let (asked, doing, keeping, busy) = (Rc::clone(page), Rc::clone(page), Rc::clone(page), page.form().clone());
    let texts = move || match asked.task()? {
        LocationTask::Close(branch) => {
            let name = branch.location.name;
            Some([words::locations_closing(&name), words::locations_closing_text(), words::locations_closing_do()])
        }
        LocationTask::Add | LocationTask::Change(_) => None,
    };
    question(CLOSING, texts, move || busy.is_busy(), move || doing.send(), move || keeping.give_up())
}
