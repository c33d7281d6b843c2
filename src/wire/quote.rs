//! `POST /renewals/{r}/quotes`, and the lines that quotes and confirmations share.
use super::renewal::chosen_method;
use super::tax_exemption::quoted;
use super::{Call, answer, choice, member, money, path, post};
use crate::domain::json::{self, Object};
use crate::domain::limits;
use crate::domain::quote::{FeeLine, MAX_PROMOTION_CODE, Promotion, PromotionState, Quote, TaxLine};
use crate::domain::renewal::Renewal;
use crate::ports::Request;
use serde_json::Value;

/// Asks for the price, with a promotion code where somebody has typed one. One that is too long to be a code is not sent:
/// it must not stop anybody.
#[must_use]
pub fn create(renewal: &Renewal, promotion: Option<&str>) -> Call<Quote> {
    let is_code = |code: &&str| (1..=MAX_PROMOTION_CODE).contains(&code.chars().count());
    let code = promotion.map(str::trim).filter(is_code);
    let body = code.map_or_else(Object::new, |code| Object::new().text("promotionCode", code)).finish();
    Call {
        request: Request { is_action: false, ..post(path("/renewals/{}/quotes", &renewal.id), body) },
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
        promotion: json::optional(value, "promotion", promotion)?,
        tax_exemption: value.get("taxExemption").filter(|told| !told.is_null()).map(quoted),
        refund_days: json::integer(value, "refundDays", limits::DAYS).filter(|days| *days > 0),
        new_membership_date: json::date(value, "newMembershipDate")?,
    })
}

fn promotion(value: &Value) -> Option<Promotion> {
    Some(Promotion {
        code: json::text(value, "code")?,
        state: choice(value, "state", PromotionState::from_name, PromotionState::Other)?,
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
