//! What must hold after every event, whatever has happened.
use crate::drawn::DrawnPage;
use crate::tab::Tab;
use crate::world::{Fault, World};
use partner_renewal::app::App;
use partner_renewal::app::autosave::SaveState;
use partner_renewal::app::form::Form;
use partner_renewal::app::pages::Load;
use partner_renewal::app::pages::lazy::OpenStep;
use partner_renewal::app::pages::profile::{CountryState, ProfilePage};
use partner_renewal::app::payment::PaymentClaim;
use partner_renewal::domain::confirmation::Confirmation;
use partner_renewal::domain::draft::AnswerKey;
use partner_renewal::domain::failure::{Failure, FailureKind};
use partner_renewal::domain::membership::Verdict;
use partner_renewal::domain::membership_timeline::MembershipTimeline;
use partner_renewal::domain::orders::OrderState;
use partner_renewal::domain::payment::PaymentMethod;
use partner_renewal::domain::profile::FieldId;
use sandbox::in_process::{Movement, StoredPayment};
use std::collections::BTreeMap;

/// What one tab has shown last.
#[derive(Default)]
pub struct Seen {
    saved: bool,
    claim: &'static str,
    /// Ids of the renewals that were shown as paid, and were.
    paid: Vec<String>,
}

/// Name of a page.
pub fn name(page: Option<&DrawnPage>) -> &'static str {
    match page {
        None => "elsewhere",
        Some(DrawnPage::Start) => "start",
        Some(DrawnPage::NotFound) => "not found",
        Some(DrawnPage::SignInNeeded(_)) => "sign-in needed",
        Some(DrawnPage::Callback(_)) => "callback",
        Some(DrawnPage::Membership(_)) => "membership",
        Some(DrawnPage::NotHere(_)) => "not here",
        Some(DrawnPage::Organizations(_)) => "organizations",
        Some(DrawnPage::Competencies(_)) => "competencies",
        Some(DrawnPage::Step(OpenStep::Requirements(_))) => "requirements",
        Some(DrawnPage::Step(OpenStep::Profile(_))) => "profile",
        Some(DrawnPage::Step(OpenStep::Agreement(_))) => "agreement",
        Some(DrawnPage::Step(OpenStep::Location(_))) => "location",
        Some(DrawnPage::Step(OpenStep::Level(_))) => "level",
        Some(DrawnPage::Step(OpenStep::PaymentMethod(_))) => "payment method",
        Some(DrawnPage::Step(OpenStep::Review(_))) => "review",
        Some(DrawnPage::PaymentReturn(_)) => "payment return",
        Some(DrawnPage::Confirmation(_)) => "confirmation",
        Some(DrawnPage::People(_)) => "people",
        Some(DrawnPage::Locations(_)) => "locations",
        Some(DrawnPage::Orders(_)) => "orders",
        Some(DrawnPage::Letter(_)) => "letter",
        Some(DrawnPage::TaxExemption(_)) => "tax exemption",
        Some(DrawnPage::Enrollment(_)) => "enrollment",
        Some(DrawnPage::Verification(_)) => "verification",
        Some(DrawnPage::CompanyVerification(_)) => "company verification",
        Some(DrawnPage::PaymentLink(_)) => "payment link",
        Some(DrawnPage::Pay(_)) => "pay",
    }
}

fn claim_name(claim: &PaymentClaim) -> &'static str {
    match claim {
        PaymentClaim::Asking => "claim: asking",
        PaymentClaim::NotAnswered(_) => "claim: not answered",
        PaymentClaim::NoPayment => "claim: no payment",
        PaymentClaim::Refused(_) => "claim: refused",
        PaymentClaim::Declined(_) => "claim: declined",
        PaymentClaim::Cancelled => "claim: cancelled",
        PaymentClaim::Expired(_) => "claim: expired",
        PaymentClaim::Open { .. } => "claim: open",
        PaymentClaim::AddressMissing { .. } => "claim: address missing",
        PaymentClaim::Processing { .. } => "claim: processing",
    }
}

