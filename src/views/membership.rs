//! Home after sign-in: the membership date, the verdict, what stands in the way, and the renewal.
use super::lazy::{self, Extra};
use super::membership_timeline;
use super::outline::back;
use super::parts::buttons::link;
use super::parts::contact::contact;
use super::parts::entry::start_button;
use super::parts::frame::{fixed, href};
use super::parts::icon::{Icon, icon};
use super::parts::loading::{loaded, shown};
use super::parts::typography::{actions, p};
use crate::app::App;
use crate::app::pages::entry::{MainAction, main_action};
use crate::app::pages::membership::MembershipPage;
use crate::domain::address::mailto;
use crate::domain::calendar::days_between;
use crate::domain::membership::{Blocker, BlockerAction, BlockerCode, Membership, MembershipStatus, Overview, Verdict};
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

/// How the membership stands: the look of its plaque, and what is read on it first, second and third.
struct Standing {
    class: &'static str,
    icon: Icon,
    state: String,
    /// What matters most: a number of days, or a date.
    figure: String,
    text: String,
}

fn with_sentence(text: String, more: Option<String>) -> String {
    match more {
        Some(more) => [text.as_str(), " ", &more].concat(),
        None => text,
    }
}

fn standing(membership: &Membership) -> Standing {
    let date = format::date_long;
    let of = |class, icon, state, figure, text| Standing { class, icon, state, figure, text };
    let ends = date(membership.membership_date);
    match membership.verdict() {
        Verdict::NotYet { opens } => {
            let left = words::membership_days_left(membership.days_left());
            of("plaque", Icon::Date, words::verdict_not_yet_state(), left, words::verdict_not_yet(&date(opens)))
        }
        Verdict::Open { days_left } => {
            let left = words::membership_days_left(days_left);
            of("plaque plaque--due", Icon::Clock, words::verdict_open_state(), left, words::verdict_open(&ends))
        }
        Verdict::LastDay => {
            let today = words::membership_timeline_today();
            of("plaque plaque--due", Icon::Clock, words::verdict_open_state(), today, words::verdict_last_day())
        }
        Verdict::Grace { ends, .. } => {
            let left = words::membership_days_left(days_between(membership.as_of, ends));
            of(
                "plaque plaque--grace",
                Icon::Warning,
                words::verdict_grace_state(),
                left,
                words::verdict_grace(&date(ends)),
            )
        }
        Verdict::Lapsed { since } => {
            let (state, text) = (words::verdict_lapsed_state(), words::verdict_lapsed());
            of("plaque plaque--lapsed", Icon::Warning, state, date(since), text)
        }
        Verdict::Suspended => {
            let (state, text) = (words::verdict_suspended_state(), words::verdict_suspended());
            of("plaque plaque--suspended", Icon::Lock, state, words::verdict_suspended_figure(), text)
        }
        Verdict::Renewed { pending: true } => {
            let awaited = membership.current_renewal.as_ref().and_then(|renewal| renewal.awaited.as_ref());
            let by = awaited.map(|(amount, day)| words::orders_pay_by(&format::money(amount), &date(*day)));
            let text = with_sentence(words::verdict_pending(), by);
            of("plaque", Icon::Clock, words::verdict_pending_state(), words::verdict_pending_figure(), text)
        }
        Verdict::Renewed { pending: false } => {
            let is_asked_back = membership.current_renewal.as_ref().is_some_and(|renewal| renewal.refund_requested);
            let text = if is_asked_back { words::orders_refund_waits() } else { words::verdict_renewed() };
            of("plaque plaque--renewed", Icon::Check, words::verdict_renewed_state(), ends, text)
        }
    }
}

fn inside(app: &Rc<App>, page: &Rc<MembershipPage>, membership: &Membership) -> AnyView {
    let organization = membership.organization.clone();
    let several = page.has_other_organizations();
    let renew = start_button(app, page.entry(), membership, words::membership_renew());
    let calendar = |is_main| actions(vec![lazy::extra(page, Extra::Calendar { is_main })]);
    let (way, more) = match membership.verdict() {
        // Nothing can be done yet: the calendar is the way on.
        Verdict::NotYet { .. } if main_action(membership) == MainAction::Nothing => (calendar(true), ().into_any()),
        Verdict::Lapsed { .. } | Verdict::Suspended => (renew, ().into_any()),
        Verdict::NotYet { .. }
        | Verdict::Open { .. }
        | Verdict::LastDay
        | Verdict::Grace { .. }
        | Verdict::Renewed { .. } => (renew, calendar(false)),
    };
    view! {
        <p class="company-name"><bdi translate="no">{organization.name}</bdi></p>
        <p class="caption"><span translate="no">{words::membership_partner_id(&organization.partner_id)}</span>
            {" · "}<bdi translate="no">{membership.level.name.clone()}</bdi>
            {several.then(|| view! { {" · "}<a href=href(&Page::Organizations)>{words::membership_other()}</a> }.into_any())}</p>
        {plaque(app, membership, way)}
        {overview(membership)}
        {more}
        {lazy::extra(page, Extra::UnreadableDraft)}
    }
    .into_any()
}

