//! What must hold after every event, whatever has happened.
use crate::tab::Tab;
use crate::world::{Fault, World};
use partner_renewal::app::autosave::SaveState;
use partner_renewal::app::form::Form;
use partner_renewal::app::pages::{Load, OpenPage, OpenStep};
use partner_renewal::app::payment::PaymentClaim;
use partner_renewal::domain::failure::{Failure, FailureKind};
use std::collections::BTreeMap;

/// What one tab has shown last.
#[derive(Default)]
pub struct Seen {
    saved: bool,
    claim: &'static str,
}

/// Name of a page.
pub fn name(page: Option<&OpenPage>) -> &'static str {
    match page {
        None => "elsewhere",
        Some(OpenPage::Start) => "start",
        Some(OpenPage::NotFound) => "not found",
        Some(OpenPage::SignInNeeded(_)) => "sign-in needed",
        Some(OpenPage::Callback(_)) => "callback",
        Some(OpenPage::Membership(_)) => "membership",
        Some(OpenPage::Organizations(_)) => "organizations",
        Some(OpenPage::Competencies(_)) => "competencies",
        Some(OpenPage::Step(OpenStep::Requirements(_))) => "requirements",
        Some(OpenPage::Step(OpenStep::Profile(_))) => "profile",
        Some(OpenPage::Step(OpenStep::Agreement(_))) => "agreement",
        Some(OpenPage::Step(OpenStep::Location(_))) => "location",
        Some(OpenPage::Step(OpenStep::Level(_))) => "level",
        Some(OpenPage::Step(OpenStep::PaymentMethod(_))) => "payment method",
        Some(OpenPage::Step(OpenStep::Review(_))) => "review",
        Some(OpenPage::PaymentReturn(_)) => "payment return",
        Some(OpenPage::Confirmation(_)) => "confirmation",
    }
}

fn claim_name(claim: &PaymentClaim) -> &'static str {
    match claim {
        PaymentClaim::Asking => "claim: asking",
        PaymentClaim::NotAnswered(_) => "claim: not answered",
        PaymentClaim::NoPayment => "claim: no payment",
        PaymentClaim::Declined(_) => "claim: declined",
        PaymentClaim::Cancelled => "claim: cancelled",
        PaymentClaim::Expired => "claim: expired",
        PaymentClaim::Open { .. } => "claim: open",
        PaymentClaim::AddressMissing(_) => "claim: address missing",
        PaymentClaim::Processing => "claim: processing",
    }
}

/// Looks at what a tab shows, and holds it against what the server and the disk have.
pub fn observe(world: &World, tab: &Tab, seen: &mut Seen, alone: bool) {
    let Some(page) = tab.draw() else {
        *seen = Seen::default();
        return;
    };
    let Some(app) = &tab.app else { return };
    let saved = app.services().autosave.save_state() == SaveState::Saved;
    if saved && !seen.saved {
        world.reach("claim: saved");
        must_be_stored(world, tab);
    }
    seen.saved = saved;
    world.reach(name(Some(&page)));
    match &page {
        OpenPage::Step(OpenStep::Requirements(page)) => form(world, page.form()),
        OpenPage::Step(OpenStep::Profile(page)) => form(world, page.form()),
        OpenPage::Step(OpenStep::Agreement(page)) => form(world, page.form()),
        OpenPage::Step(OpenStep::Location(page)) => form(world, page.form()),
        OpenPage::Step(OpenStep::Level(page)) => form(world, page.form()),
        OpenPage::Step(OpenStep::PaymentMethod(page)) => form(world, page.form()),
        OpenPage::Step(OpenStep::Review(page)) => form(world, page.form()),
        OpenPage::PaymentReturn(page) => {
            let claim = page.claim();
            let name = claim_name(&claim);
            if seen.claim != name {
                seen.claim = name;
                world.reach(name);
                payment(world, &claim, alone);
            }
            return;
        }
        OpenPage::Confirmation(page) => page.with_state(|state| {
            if let Load::Ready(confirmation) = state {
                world.reach(if confirmation.paid { "confirmed: paid" } else { "confirmed: pending" });
                if confirmation.paid {
                    must_be_paid(world, &confirmation.renewal);
                }
            }
        }),
        _ => {}
    }
    seen.claim = "";
}

