//! Competency summary under Requirements and assets, with Re-enroll: the second way into the same renewal.
use super::membership::start_button;
use super::parts::frame::{Back, fixed};
use super::parts::guard::{self, redirect};
use super::parts::loading::loaded;
use super::parts::prose::{lead, p};
use super::parts::status::competency;
use crate::app::renewal::membership;
use crate::app::session::App;
use crate::domain::competency::{Competency, RequirementsVerdict, verdict};
use crate::domain::failure::Failure;
use crate::domain::membership::Membership;
use crate::domain::route::Page;
use crate::i18n::words;
use crate::wire;
use leptos::prelude::*;

/// The page.
pub fn view(app: App) -> AnyView {
    let body = guard::signed_in(app, Page::Competencies, move || {
        loaded(app, find, move |found, again| match found {
            Err(page) => redirect(&page),
            Ok((membership, list)) => inside(app, membership, &list, again),
        })
    });
    let back = Back { href: Page::Membership.path(), label: words::payment_to_membership() };
    fixed(app, words::competencies_title(), Some(back), body)
}

async fn find(app: App) -> Result<Result<(Membership, Vec<Competency>), Page>, Failure> {
    match membership(app).await? {
        Err(page) => Ok(Err(page)),
        Ok(membership) => {
            let list = app.ask(wire::competencies::get(&membership.organization.id)).await?;
            Ok(Ok((membership, list)))
        }
    }
}

fn inside(app: App, membership: Membership, list: &[Competency], again: Callback<()>) -> AnyView {
    let summary = match verdict(list) {
        RequirementsVerdict::Met => words::competencies_met(),
        RequirementsVerdict::Short => words::competencies_short(),
        RequirementsVerdict::Unknown => words::competencies_unknown(),
    };
    let cards = list.iter().map(competency).collect_view();
    view! {
        {lead(summary)}
        {start_button(app, membership, words::competencies_re_enroll(), again)}
        {list.is_empty().then(|| view! { {p(words::competencies_none())} })}
        {cards}
    }
    .into_any()
}
