//! The people one can sign in as. All of them, and their companies, are invented.

use serde::Serialize;

use crate::store::program;

/// A person the identity provider knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The subject of their tokens.
    pub id: &'static str,
    /// Name of the account: a full name, or whatever their employer wrote there.
    pub name: &'static str,
    /// Email address, in a domain that cannot exist.
    pub email: &'static str,
    /// What happens when one signs in as them.
    pub situation: &'static str,
}

const fn person(id: &'static str, name: &'static str, email: &'static str, situation: &'static str) -> Person {
    Person { id, name, email, situation }
}

/// Those of the first program.
pub(crate) const OF_EXAMPLE: [Person; 29] = [
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
    person(
        "dora",
        "Dora Example",
        "dora@aspen.example",
        "primary contact of Aspen Example EOOD, already renewed, two earlier orders",
    ),
    person(
        "lena",
        "Leopoldina-Magdalena von und zu Langenstein-Example",
        "lena@langenstein.example",
        "primary contact of a company with a very long name, 20 days left",
    ),
    person(
        "ines",
        "Example, Ines (Company - External)",
        "ines@cypress.example",
        "primary contact of Cypress Example GmbH, signs as Ines Example, the account says it otherwise",
    ),
    person(
        "nils",
        "nils@juniper.example",
        "nils@juniper.example",
        "primary contact of Juniper Example AB, the account's name is an email address",
    ),
    person("vesela", "", "vesela@laurel.example", "primary contact of Laurel Example OOD, the account has no name"),
    person(
        "orla",
        "Orla O'Example",
        "orla@myrtle.example",
        "primary contact of Myrtle Example Ltd, an apostrophe in her name, a Northern Irish company",
    ),
    person(
        "arta",
        "Arta Example",
        "arta@hawthorn.example",
        "primary contact of Hawthorn Example SH.P.K., in a country that the program does not offer",
    ),
    person(
        "ronja",
        "Ronja Example",
        "ronja@elder.example",
        "primary contact of Elder Example AB, verification rejected",
    ),
    person("ebba", "Ebba Example", "ebba@elder.example", "colleague at Elder Example AB, verification rejected"),
    person(
        "milena",
        "Milena Example",
        "milena@larch.example",
        "primary contact of Larch Example OOD, an order waits for its bank transfer",
    ),
    person(
        "edgar",
        "Edgar Example",
        "edgar@walnut.example",
        "primary contact of Walnut Example GmbH, asked for a refund",
    ),
    person(
        "ilse",
        "Ilse Example",
        "ilse@chestnut.example",
        "primary contact of Chestnut Example GmbH, requirements of every kind, met and not met",
    ),
    person(
        "boyan",
        "Boyan Example",
        "boyan@hornbeam.example",
        "primary contact of Hornbeam Example AD, forty competencies, two of which a renewal changes",
    ),
    person(
        "kaspar",
        "Kaspar Example",
        "kaspar@yew.example",
        "primary contact of Yew Example GmbH, verification rejected, no appeal left",
    ),
    person(
        "amalie",
        "Amalie Example",
        "amalie@magnolia.example",
        "primary contact of Magnolia Example gGmbH, exempt from tax",
    ),
    person(
        "desmond",
        "Desmond Example",
        "desmond@tamarack.example",
        "primary contact of Tamarack Example Ltd in Canada, two taxes, the request for exemption was rejected",
    ),
    person(
        "joost",
        "Joost Example",
        "joost@mulberry.example",
        "primary contact of Mulberry Example B.V., has begun to renew, a colleague asks for the role",
    ),
    person(
        "anneke",
        "Anneke Example",
        "anneke@mulberry.example",
        "colleague at Mulberry Example B.V., has asked for the role of who has begun to renew",
    ),
    person(
        "odile",
        "Odile Example",
        "odile@quince.example",
        "primary contact of Quince Example SAS, the card that pays the renewal is being checked",
    ),
];

/// Those of the second program.
pub(crate) const OF_ALLIANCE: [Person; 5] = [
    person("yana", "Yana Example", "yana@acacia.example", "primary contact of Acacia Example OOD, 30 days left"),
    person(
        "henrik",
        "Henrik Example",
        "henrik@sequoia.example",
        "primary contact of Sequoia Example GmbH, exactly 60 days left, too early",
    ),
    person(
        "imogen",
        "Imogen Example",
        "imogen@ginkgo.example",
        "primary contact of Ginkgo Example OOD, exactly 59 days left, first day of the window",
    ),
    person(
        "runa",
        "Runa Example",
        "runa@baobab.example",
        "primary contact of Baobab Example OOD, last day of the grace period",
    ),
    person("vito", "Vito Example", "vito@mangrove.example", "primary contact of Mangrove Example GmbH, lapsed today"),
];

impl Person {
    /// What they are called where their account is chosen: its name, or its address when it has none.
    pub fn shown(&self) -> &'static str {
        if self.name.is_empty() { self.email } else { self.name }
    }
}

/// The person of any program with this id.
pub fn find(id: &str) -> Option<&'static Person> {
    program::ALL.into_iter().flat_map(|program| program.people).find(|person| person.id == id)
}
