//! Fee lines, tax lines and total as a table.
use crate::app::screen;
use crate::domain::money::Money;
use crate::domain::quote::{FeeLine, TaxLine};
use crate::i18n::words;
use leptos::prelude::*;

/// The table of what is paid.
pub fn money_table(lines: &[FeeLine], tax_lines: &[TaxLine], total: &Money) -> AnyView {
    let fees = lines
        .iter()
        .map(|line| view! { <tr><th scope="row">{line.name.clone()}</th><td>{screen::money(&line.amount)}</td></tr> })
        .collect_view();
    let taxes = tax_lines
        .iter()
        .map(|line| {
            let name = words::lines_tax(
                &line.name,
                &screen::percent(line.rate_basis_points),
                &screen::country_name(&line.country),
            );
            view! { <tr><th scope="row">{name}</th><td>{screen::money(&line.amount)}</td></tr> }
        })
        .collect_view();
    view! {
        <table class="money-table">
            <caption class="visually-hidden">{words::lines_caption()}</caption>
            <thead><tr><th scope="col">{words::lines_item()}</th><th scope="col">{words::lines_amount()}</th></tr></thead>
            <tbody>{fees}{taxes}</tbody>
            <tfoot><tr class="money-table__total"><th scope="row">{words::lines_total()}</th><td>{screen::money(total)}</td></tr></tfoot>
        </table>
    }
    .into_any()
}
