//! Check your renewal and pay. Nothing is final before it; the button names the amount.
use super::payment_method;
use crate::app::App;
use crate::app::pages::review::{CODE_STATE, PRICE, ReviewPage, Shown};
use crate::app::payment::Leaving;
use crate::domain::calendar::day_of_ms;
use crate::domain::payment::{Payment, PaymentStatus};
use crate::domain::profile::{ADDRESS, FieldId, Profile, StoredProfile};
use crate::domain::quote::{PromotionState, Quote};
use crate::domain::renewal::Renewal;
use crate::domain::route::Page;
use crate::domain::step::Step;
use crate::domain::tax_exemption::TaxExemptionState;
use crate::i18n::{format, later_format, words};
use crate::views::parts::buttons::link;
use crate::views::parts::dynamic::{condition, remount_on_change, show_some};
use crate::views::parts::fee_table::fee_table;
use crate::views::parts::field::{Field, Value, text};
use crate::views::parts::form::{sent_form, step_page};
use crate::views::parts::frame::print_reference;
use crate::views::parts::icon::{Icon, icon};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::marked_button::print_button;
use crate::views::parts::messages;
use crate::views::parts::profile_words;
use crate::views::parts::sheet::{self, Part};
use crate::views::parts::step_words;
use crate::views::parts::summary_list::Row;
use crate::views::parts::typography::{inset, p};
use crate::views::payment_return;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use std::rc::Rc;

/// The page, or, once the payment is created, the announcement that the person is about to leave.
pub fn view(app: &Rc<App>, page: &Rc<ReviewPage>) -> AnyView {
    let (app, page) = (Rc::clone(app), Rc::clone(page));
    let (paying, addressed) = (Rc::clone(&page), Rc::clone(&page));
    let away = condition(move || paying.leaving().is_some());
    let has_address = condition(move || addressed.leaving().is_some_and(|leaving| leaving.url.is_some()));
    remount_on_change(move || {
        has_address.track();
        let leaving: Option<Leaving> = if away.get() { untrack(|| page.leaving()) } else { None };
        match leaving {
            Some(leaving) => payment_return::leaving(&app, &page, &leaving),
            None => answers(&app, &page),
        }
    })
}

fn answers(app: &Rc<App>, page: &Rc<ReviewPage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |found| inside(&with, &drawn, found))),
        move || again.load(),
    );
    step_page(app, Step::Review, &messages::plain(page.form()), body)
}

fn field_values(profile: &Profile, fields: &[FieldId]) -> Vec<String> {
    fields.iter().map(|field| profile.get(*field).to_owned()).filter(|line| !line.is_empty()).collect()
}

/// What was answered in a step.
fn rows_of(step: Step, renewal: &Renewal, stored: &StoredProfile) -> Vec<Row> {
    match step {
        Step::Requirements => vec![Row::new(words::review_requirements(), words::review_requirements_confirmed())],
        Step::Profile => {
            let profile = &stored.profile;
            let mut address = stored.address_lines.clone();
            if address.is_empty() {
                address = field_values(profile, &ADDRESS);
            }
            address.push(later_format::country_name(profile.get(FieldId::Country)));
            address.retain(|part| !part.is_empty());
            vec![
                Row::new(words::review_company(), profile.get(FieldId::LegalName)),
                Row::new(words::review_address(), address.join(", "))
                    .with(profile_words::address_check(&stored.address_check)),
                Row::new(words::review_tax_id(), profile.get(FieldId::TaxId))
                    .with(profile_words::tax_check(&stored.tax_check)),
                Row::new(words::review_contact(), profile.get(FieldId::ContactName))
                    .with(field_values(profile, &[FieldId::ContactEmail, FieldId::ContactPhone])),
            ]
        }
        Step::Agreement => {
            let signature = renewal.signature.as_ref();
            let signed = signature.map_or_else(String::new, |s| words::review_signed(&s.name, &s.title));
            let version = signature.map(|s| words::review_version(&s.version, &format::date_time_long(&s.signed_at)));
            vec![Row::new(words::review_agreement(), signed).with(version.into_iter().collect())]
        }
        Step::Location => {
            let location = renewal.location.as_ref();
            let country = location.map(|location| later_format::country_name(&location.country));
            let name = location.map_or("", |location| &location.name);
            vec![Row::new(words::review_location(), name).with(country.into_iter().collect())]
        }
        Step::Level => {
            let chosen = renewal.level.as_ref();
            let level = chosen.map_or_else(String::new, |chosen| {
                words::review_level_fee(&chosen.level.name, &format::money(&chosen.fee))
            });
            vec![Row::new(words::review_level(), level)]
        }
        Step::Payment => {
            let chosen = renewal.method.as_ref();
            let name = chosen.map_or_else(String::new, |chosen| payment_method::name(chosen.method));
            let number = chosen.and_then(|chosen| chosen.purchase_order.clone());
            vec![Row::new(words::review_method(), name).with(number.into_iter().collect())]
        }
        // It shows the others.
        Step::Review => Vec::new(),
    }
}

fn parts(renewal: &Renewal, stored: &StoredProfile) -> Vec<Part> {
    let part = |step: Step| {
        let title = if step == Step::Profile { words::review_company() } else { step_words::name(step) };
        Part { title, rows: rows_of(step, renewal, stored), change: Page::Step(step) }
    };
    Step::ALL.into_iter().filter(|step| *step != Step::Review).map(part).collect()
}

/// How the payment that was begun on this page ended without money.
fn ended(status: PaymentStatus) -> String {
    match status {
        PaymentStatus::Declined => words::payment_refused(),
        PaymentStatus::Cancelled => words::payment_cancelled(),
        PaymentStatus::Open | PaymentStatus::Processing | PaymentStatus::Succeeded | PaymentStatus::Expired => {
            words::payment_expired()
        }
    }
}

