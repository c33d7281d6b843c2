//! Icons. Each stands beside a word that says the same, so that none is announced.
use leptos::prelude::*;
use std::cell::RefCell;

/// The icons that views draw, each a symbol of the sprite (public/icons/sprite.svg).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Bank,
    Building,
    Card,
    Check,
    Clock,
    Date,
    Document,
    Down,
    Download,
    Edit,
    External,
    Language,
    Lock,
    None,
    Order,
    Person,
    Place,
    Print,
    Seal,
    Warning,
}

impl Icon {
    fn symbol(self) -> &'static str {
        match self {
            Icon::Bank => "#bank",
            Icon::Building => "#building",
            Icon::Card => "#card",
            Icon::Check => "#check",
            Icon::Clock => "#clock",
            Icon::Date => "#date",
            Icon::Document => "#document",
            Icon::Down => "#down",
            Icon::Download => "#download",
            Icon::Edit => "#edit",
            Icon::External => "#external",
            Icon::Language => "#language",
            Icon::Lock => "#lock",
            Icon::None => "#none",
            Icon::Order => "#order",
            Icon::Person => "#person",
            Icon::Place => "#place",
            Icon::Print => "#print",
            Icon::Seal => "#seal",
            Icon::Warning => "#warning",
        }
    }
}

thread_local! {
    /// Address of the sprite; it never changes.
    static SPRITE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Sets the address of the sprite.
pub fn set_sprite(address: String) {
    SPRITE.replace(address);
}

/// An icon.
#[inline(never)]
pub fn icon(icon: Icon) -> AnyView {
    let href = SPRITE.with_borrow(|sprite| [sprite, icon.symbol()].concat());
    view! { <svg class="icon" aria-hidden="true"><use_ href=href></use_></svg> }.into_any()
}