/// Looks at what a tab shows, and holds it against what the server and the disk have.
pub fn observe(world: &World, tab: &Tab, seen: &mut Seen, alone: bool) {
    let Some(page) = tab.draw() else {
        *seen = Seen::default();
        return;
    };
    let Some(app) = &tab.app else { return };
    let saved = app.services().drafts.save_state() == SaveState::Saved;
    if saved && !seen.saved {
        world.reach("claim: saved");
        must_be_stored(world, tab);
    }
    seen.saved = saved;
    if saved {
        tab.state.note_kept();
    }
    if alone {
        assert_not_superseded(world, app);
    }
    world.reach(name(Some(&page)));
    if let Some(failure) = step_failure(&page) {
        wait(world, &failure);
    }
    if world.has(Fault::OtherOrganization) {
        organization(world, app, &page);
    }
    match &page {
        DrawnPage::Membership(page) => page.with_state(|state| {
            // Drawn as the view draws it: numbers from outside must not stop the page.
            let _ = state.ready().map(MembershipTimeline::of);
        }),
        DrawnPage::Step(OpenStep::Requirements(page)) => form(world, page.form()),
        DrawnPage::Step(OpenStep::Profile(page)) => {
            form(world, page.form());
            profile(world, tab, app, page, alone);
        }
        DrawnPage::Step(OpenStep::Agreement(page)) => form(world, page.form()),
        DrawnPage::Step(OpenStep::Location(page)) => form(world, page.form()),
        DrawnPage::Step(OpenStep::Level(page)) => form(world, page.form()),
        DrawnPage::Step(OpenStep::PaymentMethod(page)) => form(world, page.form()),
        DrawnPage::Step(OpenStep::Review(page)) => form(world, page.form()),
        DrawnPage::PaymentReturn(page) => {
            let claim = page.claim();
            let name = claim_name(&claim);
            if seen.claim != name {
                seen.claim = name;
                world.reach(name);
                let renewal = page.with_state(|state| state.ready().cloned()).unwrap_or_default();
                payment(world, &claim, &renewal, alone);
            }
            return;
        }
        DrawnPage::Confirmation(page) => page.with_state(|state| {
            if let Load::Ready(confirmation) = state {
                world.reach(if confirmation.paid { "confirmed: paid" } else { "confirmed: pending" });
                if alone {
                    methods(world, confirmation);
                }
            }
        }),
        _ => {}
    }
    let paid = shown_as_paid(&page);
    // Asked once for each page, because the program answers slowly.
    if paid.0 != seen.paid {
        for renewal in &paid.0 {
            must_be_paid(world, renewal, &paid.1, alone);
        }
        seen.paid = paid.0;
    }
    seen.claim = "";
}

/// Ids of the renewals that the page shows as paid, and the path of the answer that said so.
fn shown_as_paid(page: &DrawnPage) -> (Vec<String>, String) {
    match page {
        DrawnPage::Confirmation(page) => page.with_state(|state| match state.ready() {
            Some(shown) if shown.paid => {
                (vec![shown.renewal.clone()], ["/renewals/", &shown.renewal, "/confirmation"].concat())
            }
            _ => Default::default(),
        }),
        DrawnPage::Membership(page) => page.with_state(|state| match state.ready() {
            Some(shown) if shown.verdict() == (Verdict::Renewed { pending: false }) => {
                let renewal = shown.current_renewal.iter().map(|current| current.id.clone()).collect();
                (renewal, ["/organizations/", &shown.organization.id, "/membership"].concat())
            }
            _ => Default::default(),
        }),
        DrawnPage::Orders(page) => page.with_state(|state| match state.ready() {
            Some(shown) => {
                let paid = shown.list.iter().filter(|order| order.state == OrderState::Paid);
                let paid = paid.map(|order| order.renewal.clone()).collect();
                (paid, ["/organizations/", &shown.organization.id, "/orders"].concat())
            }
            None => Default::default(),
        }),
        _ => Default::default(),
    }
}