/// What the plaque says first where this person can do nothing now, although it is time.
fn stopped(membership: &Membership) -> Option<(Icon, String)> {
    if membership.is_being_paid() {
        return Some((Icon::Clock, words::verdict_paying_state()));
    }
    let is_time = matches!(membership.verdict(), Verdict::Open { .. } | Verdict::LastDay | Verdict::Grace { .. });
    let blocker = membership.blockers.first().filter(|_| is_time && !membership.offers_renewal())?;
    let name = || membership.primary_contact.as_ref().map(|contact| words::verdict_other_renews(&contact.name));
    match blocker.code {
        BlockerCode::NotPrimaryContact => Some((Icon::Person, name()?)),
        BlockerCode::VerificationPending => Some((Icon::Clock, words::verdict_verifying())),
        _ => Some((Icon::Warning, words::verdict_stopped())),
    }
}

/// How the membership stands, with the way on.
pub(super) fn plaque(app: &Rc<App>, membership: &Membership, way: AnyView) -> AnyView {
    let Standing { class, icon: mark, state, figure, text } = standing(membership);
    // Who can do nothing now is not called upon by the dark ground.
    let (class, mark, state, figure) = match stopped(membership) {
        // Who renews is told beside the days; what nobody can renew now is told first.
        Some((mark @ Icon::Person, state)) => ("plaque plaque--stopped", mark, state, figure),
        Some((mark, state)) => ("plaque plaque--stopped", mark, figure, state),
        None => (class, mark, state, figure),
    };
    let (text, (reasons, ways)) = if membership.is_being_paid() {
        // Nobody is asked to do anything, whoever may renew.
        (words::verdict_paying(), (Vec::new(), Vec::new()))
    } else {
        (text, blockers(app, membership))
    };
    // As large as it stands here, a day is too wide for a phone together with its month.
    let figure = figure.replace('\u{a0}', " ");
    view! {
        <div class=class>
            <div class="plaque__top">
                <div>
                    <p class="plaque__state">{icon(mark)}{state}</p>
                    <p class="plaque__figure">{figure}</p>
                    {p(text)}
                    {reasons}
                </div>
                <div class="plaque__way">{ways}{way}</div>
            </div>
            {membership_timeline::membership_timeline(membership)}
        </div>
    }
    .into_any()
}

/// What there is beside the membership, each thing as a card: as far as the answer says.
fn overview(membership: &Membership) -> AnyView {
    let (mut cards, mut asking) = (Vec::new(), String::new());
    if let Some(Overview { requirements_met, requirements, profile_changed, role_requested_by }) = &membership.overview
    {
        asking.clone_from(role_requested_by);
        if *requirements > 0 {
            let met = words::membership_met(&format::number(*requirements_met), &format::number(*requirements));
            let see = link("", &Page::Competencies, words::membership_requirements_link());
            let mark = if requirements_met < requirements { Icon::Warning } else { Icon::Check };
            cards.push(card(mark, words::review_requirements(), met, words::membership_requirements(), Some(see)));
        }
        let day = format::date_long(*profile_changed);
        cards.push(card(Icon::Building, words::steps_profile(), day, words::membership_profile(), None));
    }
    if let Some(contact) = &membership.primary_contact {
        let (to, label) = if asking.is_empty() {
            (Page::Organizations, words::membership_who_link())
        } else {
            (Page::People(membership.organization.id.clone()), words::role_request_answer())
        };
        let see = link("", &to, label);
        let name = contact.name.clone();
        let role = match membership.is_renewable_by_primary() {
            // Somebody waits for an answer.
            _ if !asking.is_empty() => words::role_request_asked(&asking),
            true => words::membership_who_text(),
            false => words::role_primary(),
        };
        cards.push(card(Icon::Person, words::membership_who(), name, role, Some(see)));
    }
    let (figure, text, see) = match main_action(membership) {
        MainAction::Confirmation(id) => {
            let see = link("", &Page::Reprint(id), words::membership_confirmation());
            if membership.verdict() == (Verdict::Renewed { pending: true }) {
                // There is no receipt before the money has arrived.
                (words::membership_documents_none(), words::membership_documents_later(), Some(see))
            } else {
                (words::membership_documents_both(), words::membership_documents_ready(), Some(see))
            }
        }
        MainAction::Resume { .. } | MainAction::Payment(_) | MainAction::Begin | MainAction::Nothing => {
            let can_come = !matches!(membership.status, MembershipStatus::Lapsed | MembershipStatus::Suspended);
            let later = if can_come { words::membership_documents_later() } else { String::new() };
            (words::membership_documents_none(), later, None)
        }
    };
    cards.push(card(Icon::Document, words::membership_documents(), figure, text, see));
    view! { <div class="overview">{cards}</div> }.into_any()
}

