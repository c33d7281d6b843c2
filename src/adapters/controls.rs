//! The controls of a form: the focus, and their order.
use super::dom::{by_id, document, ignore_gone};
use web_sys::{FocusOptions, HtmlElement};

/// Brings the legend or label of a control into view and moves the focus to the control.
pub(super) fn focus(id: &str) {
    let Some(control) = by_id(id) else { return };
    let choice = control.closest("fieldset").ok().flatten();
    let legend = choice.filter(|_| is_choice(&control)).and_then(|set| set.query_selector("legend").ok().flatten());
    let label = || document()?.query_selector(&["label[for=\"", id, "\"]"].concat()).ok().flatten();
    if let Some(shown) = legend.or_else(label) {
        shown.scroll_into_view();
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    ignore_gone(control.focus_with_options(&options));
}

fn is_choice(control: &HtmlElement) -> bool {
    matches!(control.get_attribute("type").as_deref(), Some("radio" | "checkbox"))
}

/// Puts elements of one parent in this order, by their ids. The one that holds the focus is not moved.
pub(super) fn reorder(ids: &[String]) {
    let elements: Vec<HtmlElement> = ids.iter().filter_map(|id| by_id(id)).collect();
    let Some(parent) = elements.first().and_then(|first| first.parent_node()) else { return };
    let focused = document().and_then(|document| document.active_element());
    // A browser takes the focus away from what is moved: the others go before and behind it.
    let mut kept = elements.iter().find(|element| element.contains(focused.as_deref()));
    for element in &elements {
        if kept.is_some_and(|kept| kept.is_same_node(Some(element))) {
            kept = None;
        } else {
            ignore_gone(parent.insert_before(element, kept.map(|kept| &***kept)));
        }
    }
}
