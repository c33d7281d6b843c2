//! What the site keeps in a browser is listed in one table, and stands in its own place.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use partner_renewal::ports::keys::{self, Store};

const SOURCE: &str = include_str!("../src/ports/keys.rs");

/// The names of the table at the top of the file, with the place of each.
fn table() -> Vec<(&'static str, &'static str)> {
    let rows = SOURCE.lines().filter_map(|line| line.strip_prefix("//! | "));
    let cells = rows.map(|row| row.split(" | ").collect::<Vec<_>>());
    cells.filter_map(|cells| Some((*cells.first()?, cells.get(1)?.trim_matches('`')))).skip(1).collect()
}

#[test]
fn the_table_of_stored_records_lists_everything_that_has_a_name() {
    let table = table();
    for store in Store::ALL {
        let begins = [store.name(), "/"].concat();
        let found = table.iter().any(|(place, name)| place.starts_with("IndexedDB") && name.starts_with(&begins));
        assert!(found, "the table at the top of src/ports/keys.rs has no row for `{begins}`");
    }
    let constants = SOURCE.lines().filter_map(|line| line.strip_prefix("pub const ")?.split_once(": &str = \""));
    for (constant, name) in constants {
        let name = name.trim_end_matches("\";");
        let row = |known: &str| if name.ends_with('.') { known.starts_with(name) } else { known == name };
        let listed = ["DATABASE", "PREFIX"].contains(&constant) || table.iter().any(|(_, known)| row(known));
        assert!(listed, "the table at the top of src/ports/keys.rs has no row for {constant}, `{name}`");
    }
}

#[test]
fn every_record_lies_in_the_store_of_its_kind() {
    for store in Store::ALL {
        assert_eq!(keys::store_of(&[store.name(), "/account"].concat()), store.name());
    }
    assert_eq!(keys::store_of(&keys::draft("a", "o", "r")), Store::Draft.name());
    assert_eq!(keys::draft("a", "o", "r"), "draft/a/o/r");
    assert_eq!(keys::journal("a", "r"), "journal/a/r");
    assert_eq!(keys::organization("a"), "organization/a");
    assert_eq!(keys::quarantine("a"), "quarantine/a");
    assert_eq!(keys::store_of("unheard-of/a"), Store::Quarantine.name());
}

/// A browser that has the database gets a new store only with a higher version.
#[test]
fn the_version_of_the_database_rises_with_every_store() {
    let first = ["draft", "journal", "organization", "quarantine"];
    assert_eq!(Store::ALL.map(Store::name)[..4], first, "these names are in browsers, and new ones come after them");
    assert_eq!(keys::VERSION as usize, 1 + Store::ALL.len() - first.len());
}
