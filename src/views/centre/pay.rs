//! Paying a renewal by a link: company, amount, and how it stands, for anybody who has the link.
use crate::app::App;
use crate::app::pages::pay::{PayPage, Shown};
use crate::domain::payment_link::{PaymentLinkOffer, PaymentLinkState};
use crate::domain::route::Page;
use crate::i18n::words;
use crate::views::outline::back;
use crate::views::parts::buttons::{button, button_unless, working};
use crate::views::parts::dynamic::reactive_text;
use crate::views::parts::form::failure_box;
use crate::views::parts::frame::{PANEL_PAGE, framed};
use crate::views::parts::icon::Icon;
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::typography::{actions, lead, p};
use crate::views::payment_return::panel;
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, at: &Page, page: &Rc<PayPage>) -> AnyView {
    let (drawn, again, on) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let body = loaded(
        app,
        move || {
            drawn.with_state(|state| {
                shown(state, |found| match found {
                    Some(offer) => inside(&on, offer),
                    None => view! { {lead(words::pay_none())}{p(words::pay_none_do())} }.into_any(),
                })
            })
        },
        move || again.load(),
    );
    let telling = Rc::clone(page);
    let news =
        move || telling.has_news().then(|| telling.with_state(|state| state.ready().map(told)).unwrap_or_default());
    // It stays while the page below it is drawn anew, so that a screen reader hears what has changed.
    let region = view! { <p class="visually-hidden" role="status">{reactive_text(news)}</p> };
    let body = view! { {region}{failure_box(app, page.form())}{body} }.into_any();
    framed(app, PANEL_PAGE, Rc::new(words::pay_title), None, Some(back(at)), None, body)
}

/// How it stands, in a sentence.
fn told(found: &Shown) -> String {
    match found.as_ref().map(|offer| offer.state) {
        None => words::pay_none(),
        Some(PaymentLinkState::Open) => words::pay_how(),
        Some(PaymentLinkState::Processing) => words::pay_processing(),
        Some(PaymentLinkState::Paid) => words::pay_paid(),
        Some(PaymentLinkState::Ended) => words::pay_ended(),
    }
}

fn inside(page: &Rc<PayPage>, offer: &PaymentLinkOffer) -> AnyView {
    let company = view! { <p class="company-name"><bdi translate="no">{offer.company.clone()}</bdi></p> };
    let busy = page.form().clone();
    let (class, mark, known) = match offer.state {
        PaymentLinkState::Open => {
            let paying = Rc::clone(page);
            let ways = actions(vec![
                button_unless("button", words::pay_go_on(), move || busy.is_busy(), move || paying.pay()),
                working(page.form()),
            ]);
            ("payment", Icon::Lock, view! { {p(words::pay_how())}{p(words::pay_what_for())}{ways} }.into_any())
        }
        PaymentLinkState::Processing => {
            let asking = Rc::clone(page);
            let ways = actions(vec![
                button("button button--secondary", words::payment_check_again(), move || asking.check_again()),
                working(page.form()),
            ]);
            (
                "payment",
                Icon::Clock,
                view! { {lead(words::pay_processing())}{p(words::pay_processing_more())}{ways} }.into_any(),
            )
        }
        PaymentLinkState::Paid => {
            ("payment", Icon::Check, view! { {lead(words::pay_paid())}{p(words::pay_paid_more())} }.into_any())
        }
        PaymentLinkState::Ended => (
            "payment payment--over",
            Icon::Warning,
            view! { {lead(words::pay_ended())}{p(words::pay_ended_do())} }.into_any(),
        ),
    };
    // What cannot be paid any more has no amount to be paid.
    let amount = (offer.state != PaymentLinkState::Ended).then_some(&offer.amount);
    panel(class, mark, amount, view! { {company}{known} }.into_any())
}
