//! Every component in every state on one page, to look at while the styles are changed. Only in a build with the feature
//! `styles` (`make styles`); its headings are names of components and are not translated.
use super::parts::buttons::{button, button_unless, link, working};
use super::parts::choices::{Choice, radios, tick};
use super::parts::fee_table::fee_table;
use super::parts::field::{Field, Value, file, select, text};
use super::parts::form::{FormView, error_summary, plain_label, sent_form};
use super::parts::frame::fixed;
use super::parts::icon::Icon;
use super::parts::loading::waiting;
use super::parts::messages;
use super::parts::problem::problem;
use super::parts::sheet;
use super::parts::status::competencies;
use super::parts::summary_list::{Row, summary_list};
use super::parts::typography::{actions, h2, h3, inset, lead, p};
use super::steps::level;
use super::{confirmation, membership, payment_return, shell};
use crate::app::App;
use crate::app::pages::samples::Samples;
use crate::domain::route::Page;
use crate::domain::step::Step;
use leptos::prelude::*;
use std::rc::Rc;

/// Path of the page below the site's base.
pub const PATH: &str = "/__styles";

/// The page.
pub fn view(app: &Rc<App>) -> AnyView {
    let samples = app.samples();
    let parts = vec![
        part("Type", type_scale()),
        part("Buttons", buttons(&samples)),
        part("Fields", fields(&samples)),
        part("Choices", choices(&samples)),
        part("Errors", error_summary(app, &messages::plain(&samples.wrong))),
        part("Messages", notices()),
        part(
            "Problems",
            samples.failures.iter().map(|one| problem(app, one, Some(Rc::new(|| ())))).collect_view().into_any(),
        ),
        part("Waiting", waiting("Loading".to_owned())),
        part("Lists", lists()),
        part("Competencies", competencies(&samples.competencies)),
        part("Levels", level::comparison(&samples.chosen, &samples.levels)),
    ];
    let plaques = samples.memberships.iter().map(|one| {
        let way = actions(vec![
            button("button", "Renew".to_owned(), || ()),
            button("button button--quiet", "Start over".to_owned(), || ()),
        ]);
        membership::plaque(app, one, way)
    });
    let documents = samples.confirmations.iter().map(|one| {
        let cost = fee_table(&one.lines, &one.tax_lines, &one.total);
        let head = if one.paid { confirmation::certificate(one) } else { confirmation::pending(one) };
        let panel = payment_return::panel(
            "payment",
            Icon::Lock,
            Some(&one.total),
            lead("The payment page is ready for you.".to_owned()),
        );
        view! { {head}{cost}{panel} }.into_any()
    });
    let body = view! {
        {parts}
        {h2("Plaques".to_owned())}
        {plaques.collect_view()}
        {h2("Documents".to_owned())}
        {documents.collect_view()}
    };
    fixed(app, "All components".to_owned(), None, body.into_any())
}

fn part(name: &str, inside: AnyView) -> AnyView {
    view! { <section>{h2(name.to_owned())}{inside}</section> }.into_any()
}

fn type_scale() -> AnyView {
    view! {
        {lead("The paragraph that says what a page is about.".to_owned())}
        {h3("A heading below a heading".to_owned())}
        {p("Text. Запазете промените до 25 януари 2027 г.".to_owned())}
        <p class="caption">{"A caption"}</p>
        <p><a href="#main" rel="external">{"A link"}</a>{" "}<code>{"req-1001"}</code>{" "}<span class="tag">{"Gold"}</span></p>
    }
    .into_any()
}

fn buttons(samples: &Samples) -> AnyView {
    let kinds = ["button", "button button--secondary", "button button--quiet", "button button--danger", "link-button"];
    let rows = kinds.map(|class| {
        actions(vec![
            button(class, "Press".to_owned(), || ()),
            button_unless(class, "Not now".to_owned(), || true, || ()),
            link(class, &Page::Start, "Go".to_owned()),
        ])
    });
    let busy = sent_form(
        &samples.busy,
        "button",
        plain_label("Save and continue".to_owned()),
        ().into_any(),
        ().into_any(),
        Box::new(|| ()),
    );
    view! { {rows.into_iter().collect::<Vec<_>>()}{working(&samples.busy)}{busy} }.into_any()
}

