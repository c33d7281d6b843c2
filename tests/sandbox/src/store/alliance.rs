//! A second program, as unlike the first as the contract allows: a shorter year, two levels, one currency without smaller
//! units, no competencies and no promotions.

use super::agreements::Agreement;
use super::calendar::Terms;
use super::companies::{Company, USUAL, hq, named};
use super::contacts::PRIMARY;
use super::money::Level;
use super::program::Program;
use crate::people;

/// The program.
pub(super) static ALLIANCE: Program = Program {
    id: "alliance",
    name: "Example Reseller Alliance",
    support_email: "help@reseller-alliance.example",
    desk: ["Alliance office", "office@reseller-alliance.example", "+1 555 0160"],
    terms: Terms { window_days: 60, grace_days: 14, order_days: 10, refund_days: 7 },
    levels: &[
        Level {
            id: "associate",
            name: "Associate",
            description: "The alliance's price list and its training days.",
            who: "Every reseller",
            only_in: None,
            unlocked_by: "",
            fees: &[("JPY", 48_000)],
        },
        Level {
            id: "principal",
            name: "Principal",
            description: "Associate, with joint campaigns and a seat in the council.",
            who: "Resellers in their second year",
            only_in: None,
            unlocked_by: "",
            fees: &[("JPY", 132_500)],
        },
    ],
    included: &[
        ("Training days a year", &[Some("2"), Some("6")]),
        ("Price list", &[Some("Standard"), Some("Preferred")]),
        ("Joint campaigns", &[None, Some("3")]),
        ("Seat in the council", &[None, Some("Included")]),
    ],
    usual_currency: "JPY",
    currencies: &[],
    promotions: &[],
    agreement: Agreement::new(&[
        ("en", include_str!("../../agreements/alliance.en.json")),
        ("bg", include_str!("../../agreements/alliance.bg.json")),
    ]),
    has_competencies: false,
    people: &people::OF_ALLIANCE,
    companies: &COMPANIES,
    orders: &[],
};

const USUAL_HERE: Company = Company { level: "associate", ..USUAL };

const COMPANIES: [Company; 5] = [
    Company {
        slug: "acacia",
        partner_id: "5310001",
        days_left: 30,
        name: "Acacia Example OOD",
        registration: "123456789",
        tax_id: "BG123456789",
        executive: ("Yana Example", "yana@acacia.example"),
        places: &[
            hq("BG", "Varna", "", "9000", "2 Example Street", "5310001"),
            hq("AT", "Linz", "", "4020", "Beispielweg 2", "5310101"),
        ],
        contacts: &[named("yana", "Yana Example", "yana@acacia.example", "+359 52 555 001", &[PRIMARY])],
        ..USUAL_HERE
    },
    Company {
        slug: "sequoia",
        partner_id: "5310002",
        days_left: 60,
        name: "Sequoia Example GmbH",
        registration: "FN 345678 c",
        tax_id: "ATU34567890",
        executive: ("Henrik Example", "henrik@sequoia.example"),
        places: &[hq("AT", "Salzburg", "", "5020", "Beispielplatz 3", "5310002")],
        contacts: &[named("henrik", "Henrik Example", "henrik@sequoia.example", "+43 662 555 002", &[PRIMARY])],
        ..USUAL_HERE
    },
    Company {
        slug: "ginkgo",
        partner_id: "5310003",
        days_left: 59,
        name: "Ginkgo Example OOD",
        registration: "234567890",
        tax_id: "BG234567890",
        executive: ("Imogen Example", "imogen@ginkgo.example"),
        places: &[hq("BG", "Burgas", "", "8000", "4 Example Street", "5310003")],
        contacts: &[named("imogen", "Imogen Example", "imogen@ginkgo.example", "+359 56 555 003", &[PRIMARY])],
        ..USUAL_HERE
    },
    Company {
        slug: "baobab",
        partner_id: "5310004",
        days_left: -14,
        name: "Baobab Example OOD",
        registration: "345678901",
        tax_id: "BG345678901",
        executive: ("Runa Example", "runa@baobab.example"),
        places: &[hq("BG", "Pleven", "", "5800", "5 Example Street", "5310004")],
        contacts: &[named("runa", "Runa Example", "runa@baobab.example", "+359 64 555 004", &[PRIMARY])],
        ..USUAL_HERE
    },
    Company {
        slug: "mangrove",
        partner_id: "5310005",
        days_left: -15,
        name: "Mangrove Example GmbH",
        registration: "FN 456789 d",
        tax_id: "ATU45678901",
        executive: ("Vito Example", "vito@mangrove.example"),
        places: &[hq("AT", "Villach", "", "9500", "Beispielgasse 6", "5310005")],
        contacts: &[named("vito", "Vito Example", "vito@mangrove.example", "+43 4242 555 005", &[PRIMARY])],
        ..USUAL_HERE
    },
];
