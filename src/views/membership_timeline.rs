//! A timeline of the membership year: today, the renewal window, the membership date, the grace period.
//! The same facts stand beside it as text.
use crate::domain::membership::Membership;
use crate::domain::membership_timeline::MembershipTimeline;
use crate::i18n::{format, words};
use leptos::prelude::*;

/// The figure with its caption.
pub fn membership_timeline(membership: &Membership) -> AnyView {
    let MembershipTimeline { opens, ends, today, date, window, grace } = MembershipTimeline::of(membership);
    let (at_today, at_date, at_window) = (today.percent(), date.percent(), window.start.percent());
    let [as_of, opens, membership_date, ends] =
        [membership.as_of, opens, membership.membership_date, ends].map(format::date_long);
    view! {
        <figure class="membership-timeline">
            <svg aria-hidden="true" focusable="false">
                <rect class="membership-timeline__track" x="0" y="50" width=at_window.clone() height="12" />
                <rect class="membership-timeline__window" x=at_window.clone() y="50" width=window.width.percent() height="12" />
                <rect class="membership-timeline__grace" x=grace.start.percent() y="51" width=grace.width.percent() height="10" />
                <line class="membership-timeline__date" x1=at_window.clone() x2=at_window y1="50" y2="74" />
                <line class="membership-timeline__date" x1=at_date.clone() x2=at_date y1="44" y2="74" />
                <line class="membership-timeline__today" x1=at_today.clone() x2=at_today.clone() y1="26" y2="56" />
                <circle class="membership-timeline__today" cx=at_today.clone() cy="56" r="7" />
                <text class="membership-timeline__label membership-timeline__label--strong" x=at_today y="16" text-anchor=today.anchor().name()>{words::membership_timeline_today()}</text>
                <text class="membership-timeline__label membership-timeline__label--strong" x="100%" y="92" text-anchor="end">{membership_date.clone()}</text>
            </svg>
            <figcaption>{words::membership_timeline_text(&as_of, &opens, &membership_date, &ends)}</figcaption>
        </figure>
    }
    .into_any()
}