/// Nothing of one organization is shown or kept where another one is worked for.
fn organization(world: &World, app: &App, page: &DrawnPage) {
    let Some(own) = app.services().accounts.organization() else { return };
    let shown = match page {
        DrawnPage::Membership(page) => {
            page.with_state(|state| state.ready().map(|found| found.organization.id.clone()))
        }
        _ => None,
    };
    let live = app.services().renewals.live().map(|renewal| renewal.organization.id);
    for other in [shown, live].into_iter().flatten().filter(|other| *other != own) {
        world.fail(format!("{other} is shown or held where {own} is worked for"));
    }
}

/// What is called saved is on the disk.
fn must_be_stored(world: &World, tab: &Tab) {
    let Some(app) = &tab.app else { return };
    let payload = app.services().autosave().with_draft(|draft| draft.to_payload());
    let disk = world.disk.borrow();
    let stored = disk.committed.iter().rev().any(|(key, text)| {
        key.starts_with("draft/")
            && serde_json::from_str::<serde_json::Value>(text).is_ok_and(|record| record["payload"] == payload.as_str())
    });
    if !stored {
        world.fail(format!("tab {} says saved, and {payload} was never stored", tab.state.index));
    }
}

/// Another tab is named as the reason only where another tab was.
fn assert_not_superseded(world: &World, app: &App) {
    let disk = world.disk.borrow();
    let is_stale = app.services().drafts.save_state() == SaveState::Stale;
    if is_stale && !disk.was_emptied {
        world.fail("the draft was changed in another tab, it is said, and there is none".to_owned());
    }
}

/// A minute after the last fault a disk that works is said to work.
pub fn saves_again(world: &World, tab: &Tab) {
    let Some(app) = &tab.app else { return };
    if app.services().drafts.save_state() == SaveState::NotKept && !world.noted(Fault::StorageDenied) {
        world.fail("nothing is saved any more, though the disk works".to_owned());
    }
}

/// Is the renewal paid, or being paid? What was typed for it goes then, from every page.
fn is_payment_there(world: &World) -> bool {
    let payments = world.program.borrow().payments().unwrap_or_default();
    payments.iter().any(|payment| matches!(payment.status.as_str(), "open" | "processing" | "succeeded"))
}

/// The fields are those of the country that is shown, and what was typed is still there.
fn profile(world: &World, tab: &Tab, app: &App, page: &ProfilePage, alone: bool) {
    if page.with_state(|state| state.ready().is_none()) {
        return;
    }
    let country = page.value(FieldId::Country);
    if page.country() == CountryState::Ready && page.with_rules(|rules| rules.country != country) {
        world.fail(format!("the page shows {country} by the rules of another country"));
    }
    let autosave = app.services().autosave();
    let held = autosave.answer(AnswerKey::Profile(FieldId::TradingName));
    if !alone {
        return;
    }
    if let Some(typed) = tab.state.typed_here() {
        if held.as_ref() != Some(&typed) && !is_payment_there(world) {
            world.fail(format!("{typed} was typed on this page, and the draft has {held:?}"));
        }
        return;
    }
    let kept = tab.state.kept.borrow();
    let can_be_read =
        matches!(app.services().drafts.save_state(), SaveState::Idle | SaveState::Saving | SaveState::Saved);
    let is_there = !world.noted(Fault::StorageDenied) && !world.disk.borrow().was_emptied;
    // What one account typed is not for another one, and goes with the sign-out.
    let is_same_person = !world.noted(Fault::OtherAccount) && !world.noted(Fault::SignedOut);
    let is_held = kept.is_empty() || held.as_ref().is_some_and(|held| kept.contains(held));
    if can_be_read && is_there && is_same_person && !is_held && !is_payment_there(world) {
        world.fail(format!("{kept:?} was kept, and the draft has {held:?}"));
    }
}

/// A page asks the person to wait as long as an answer said.
fn wait(world: &World, failure: &Failure) {
    if let FailureKind::TooMany(seconds) = failure.kind
        && !world.waits.borrow().contains(&seconds)
    {
        world.fail(format!("the person is to wait {seconds} s, which no answer said"));
    }
}

fn not_loaded<T>(state: &Load<T>) -> Option<Failure> {
    match state {
        Load::Failed(failure) => Some(failure.clone()),
        Load::Loading | Load::Ready(_) => None,
    }
}

