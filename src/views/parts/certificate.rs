//! The certificate: what a company may hang on a wall, and on paper has a page of its own.
use super::icon::{Icon, icon};
use super::summary_list::{Row, values};
use super::typography::p;
use crate::i18n::words;
use leptos::prelude::*;

/// Values of more characters have a row of their own: a code is not to be divided, and a moment has its time.
const LONG: usize = 20;

/// Says that a company is a partner of the program at a level, with some facts about that.
pub fn certificate(company: &str, level: &str, rows: Vec<Row>) -> AnyView {
    let class = |row: &Row| if row.value.chars().count() > LONG { "sheet__wide" } else { "" };
    let rows = rows.into_iter().map(|row| values(class(&row), "", row)).collect::<Vec<_>>();
    view! {
        <section class="certificate" aria-labelledby="certificate">
            <p class="certificate__program">{words::site_program()}</p>
            {p(words::confirmation_certifies())}
            <h2 id="certificate"><bdi translate="no">{company.to_owned()}</bdi></h2>
            <p class="certificate__level">{words::confirmation_is_partner(level)}</p>
            <dl>{rows}</dl>
            {icon(Icon::Seal)}
        </section>
    }
    .into_any()
}
