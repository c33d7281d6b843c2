//! Plain elements around a text. As functions they are compiled once, not wherever a page has a paragraph. The text is a
//! property, so that it goes on changing when a translator has put other nodes in its place.
use leptos::prelude::*;

/// A paragraph.
#[inline(never)]
pub fn p(text: String) -> AnyView {
    view! { <p prop:textContent=text></p> }.into_any()
}

/// The paragraph that says what a page is about.
#[inline(never)]
pub fn lead(text: String) -> AnyView {
    view! { <p class="lead" prop:textContent=text></p> }.into_any()
}

/// A heading of a part of the page.
#[inline(never)]
pub fn h2(text: String) -> AnyView {
    view! { <h2 prop:textContent=text></h2> }.into_any()
}

/// A heading below it.
#[inline(never)]
pub fn h3(text: String) -> AnyView {
    view! { <h3 prop:textContent=text></h3> }.into_any()
}

/// Something beside the way that matters.
#[inline(never)]
pub fn inset(texts: Vec<String>) -> AnyView {
    let texts = texts.into_iter().map(p).collect::<Vec<_>>();
    view! { <div class="inset">{texts}</div> }.into_any()
}

/// Something that is asked in the middle of a page, in a part that takes the focus by its id.
#[inline(never)]
pub fn asking(id: &'static str, title: String, body: AnyView) -> AnyView {
    let title_id = [id, "-title"].concat();
    let labelled_by = title_id.clone();
    view! {
        <section class="inset" id=id tabindex="-1" aria-labelledby=labelled_by><h2 id=title_id>{title}</h2>{body}</section>
    }
    .into_any()
}

/// A row of actions.
#[inline(never)]
pub fn actions(parts: Vec<AnyView>) -> AnyView {
    view! { <div class="actions">{parts}</div> }.into_any()
}
