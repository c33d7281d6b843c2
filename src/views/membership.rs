//! Home after sign-in: the membership date, the verdict, what stands in the way, and the renewal.
use super::parts::dynamic::optional;
use super::parts::form::{Form, failure_box, name as step_name};
use super::parts::frame::{Back, fixed, href};
use super::parts::guard::{self, navigator, redirect};
use super::parts::loading::loaded;
use super::parts::press::{button, button_unless, link, working};
use super::parts::prose::{h2, inset, p};
use super::year;
use crate::app::records;
use crate::app::renewal::{adopt, membership, page_of};
use crate::app::screen;
use crate::app::session::App;
use crate::domain::company::Reach;
use crate::domain::membership::{BlockerCode, CurrentRenewal, Membership, Verdict};
use crate::domain::renewal::RenewalStatus;
use crate::domain::route::Page;
use crate::i18n::words;
use crate::wire;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
pub fn view(app: App) -> AnyView {
    let body = guard::signed_in(app, Page::Membership, move || {
        app.changing.set(false);
        loaded(app, membership, move |found, again| match found {
            Err(page) => redirect(&page),
            Ok(membership) => inside(app, membership, again),
        })
    });
    let back = Back { href: Page::Start.path(), label: words::site_to_start() };
    fixed(app, words::membership_title(), Some(back), body)
}

/// The verdict as a sentence, with its look.
fn verdict(membership: &Membership) -> (String, &'static str) {
    let date = screen::date_long;
    match membership.verdict() {
        Verdict::NotYet { opens } => (words::verdict_not_yet(&date(opens)), "verdict verdict--wait"),
        Verdict::Open { days_left } => (words::verdict_open(days_left), "verdict verdict--open"),
        Verdict::LastDay => (words::verdict_last_day(), "verdict verdict--open"),
        Verdict::Grace { ends, .. } => (words::verdict_grace(&date(ends)), "verdict verdict--open"),
        Verdict::Lapsed { since } => (words::verdict_lapsed(&date(since)), "verdict verdict--closed"),
        Verdict::Suspended => (words::verdict_suspended(), "verdict verdict--closed"),
        Verdict::Renewed { pending: true } => (words::verdict_pending(), "verdict verdict--wait"),
        Verdict::Renewed { pending: false } => (words::verdict_renewed(), "verdict verdict--open"),
    }
}

fn inside(app: App, membership: Membership, again: Callback<()>) -> AnyView {
    let (sentence, class) = verdict(&membership);
    let left = membership.days_left();
    let (days_name, days) = if left >= 0 {
        (words::membership_left(), words::membership_days_left(left))
    } else {
        (words::membership_since(), words::membership_days_over(-left))
    };
    let organization = membership.organization.clone();
    let several = app.account.with_untracked(|a| a.as_ref().is_some_and(|a| a.organizations.len() > 1));
    let picture = year::picture(&membership);
    let list = blockers(app, &membership);
    let contact = membership.primary_contact.clone();
    view! {
        <p class="caption">{organization.name}{" · "}{words::membership_partner_id(&organization.partner_id)}
            {several.then(|| view! { {" · "}<a href=href(&Page::Organizations.path())>{words::membership_other()}</a> })}</p>
        <p class=class>{sentence}</p>
        {start_button(app, membership.clone(), words::membership_renew(), again)}
        {list}
        <dl class="facts">
            <div class="facts__item"><dt>{words::membership_date()}</dt><dd>{screen::date_long(membership.membership_date)}</dd></div>
            <div class="facts__item"><dt>{days_name}</dt><dd>{days}</dd></div>
            <div class="facts__item"><dt>{words::membership_level()}</dt><dd>{membership.level.name.clone()}</dd></div>
        </dl>
        {picture}
        {contact.map(who)}
        {unreadable(app)}
    }
    .into_any()
}

/// A draft that could not be read: it is the person's to hand over or to delete.
fn unreadable(app: App) -> AnyView {
    let found = RwSignal::new(None);
    spawn_local(async move {
        let _ = found.try_set(records::unreadable(app).await);
    });
    optional(move || {
        let text = found.get()?;
        let delete = move || {
            spawn_local(records::forget_unreadable(app));
            found.set(None);
            // The button that had the focus is gone with the notice.
            screen::focus_heading();
        };
        Some(view! {
            {inset(vec![words::unreadable_found()])}
            <div class="actions">
                <a class="button button--quiet" download="draft.txt" href=screen::text_url(&text)>{words::unreadable_download()}</a>
                {button("button button--quiet", words::unreadable_delete(), delete)}
            </div>
        }
        .into_any())
    })
}

fn who(contact: Reach) -> AnyView {
    view! {
        <section>
            {h2(words::membership_who())}
            <p>{words::membership_who_text(&contact.name)}{" "}<a href=href(&Page::Organizations.path())>{words::membership_who_link()}</a></p>
        </section>
    }
    .into_any()
}

/// Each thing in the way, with its way out.
fn blockers(app: App, membership: &Membership) -> AnyView {
    let support = app.config().support_email;
    let items = membership
        .blockers
        .iter()
        .filter(|code| !matches!(code, BlockerCode::AlreadyRenewed | BlockerCode::WindowNotOpen))
        .map(|code| blocker(*code, membership, &support))
        .collect::<Vec<_>>();
    if items.is_empty() {
        return ().into_any();
    }
    view! { <section class="inset">{h2(words::blocker_title())}<ul>{items}</ul></section> }.into_any()
}