/// The request that failed last on a step.
pub fn step_failure(page: &DrawnPage) -> Option<Failure> {
    let (form, load) = match page {
        DrawnPage::Membership(page) => (page.entry().form().failure(), page.with_state(not_loaded)),
        DrawnPage::Step(OpenStep::Requirements(page)) => (page.form().failure(), page.with_state(not_loaded)),
        DrawnPage::Step(OpenStep::Profile(page)) => (page.form().failure(), page.with_state(not_loaded)),
        DrawnPage::Step(OpenStep::Agreement(page)) => (page.form().failure(), page.with_state(not_loaded)),
        DrawnPage::Step(OpenStep::Location(page)) => (page.form().failure(), page.with_state(not_loaded)),
        DrawnPage::Step(OpenStep::Level(page)) => (page.form().failure(), page.with_state(not_loaded)),
        DrawnPage::Step(OpenStep::PaymentMethod(page)) => (page.form().failure(), page.with_state(not_loaded)),
        DrawnPage::Step(OpenStep::Review(page)) => (page.form().failure(), page.with_state(not_loaded)),
        DrawnPage::PaymentReturn(page) => (None, page.with_state(not_loaded)),
        DrawnPage::Confirmation(page) => (None, page.with_state(not_loaded)),
        _ => return None,
    };
    // A page that is not there has no form.
    load.or(form)
}

/// Somebody else is named as the reason only where somebody else was.
fn form(world: &World, form: &Form) {
    match form.failure().map(|failure| failure.kind) {
        Some(FailureKind::Changed { .. }) => {
            world.reach("claim: changed elsewhere");
            if world.foreign_changes.get() == 0 {
                world.fail("the page says that somebody else changed it, and nobody did".to_owned());
            }
        }
        Some(FailureKind::EntityTagRewritten) if !world.has(Fault::WeakTag) => {
            world.fail("the page says that something rewrites entity tags, and nothing does".to_owned());
        }
        _ => {}
    }
}

/// What the page says about money agrees with the books.
fn payment(world: &World, claim: &PaymentClaim, renewal: &str, alone: bool) {
    match claim {
        PaymentClaim::NoPayment
        | PaymentClaim::Refused(_)
        | PaymentClaim::Declined(_)
        | PaymentClaim::Cancelled
        | PaymentClaim::Expired(_) => {
            let Ok(ledger) = world.program.borrow().ledger() else { return };
            let is_own = |of: &Option<String>| of.as_deref() == Some(renewal);
            let taken = ledger.captures.iter().filter(|capture| is_own(&capture.renewal)).count();
            let returned = ledger.refunds.iter().filter(|refund| is_own(&refund.renewal)).count();
            // With a second tab the answer may have been overtaken while it was under way.
            if alone && taken > returned {
                world.fail(format!("{} is told, and money was taken", claim_name(claim)));
            }
            let told = world.told_payments.borrow();
            let payments = world.program.borrow().payments().unwrap_or_default();
            let is_under_way = |one: &StoredPayment| matches!(&*one.status, "open" | "processing");
            if alone && payments.iter().any(|one| one.renewal == renewal && told.contains(&one.id) && is_under_way(one))
            {
                world.fail(format!(
                    "{} is told, and a payment that the page was told of is under way",
                    claim_name(claim)
                ));
            }
            // Where the journal can be lost or not be read, the page does not know that a payment was asked for.
            let journal_may_be_missed = [
                Fault::StorageDenied,
                Fault::StorageAborted,
                Fault::StorageUnknown,
                Fault::StorageSlow,
                Fault::StorageEmptied,
                Fault::SignedOut,
                Fault::OtherAccount,
            ];
            let is_asked_for = world.unanswered_payments.borrow().contains(renewal);
            if alone
                && matches!(claim, PaymentClaim::NoPayment | PaymentClaim::Refused(_))
                && is_asked_for
                && !journal_may_be_missed.iter().any(|fault| world.noted(*fault))
            {
                world.fail("no payment is told, and no answer said so of the one that was asked for".to_owned());
            }
        }
        PaymentClaim::Open { .. } | PaymentClaim::AddressMissing { .. } | PaymentClaim::Processing { .. } => {
            let payments = world.program.borrow().payments().unwrap_or_default();
            let latest = payments.iter().rfind(|one| one.renewal == renewal);
            if alone && latest.is_some_and(|one| world.told_over.borrow().contains(&one.id)) {
                world.fail(format!("{} is told, and the page was told that this payment is over", claim_name(claim)));
            }
        }
        PaymentClaim::Asking | PaymentClaim::NotAnswered(_) => {}
    }
}

