//! A picture of the membership year: today, the renewal window, the membership date, the grace period.
//! The same facts stand beside it as text.
use crate::domain::calendar::{days_between, grace_ends, window_opens};
use crate::domain::membership::Membership;
use crate::i18n::{format, words};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Days shown before the membership date; the rest of the picture is the grace period.
const BEFORE: i64 = 365;

/// Where a day stands, as a share of the whole width.
fn share(day: i64, whole: i64) -> String {
    let tenths = day.max(0).min(whole.max(0)).saturating_mul(1000).checked_div(whole).unwrap_or(0);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A label near an edge leans inward, so that it is never cut off.
fn anchor(day: i64, whole: i64) -> &'static str {
    match day.saturating_mul(5).checked_div(whole) {
        Some(..=0) => "start",
        Some(4..) => "end",
        _ => "middle",
    }
}

/// The figure with its caption.
pub fn picture(membership: &Membership) -> AnyView {
    let date = membership.membership_date;
    let opens = window_opens(date, membership.window_days);
    let ends = grace_ends(date, membership.grace_days);
    let whole = BEFORE.saturating_add(membership.grace_days);
    let day = |day: NaiveDate| BEFORE + days_between(date, day);
    let (today, window) = (day(membership.as_of), day(opens));
    let at = move |day: i64| share(day, whole);
    view! {
        <figure class="year">
            <svg aria-hidden="true" focusable="false">
                <rect class="year__track" x="0" y="50" width=at(window) height="12" />
                <rect class="year__window" x=at(window) y="50" width=at(BEFORE - window) height="12" />
                <rect class="year__grace" x=at(BEFORE) y="51" width=at(membership.grace_days) height="10" />
                <line class="year__date" x1=at(window) x2=at(window) y1="50" y2="74" />
                <line class="year__date" x1=at(BEFORE) x2=at(BEFORE) y1="44" y2="74" />
                <line class="year__today" x1=at(today) x2=at(today) y1="26" y2="56" />
                <circle class="year__today" cx=at(today) cy="56" r="7" />
                <text class="year__label year__label--strong" x=at(today) y="16" text-anchor=anchor(today, whole)>{words::year_today()}</text>
                <text class="year__label year__label--strong" x="100%" y="92" text-anchor="end">{format::date_long(date)}</text>
            </svg>
            <figcaption>
                {words::year_text(&format::date_long(membership.as_of), &format::date_long(opens), &format::date_long(date), &format::date_long(ends))}
            </figcaption>
        </figure>
    }
    .into_any()
}
