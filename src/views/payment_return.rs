//! Leaving for the hosted payment page, and coming back from it. The address proves nothing: the server is asked.
use super::parts::dynamic::{changing, dynamic};
use super::parts::form::Form;
use super::parts::frame::{Back, href, page};
use super::parts::guard::{self, navigator};
use super::parts::loading::waiting;
use super::parts::problem::problem;
use crate::app::payment::{forget, hand_off, journal};
use crate::app::renewal::{Found, under_way};
use crate::app::screen;
use crate::app::session::App;
use crate::app::settled::settle;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::payment::{DeclineReason, Payment, PaymentMethod, PaymentStatus, poll_delay_ms};

use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::i18n::words;
use crate::wire;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The announcement before the redirect: where the person goes, that nothing is paid yet, and a way to stay.
pub fn leaving(app: App, payment: Payment, stay: RwSignal<Option<Payment>>) -> AnyView {
    let form = Form::new();
    let host = payment.session_url.as_deref().map(screen::host_of).unwrap_or_default();
    let amount = screen::money(&payment.amount);
    let to_leave = payment.clone();
    let leave = move |_| {
        let payment = to_leave.clone();
        form.run(async move {
            if !hand_off(app, &payment).await {
                form.fail(Failure { kind: FailureKind::NotOurs, reference: payment.id });
            }
        });
    };
    let go = navigator();
    let cancel = move |_| {
        let (id, renewal, go) = (payment.id.clone(), payment.renewal.clone(), go.clone());
        form.run(async move {
            match app.ask(wire::payment::cancel(&id)).await {
                Ok(_) => {
                    forget(app, &renewal).await;
                    stay.set(None);
                }
                Err(failure) if failure.kind == FailureKind::SignInRequired => {}
                Err(_) => go(&Page::PaymentReturn, true),
            }
        });
    };
    let body = view! {
        {super::parts::form::failure_box(form)}
        <p class="lead">{words::leaving_lead(&host)}</p>
        <p>{words::leaving_amount(&amount)}</p>
        <p>{words::leaving_back()}</p>
        <div class="actions">
            <button type="button" class="button" aria-disabled=move || form.busy.get().then_some("true") on:click=leave>{words::leaving_continue()}</button>
            <button type="button" class="button button--secondary" on:click=cancel>{words::leaving_stay()}</button>
            <span class="busy" role="status">{changing(move || form.busy.get().then(words::site_working))}</span>
        </div>
    };
    page(app, Signal::stored(words::leaving_title()), None, body.into_any())
}

/// What the page knows about the payment.
#[derive(Clone)]
enum Known {
    /// Not yet asked.
    Asking,
    /// The server could not be asked.
    Unknown(Failure),
    /// The server has no payment.
    None,
    /// The server's word.
    Payment(Payment),
}

/// The page that asks the server how the payment stands.
pub fn view(app: App) -> AnyView {
    let known = RwSignal::new(Known::Asking);
    let title = Signal::derive(move || {
        known.with(|known| match known {
            Known::Payment(payment) => match payment.status {
                PaymentStatus::Declined => words::payment_declined_title(),
                PaymentStatus::Cancelled => words::payment_cancelled_title(),
                PaymentStatus::Expired => words::payment_expired_title(),
                _ => words::payment_checking_title(),
            },
            Known::None => words::payment_none_title(),
            Known::Asking | Known::Unknown(_) => words::payment_checking_title(),
        })
    });
    let body = guard::signed_in(app, Page::PaymentReturn, move || {
        let go = navigator();
        ask(app, known, 0, go.clone());
        dynamic(move || body(app, known, go.clone()))
    });
    let back = Back { href: Page::Membership.path(), label: words::payment_to_membership() };
    page(app, title, Some(back), body)
}

/// Asks how the payment stands, and again after a while as long as nothing is decided.
fn ask(app: App, known: RwSignal<Known>, attempt: u32, go: impl Fn(&Page, bool) + Clone + 'static) {
    spawn_local(async move {
        let next = match answer(app).await {
            Ok(Ok(found)) => found,
            Ok(Err(page)) => return go(&page, true),
            Err(failure) => Known::Unknown(failure),
        };
        let undecided = match &next {
            Known::Payment(payment) => payment.status == PaymentStatus::Processing,
            Known::Unknown(_) => true,
            Known::Asking | Known::None => false,
        };
        if known.try_set(next).is_some() {
            // The page was left.
            return;
        }
        if undecided && let Some(delay) = poll_delay_ms(attempt) {
            screen::sleep(delay).await;
            if known.try_get_untracked().is_some() {
                ask(app, known, attempt + 1, go);
            }
        }
    });
}

