//! Looking for rows of a long list.
use leptos::prelude::*;

/// How many rows there are before they can be searched.
const SEARCHED: usize = 8;

/// A field whose text narrows the list below it, which has so many rows; nothing where that is short. `text` is what is
/// looked for already.
pub fn search_field(
    id: &str,
    rows: usize,
    label: String,
    text: String,
    on_search: impl Fn(String) + 'static,
) -> AnyView {
    if rows < SEARCHED && text.is_empty() {
        return ().into_any();
    }
    boxed(id.to_owned(), label, text, Box::new(on_search))
}

#[inline(never)]
fn boxed(id: String, label: String, text: String, on_search: Box<dyn Fn(String)>) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <input id=id class="input input--medium" type="search" autocomplete="off" spellcheck="false" dir="auto"
                prop:value=text
                on:input=move |event| on_search(event_target_value(&event)) />
        </div>
    }
    .into_any()
}
