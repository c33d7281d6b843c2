//! The letter that proves a membership, to print: with a code that anybody can check.
use super::shared::question_always;
use crate::app::App;
use crate::app::pages::letter::{LetterPage, REVOCATION};
use crate::domain::letter::{IssuedLetter, Letter, NoLetter};
use crate::domain::route::Page;
use crate::i18n::{format, words};
use crate::views::outline::back;
use crate::views::parts::buttons::{button, button_unless, working};
use crate::views::parts::certificate::certificate;
use crate::views::parts::form::failure_box;
use crate::views::parts::frame::{fixed, href, print_reference};
use crate::views::parts::loading::{loaded, shown};
use crate::views::parts::marked_button::print_button;
use crate::views::parts::summary_list::Row;
use crate::views::parts::typography::{actions, h2, lead, p};
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use std::rc::Rc;

/// Empty modules around a QR code, as ISO/IEC 18004 asks for.
const QUIET_ZONE: i32 = 4;

/// The page.
pub fn view(app: &Rc<App>, at: &Page, page: &Rc<LetterPage>) -> AnyView {
    let (drawn, again, with, on) = (Rc::clone(page), Rc::clone(page), Rc::clone(app), Rc::clone(page));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |letter| inside(&with, &on, letter))),
        move || again.load(),
    );
    fixed(app, words::letter_title(), Some(back(at)), view! { {failure_box(app, page.form())}{body} }.into_any())
}

fn inside(app: &Rc<App>, page: &Rc<LetterPage>, letter: &Letter) -> AnyView {
    let Some(issued) = &letter.issued else { return not_issued(page, letter) };
    let (asking, revoking, keeping) = (Rc::clone(page), Rc::clone(page), Rc::clone(page));
    let busy = page.form().clone();
    let revoke = letter
        .can_issue
        .then(|| button("button button--quiet", words::letter_revoke(), move || asking.ask_for_revocation()));
    let shown = if letter.holds {
        print_reference(app, &issued.code);
        document(app, letter, issued)
    } else {
        lead(words::letter_not_now())
    };
    view! {
        {shown}
        <div class="no-print">{actions(vec![
            letter.holds.then(|| print_button(app, "button", words::confirmation_print())).into_any(),
            revoke.into_any(),
            working(page.form()),
        ])}</div>
        {question_always(
            REVOCATION,
            [words::letter_revocation(), words::letter_revocation_text(), words::letter_revocation_do()],
            move || busy.is_busy(),
            move || revoking.revoke(),
            move || keeping.keep(),
        )}
    }
    .into_any()
}

/// Nothing is issued by itself: a code that nobody asked for is one more that can be lost.
fn not_issued(page: &Rc<LetterPage>, letter: &Letter) -> AnyView {
    let (issuing, busy) = (Rc::clone(page), page.form().clone());
    if !letter.can_issue {
        return view! { {lead(words::letter_lead())}{p(words::letter_none_read())} }.into_any();
    }
    let refused = match letter.refused {
        Some(NoLetter::NotAMember) => Some([words::REFUSAL_NOT_MEMBER, words::REFUSAL_NOT_MEMBER_DO]),
        Some(NoLetter::VerificationPending) => Some([words::PROBLEM_VERIFICATION, words::PROBLEM_VERIFICATION_DO]),
        None => None,
    };
    if let Some(sentences) = refused {
        let sentences = sentences.into_iter().map(|text| p(text.read())).collect::<Vec<_>>();
        return view! { {lead(words::letter_lead())}{sentences} }.into_any();
    }
    view! {
        {lead(words::letter_lead())}
        {p(words::letter_none())}
        {actions(vec![
            button_unless("button", words::letter_issue(), move || busy.is_busy(), move || issuing.issue()),
            working(page.form()),
        ])}
    }
    .into_any()
}

fn document(app: &Rc<App>, letter: &Letter, issued: &IssuedLetter) -> AnyView {
    let until = format::date_long(letter.member_until);
    let page = Page::Verification(issued.code.clone());
    let address = [app.services().ports.navigator.origin(), href(&page)].concat();
    let organization = &letter.organization;
    let rows = vec![
        Row::new(words::confirmation_valid(), until),
        Row::new(words::confirmation_partner_id(), organization.partner_id.clone()),
        Row::new(words::letter_issued(), format::date_time_long(&issued.issued_at)),
        Row::new(words::letter_code(), issued.code.clone()),
    ];
    view! {
        {certificate(&organization.name, &letter.level.name, rows)}
        <section>
            {h2(words::letter_check())}
            {p(words::letter_check_how())}
            {qr_code(&address)}
            <p><a href=address.clone() translate="no">{address.clone()}</a></p>
        </section>
    }
    .into_any()
}

/// The address as a QR code; nothing where it is too long for one. Whoever cannot see it has the address below it.
fn qr_code(address: &str) -> AnyView {
    let Ok(code) = QrCode::encode_text(address, QrCodeEcc::Medium) else { return ().into_any() };
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in 0..size {
            if code.get_module(x, y) {
                let (x, y) = ((x + QUIET_ZONE).to_string(), (y + QUIET_ZONE).to_string());
                path.push_str(&["M", &x, " ", &y, "h1v1h-1z"].concat());
            }
        }
    }
    let side = (size + 2 * QUIET_ZONE).to_string();
    let view_box = ["0 0 ", &side, " ", &side].concat();
    // A reader needs dark on light, whatever the scheme of the page is.
    view! {
        <svg aria-hidden="true" width="160" height="160" viewBox=view_box shape-rendering="crispEdges">
            <rect width=side.clone() height=side fill="#fff" />
            <path d=path fill="#000" />
        </svg>
    }
    .into_any()
}