/// What is called saved is on the disk.
fn must_be_stored(world: &World, tab: &Tab) {
    let Some(app) = &tab.app else { return };
    let payload = app.services().autosave.with_draft(|draft| draft.to_payload());
    let disk = world.disk.borrow();
    let stored = disk.committed.iter().rev().any(|(key, text)| {
        key.starts_with("draft/")
            && serde_json::from_str::<serde_json::Value>(text).is_ok_and(|record| record["payload"] == payload.as_str())
    });
    if !stored {
        world.fail(format!("tab {} says saved, and {payload} was never stored", tab.state.index));
    }
}

fn not_loaded<T>(state: &Load<T>) -> Option<Failure> {
    match state {
        Load::Failed(failure) => Some(failure.clone()),
        Load::Loading | Load::Ready(_) => None,
    }
}

/// The request that failed last on a step.
pub fn step_failure(page: &OpenPage) -> Option<Failure> {
    let (form, load) = match page {
        OpenPage::Membership(page) => (page.entry().form().failure(), page.with_state(not_loaded)),
        OpenPage::Step(OpenStep::Requirements(page)) => (page.form().failure(), page.with_state(not_loaded)),
        OpenPage::Step(OpenStep::Profile(page)) => (page.form().failure(), page.with_state(not_loaded)),
        OpenPage::Step(OpenStep::Agreement(page)) => (page.form().failure(), page.with_state(not_loaded)),
        OpenPage::Step(OpenStep::Location(page)) => (page.form().failure(), page.with_state(not_loaded)),
        OpenPage::Step(OpenStep::Level(page)) => (page.form().failure(), page.with_state(not_loaded)),
        OpenPage::Step(OpenStep::PaymentMethod(page)) => (page.form().failure(), page.with_state(not_loaded)),
        OpenPage::Step(OpenStep::Review(page)) => (page.form().failure(), page.with_state(not_loaded)),
        OpenPage::PaymentReturn(page) => (None, page.with_state(not_loaded)),
        OpenPage::Confirmation(page) => (None, page.with_state(not_loaded)),
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
fn payment(world: &World, claim: &PaymentClaim, alone: bool) {
    match claim {
        PaymentClaim::NoPayment | PaymentClaim::Declined(_) | PaymentClaim::Cancelled | PaymentClaim::Expired => {
            let Ok(ledger) = world.program.borrow().ledger() else { return };
            // With a second tab the answer may have been overtaken while it was under way.
            if alone && ledger.captures.len() > ledger.refunds.len() {
                world.fail(format!("{} is told, and money was taken", claim_name(claim)));
            }
        }
        PaymentClaim::Asking
        | PaymentClaim::NotAnswered(_)
        | PaymentClaim::Open { .. }
        | PaymentClaim::AddressMissing(_)
        | PaymentClaim::Processing => {}
    }
}

fn must_be_paid(world: &World, renewal: &str) {
    let renewals = world.program.borrow().renewals().unwrap_or_default();
    let paid = renewals.iter().any(|one| one.id == renewal && matches!(one.status, "active" | "paid"));
    if !paid {
        world.fail(format!("{renewal} is shown as paid, and is not"));
    }
}

/// I1, I2, I5 and I6 of the list of payment invariants (docs/PROMISES.md).
pub fn ledger(world: &World) {
    let program = world.program.borrow();
    let (Ok(ledger), Ok(renewals)) = (program.ledger(), program.renewals()) else {
        return world.fail("the books cannot be read".to_owned());
    };
    let mut kept: BTreeMap<String, i32> = BTreeMap::new();
    for capture in &ledger.captures {
        *kept.entry(capture.renewal.clone().unwrap_or_default()).or_default() += 1;
        if !world.shown_amounts.borrow().contains(&capture.amount) {
            world.fail(format!("{} was taken, which was never shown", capture.amount));
        }
    }
    for refund in &ledger.refunds {
        *kept.entry(refund.renewal.clone().unwrap_or_default()).or_default() -= 1;
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
