//! How somebody can be reached.
use crate::domain::address::{mail, telephone};
use crate::domain::company::ContactDetails;
use leptos::prelude::*;

/// Name, e-mail address and telephone of somebody, as far as they are known; the last two lead there.
pub fn contact(known: &ContactDetails) -> Vec<AnyView> {
    let mut parts = vec![view! { <bdi translate="no">{known.name.clone()}</bdi> }.into_any()];
    parts.extend(ways(known));
    parts
}

/// As `contact`, without the name.
pub fn ways(ContactDetails { email, phone, .. }: &ContactDetails) -> Vec<AnyView> {
    let mut ways = Vec::new();
    for (to, text) in [(mail(email, "", ""), email), (telephone(phone), phone)] {
        if !text.is_empty() {
            ways.push(view! { <a href=to>{text.clone()}</a> }.into_any());
        }
    }
    ways
}
