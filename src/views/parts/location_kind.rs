//! What a location is, in words.
use crate::domain::company::{Location, LocationKind};
use crate::i18n::{later_format, words};

/// Headquarters or branch, with the country.
pub fn location_kind(location: &Location) -> String {
    let kind = match location.kind {
        LocationKind::Headquarters => words::organization_headquarters(),
        LocationKind::Branch => words::organization_branch(),
        LocationKind::Other => words::organization_other(),
    };
    words::location_kind(&kind, &later_format::country_name(&location.country))
}
