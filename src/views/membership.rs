//! Home after sign-in: the membership date, the verdict, what stands in the way, and the renewal.
use super::membership_timeline;
use super::outline::back;
use super::parts::buttons::button;
use super::parts::dynamic::show_some;
use super::parts::entry::start_button;
use super::parts::frame::{fixed, href};
use super::parts::loading::{loaded, shown};
use super::parts::typography::{h2, inset};
use crate::app::App;
use crate::app::pages::membership::MembershipPage;
use crate::domain::address::{mailto, text_url};
use crate::domain::company::ContactDetails;
use crate::domain::membership::{BlockerCode, Membership, Verdict};
use crate::domain::route::Page;
use crate::i18n::{format, words};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
pub fn view(app: &Rc<App>, page: &Rc<MembershipPage>) -> AnyView {
    let (drawn, again, with) = (Rc::clone(page), Rc::clone(page), Rc::clone(app));
    let body = loaded(
        app,
        move || drawn.with_state(|state| shown(state, |membership| inside(&with, &drawn, membership))),
        move || again.load(),
    );
    fixed(app, words::membership_title(), Some(back(&Page::Membership)), body)
}

/// The verdict as a sentence, with its look.
fn verdict(membership: &Membership) -> (String, &'static str) {
    let date = format::date_long;
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

fn inside(app: &Rc<App>, page: &Rc<MembershipPage>, membership: &Membership) -> AnyView {
    let (sentence, class) = verdict(membership);
    let left = membership.days_left();
    let (days_name, days) = if left >= 0 {
        (words::membership_left(), words::membership_days_left(left))
    } else {
        (words::membership_since(), words::membership_days_over(left.saturating_neg()))
    };
    let organization = membership.organization.clone();
    let several = page.has_other_organizations();
    view! {
        <p class="caption"><bdi translate="no">{organization.name}</bdi>{" · "}<span translate="no">{words::membership_partner_id(&organization.partner_id)}</span>
            {several.then(|| view! { {" · "}<a href=href(&Page::Organizations)>{words::membership_other()}</a> }.into_any())}</p>
        <p class=class>{sentence}</p>
        {start_button(app, page.entry(), membership, words::membership_renew())}
        {blockers(app, membership)}
        <dl class="facts">
            <div class="facts__item"><dt>{words::membership_date()}</dt><dd>{format::date_long(membership.membership_date)}</dd></div>
            <div class="facts__item"><dt>{days_name}</dt><dd>{days}</dd></div>
            <div class="facts__item"><dt>{words::membership_level()}</dt><dd translate="no"><bdi>{membership.level.name.clone()}</bdi></dd></div>
        </dl>
        {membership_timeline::membership_timeline(membership)}
        {membership.primary_contact.as_ref().map(who)}
        {unreadable(page)}
    }
    .into_any()
}

/// A draft that could not be read: it is the person's to hand over or to delete.
fn unreadable(page: &Rc<MembershipPage>) -> AnyView {
    let page = Rc::clone(page);
    show_some(move || {
        let text = page.unreadable_draft()?;
        let deleting = Rc::clone(&page);
        Some(view! {
            {inset(vec![words::unreadable_found()])}
            <div class="actions">
                <a class="button button--quiet" download="draft.txt" href=text_url(&text)>{words::unreadable_download()}</a>
                {button("button button--quiet", words::unreadable_delete(), move || deleting.delete_unreadable_draft())}
            </div>
        }
        .into_any())
    })
}

fn who(contact: &ContactDetails) -> AnyView {
    view! {
        <section>
            {h2(words::membership_who())}
            <p>{words::membership_who_text(&contact.name)}{" "}<a href=href(&Page::Organizations)>{words::membership_who_link()}</a></p>
        </section>
    }
    .into_any()
}

/// Each thing in the way, with its way out.
fn blockers(app: &Rc<App>, membership: &Membership) -> AnyView {
    let support = &app.services().config.support_email;
    let items = membership.blockers.iter().filter_map(|code| blocker(*code, membership, support)).collect::<Vec<_>>();
    if items.is_empty() {
        return ().into_any();
    }
    view! { <section class="inset">{h2(words::blocker_title())}<ul>{items}</ul></section> }.into_any()
}

fn blocker(code: BlockerCode, membership: &Membership, support: &str) -> Option<AnyView> {
    let write = || mailto(support, "", "").map(|to| (to, words::blocker_support()));
    let (text, link) = match code {
        BlockerCode::NotPrimaryContact => {
            let name = membership.primary_contact.as_ref().map(|contact| contact.name.clone());
            let text = name.map_or_else(words::blocker_not_primary_unknown, |name| words::blocker_not_primary(&name));
            (text, Some((href(&Page::Organizations), words::blocker_hand_over())))
        }
        BlockerCode::RequirementShort => {
            (words::blocker_requirement(), Some((href(&Page::Competencies), words::requirements_see())))
        }
        BlockerCode::VerificationPending => (words::blocker_verification(), None),
        BlockerCode::VerificationRejected => (words::blocker_rejected(), write()),
        BlockerCode::Lapsed => (words::blocker_lapsed(), write()),
        BlockerCode::Suspended => (words::blocker_suspended(), write()),
        BlockerCode::Other => (words::blocker_other(), write()),
        // The verdict says it already.
        BlockerCode::WindowNotOpen | BlockerCode::AlreadyRenewed => return None,
    };
    Some(view! { <li>{text}{link.map(|(to, label)| view! { {" "}<a href=to>{label}</a> })}</li> }.into_any())
}
