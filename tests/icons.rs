//! The sprite has every icon that is drawn, and no other.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

const SPRITE: &str = include_str!("../public/icons/sprite.svg");
const PAGE: &str = include_str!("../index.html");
const VIEWS: &str = include_str!("../src/views/parts/icon.rs");

fn names<'a>(text: &'a str, before: &str) -> BTreeSet<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_sprite_has_what_page_and_views_draw() {
    let mut drawn = names(PAGE, "icons/sprite.svg#");
    drawn.extend(names(VIEWS, "=> \"#"));
    assert_eq!(names(SPRITE, "<symbol id=\""), drawn);
}
