//! The rail beside a step: the seven steps, and the renewal as far as it is known. On a phone it is a bar that opens.
use super::buttons::link;
use super::dynamic::dynamic;
use super::icon::{Icon, icon};
use super::step_words;
use super::typography::h2;
use crate::app::App;
use crate::domain::renewal::Renewal;
use crate::domain::renewal_progress::reachable;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::{format, words};
use leptos::prelude::*;
use std::rc::Rc;

/// The rail of a step.
pub fn rail(app: &Rc<App>, now: Step) -> AnyView {
    let app = Rc::clone(app);
    dynamic(move || {
        let renewal = app.services().renewals.shown();
        let renewal = renewal.as_ref();
        let fee = renewal.and_then(|renewal| renewal.level.as_ref()).map(|level| format::money(&level.fee));
        view! {
            <details class="rail no-print">
                <summary>{words::rail_open()}<bdi translate="no">{fee}</bdi>{icon(Icon::Down)}</summary>
                <div class="rail__inside">
                    {h2(words::rail_steps())}
                    {step_list(now, renewal)}
                    {h2(words::rail_renewal())}
                    {renewal.map(facts)}
                </div>
            </details>
        }
        .into_any()
    })
}

/// The steps: where one is, which are done, and a way back to those.
fn step_list(now: Step, renewal: Option<&Renewal>) -> AnyView {
    let items = Step::ALL
        .into_iter()
        .map(|step| {
            let is_done = step < now;
            let state = if is_done { words::steps_done() } else { words::steps_to_do() };
            let state = (step != now)
                .then(|| view! { <span class="visually-hidden">{[", ", &state].concat()}</span> }.into_any());
            let leads_back = is_done && renewal.is_some_and(|renewal| reachable(renewal, step));
            let name = step_words::name(step);
            let name = if leads_back { link("", &Page::Step(step), name) } else { name.into_any() };
            let class = if is_done { "steps__done" } else { "" };
            let current = Signal::stored((step == now).then_some("step"));
            view! { <li class=class aria-current=current><span>{name}{state}</span></li> }.into_any()
        })
        .collect::<Vec<_>>();
    view! { <ol class="steps" aria-label=words::steps_all()>{items}</ol> }.into_any()
}

/// What is known of the renewal; what is not says which step brings it.
fn facts(renewal: &Renewal) -> AnyView {
    let after = |step: Step| words::rail_step(&format::number(step.number() as i64));
    let row = |name: String, value: Option<String>, step: Step| {
        let class = if value.is_some() { "" } else { "rail__unknown" };
        let value = value.unwrap_or_else(|| after(step));
        view! { <div><dt>{name}</dt><dd class=class><bdi>{value}</bdi></dd></div> }.into_any()
    };
    let level = renewal.level.as_ref();
    let rows = vec![
        row(words::review_company(), Some(renewal.organization.name.clone()), Step::Profile),
        row(words::steps_location(), renewal.location.as_ref().map(|location| location.name.clone()), Step::Location),
        row(words::steps_level(), level.map(|level| level.level.name.clone()), Step::Level),
        row(words::rail_fee(), level.map(|level| words::level_fee(&format::money(&level.fee))), Step::Level),
    ];
    let tax = level.map(|_| view! { <p>{words::rail_tax()}</p> }.into_any());
    view! { <dl translate="no">{rows}</dl>{tax} }.into_any()
}
