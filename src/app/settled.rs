//! A renewal that is settled: paid, or its order placed. What was kept for it goes, and every tab shows its confirmation.
use super::session::App;
use crate::adapters::{browser, keys, tabs};
use crate::domain::renewal_progress::{Destination, where_to};
use crate::domain::route::Page;
use crate::domain::tab_message::TabMessage;
use crate::wire;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Removes what was typed for the renewal in this browser, and tells other tabs. The payment's journal has its own end.
pub async fn settle(app: App, renewal: &str) {
    app.wizard.discard().await;
    tabs::tell(&TabMessage::Settled { renewal: renewal.to_owned() });
}

/// The receipt is shown: removes what a page that ended too early has left here of the renewal.
pub fn tidy(app: App, renewal: String) {
    let (who, organization) = (app.identity.get_untracked(), app.organization.get_untracked());
    let (Some(who), Some(organization)) = (who, organization) else { return };
    spawn_local(async move {
        app.wizard.discard().await;
        let draft = keys::draft(&who.account_key, &organization, &renewal);
        for key in [keys::journal(&who.account_key, &renewal), keys::last(&draft), draft] {
            let _ = app.store().remove(&key).await;
        }
    });
}

/// Looks again when another tab says that the renewal is settled, and when the page is shown after it was hidden: the
/// payment may have been made anywhere.
pub fn watch(app: App) {
    tabs::on_told(move |message| {
        if matches!(&message, TabMessage::Settled { renewal } if under_way(app).as_ref() == Some(renewal)) {
            look(app);
        }
    });
    browser::on_shown(move || look(app));
}

/// Id of the renewal that the steps of this page belong to.
fn under_way(app: App) -> Option<String> {
    app.renewal.with_untracked(|renewal| renewal.as_ref().map(|renewal| renewal.id.clone()))
}

fn look(app: App) {
    let on_a_step = matches!(Page::find(&browser::current_path()), Some(Page::Step(_)));
    let Some(id) = under_way(app).filter(|_| on_a_step) else { return };
    spawn_local(async move {
        // Whatever else has changed is found out when the step is saved.
        let Ok(renewal) = app.ask(wire::renewal::get(&id)).await else { return };
        if where_to(&renewal) == Destination::Confirmation {
            app.renewal.set(None);
            app.wizard.discard().await;
            app.settled.update(|n| *n += 1);
        }
    });
}
