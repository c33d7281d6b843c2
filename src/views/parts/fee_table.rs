//! Fee lines, tax lines and total as a table.
use crate::domain::money::Money;
use crate::domain::quote::{FeeLine, TaxLine};
use crate::i18n::{format, later_format, words};
use leptos::prelude::*;

/// The table of what is paid.
pub fn fee_table(lines: &[FeeLine], tax_lines: &[TaxLine], total: &Money) -> AnyView {
    let fees = lines.iter().map(|line| row(line.name.clone(), &line.amount)).collect_view();
    let taxes = tax_lines
        .iter()
        .map(|line| {
            let (rate, country) =
                (later_format::percent(line.rate_basis_points), later_format::country_name(&line.country));
            row(words::fee_table_tax(&line.name, &rate, &country), &line.amount)
        })
        .collect_view();
    view! {
        <table class="money-table">
            <caption class="visually-hidden">{words::fee_table_caption()}</caption>
            <thead><tr><th scope="col">{words::fee_table_item()}</th><th scope="col">{words::fee_table_amount()}</th></tr></thead>
            <tbody>{fees}{taxes}</tbody>
            <tfoot><tr class="money-table__total"><th scope="row">{words::fee_table_total()}</th><td translate="no"><bdi>{format::money(total)}</bdi></td></tr></tfoot>
        </table>
    }
    .into_any()
}

fn row(name: String, amount: &Money) -> AnyView {
    // A discount: browsers write a hyphen for a minus.
    let written = format::money(amount).replace('-', "\u{2212}");
    view! { <tr><th scope="row"><bdi>{name}</bdi></th><td translate="no"><bdi>{written}</bdi></td></tr> }.into_any()
}
