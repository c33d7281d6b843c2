//! What the build and the page must see alike in the names of a catalogue.

/// Splits the plural form off a name made of group and key: `time_days_one` is `time_days` and `one`.
#[must_use]
pub fn split<'a>(full: &'a str, group: &str) -> Option<(&'a str, &'a str)> {
    let (name, form) = full.rsplit_once('_')?;
    let known = matches!(form, "zero" | "one" | "two" | "few" | "many" | "other");
    (known && name.len() > group.len()).then_some((name, form))
}

/// A checksum of the names of all texts without plural forms, in their order (FNV-1a). The page finds these texts by their
/// place, so it must not take a catalogue that was made for another build.
#[must_use]
pub fn names_checksum<'a>(names: impl Iterator<Item = &'a str>) -> u32 {
    let add = |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    names.fold(0x811c_9dc5, |hash, name| add(name.bytes().fold(hash, add), 0))
}
