//! Finding the renewal under way and the page it belongs to.
use super::session::App;
use crate::adapters::keys;
use crate::domain::envelope::Owner;
use crate::domain::failure::Failure;
use crate::domain::membership::Membership;
use crate::domain::renewal::Renewal;
use crate::domain::renewal_progress::{Destination, where_to};
use crate::domain::route::Page;
use crate::wire;
use leptos::prelude::*;

/// What a renewal page finds when it opens.
pub enum Found {
    /// The renewal under way.
    Renewal(Box<Renewal>),
    /// Another page is the right one.
    Elsewhere(Page),
}

/// The membership of the organization worked for, or the page to choose one.
///
/// # Errors
/// As `App::ask`.
pub async fn membership(app: App) -> Result<Result<Membership, Page>, Failure> {
    app.load_account().await?;
    match app.organization.get_untracked() {
        Some(organization) => app.ask(wire::membership::get(&organization)).await.map(Ok),
        None => Ok(Err(Page::Organizations)),
    }
}

/// The renewal under way, from memory or the server, with its draft opened.
///
/// # Errors
/// As `App::ask`.
pub async fn under_way(app: App, fresh: bool) -> Result<Found, Failure> {
    let known = app.renewal.get_untracked().filter(|_| !fresh);
    let renewal = match known {
        Some(renewal) => renewal,
        None => match membership(app).await? {
            Err(page) => return Ok(Found::Elsewhere(page)),
            Ok(membership) => match membership.current_renewal {
                Some(current) => app.ask(wire::renewal::get(&current.id)).await?,
                None => return Ok(Found::Elsewhere(Page::Membership)),
            },
        },
    };
    adopt(app, renewal.clone()).await;
    Ok(Found::Renewal(Box::new(renewal)))
}

/// Takes a renewal as the one under way and opens its draft.
pub async fn adopt(app: App, renewal: Renewal) {
    let who = app.identity.get_untracked();
    if let Some(who) = who {
        let owner = Owner {
            account: who.account_key,
            organization: renewal.organization.id.clone(),
            renewal: renewal.id.clone(),
        };
        app.wizard.open(keys::draft(&owner.account, &owner.organization, &owner.renewal), owner).await;
    }
    app.renewal.set(Some(renewal));
}

/// The page on which this renewal goes on.
#[must_use]
pub fn page_of(renewal: &Renewal) -> Page {
    match where_to(renewal) {
        Destination::Step(step) => Page::Step(step),
        Destination::PaymentUnderWay => Page::PaymentReturn,
        Destination::Confirmation => Page::Confirmation,
    }
}
