//! Everything in which programs differ. The sandbox is started with one of them.

use std::fmt;

use super::agreements::Agreement;
use super::alliance;
use super::calendar::Terms;
use super::companies::{COMPANIES, Company};
use super::money::Level;
use super::past_orders::{ORDERS, PastOrder};
use super::promotions::Promotion;
use crate::people::{self, Person};

/// A partner program.
pub struct Program {
    /// The word that chooses it.
    pub id: &'static str,
    /// What it is called on papers, at the bank and on the payment page.
    pub name: &'static str,
    /// The address for help.
    pub support_email: &'static str,
    /// Name, address and telephone number of whoever answers questions about a company.
    pub desk: [&'static str; 3],
    /// The parts of its year.
    pub terms: Terms,
    /// Its levels, lowest first.
    pub levels: &'static [Level],
    /// What belongs to the levels: a name, and for each level how much of it or which kind.
    pub(super) included: &'static [(&'static str, &'static [Option<&'static str>])],
    /// The currency of prices where no other is nearer.
    pub(super) usual_currency: &'static str,
    /// Other currencies, and the countries in which prices are in them.
    pub(super) currencies: &'static [(&'static str, &'static [&'static str])],
    pub(super) promotions: &'static [Promotion],
    pub(super) agreement: Agreement,
    /// Whether it asks its partners for competencies.
    pub(super) has_competencies: bool,
    /// Who can be signed in as, the golden path's person first.
    pub people: &'static [Person],
    pub(super) companies: &'static [Company],
    pub(super) orders: &'static [PastOrder],
}

/// Every program that the sandbox knows.
pub static ALL: [&Program; 2] = [&EXAMPLE, &alliance::ALLIANCE];

impl Program {
    /// The program that is chosen by this word.
    ///
    /// # Errors
    /// A sentence that names those there are.
    pub fn named(id: &str) -> Result<&'static Self, String> {
        let found = ALL.into_iter().find(|program| program.id == id);
        found.ok_or_else(|| format!("there is {}", ALL.map(|program| program.id).join(" and ")))
    }

    /// Its level with this id.
    pub fn level(&self, id: &str) -> Option<&'static Level> {
        self.levels.iter().find(|level| level.id == id)
    }

    /// What belongs to one of its levels: names and values.
    pub fn included(&self, level: &Level) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
        let place = self.levels.iter().position(|one| one.id == level.id).unwrap_or_default();
        self.included.iter().map(move |(name, values)| (*name, values.get(place).copied().flatten()))
    }

    /// Currency of its prices in a country.
    pub fn currency_in(&self, country: &str) -> &'static str {
        let nearer = self.currencies.iter().find(|(_, countries)| countries.contains(&country));
        nearer.map_or(self.usual_currency, |(currency, _)| currency)
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// The program of which the golden bodies tell.
pub static EXAMPLE: Program = Program {
    id: "example",
    name: "Example Partner Program",
    support_email: "help@partner-program.example",
    desk: ["Partner desk", "desk@partner-program.example", "+1 555 0100"],
    terms: Terms { window_days: 90, grace_days: 30, order_days: 30, refund_days: 14 },
    levels: &[
        Level {
            id: "foundation",
            name: "Foundation",
            description: "Learning material and the program badge.",
            who: "Every partner",
            only_in: None,
            unlocked_by: "",
            fees: &[
                ("EUR", 49_000),
                ("GBP", 43_000),
                ("USD", 52_000),
                ("JPY", 79_000),
                ("KRW", 750_000),
                ("BHD", 200_415),
            ],
        },
        Level {
            id: "advanced",
            name: "Advanced",
            description: "Foundation, with technical support hours and software rights.",
            who: "Partners with one competency",
            only_in: None,
            unlocked_by: "",
            fees: &[
                ("EUR", 119_000),
                ("GBP", 104_500),
                ("USD", 126_000),
                ("JPY", 192_000),
                ("KRW", 1_820_000),
                ("BHD", 486_755),
            ],
        },
        Level {
            id: "premier",
            name: "Premier",
            description: "Advanced, with an account manager and early access.",
            who: "Partners with two competencies",
            only_in: Some(&["AT", "DE", "GB", "US"]),
            unlocked_by: "Choose a location in Austria, Germany, the United Kingdom or the United States.",
            fees: &[
                ("EUR", 299_000),
                ("GBP", 263_000),
                ("USD", 317_000),
                ("JPY", 482_000),
                ("KRW", 4_580_000),
                ("BHD", 1_223_050),
            ],
        },
    ],
    included: &[
        ("Program badge", &[Some("Member"), Some("Advanced"), Some("Premier")]),
        ("Learning material", &[Some("Basic"), Some("All"), Some("All")]),
        ("Exams a year", &[Some("1"), Some("4"), Some("12")]),
        ("Technical support", &[None, Some("10 hours a year"), Some("Without limit")]),
        ("Software licenses", &[None, Some("25"), Some("100")]),
        ("Test environments", &[Some("1"), Some("3"), Some("10")]),
        ("Entry in the partner directory", &[None, Some("Listed"), Some("Highlighted")]),
        ("Marketing material", &[Some("Templates"), Some("Templates"), Some("Made for you")]),
        ("Early access to releases", &[None, None, Some("Included")]),
        ("Account manager", &[None, None, Some("Included")]),
    ],
    usual_currency: "EUR",
    currencies: &[
        ("GBP", &["GB"]),
        ("USD", &["US", "CA", "MX", "BR", "AE", "IN", "CN", "AU"]),
        ("JPY", &["JP"]),
        ("KRW", &["KR"]),
        ("BHD", &["BH"]),
    ],
    promotions: &[
        Promotion { code: "WELCOME10", percent: 10, is_for_upgrades: false, has_ended: false },
        Promotion { code: "UPGRADE25", percent: 25, is_for_upgrades: true, has_ended: false },
        Promotion { code: "SPRING24", percent: 20, is_for_upgrades: false, has_ended: true },
    ],
    agreement: Agreement::new(&[
        ("en", include_str!("../../agreements/en.json")),
        ("bg", include_str!("../../agreements/bg.json")),
    ]),
    has_competencies: true,
    people: &people::OF_EXAMPLE,
    companies: &COMPANIES,
    orders: &ORDERS,
};
