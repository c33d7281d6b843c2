//! A link by which somebody else pays the renewal: what it does, the text to pass on, and how it stands.
use super::shared::question_always;
use crate::app::App;
use crate::app::observable::Observable;
use crate::app::pages::payment_link::{LinkOffer, PaymentLinkPage, Shown, WITHDRAWAL};
use crate::domain::address::mail;
use crate::domain::payment_link::{PaymentLink, PaymentLinkState};
use crate::domain::quote::Quote;
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::views::outline::back;
use crate::views::parts::buttons::{button, button_unless, working};
use crate::views::parts::dynamic::reactive_text;
use crate::views::parts::fee_table::fee_table;
use crate::views::parts::form::failure_box;
use crate::views::parts::frame::{fixed, href};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::typography::{actions, h2, inset, lead, p};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, at: &Page, page: &Rc<PaymentLinkPage>) -> AnyView {
    let (drawn, again, with, on) = (Rc::clone(page), Rc::clone(page), Rc::clone(app), Rc::clone(page));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(&with, &on, found))),
        move || again.load(),
    );
    let body = view! { {failure_box(app, page.form())}{body} }.into_any();
    fixed(app, words::payment_link_title(), Some(back(at)), body)
}

fn inside(app: &Rc<App>, page: &Rc<PaymentLinkPage>, shown: &Shown) -> AnyView {
    match &shown.link {
        LinkOffer::Possible { quote, has_ended } => possible(page, quote, *has_ended),
        LinkOffer::Made(link) => made(app, page, &shown.renewal, link),
    }
}

fn possible(page: &Rc<PaymentLinkPage>, quote: &Quote, has_ended: bool) -> AnyView {
    let (making, busy) = (Rc::clone(page), page.form().clone());
    view! {
        {has_ended.then(|| inset(vec![words::payment_link_ended()]))}
        {lead(words::payment_link_lead())}
        {fee_table(&quote.lines, &quote.tax_lines, &quote.total)}
        {p(words::payment_link_how())}
        {actions(vec![
            button_unless("button", words::payment_link_make(), move || busy.is_busy(), move || making.make()),
            working(page.form()),
        ])}
    }
    .into_any()
}

/// How the link stands, in words.
fn standing(renewal: &Renewal, link: &PaymentLink) -> Vec<String> {
    let amount = format::money(&link.amount);
    let is_open_elsewhere =
        renewal.payment.as_ref().is_some_and(|payment| payment.status.is_live() && payment.is_by_link);
    match link.state {
        PaymentLinkState::Open if is_open_elsewhere => {
            vec![words::payment_link_opened(), words::payment_link_nothing_yet()]
        }
        PaymentLinkState::Open => vec![words::payment_link_open(&amount, &format::date_time_long(&link.expires_at))],
        PaymentLinkState::Processing => vec![words::payment_link_processing()],
        // Neither is shown: the one leads to the confirmation, the other to a new link.
        PaymentLinkState::Paid | PaymentLinkState::Ended => vec![words::payment_link_ended()],
    }
}

fn made(app: &Rc<App>, page: &Rc<PaymentLinkPage>, renewal: &Renewal, link: &PaymentLink) -> AnyView {
    let address = [app.services().ports.navigator.origin(), href(&Page::Pay(link.code.clone()))].concat();
    let (until, amount) = (format::date_time_long(&link.expires_at), format::money(&link.amount));
    let company = &renewal.organization.name;
    let text = words::payment_link_text(company, &amount, &until, &address);
    let (withdrawing, keeping, asking, checking) = (Rc::clone(page), Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let busy = page.form().clone();
    let pass_on = (link.state == PaymentLinkState::Open).then(|| pass_on(app, company, &text));
    view! {
        {inset(standing(renewal, link))}
        {pass_on}
        {p(words::payment_link_own())}
        {actions(vec![
            button("button button--secondary", words::payment_check_again(), move || checking.check_again()),
            button("button button--quiet", words::payment_link_withdraw(), move || asking.ask_for_withdrawal()),
            working(page.form()),
        ])}
        {question_always(
            WITHDRAWAL,
            [words::payment_link_withdrawal(), words::payment_link_withdrawal_text(), words::payment_link_withdraw()],
            move || busy.is_busy(),
            move || withdrawing.withdraw(),
            move || keeping.keep(),
        )}
    }
    .into_any()
}

/// The text to send, to mail or to copy.
fn pass_on(app: &Rc<App>, company: &str, text: &str) -> AnyView {
    let to = mail("", &words::payment_link_subject(company), text);
    let copied = Observable::new(None);
    let (outcome, to_copy, app) = (copied.clone(), text.to_owned(), Rc::clone(app));
    let status =
        move || outcome.get().map(|done| if done { words::hand_over_copied() } else { words::hand_over_not_copied() });
    view! {
        <section>
            {h2(words::payment_link_pass_on())}
            <blockquote class="message inset">{text.to_owned()}</blockquote>
            <div class="actions">
                <a class="button" href=to>{words::hand_over_mail()}</a>
                {button("button button--secondary", words::hand_over_copy(), move || app.copy(&to_copy, &copied))}
                <span role="status">{reactive_text(status)}</span>
            </div>
        </section>
    }
    .into_any()
}
