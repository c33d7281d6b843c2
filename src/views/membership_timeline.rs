//! The membership year: today, the first day of the renewal, the membership date, the end of the grace period. The days are
//! a list of texts; the picture beside it is their ruler.
use crate::domain::membership::Membership;
use crate::domain::membership_timeline::{MembershipTimeline, NamedDay};
use crate::i18n::{format, words};
use leptos::prelude::*;

/// The list with its ruler.
pub fn membership_timeline(membership: &Membership) -> AnyView {
    let MembershipTimeline { days, today, window, grace } = MembershipTimeline::of(membership);
    let now = days.iter().find(|(name, ..)| *name == NamedDay::Today).map(|(_, day, _)| *day);
    let days = days
        .into_iter()
        .map(|(name, day, at)| {
            let is_past = now.is_some_and(|now| day < now);
            let (class, text) = match name {
                NamedDay::Opens if is_past => ("year__opens", words::membership_timeline_opened()),
                NamedDay::Opens => ("year__opens", words::membership_timeline_opens()),
                NamedDay::Today => ("year__today", words::membership_timeline_today()),
                NamedDay::MembershipDate => ("year__date", words::membership_date()),
                NamedDay::GraceEnds if is_past => ("year__ends", words::membership_timeline_ended()),
                NamedDay::GraceEnds => ("year__ends", words::membership_timeline_ends()),
            };
            let side = if at.is_in_first_half() { " year__after" } else { "" };
            view! { <li class=[class, side].concat() style=("--at", at.percent())><b>{format::date_long(day)}</b>{" "}<span>{text}</span></li> }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="year" aria-label=words::membership_timeline_label()>
            <svg aria-hidden="true">
                <rect class="year__rest" y="11" width=grace.start.percent() height="2" />
                <rect class="year__window" x=window.start.percent() y="9" width=window.width.percent() height="6" />
                <rect class="year__grace" x=grace.start.percent() y="12" width=grace.width.percent() height="1" />
                <circle class="year__now" cx=today.percent() cy="12" r="8" />
            </svg>
            <ol>{days}</ol>
        </section>
    }
    .into_any()
}
