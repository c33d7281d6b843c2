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

/// The rail of a step, with `more` at its end.
pub fn rail(app: &Rc<App>, now: Step, more: Rc<dyn Fn() -> AnyView>) -> AnyView {
    let app = Rc::clone(app);
    dynamic(move || {
        let renewal = app.services().renewals.shown();
        let renewal = renewal.as_ref();
        // What matters most on a phone, where the rest is folded away: what it costs, and before that for whom it is.
        let most = renewal.map(|renewal| match &renewal.estimate {
            Some(estimate) => format::money(&estimate.total),
            None => renewal.organization.name.clone(),
        });
        view! {
            <details class="rail no-print">
                <summary>{words::rail_renewal()}<bdi translate="no">{most}</bdi>{icon(Icon::Down)}</summary>
                <div class="rail__inside">
                    {h2(words::rail_steps())}
                    {step_list(now, renewal)}
                    {h2(words::rail_renewal())}
                    {renewal.map(facts)}
                    {more()}
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
            // Whoever goes back to an answer has completed those after it, too.
            let is_done = step < now || (step != now && renewal.is_some_and(|renewal| renewal.has(step)));
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
    let row = |name: String, value: Option<String>, step: Step| {
        let class = if value.is_some() { "" } else { "rail__unknown" };
        let value = value.unwrap_or_else(|| words::rail_step(&format::number(step.number() as i64)));
        view! { <div><dt>{name}</dt><dd class=class><bdi>{value}</bdi></dd></div> }.into_any()
    };
    let (level, estimate) = (renewal.level.as_ref(), renewal.estimate.as_ref());
    let mut rows = vec![row(words::review_company(), Some(renewal.organization.name.clone()), Step::Profile)];
    if let Some((from, to)) = renewal.period {
        rows.push(row(words::rail_from(), Some(format::date_long(from)), Step::Requirements));
        rows.push(row(words::rail_to(), Some(format::date_long(to)), Step::Requirements));
    }
    let location = renewal.location.as_ref().map(|location| location.name.clone());
    rows.push(row(words::steps_location(), location, Step::Location));
    rows.push(row(words::steps_level(), level.map(|level| level.level.name.clone()), Step::Level));
    if level.is_none() {
        rows.push(row(words::rail_cost(), None, Step::Level));
        return view! { <dl translate="no">{rows}</dl> }.into_any();
    }
    rows.push(row(words::rail_fee(), level.map(|level| format::money(&level.fee)), Step::Level));
    rows.push(row(words::rail_tax(), estimate.map(|estimate| format::money(&estimate.tax)), Step::Level));
    rows.push(row(words::review_total(), estimate.map(|estimate| format::money(&estimate.total)), Step::Level));
    view! { <dl translate="no">{rows}</dl> }.into_any()
}
