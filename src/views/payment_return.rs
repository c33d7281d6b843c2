//! Leaving for the hosted payment page, and coming back from it. The address proves nothing: the server is asked.
use super::parts::dynamic::{changing, dynamic, optional};
use super::parts::frame::{Back, page};
use super::parts::guard::{self, navigator, redirect};
use super::parts::loading::{loaded, waiting};
use super::parts::press::{button, link};
use super::parts::problem::problem;
use super::parts::prose::{actions, lead, p};
use crate::app::payment::{Go, Till};
use crate::app::renewal::{Found, under_way};
use crate::app::screen;
use crate::app::session::App;
use crate::domain::failure::Failure;
use crate::domain::payment::{DeclineReason, Payment, PaymentStatus};
use crate::domain::payment_machine::{Event, State};
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use leptos::prelude::*;
use std::rc::Rc;

/// How a till leads to another page.
pub fn guide() -> Go {
    let go = navigator();
    Rc::new(move |page| go(page, true))
}

/// The request that failed last, if it is not what the page is about.
fn trouble(till: Till) -> AnyView {
    optional(move || till.failure.get().map(|failure| problem(&failure, None)))
}

fn act(till: Till, class: &'static str, label: String, event: impl Fn() -> Event + 'static) -> AnyView {
    button(class, label, move || till.act(event()))
}

/// The announcement before the redirect: where the person goes, that nothing is paid yet, and a way to stay.
pub fn leaving(app: App, till: Till) -> AnyView {
    let (host, amount) = till.latest.with_untracked(|payment| {
        payment.as_ref().map_or_else(Default::default, |payment| {
            let url = payment.session_url.as_deref();
            (url.map(screen::host_of).unwrap_or_default(), screen::money(&payment.amount))
        })
    });
    let busy = move || {
        matches!(till.state.get(), State::Redirected(_) | State::CheckingStatus(_))
            && till.failure.with(Option::is_none)
    };
    let body = view! {
        {trouble(till)}
        {lead(words::leaving_lead(&host))}
        {p(words::leaving_amount(&amount))}
        {p(words::leaving_back())}
        <div class="actions">
            {act(till, "button", words::leaving_continue(), || Event::Leave)}
            {act(till, "button button--secondary", words::leaving_stay(), || Event::Cancel)}
            <span class="busy" role="status">{changing(move || busy().then(words::site_working))}</span>
        </div>
    };
    page(app, Signal::stored(words::leaving_title()), None, body.into_any())
}

/// The page that asks the server how the payment stands.
pub fn view(app: App) -> AnyView {
    let till = Till::new(app, guide());
    let body = guard::signed_in(app, Page::PaymentReturn, move || {
        loaded(app, find, move |found, _| match found {
            Err(page) => redirect(&page),
            Ok(renewal) => {
                till.resume(&renewal);
                dynamic(move || body(till))
            }
        })
    });
    let back = Back { href: Page::Membership.path(), label: words::payment_to_membership() };
    page(app, Signal::derive(move || heading(till)), Some(back), body)
}

/// Id of the renewal under way, or the page that is due.
async fn find(app: App) -> Result<Result<String, Page>, Failure> {
    Ok(match under_way(app, true).await? {
        Found::Elsewhere(page) => Err(page),
        Found::Renewal(renewal) => {
            app.renewal.set(None);
            Ok(renewal.id)
        }
    })
}

fn heading(till: Till) -> String {
    match till.state.get() {
        State::Failed(PaymentStatus::Declined) => words::payment_declined_title(),
        State::Failed(PaymentStatus::Cancelled) => words::payment_cancelled_title(),
        State::Failed(_) => words::payment_expired_title(),
        State::Reviewing if till.answered.get() && till.failure.with(Option::is_none) => words::payment_none_title(),
        _ => words::payment_checking_title(),
    }
}

fn reason(payment: Option<&Payment>) -> String {
    match payment.and_then(|payment| payment.decline_reason) {
        Some(DeclineReason::InsufficientFunds) => words::payment_insufficient(),
        Some(DeclineReason::ChallengeFailed) => words::payment_challenge(),
        _ => words::payment_refused(),
    }
}

/// Nothing was taken; two ways on.
fn not_paid(what: String) -> AnyView {
    view! {
        {lead(what)}
        {p(words::payment_kept())}
        <div class="actions">
            {link("button", &Page::Step(Step::Review), words::payment_try_again())}
            {link("button button--secondary", &Page::Step(Step::Payment), words::payment_other_method())}
        </div>
    }
    .into_any()
}

fn check_again(till: Till) -> AnyView {
    act(till, "button button--secondary", words::payment_check_again(), || Event::CameBack)
}

fn body(till: Till) -> AnyView {
    let answered = till.answered.get();
    let processing = till.latest.with(|latest| latest.as_ref().is_some_and(|p| p.status == PaymentStatus::Processing));
    match till.state.get() {
        State::Failed(PaymentStatus::Declined) => till.latest.with(|latest| not_paid(reason(latest.as_ref()))),
        State::Failed(PaymentStatus::Cancelled) => not_paid(words::payment_cancelled()),
        State::Failed(_) => not_paid(words::payment_expired()),
        State::Created(_) | State::Redirected(_) if answered => open(till),
        State::CheckingStatus(_) if processing => view! {
            <p class="lead" role="status">{words::payment_processing()}</p>
            {p(words::payment_processing_more())}
            {actions(vec![check_again(till)])}
        }
        .into_any(),
        State::Reviewing if answered && till.failure.with(Option::is_none) => view! {
            {lead(words::payment_none())}
            {actions(vec![link("button", &Page::Step(Step::Review), words::payment_to_review())])}
        }
        .into_any(),
        State::Reviewing | State::Unknown(_) if till.failure.with(Option::is_some) => view! {
            {lead(words::payment_unknown())}
            {trouble(till)}
            {actions(vec![check_again(till)])}
        }
        .into_any(),
        _ => waiting(words::payment_asking()),
    }
}

/// The person left the payment page, or never got there: go on, look again, or cancel at the server.
fn open(till: Till) -> AnyView {
    let was_there = matches!(till.state.get_untracked(), State::Redirected(journal) if journal.handed_off || journal.attempt_key.is_empty());
    let what = if was_there { words::payment_open() } else { words::payment_not_started() };
    view! {
        {trouble(till)}
        {lead(what)}
        {p(words::payment_open_more())}
        <div class="actions">
            {act(till, "button", words::leaving_continue(), || Event::Leave)}
            {check_again(till)}
            {act(till, "button button--quiet", words::payment_cancel(), || Event::Cancel)}
        </div>
    }
    .into_any()
}