async fn answer(app: App) -> Result<Result<Known, Page>, Failure> {
    let renewal = match under_way(app, true).await? {
        Found::Elsewhere(page) => return Ok(Err(page)),
        Found::Renewal(renewal) => renewal,
    };
    let Some(payment) = renewal.payment.clone() else { return Ok(Ok(Known::None)) };
    let payment = if payment.status.is_live() && payment.method == PaymentMethod::Card {
        app.ask(wire::payment::refresh(&payment.id)).await?
    } else {
        payment
    };
    let over = match payment.status {
        PaymentStatus::Succeeded => {
            settle(app, &renewal.id).await;
            true
        }
        PaymentStatus::Open if payment.method != PaymentMethod::Card => {
            settle(app, &renewal.id).await;
            true
        }
        PaymentStatus::Open => false,
        PaymentStatus::Processing => false,
        PaymentStatus::Declined | PaymentStatus::Cancelled | PaymentStatus::Expired => {
            forget(app, &renewal.id).await;
            false
        }
    };
    app.renewal.set(None);
    Ok(if over { Err(Page::Confirmation) } else { Ok(Known::Payment(payment)) })
}

fn reason(payment: &Payment) -> String {
    match payment.decline_reason {
        Some(DeclineReason::InsufficientFunds) => words::payment_insufficient(),
        Some(DeclineReason::ChallengeFailed) => words::payment_challenge(),
        _ => words::payment_refused(),
    }
}

/// Nothing was taken; two ways on.
fn not_paid(lead: String) -> AnyView {
    view! {
        <p class="lead">{lead}</p>
        <p>{words::payment_kept()}</p>
        <div class="actions">
            <a class="button" href=href(&Page::Step(Step::Review).path())>{words::payment_try_again()}</a>
            <a class="button button--secondary" href=href(&Page::Step(Step::Payment).path())>{words::payment_other_method()}</a>
        </div>
    }
    .into_any()
}

fn check_again(app: App, known: RwSignal<Known>, go: impl Fn(&Page, bool) + Clone + 'static) -> AnyView {
    view! {
        <button type="button" class="button button--secondary" on:click=move |_| { known.set(Known::Asking); ask(app, known, 0, go.clone()); }>{words::payment_check_again()}</button>
    }
    .into_any()
}

fn body(app: App, known: RwSignal<Known>, go: impl Fn(&Page, bool) + Clone + 'static) -> AnyView {
    match known.get() {
        Known::Asking => waiting(words::payment_asking()),
        Known::None => view! {
            <p class="lead">{words::payment_none()}</p>
            <div class="actions"><a class="button" href=href(&Page::Step(Step::Review).path())>{words::payment_to_review()}</a></div>
        }
        .into_any(),
        Known::Unknown(failure) => view! {
            <p class="lead">{words::payment_unknown()}</p>
            {problem(&failure, None)}
            <div class="actions">{check_again(app, known, go)}</div>
        }
        .into_any(),
        Known::Payment(payment) => match payment.status {
            PaymentStatus::Declined => not_paid(reason(&payment)),
            PaymentStatus::Cancelled => not_paid(words::payment_cancelled()),
            PaymentStatus::Expired => not_paid(words::payment_expired()),
            PaymentStatus::Open => open(app, known, payment, go),
            PaymentStatus::Processing | PaymentStatus::Succeeded => view! {
                <p class="lead" role="status">{words::payment_processing()}</p>
                <p>{words::payment_processing_more()}</p>
                <div class="actions">{check_again(app, known, go)}</div>
            }
            .into_any(),
        },
    }
}

/// The person left the payment page, or never got there: go on, look again, or cancel at the server.
fn open(app: App, known: RwSignal<Known>, payment: Payment, go: impl Fn(&Page, bool) + Clone + 'static) -> AnyView {
    let form = Form::new();
    let was_there = RwSignal::new(true);
    let renewal = payment.renewal.clone();
    spawn_local(async move {
        let left = journal(app, &renewal).await.is_none_or(|journal| journal.handed_off);
        let _ = was_there.try_set(left);
    });
    let to_leave = payment.clone();
    let leave = move |_| {
        let payment = to_leave.clone();
        form.run(async move {
            if !hand_off(app, &payment).await {
                form.fail(Failure { kind: FailureKind::NotOurs, reference: payment.id });
            }
        });
    };
    let cancel = move |_| {
        let id = payment.id.clone();
        form.run(async move {
            match app.ask(wire::payment::cancel(&id)).await {
                Ok(payment) => {
                    forget(app, &payment.renewal).await;
                    app.renewal.set(None);
                    known.set(Known::Payment(payment));
                }
                Err(failure) => form.fail(failure),
            }
        });
    };
    view! {
        {super::parts::form::failure_box(form)}
        <p class="lead">{changing(move || Some(if was_there.get() { words::payment_open() } else { words::payment_not_started() }))}</p>
        <p>{words::payment_open_more()}</p>
        <div class="actions">
            <button type="button" class="button" on:click=leave>{words::leaving_continue()}</button>
            {check_again(app, known, go)}
            <button type="button" class="button button--quiet" on:click=cancel>{words::payment_cancel()}</button>
        </div>
    }
    .into_any()
}
