//! Receipt and invoice of an order, each as one HTML file without scripts that can be kept, printed and sent on.

use rusqlite::Connection;
use serde_json::Value;

use super::orders::Order;
use super::problem::Problem;
use crate::pages::escape;
use crate::store::calendar;
use crate::store::evidence::Record;
use crate::store::locations::Location;
use crate::store::money::{Money, currency};

/// Their media type.
pub const TYPE: &str = "text/html; charset=utf-8";
/// What a browser that shows one instead of keeping it lets it do: be styled, and nothing else.
pub const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
const STYLE: &str = "body{font:1rem/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}\
    table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem 0;border-bottom:1px solid}\
    td:last-child{text-align:right}";

/// The receipt of an order that is paid.
///
/// # Errors
/// When the database refuses.
pub fn receipt(tx: &Connection, order: &Order) -> Result<String, Problem> {
    let payment = &order.payment;
    let number = payment.receipt.as_deref().unwrap_or_default();
    let mut rows = common(tx, order)?;
    rows.push(("Paid on", day(payment.paid_at.as_deref())));
    rows.push(("Paid by", method(&payment.method).into()));
    if let Some(refunded_at) = order.refund.as_ref().and_then(|refund| refund.refunded_at.as_deref()) {
        rows.push(("Refunded on", day(Some(refunded_at))));
    }
    Ok(paper(order, &format!("Receipt {number}"), &rows))
}

/// The invoice of an order.
///
/// # Errors
/// When the database refuses.
pub fn invoice(tx: &Connection, order: &Order) -> Result<String, Problem> {
    let payment = &order.payment;
    let reference = order.renewal.reference.as_deref().unwrap_or_default();
    let mut rows = common(tx, order)?;
    rows.extend(payment.order_number.clone().map(|number| ("Your order number", number)));
    if let Some(ground) = exempt_ground(&order.quote.body) {
        rows.push(("Exempt from tax", ground.to_owned()));
    }
    match &payment.paid_at {
        Some(paid_at) => rows.push(("Paid on", day(Some(paid_at)))),
        None => rows.extend(payment.deadline.map(|deadline| ("To be paid by", deadline.to_string()))),
    }
    let transfer =
        payment.json(order.renewal.organization.program, reference).get("bankTransfer").cloned().unwrap_or_default();
    for (label, name) in [("Account holder", "accountName"), ("IBAN", "iban"), ("BIC", "bic"), ("Bank", "bank")] {
        rows.extend(transfer.get(name).and_then(Value::as_str).map(|text| (label, text.to_owned())));
    }
    Ok(paper(order, &format!("Invoice {reference}"), &rows))
}

/// The ground on which a price has no tax.
fn exempt_ground(quote: &Value) -> Option<&str> {
    let exemption =
        quote.get("taxExemption").filter(|one| one.get("state").is_some_and(|state| state == "accepted"))?;
    exemption.get("ground")?.get("name")?.as_str()
}

/// What stands on both: who pays what for which year. The company is named as it was when the order was signed.
fn common(tx: &Connection, order: &Order) -> Result<Vec<(&'static str, String)>, Problem> {
    let renewal = &order.renewal;
    let signed = Record::find(tx, order.payment.signature)?;
    let location =
        Location::find(tx, &renewal.organization.id, &order.quote.location)?.ok_or_else(Problem::internal)?;
    let until = calendar::next_date(renewal.term);
    Ok(vec![
        ("From", renewal.organization.program.name.into()),
        ("To", signed.organization),
        ("Partner id", renewal.organization.partner_id.clone()),
        ("Location", location.name),
        ("Reference", renewal.reference.clone().unwrap_or_default()),
        ("Membership", format!("{} to {until}", renewal.term)),
    ])
}

/// The day of a moment, which is written with its day first.
fn day(moment: Option<&str>) -> String {
    moment.and_then(|text| text.get(..10)).unwrap_or_default().to_owned()
}

fn method(id: &str) -> &'static str {
    match id {
        "card" => "Card",
        "bank_transfer" => "Bank transfer",
        _ => "Purchase order",
    }
}

/// An amount as people write it.
fn amount(money: Money) -> String {
    format!("{} {}", money.grouped(), money.currency)
}

fn row(label: &str, value: &str) -> String {
    format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(label), escape(value))
}

/// A line of the price as the contract writes it.
fn line(line: &Value) -> String {
    let money = line.get("amount");
    let minor = money.and_then(|m| m.get("amount")).and_then(Value::as_i64).unwrap_or_default();
    let code = money.and_then(|m| m.get("currency")).and_then(Value::as_str).unwrap_or_default();
    let name = line.get("name").and_then(Value::as_str).unwrap_or_default();
    let rate = line.get("rateBasisPoints").and_then(Value::as_i64).map(|rate| format!(" {} %", rate / 100));
    let name = [name, rate.as_deref().unwrap_or_default()].concat();
    row(&name, &amount(Money { amount: minor, currency: currency(code) }))
}

fn paper(order: &Order, title: &str, rows: &[(&str, String)]) -> String {
    let title = escape(title);
    let rows: String = rows.iter().map(|(label, value)| row(label, value)).collect();
    let priced = ["lines", "taxLines"].into_iter().filter_map(|name| order.quote.body.get(name)?.as_array());
    let lines: String = priced.flatten().map(line).collect();
    let total = row("Total", &amount(order.payment.amount));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         <table>\n{rows}</table>\n<h2>Amount</h2>\n<table>\n{lines}{total}</table>\n</body>\n</html>\n"
    )
}
