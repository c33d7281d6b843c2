//! The people one can sign in as. All of them, and their companies, are invented.

use serde::Serialize;

/// A person the identity provider knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The subject of their tokens.
    pub id: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Email address, in a domain that cannot exist.
    pub email: &'static str,
    /// What happens when one signs in as them.
    pub situation: &'static str,
}

const fn person(id: &'static str, name: &'static str, email: &'static str, situation: &'static str) -> Person {
    Person { id, name, email, situation }
}

const PEOPLE: [Person; 12] = [
    person(
        "nadia",
        "Nadia Example",
        "nadia@cedar.example",
        "primary contact of Cedar Example EOOD, 62 days left, all requirements met",
    ),
    person("oleg", "Oleg Example", "oleg@cedar.example", "colleague at Cedar Example EOOD, may not renew"),
    person(
        "petra",
        "Petra Example",
        "petra@birch.example",
        "primary contact of Birch Example GmbH, exactly 90 days left, too early",
    ),
    person(
        "quinn",
        "Quinn Example",
        "quinn@maple.example",
        "primary contact of Maple Example Inc, exactly 89 days left, first day of the window",
    ),
    person(
        "greta",
        "Greta Example",
        "greta@rowan.example",
        "primary contact of Rowan Example Ltd, grace period, day 1",
    ),
    person("lars", "Lars Example", "lars@alder.example", "primary contact of Alder Example AB, membership lapsed"),
    person(
        "sinead",
        "Sinead Example",
        "sinead@hazel.example",
        "primary contact of Hazel Example Ltd, membership suspended",
    ),
    person(
        "rita",
        "Rita Example",
        "rita@willow.example",
        "primary contact of Willow Example GmbH, one requirement short",
    ),
    person(
        "viktor",
        "Viktor Example",
        "viktor@poplar.example",
        "primary contact of Poplar Example OOD, verification pending",
    ),
    person(
        "tomas",
        "Tomas Example",
        "tomas@spruce.example",
        "primary contact of two companies, Spruce Example s.r.o. and Linden Example Ltd",
    ),
    person("dora", "Dora Example", "dora@aspen.example", "primary contact of Aspen Example EOOD, already renewed"),
    person(
        "lena",
        "Leopoldina-Magdalena von und zu Langenstein-Example",
        "lena@langenstein.example",
        "primary contact of a company with a very long name, 20 days left",
    ),
];

/// Everyone, in the order of the account chooser: the golden path's person first.
pub fn all() -> &'static [Person] {
    &PEOPLE
}

/// The person with this id.
pub fn find(id: &str) -> Option<&'static Person> {
    PEOPLE.iter().find(|p| p.id == id)
}
