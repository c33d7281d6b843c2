//! The first steps in the browser: words, configuration and storage at once, then the app.
use super::{config, fatal, locale, page, storage};
use crate::config::ConfigProblem;
use wasm_bindgen_futures::spawn_local;

/// Starts the site. What cannot be had is told in the place of the app.
pub fn start() {
    fatal::install_panic_hook();
    spawn_local(async {
        // The downloads run already; opening the database is what takes time here.
        let (store, state) = storage::open().await;
        if locale::install().await.is_err() {
            return fatal::cannot_start(&["words"]);
        }
        match config::load().await {
            Ok(config) => {
                crate::app::start(config, store, state);
                page::announce_ready();
            }
            Err(error) => {
                let right = match &error.problem {
                    ConfigProblem::NotOrigin(Some(origin)) => origin,
                    _ => "",
                };
                fatal::cannot_start(&["config", error.key, error.problem.word(), right]);
            }
        }
    });
}