fn value(now: &'static str) -> Value {
    Value { shown: Rc::new(move || now.to_owned()), on_input: Rc::new(|_| ()) }
}

fn field(id: &str, label: &str, hint: &str, width: &'static str) -> Field {
    Field { id: id.to_owned(), label: label.to_owned(), hint: hint.to_owned(), width, ..Field::default() }
}

fn fields(samples: &Samples) -> AnyView {
    let (good, bad) = (messages::plain(&samples.plain), wrong(samples));
    let options = ["Bulgaria", "Austria"].map(|name| (name.to_owned(), name.to_owned())).to_vec();
    view! {
        {text(&good, field("plain", "A line of text", "", ""), value("Cedar Example EOOD"))}
        {text(&good, field("empty", "With a hint (optional)", "For example Sofia", "input--medium"), value(""))}
        {text(&bad, field("city", "With an error", "For example Sofia", "input--narrow"), value(""))}
        {select(&good, field("list", "One of a list", "", "input--medium"), options, value("Austria"))}
        {file(&good, Field { accept: "", ..field("some-file", "A file", "PDF, 2 MB at most", "") }, || ())}
        {file(&bad, field("proof", "A file that is missing", "", ""), || ())}
    }
    .into_any()
}

/// The form whose fields are wrong.
fn wrong(samples: &Samples) -> FormView {
    FormView { form: samples.wrong.clone(), message: Rc::new(|_| "Enter what is missing".to_owned()) }
}

fn choices(samples: &Samples) -> AnyView {
    let choice = |value: &str, icon, unavailable: Option<&str>| Choice {
        value: value.to_owned(),
        label: value.to_owned(),
        is_name: true,
        hints: vec!["What there is to say of it".to_owned(), "And one line more".to_owned()],
        icon,
        unavailable: unavailable.map(str::to_owned),
    };
    let all = vec![
        choice("foundation", Some(Icon::Card), None),
        choice("advanced", Some(Icon::Bank), None),
        choice("premier", None, Some("Not offered in this country")),
    ];
    let (good, bad) = (messages::plain(&samples.plain), wrong(samples));
    view! {
        {radios(&good, "sample", "Choices".to_owned(), all.clone(), &samples.chosen)}
        {radios(&bad, "location", "Choices with an error".to_owned(), all, &samples.chosen)}
        {tick(&good, "ticked", "Ticked".to_owned(), || true, |_| ())}
        {tick(&good, "not-ticked", "Not ticked".to_owned(), || false, |_| ())}
        {tick(&bad, "confirmed", "With an error".to_owned(), || false, |_| ())}
    }
    .into_any()
}

fn notices() -> AnyView {
    let text = || "The program checks a new legal name. This usually takes up to 5 working days.".to_owned();
    view! {
        {shell::banner("banner", text())}
        {shell::banner("banner banner--offline", text())}
        {shell::banner("banner banner--warning", text())}
        {inset(vec![text()])}
        <div class="warning">{p(text())}</div>
        {["save-status", "save-status save-status--saving", "save-status save-status--saved", "save-status save-status--failed"]
            .map(|class| view! { <p class=class>{"Saved in this browser"}</p> }.into_any())
            .into_iter()
            .collect::<Vec<_>>()}
    }
    .into_any()
}

fn lists() -> AnyView {
    let rows = || {
        vec![
            Row::new("Company".to_owned(), "Cedar Example EOOD"),
            Row::new("Contact".to_owned(), "Nadia Example").with(vec!["nadia@cedar.example".to_owned()]),
            Row::new("Tax number".to_owned(), ""),
        ]
    };
    let parts = [Step::Profile, Step::Level].map(|step| sheet::Part {
        title: step.slug().to_owned(),
        rows: rows(),
        change: Page::Step(step),
    });
    view! { {summary_list(rows())}{sheet::answers(parts.into_iter().collect(), Rc::new(|| ()))} }.into_any()
}
