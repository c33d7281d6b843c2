//! Told before a change of the profile is saved that the program verifies: how long it usually takes, and what waits for it.
use crate::app::pages::profile::{ProfilePage, VERIFICATION};
use crate::domain::profile::FieldId;
use crate::domain::reverification::Reverification;
use crate::i18n::{dynamic, format, words};
use crate::views::parts::dynamic::show_some;
use crate::views::parts::profile_words;
use crate::views::parts::typography::{asking, inset, p};
use leptos::prelude::*;
use std::rc::Rc;

/// Since when a change is being verified that was saved before, how long that usually takes, and what waits for it.
pub fn under_way(rule: Option<&Reverification>) -> AnyView {
    let Some((rule, since)) = rule.and_then(|rule| Some((rule, rule.pending_since?))) else { return ().into_any() };
    let mut texts = vec![words::profile_verification_since(&format::date_long(since))];
    texts.push(words::profile_verification_days(rule.working_days));
    texts.extend(blocked(rule));
    inset(texts)
}

/// What waits for the verification.
fn blocked(rule: &Reverification) -> Vec<String> {
    rule.blocks
        .iter()
        .map(|word| dynamic("profile_blocks", word).unwrap_or_else(words::profile_blocks_unknown))
        .collect()
}

/// The question. Saving once more is the answer.
pub(super) fn question(page: &Rc<ProfilePage>) -> AnyView {
    let page = Rc::clone(page);
    show_some(move || {
        let asked = page.asked_about();
        if asked.is_empty() {
            return None;
        }
        let rule = page.reverification()?;
        let labels = page.with_rules(|rules| {
            let fields = asked.iter().filter_map(|name| FieldId::from_name(name));
            fields.map(|field| profile_words::label_of(rules, field)).collect::<Vec<_>>().join(", ")
        });
        let mut texts = vec![
            p(words::profile_verification_fields(&labels)),
            p(words::profile_verification_days(rule.working_days)),
        ];
        texts.extend(blocked(&rule).into_iter().map(p));
        Some(asking(VERIFICATION, words::profile_verification_title(), texts.into_any()))
    })
}
