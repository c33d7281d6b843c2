//! Enrolling again after a membership has lapsed.
use super::shared::company_name;
use crate::app::App;
use crate::app::pages::enrollment::EnrollmentPage;
use crate::domain::enrollment::Enrollment;
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::views::outline::back;
use crate::views::parts::buttons::{button_unless, working};
use crate::views::parts::contact::contact;
use crate::views::parts::form::failure_box;
use crate::views::parts::frame::fixed;
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::typography::{actions, inset, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, at: &Page, page: &Rc<EnrollmentPage>) -> AnyView {
    let (drawn, again, on) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |enrollment| inside(&on, enrollment))),
        move || again.load(),
    );
    let body = view! { {failure_box(app, page.form())}{body} }.into_any();
    fixed(app, words::enrollment_title(), Some(back(at)), body)
}

fn inside(page: &Rc<EnrollmentPage>, enrollment: &Enrollment) -> AnyView {
    let (asking, busy) = (Rc::clone(page), page.form().clone());
    let is_asked = enrollment.request.is_some();
    let (class, label) = if is_asked {
        ("button button--secondary", words::enrollment_withdraw())
    } else {
        ("button", words::enrollment_ask())
    };
    let act = move || if is_asked { asking.withdraw() } else { asking.ask() };
    let rest = if enrollment.can_request {
        actions(vec![button_unless(class, label, move || busy.is_busy(), act), working(page.form())])
    } else if enrollment.lapsed_on.is_some() && !is_asked {
        p(words::tax_exemption_only_primary())
    } else {
        ().into_any()
    };
    let who = enrollment.contact.as_ref().map(|known| view! { <p class="ways" translate="no">{contact(known)}</p> });
    view! {
        {company_name(Some(enrollment.organization.name.clone()))}
        {lead(words::enrollment_lead())}
        {inset(standing(enrollment))}
        {rest}
        {who.into_any()}
    }
    .into_any()
}

/// How it stands, in sentences.
fn standing(enrollment: &Enrollment) -> Vec<String> {
    if let Some(request) = &enrollment.request {
        let asked = words::enrollment_requested(&format::date_time_long(&request.at), &request.by);
        return [asked].into_iter().chain(enrollment.working_days.map(words::enrollment_days)).collect();
    }
    match enrollment.lapsed_on {
        Some(day) => vec![words::enrollment_none(&format::date_long(day))],
        None => vec![words::refusal_not_lapsed(), words::refusal_not_lapsed_do()],
    }
}
