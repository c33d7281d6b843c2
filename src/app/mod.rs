//! What the pages share: who is signed in, which renewal is under way, what is saved, and how to ask the API.
pub mod payment;
pub mod records;
pub mod renewal;
pub mod screen;
pub mod session;
pub mod settled;
pub mod wizard;

use crate::adapters::config::Config;
use crate::adapters::storage::StoreState;
use crate::ports::RecordStore;
use leptos::prelude::*;
use std::rc::Rc;

/// Mounts the application into `#app`. `store` keeps drafts; `store_state` says whether they outlive the page.
pub fn start(config: Config, store: Rc<dyn RecordStore>, store_state: StoreState) {
    let Some(root) = crate::adapters::browser::mount_point() else { return };
    mount_to(root, move || {
        let app = session::App::new(config.clone(), Rc::clone(&store), store_state);
        provide_context(app);
        crate::views::site(app)
    })
    .forget();
}