/// A method that this build does not know is shown as that.
fn methods(world: &World, confirmation: &Confirmation) {
    let shown = [confirmation.method, confirmation.payment.method];
    for (shown, named) in shown.into_iter().zip(&*world.confirmed_methods.borrow()) {
        if shown != PaymentMethod::Unknown && shown.slug() != named {
            world.fail(format!("{} is shown as the method, and the answer says {named}", shown.slug()));
        }
    }
}

/// A renewal that is shown as paid is active, unless its money went back after the answer at `told_by` had said so.
fn must_be_paid(world: &World, renewal: &str, told_by: &str, alone: bool) {
    let renewals = world.program.borrow().renewals().unwrap_or_default();
    let paid = renewals.iter().any(|one| one.id == renewal && matches!(one.status, "active" | "paid"));
    let arrived = world.arrived.borrow();
    let last = |method: &str, path: &str| arrived.iter().rposition(|one| one.method == method && one.path == path);
    let refund = ["/renewals/", renewal, "/refund"].concat();
    let (told, refunded) = (last("GET", told_by), last("POST", &refund));
    // With a second tab the answer may have been overtaken while it was under way.
    let is_older = refunded.is_some() && (!alone || told < refunded);
    if !paid && !is_older {
        world.fail(format!("{renewal} is shown as paid, and is not"));
    }
}

/// I1, I2, I5 and I6 of the list of payment invariants (docs/PROMISES.md).
pub fn ledger(world: &World) {
    let program = world.program.borrow();
    let (Ok(ledger), Ok(renewals), Ok(payments)) = (program.ledger(), program.renewals(), program.payments()) else {
        return world.fail("the books cannot be read".to_owned());
    };
    let mut kept: BTreeMap<String, i32> = BTreeMap::new();
    for capture in &ledger.captures {
        *kept.entry(capture.renewal.clone().unwrap_or_default()).or_default() += 1;
        if !world.accepted.borrow().iter().any(|(amount, _)| *amount == capture.amount) {
            world.fail(format!("{} was taken, which was never shown", capture.amount));
        }
    }
    // A card that was captured all the same pays the renewal, as long as nothing else does.
    let is_cancelled_order = |one: &&StoredPayment| one.status == "cancelled" && one.method != "card";
    let cancelled: Vec<String> = payments.iter().filter(is_cancelled_order).map(|one| one.id.clone()).collect();
    for payment in payments.into_iter().skip(world.payments_before) {
        if !world.accepted.borrow().contains(&(payment.amount, payment.method.clone())) {
            world.fail(format!("{} by {} was begun, which nobody accepted", payment.amount, payment.method));
        }
    }
    for refund in &ledger.refunds {
        *kept.entry(refund.renewal.clone().unwrap_or_default()).or_default() -= 1;
    }
    for payment in &cancelled {
        let of_it = |one: &&Movement| one.payment == *payment;
        let (taken, returned) = (ledger.captures.iter().filter(of_it), ledger.refunds.iter().filter(of_it));
        if taken.count() > returned.count() {
            world.fail(format!("{payment} was cancelled, and its money was kept"));
        }
    }
    for (renewal, times) in kept {
        if times > 1 {
            world.fail(format!("{renewal} was paid {times} times"));
        }
        let signed =
            renewals.iter().find(|one| one.id == renewal).is_some_and(|one| one.complete.contains(&"agreement"));
        if times == 1 && !signed {
            world.fail(format!("{renewal} was paid without a signature"));
        }
    }
}
