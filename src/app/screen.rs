//! What views may ask of the browser and of `Intl`: the one door between the views and the adapters.
pub use crate::adapters::browser::{base_path, host_of, mailto, sleep, text_url};
pub use crate::adapters::intl::{
    country_name, date_long, date_time_long, fold_name, language_name, money, number, percent, sort_by_country_name,
};
pub use crate::adapters::page::{
    chosen_file, close_dialog, copy_text, drop_tabindex, focus_by_id, focus_heading, print, save_as,
    scroll_label_and_focus, set_title, show_dialog,
};

/// The full address of a page, to send to somebody.
#[must_use]
pub fn site_address(path: &str) -> String {
    [&crate::adapters::browser::origin(), &base_path(), path].concat()
}

/// Changes the language of the site. `false` if its words cannot be had; the language stays as it was.
pub async fn change_language(language: &str) -> bool {
    crate::adapters::locale::switch(language).await.is_ok()
}