/// On paper the page is for whoever approves the payment: it has another heading there, which says that it is no invoice,
/// and on each sheet the day on which the price was asked for.
fn paper_heading(app: &Rc<App>) -> AnyView {
    let today = format::date_long(day_of_ms(app.services().ports.clock.now_ms()));
    print_reference(app, &[&words::review_pro_forma(), " · ", &today].concat());
    view! { <h1>{words::review_pro_forma()}</h1> }.into_any()
}

fn pro_forma(app: &Rc<App>) -> AnyView {
    let print = print_button(app, "link-button", words::review_print());
    view! { <p class="caption no-print">{words::review_pro_forma_text()}{" "}{print}</p> }.into_any()
}

/// What becomes of the promotion code that the price was asked for with.
fn code_state(shown: &Shown) -> Option<AnyView> {
    let code = &shown.code;
    let told = match shown.quote.promotion.as_ref().map(|promotion| promotion.state) {
        Some(PromotionState::Accepted) => words::promotion_accepted(code),
        Some(PromotionState::Ended) => words::promotion_ended(code),
        Some(PromotionState::NotForLevel) => words::promotion_not_for_level(code),
        Some(PromotionState::Other) => words::promotion_other(code),
        Some(PromotionState::Unknown) | None => words::promotion_unknown(code),
    };
    (!code.is_empty()).then(|| view! { <p class="inset no-print" id=CODE_STATE tabindex="-1">{told}</p> }.into_any())
}

/// The field for a promotion code, which few have.
fn promotion(page: &Rc<ReviewPage>, shown: &Shown) -> AnyView {
    let field = Field {
        id: "promotion-code".to_owned(),
        label: words::promotion_label(),
        width: "input--medium",
        ..Field::default()
    };
    let (typed, applying) = (Value::of(page.code()), Rc::clone(page));
    let apply = move |event: SubmitEvent| {
        event.prevent_default();
        applying.apply_code();
    };
    view! {
        <details class="no-print" open=!shown.code.is_empty()>
            <summary>{words::promotion_open()}</summary>
            <form novalidate on:submit=apply>
                {text(&messages::plain(page.form()), field, typed)}
                <button type="submit" class="button button--secondary">{words::promotion_apply()}</button>
            </form>
        </details>
        {code_state(shown)}
    }
    .into_any()
}

/// What becomes of the tax for a company that is exempt, and the way to ask for it.
fn tax_exemption(organization: &str, quote: &Quote) -> Option<AnyView> {
    let exemption = quote.tax_exemption.as_ref()?;
    let told = match exemption.state {
        TaxExemptionState::Requested => Some(words::review_tax_requested()),
        TaxExemptionState::Accepted => Some(words::review_tax_accepted(&exemption.ground)),
        TaxExemptionState::NotRequested | TaxExemptionState::Rejected | TaxExemptionState::Unknown => None,
    };
    let page = Page::TaxExemption(organization.to_owned());
    let has_tax = !quote.tax_lines.is_empty() || told.is_some();
    has_tax.then(|| {
        view! { {told.map(p)}<p class="no-print">{link("", &page, words::review_tax_exemption())}</p> }.into_any()
    })
}

fn inside(app: &Rc<App>, page: &Rc<ReviewPage>, shown: &Shown) -> AnyView {
    let Shown { renewal, stored, quote, .. } = shown;
    // A translator must not change the amount that the button says.
    let label = words::review_pay(&format::money(&quote.total));
    let label = view! { {icon(Icon::Lock)}<bdi translate="no">{label}</bdi> }.into_any();
    let next = renewal.method.as_ref().map(|chosen| payment_method::what_pay_does(chosen.method));
    let missed = renewal.payment.as_ref().and_then(Payment::missed_deadline);
    let missed = missed.map(|deadline| inset(vec![words::review_missed(&format::date_long(deadline))]));
    let (changing, paying, ended_page, before_page) =
        (Rc::clone(page), Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let answers = sheet::answers(parts(renewal, stored), Rc::new(move || changing.change_answer()));
    let means = view! { <p id="pay-means" class="no-print">{next}</p> };
    let total = format::money(&quote.total);
    view! {
        {paper_heading(app)}
        {match missed {
            // An order that ran out has a sentence of its own.
            Some(missed) => missed,
            None => show_some(move || ended_page.ended().map(|status| inset(vec![ended(status), words::payment_nothing_charged()]))),
        }}
        // On paper it is a pro-forma, on which nobody changes anything.
        <p class="lead no-print">{words::review_lead()}</p>
        {answers}
        {pro_forma(app)}
        <section class="order" aria-labelledby=PRICE>
            <h2 id=PRICE>{words::review_total()}</h2>
            <p class="order__amount" translate="no"><bdi>{total}</bdi></p>
            {show_some(move || before_page.total_before().map(|before| p(words::review_total_before(&format::money(&before)))))}
            {fee_table(&quote.lines, &quote.tax_lines, &quote.total)}
            {tax_exemption(&renewal.organization.id, quote)}
            {promotion(page, shown)}
            {p(words::review_new_date(&format::date_long(quote.new_membership_date)))}
            {quote.refund_days.map(|days| p(words::review_refund(days)))}
            {sent_form(page.form(), "button", label, means.into_any(), ().into_any(), Box::new(move || paying.pay()))}
            <p class="no-print">{link("", &Page::PaymentLink, words::review_other_payer())}</p>
        </section>
    }
    .into_any()
}
