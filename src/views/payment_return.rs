//! Leaving for the hosted payment page, and coming back from it.
use super::outline::back;
use super::parts::buttons::{busy, button, link};
use super::parts::dynamic::{remount_on_change, show_some};
use super::parts::frame::{PANEL_PAGE, framed};
use super::parts::icon::{Icon, icon};
use super::parts::loading::{Shown, loaded, waiting};
use super::parts::marked_button::marked_button;
use super::parts::problem::{problem, reference};
use super::parts::typography::{actions, inset, lead, p};
use crate::app::App;
use crate::app::pages::Load;
use crate::app::pages::payment_return::PaymentReturnPage;
use crate::app::pages::review::ReviewPage;
use crate::app::payment::{Leaving, PaymentClaim};
use crate::domain::address::host_of;
use crate::domain::money::Money;
use crate::domain::payment::DeclineReason;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::{format, words};
use leptos::prelude::*;
use std::rc::Rc;

/// The announcement before the redirect: where the person goes, that nothing is paid yet, and a way to stay.
pub fn leaving(app: &Rc<App>, page: &Rc<ReviewPage>, leaving: &Leaving) -> AnyView {
    let (trouble, going, staying, working) = (Rc::clone(page), Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let with = Rc::clone(app);
    let where_to = match &leaving.url {
        Some(url) => lead(words::leaving_lead(host_of(url))),
        None => {
            let id = leaving.payment.clone();
            view! { {inset(vec![words::payment_no_address()])} {reference(id)} }.into_any()
        }
    };
    let going_on = move || going.leave();
    let go_on = if leaving.url.is_some() {
        marked_button("button", Icon::External, words::leaving_continue(), going_on)
    } else {
        // Without an address it is asked for once more.
        button("button", words::payment_check_again(), going_on)
    };
    let inside = view! {
        {where_to}
        {p(words::leaving_nothing_yet())}
        {p(words::leaving_back())}
        {actions(vec![
            go_on,
            button("button button--secondary", words::leaving_stay(), move || staying.stay()),
            busy(move || working.leaving().is_some_and(|leaving| leaving.is_busy)),
        ])}
    };
    let body = view! {
        {show_some(move || trouble.leaving()?.failure.map(|failure| problem(&with, &failure, None)))}
        {panel("payment", Icon::Lock, Some(&leaving.amount), inside.into_any())}
    };
    let title = || words::leaving_title();
    framed(app, PANEL_PAGE, Rc::new(title), None, None, None, body.into_any())
}

/// One payment: its amount, what has happened and what has not, and the ways on.
pub(super) fn panel(class: &'static str, mark: Icon, amount: Option<&Money>, inside: AnyView) -> AnyView {
    view! { <div class=class>{icon(mark)}{amount.map(figure)}{inside}</div> }.into_any()
}

fn figure(amount: &Money) -> AnyView {
    view! { <p class="payment__amount" translate="no"><bdi>{format::money(amount)}</bdi></p> }.into_any()
}

/// The page that asks the server how the payment stands.
pub fn view(app: &Rc<App>, page: &Rc<PaymentReturnPage>) -> AnyView {
    let (drawn, again, with, titled) = (Rc::clone(page), Rc::clone(page), Rc::clone(app), Rc::clone(page));
    let state = move || {
        drawn.with_state(|state| match state {
            Load::Loading => Shown::Loading,
            Load::Failed(failure) => Shown::Failed(failure.clone()),
            Load::Ready(_) => {
                let (app, page) = (Rc::clone(&with), Rc::clone(&drawn));
                Shown::Ready(remount_on_change(move || body(&app, &page)))
            }
        })
    };
    let body = loaded(app, state, move || again.load());
    let title = move || match titled.claim() {
        PaymentClaim::Open { .. } if titled.is_by_link() => words::payment_waiting_title(),
        claim => heading(&claim),
    };
    framed(app, PANEL_PAGE, Rc::new(title), None, Some(back(&Page::PaymentReturn)), None, body)
}

fn heading(claim: &PaymentClaim) -> String {
    match claim {
        PaymentClaim::Declined(_) => words::payment_declined_title(),
        PaymentClaim::Cancelled => words::payment_cancelled_title(),
        PaymentClaim::Expired(None) => words::payment_expired_title(),
        PaymentClaim::Expired(Some(_)) => words::payment_missed_title(),
        PaymentClaim::NoPayment | PaymentClaim::Refused(_) => words::payment_none_title(),
        PaymentClaim::Asking
        | PaymentClaim::NotAnswered(_)
        | PaymentClaim::Open { .. }
        | PaymentClaim::AddressMissing { .. }
        | PaymentClaim::Processing { .. } => words::payment_checking_title(),
    }
}

fn reason(reason: Option<DeclineReason>) -> String {
    match reason {
        Some(DeclineReason::InsufficientFunds) => words::payment_insufficient(),
        Some(DeclineReason::ChallengeFailed) => words::payment_challenge(),
        Some(DeclineReason::CardDeclined | DeclineReason::Other) | None => words::payment_refused(),
    }
}

/// It is over without money; two ways on. `is_certain` where no money can be on its way.
fn not_paid(page: &PaymentReturnPage, what: String, is_certain: bool) -> AnyView {
    view! {
        {is_certain.then(|| view! { <p class="payment__fact">{words::payment_nothing_charged()}</p> }.into_any())}
        {page.amount().map(|amount| p(words::payment_of(&format::money(&amount))))}
        {p(what)}
        {p(words::payment_kept())}
        {actions(vec![
            link("button", &Page::Step(Step::Review), words::payment_try_again()),
            link("button button--secondary", &Page::Step(Step::Payment), words::payment_other_method()),
        ])}
    }
    .into_any()
}

/// The way back to what was to be paid.
fn no_payment() -> AnyView {
    view! {
        {lead(words::payment_none())}
        {actions(vec![link("button", &Page::Step(Step::Review), words::payment_to_review())])}
    }
    .into_any()
}

fn check_again(page: &Rc<PaymentReturnPage>) -> AnyView {
    let page = Rc::clone(page);
    button("button button--secondary", words::payment_check_again(), move || page.check_again())
}

fn body(app: &Rc<App>, page: &Rc<PaymentReturnPage>) -> AnyView {
    let claim = page.claim();
    let trouble = claim.failure().map(|failure| problem(app, failure, None));
    let (class, mark) = match claim {
        PaymentClaim::Declined(_) | PaymentClaim::Cancelled | PaymentClaim::Expired(_) => {
            ("payment payment--over", Icon::Warning)
        }
        PaymentClaim::Open { .. } => ("payment", Icon::Lock),
        PaymentClaim::Asking
        | PaymentClaim::NotAnswered(_)
        | PaymentClaim::NoPayment
        | PaymentClaim::Refused(_)
        | PaymentClaim::AddressMissing { .. }
        | PaymentClaim::Processing { .. } => ("payment", Icon::Clock),
    };
    let amount = page.amount();
    // Where it is over, what was not charged comes before how much it would have been.
    let above = amount.as_ref().filter(|_| mark != Icon::Warning);
    view! { {trouble} {panel(class, mark, above, what_is_known(page, claim))} }.into_any()
}

fn what_is_known(page: &Rc<PaymentReturnPage>, claim: PaymentClaim) -> AnyView {
    match claim {
        PaymentClaim::Declined(why) => not_paid(page, reason(why), true),
        PaymentClaim::Cancelled => not_paid(page, words::payment_cancelled(), true),
        PaymentClaim::Expired(None) => not_paid(page, words::payment_expired(), true),
        PaymentClaim::Expired(Some(deadline)) => {
            not_paid(page, words::review_missed(&format::date_long(deadline)), false)
        }
        PaymentClaim::Open { was_there, .. } => open(page, was_there),
        PaymentClaim::AddressMissing { payment, .. } => view! {
            {lead(words::payment_no_address())}
            {reference(payment)}
            {actions(vec![check_again(page), cancel(page)])}
        }
        .into_any(),
        PaymentClaim::Processing { is_asking, .. } => view! {
            <p class="lead" role="status" prop:textContent=words::payment_processing()></p>
            {is_asking.then(|| p(words::payment_processing_asking()))}
            {p(words::payment_processing_more())}
            {actions(vec![check_again(page)])}
        }
        .into_any(),
        PaymentClaim::NoPayment | PaymentClaim::Refused(_) => no_payment(),
        PaymentClaim::NotAnswered(_) => view! {
            {lead(words::payment_unknown())}
            {actions(vec![check_again(page)])}
        }
        .into_any(),
        PaymentClaim::Asking => waiting(words::payment_asking()),
    }
}

fn cancel(page: &Rc<PaymentReturnPage>) -> AnyView {
    let page = Rc::clone(page);
    button("button button--quiet", words::payment_cancel(), move || page.cancel())
}

/// The hosted page can still be gone to: go on, look again, or cancel at the server.
fn open(page: &Rc<PaymentReturnPage>, was_there: bool) -> AnyView {
    if page.is_by_link() {
        return view! {
            {lead(words::payment_by_link())}
            {p(words::payment_link_nothing_yet())}
            {actions(vec![
                link("button", &Page::PaymentLink, words::payment_to_link()),
                check_again(page),
                cancel(page),
            ])}
        }
        .into_any();
    }
    let what = if was_there { words::payment_open() } else { words::payment_not_started() };
    let going = Rc::clone(page);
    view! {
        {lead(what)}
        {p(words::payment_open_more())}
        {actions(vec![
            marked_button("button", Icon::External, words::leaving_continue(), move || going.continue_paying()),
            check_again(page),
            cancel(page),
        ])}
    }
    .into_any()
}
