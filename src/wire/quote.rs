//! `POST /renewals/{r}/quotes`, and the lines that quotes and confirmations share.
use super::renewal::chosen_method;
use super::{Call, answer, member, money, path, post};
use crate::domain::quote::{FeeLine, Quote, TaxLine};
use crate::domain::renewal::Renewal;
use crate::domain::{json, limits};
use crate::ports::Request;
use serde_json::Value;

/// Asks for the price.
#[must_use]
pub fn create(renewal: &Renewal) -> Call<Quote> {
    Call {
        request: Request { is_action: false, ..post(path("/renewals/{}/quotes", &renewal.id), "{}".to_owned()) },
        read: |reply| answer(reply, quote),
    }
}

fn quote(value: &Value) -> Option<Quote> {
    Some(Quote {
        id: json::id(value, "id")?,
        location: json::id(value, "locationId")?,
        level: json::id(value, "levelId")?,
        method: member(value, "paymentMethod", |chosen| Some(chosen_method(chosen)))?,
        lines: json::list(value, "lines", fee_line)?,
        tax_lines: json::list(value, "taxLines", tax_line)?,
        total: member(value, "total", money)?,
        new_membership_date: json::date(value, "newMembershipDate")?,
    })
}

/// A line of the fee.
pub(super) fn fee_line(value: &Value) -> Option<FeeLine> {
    Some(FeeLine { name: json::text(value, "name")?, amount: member(value, "amount", money)? })
}

/// A line of tax.
pub(super) fn tax_line(value: &Value) -> Option<TaxLine> {
    Some(TaxLine {
        name: json::text(value, "name")?,
        rate_basis_points: json::integer(value, "rateBasisPoints", limits::BASIS_POINTS)?,
        country: json::text_or_empty(value, "country"),
        amount: member(value, "amount", money)?,
    })
}