fn card(mark: Icon, title: String, figure: String, text: String, see: Option<AnyView>) -> AnyView {
    view! {
        <section>
            <h2>{icon(mark)}{title}</h2>
            <p class="overview__figure"><bdi>{figure}</bdi></p>
            {p(text)}
            {see}
        </section>
    }
    .into_any()
}

/// What is in the way, and the ways out of it.
fn blockers(app: &Rc<App>, membership: &Membership) -> (Vec<AnyView>, Vec<AnyView>) {
    let support = &app.services().config.support_email;
    let (mut reasons, mut ways) = (Vec::new(), Vec::new());
    for blocker in &membership.blockers {
        let Some((text, way)) = way_out(blocker, membership, support) else { continue };
        let mut why = blocker.reason.clone();
        if let Some(day) = blocker.since.filter(|_| !why.is_empty()) {
            why = words::blocker_since(&format::date_long(day), &why);
        }
        let primary = membership.primary_contact.as_ref().filter(|_| blocker.code == BlockerCode::NotPrimaryContact);
        // Why comes before what to do about it.
        for text in [why, text] {
            if !text.is_empty() {
                reasons.push(view! { <p><bdi>{text}</bdi></p> }.into_any());
            }
        }
        if let Some(known) = blocker.contact.as_ref().or(primary) {
            reasons.push(view! { <p class="ways" translate="no">{contact(known)}</p> }.into_any());
        }
        ways.extend(way.map(|(to, label)| view! { <a class="button" href=to>{label}</a> }.into_any()));
    }
    (reasons, ways)
}

/// What is told of a blocker, and the link that leads out of it with its label.
fn way_out(blocker: &Blocker, membership: &Membership, support: &str) -> Option<(String, Option<(String, String)>)> {
    let organization = &membership.organization;
    // Whoever reads the e-mail knows whose membership it is about, and what is wanted.
    let company = [organization.name.as_str(), " (", &organization.partner_id, ")"].concat();
    let write = || {
        let to = blocker.contact.as_ref().map_or(support, |contact| &contact.email);
        let (subject, label) = match blocker.code {
            BlockerCode::Lapsed => (words::blocker_enroll_subject(&company), words::blocker_enroll()),
            _ => (company.clone(), words::blocker_support()),
        };
        mailto(to, &subject, "").map(|to| (to, label))
    };
    let has_page = blocker.action == BlockerAction::Verification;
    let see = || has_page.then(|| (href(&Page::CompanyVerification), words::blocker_verification_see()));
    let (text, link) = match blocker.code {
        BlockerCode::NotPrimaryContact => {
            let is_known = membership.primary_contact.is_some();
            let text = if is_known { words::blocker_not_primary() } else { words::blocker_not_primary_unknown() };
            let ask = || (href(&Page::Organizations), words::blocker_hand_over());
            (text, membership.is_renewable_by_primary().then(ask))
        }
        BlockerCode::RequirementShort => {
            (words::blocker_requirement(), Some((href(&Page::Competencies), words::requirements_see())))
        }
        // While it is being verified the way on is to wait; whoever asks knows whom.
        BlockerCode::VerificationPending => {
            let text = words::blocker_verification();
            let days = blocker.working_days.map(words::profile_verification_days);
            (with_sentence(text, days), see())
        }
        BlockerCode::VerificationRejected if has_page => (words::blocker_rejected_see(), see()),
        BlockerCode::VerificationRejected => (words::blocker_rejected(), write()),
        BlockerCode::Lapsed => {
            let enrollment = || href(&Page::Enrollment(organization.id.clone()));
            match blocker.action {
                BlockerAction::Enrollment => (words::blocker_lapsed(), Some((enrollment(), words::enrollment_title()))),
                // The program's reason says that it is asked for.
                BlockerAction::EnrollmentRequested => {
                    (String::new(), Some((enrollment(), words::blocker_request_see())))
                }
                _ => (words::blocker_lapsed(), write()),
            }
        }
        BlockerCode::Suspended => (words::blocker_suspended(), write()),
        BlockerCode::Other => (words::blocker_other(), write()),
        // The verdict says it already.
        BlockerCode::WindowNotOpen | BlockerCode::AlreadyRenewed => return None,
    };
    Some((text, link))
}