fn blocker(code: BlockerCode, membership: &Membership, support: &str) -> AnyView {
    let organizations = Page::Organizations.path();
    let (text, link) = match code {
        BlockerCode::NotPrimaryContact => {
            let name = membership.primary_contact.as_ref().map(|contact| contact.name.clone());
            let text = name.map_or_else(words::blocker_not_primary_unknown, |name| words::blocker_not_primary(&name));
            (text, Some((href(&organizations), words::blocker_hand_over())))
        }
        BlockerCode::RequirementShort => {
            (words::blocker_requirement(), Some((href(&Page::Competencies.path()), words::requirements_see())))
        }
        BlockerCode::VerificationPending => (words::blocker_verification(), None),
        BlockerCode::VerificationRejected => {
            (words::blocker_rejected(), Some((screen::mailto(support, "", ""), words::blocker_support())))
        }
        BlockerCode::Lapsed => {
            (words::blocker_lapsed(), Some((screen::mailto(support, "", ""), words::blocker_support())))
        }
        BlockerCode::Suspended => {
            (words::blocker_suspended(), Some((screen::mailto(support, "", ""), words::blocker_support())))
        }
        BlockerCode::WindowNotOpen | BlockerCode::AlreadyRenewed | BlockerCode::Other => {
            (words::blocker_other(), Some((screen::mailto(support, "", ""), words::blocker_support())))
        }
    };
    view! { <li>{text}{link.map(|(to, label)| view! { {" "}<a href=to>{label}</a> })}</li> }.into_any()
}

/// The way into the renewal: a new one, the one under way, or the confirmation of the one just done. `again` reads the
/// membership once more.
pub fn start_button(app: App, membership: Membership, label: String, again: Callback<()>) -> AnyView {
    match &membership.current_renewal {
        Some(current)
            if matches!(
                current.status,
                RenewalStatus::Active | RenewalStatus::Paid | RenewalStatus::AwaitingPayment
            ) && current.next_step.is_none() =>
        {
            let to = link("button", &Page::Reprint(current.id.clone()), words::membership_confirmation());
            view! { <div class="actions">{to}</div> }.into_any()
        }
        Some(current) if membership.offers_renewal() => resume(app, current.clone(), again),
        _ if membership.offers_renewal() => begin(app, membership, label),
        _ => ().into_any(),
    }
}

fn begin(app: App, membership: Membership, label: String) -> AnyView {
    let form = Form::new();
    let go = navigator();
    let organization = membership.organization.id;
    let start = move || {
        let (organization, go) = (organization.clone(), go.clone());
        form.run(async move {
            match app.ask(wire::renewal::start(&organization)).await {
                Ok(renewal) => {
                    let page = page_of(&renewal);
                    adopt(app, renewal).await;
                    go(&page, false);
                }
                Err(failure) => form.fail(failure),
            }
        });
    };
    view! {
        {failure_box(form)}
        <div class="actions">
            {button_unless("button", label, move || form.busy.get(), start)}
            {working(form)}
        </div>
    }
    .into_any()
}

fn resume(app: App, current: CurrentRenewal, again: Callback<()>) -> AnyView {
    let form = Form::new();
    let go = navigator();
    let at = current.next_step.map(|step| words::membership_at(&step_name(step)));
    let (id, to_discard) = (current.id.clone(), current.id);
    let on = {
        move || {
            let (id, go) = (id.clone(), go.clone());
            form.run(async move {
                match app.ask(wire::renewal::get(&id)).await {
                    Ok(renewal) => {
                        let page = page_of(&renewal);
                        adopt(app, renewal).await;
                        go(&page, false);
                    }
                    Err(failure) => form.fail(failure),
                }
            });
        }
    };
    let discard = move || {
        let id = to_discard.clone();
        screen::close_dialog("start-over");
        form.run(async move {
            let found = app.ask(wire::renewal::get(&id)).await;
            let gone = match found {
                Ok(renewal) => {
                    adopt(app, renewal.clone()).await;
                    app.ask(wire::renewal::discard(&renewal)).await
                }
                Err(failure) => Err(failure),
            };
            match gone {
                Ok(()) => {
                    app.wizard.discard().await;
                    app.renewal.set(None);
                    again.run(());
                    // The button that had the focus is gone with the renewal.
                    screen::focus_heading();
                }
                Err(failure) => form.fail(failure),
            }
        });
    };
    view! {
        {failure_box(form)}
        {at.map(|text| view! { {p(text)} })}
        <div class="actions">
            {button_unless("button", words::membership_continue(), move || form.busy.get(), on)}
            {button("button button--quiet", words::membership_start_over(), || screen::show_dialog("start-over"))}
            {working(form)}
        </div>
        <dialog id="start-over" class="dialog" aria-labelledby="start-over-title">
            <h2 id="start-over-title">{words::start_over_title()}</h2>
            {p(words::start_over_text())}
            <div class="actions">
                <button type="button" class="button" autofocus=true on:click=|_| screen::close_dialog("start-over")>{words::start_over_keep()}</button>
                {button("button button--danger", words::start_over_delete(), discard)}
            </div>
        </dialog>
    }
    .into_any()
}
