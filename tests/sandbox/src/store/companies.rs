//! The invented companies, each for one situation. Days are counted from the day the database is filled.

use super::competency_fixtures::Competencies;
use super::contacts::PRIMARY;

/// A company as it is on the first day.
pub(super) struct Company {
    /// Id without its `org-`.
    pub(super) slug: &'static str,
    pub(super) partner_id: &'static str,
    /// Days left until its membership date.
    pub(super) days_left: i64,
    pub(super) level: &'static str,
    pub(super) suspended: bool,
    pub(super) verification: &'static str,
    /// For how many days it has been suspended, or not verified.
    pub(super) held_for: Option<i64>,
    pub(super) competencies: Competencies,
    /// What was decided on its request for exemption from tax: the ground, and why not where it was rejected.
    pub(super) exemption: Option<(&'static str, Option<&'static str>)>,
    pub(super) name: &'static str,
    pub(super) trading_name: &'static str,
    pub(super) registration: &'static str,
    pub(super) tax_id: &'static str,
    /// Name and address of its executive.
    pub(super) executive: (&'static str, &'static str),
    pub(super) places: &'static [CompanyLocation],
    pub(super) contacts: &'static [Named],
}

/// A place of business, the headquarters first.
#[derive(Clone, Copy)]
pub(super) struct CompanyLocation {
    pub(super) country: &'static str,
    pub(super) city: &'static str,
    pub(super) region: &'static str,
    pub(super) postcode: &'static str,
    pub(super) street: &'static str,
    pub(super) partner_id: &'static str,
    /// What is said of it besides the city.
    pub(super) addition: &'static str,
}

/// Someone a company names.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) phone: &'static str,
    pub(super) roles: &'static [&'static str],
}

pub(super) const fn hq(
    country: &'static str,
    city: &'static str,
    region: &'static str,
    postcode: &'static str,
    street: &'static str,
    partner_id: &'static str,
) -> CompanyLocation {
    CompanyLocation { country, city, region, postcode, street, partner_id, addition: "" }
}

pub(super) const fn named(
    id: &'static str,
    name: &'static str,
    email: &'static str,
    phone: &'static str,
    roles: &'static [&'static str],
) -> Named {
    Named { id, name, email, phone, roles }
}

/// A company with nothing unusual about it, which each differs from in its own way.
pub(super) const USUAL: Company = Company {
    slug: "",
    partner_id: "",
    days_left: 0,
    level: "advanced",
    suspended: false,
    verification: "accepted",
    held_for: None,
    competencies: Competencies::Met,
    exemption: None,
    name: "",
    trading_name: "",
    registration: "",
    tax_id: "",
    executive: ("", ""),
    places: &[],
    contacts: &[],
};

/// All of them, in the order of the account chooser.
pub(super) const COMPANIES: [Company; 27] = [
    Company {
        slug: "cedar",
        partner_id: "4210001",
        days_left: 62,
        name: "Cedar Example EOOD",
        trading_name: "Cedar Example",
        registration: "123456789",
        tax_id: "BG123456789",
        executive: ("Nadia Example", "nadia@cedar.example"),
        places: &[
            hq("BG", "Sofia", "", "1000", "1 Example Boulevard", "4210001"),
            CompanyLocation { addition: " branch", ..hq("AT", "Vienna", "", "1010", "Beispielgasse 2", "4210101") },
        ],
        contacts: &[
            named("nadia", "Nadia Example", "nadia@cedar.example", "+359 2 555 0101", &[PRIMARY, "executive"]),
            named("oleg", "Oleg Example", "oleg@cedar.example", "", &["technical"]),
            named("mira", "Mira Example", "mira@cedar.example", "+359 2 555 0199", &["sales_marketing"]),
        ],
        ..USUAL
    },
    Company {
        slug: "birch",
        partner_id: "4210002",
        days_left: 90,
        name: "Birch Example GmbH",
        registration: "HRB 123456",
        tax_id: "DE123456789",
        executive: ("Paul Example", "paul@birch.example"),
        places: &[hq("DE", "Berlin", "", "10115", "Beispielstraße 4", "4210002")],
        contacts: &[named("petra", "Petra Example", "petra@birch.example", "+49 30 555 0102", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "maple",
        partner_id: "4210003",
        days_left: 89,
        name: "Maple Example Inc",
        tax_id: "12-3456789",
        executive: ("Quincy Example", "quincy@maple.example"),
        places: &[hq("US", "Seattle", "WA", "98101", "800 Example Avenue", "4210003")],
        contacts: &[named("quinn", "Quinn Example", "quinn@maple.example", "+1 206 555 0103", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "rowan",
        partner_id: "4210004",
        days_left: -1,
        level: "foundation",
        name: "Rowan Example Ltd",
        registration: "01234567",
        tax_id: "GB123456789",
        executive: ("Grace Example", "grace@rowan.example"),
        places: &[hq("GB", "London", "", "SW1A 1AA", "5 Example Street", "4210004")],
        contacts: &[named("greta", "Greta Example", "greta@rowan.example", "+44 20 5550 0104", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "alder",
        partner_id: "4210005",
        days_left: -45,
        name: "Alder Example AB",
        registration: "556123-4567",
        tax_id: "SE556123456701",
        executive: ("Linnea Example", "linnea@alder.example"),
        places: &[hq("SE", "Stockholm", "", "111 20", "Exempelgatan 7", "4210005")],
        contacts: &[named("lars", "Lars Example", "lars@alder.example", "+46 8 555 0105", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "hazel",
        partner_id: "4210006",
        days_left: 35,
        suspended: true,
        held_for: Some(12),
        name: "Hazel Example Ltd",
        registration: "123456",
        tax_id: "IE1234567A",
        executive: ("Sean Example", "sean@hazel.example"),
        places: &[hq("IE", "Dublin", "Dublin", "D02 AF30", "6 Example Quay", "4210006")],
        contacts: &[named("sinead", "Sinead Example", "sinead@hazel.example", "+353 1 555 0106", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "willow",
        partner_id: "4210007",
        days_left: 40,
        competencies: Competencies::Short,
        name: "Willow Example GmbH",
        registration: "FN 123456 a",
        tax_id: "ATU12345678",
        executive: ("Rudolf Example", "rudolf@willow.example"),
        places: &[hq("AT", "Vienna", "", "1010", "Beispielgasse 8", "4210007")],
        contacts: &[named("rita", "Rita Example", "rita@willow.example", "+43 1 555 0107", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "poplar",
        partner_id: "4210008",
        days_left: 50,
        verification: "pending",
        held_for: Some(2),
        name: "Poplar Example OOD",
        registration: "987654321",
        tax_id: "BG987654321",
        executive: ("Vera Example", "vera@poplar.example"),
        places: &[hq("BG", "Plovdiv", "", "4000", "9 Example Street", "4210008")],
        contacts: &[named("viktor", "Viktor Example", "viktor@poplar.example", "+359 2 555 0108", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "spruce",
        partner_id: "4210010",
        days_left: 30,
        name: "Spruce Example s.r.o.",
        registration: "12345678",
        tax_id: "CZ12345678",
        executive: ("Tomas Example", "tomas@spruce.example"),
        places: &[hq("CZ", "Brno", "", "602 00", "Příkladová 3", "4210010")],
        contacts: &[named(
            "tomas",
            "Tomas Example",
            "tomas@spruce.example",
            "+420 555 010 110",
            &[PRIMARY, "executive"],
        )],
        ..USUAL
    },
    Company {
        slug: "linden",
        partner_id: "4210011",
        days_left: 45,
        name: "Linden Example Ltd",
        registration: "07654321",
        tax_id: "GB987654321",
        executive: ("Thea Example", "thea@linden.example"),
        places: &[hq("GB", "Leeds", "", "LS1 1AA", "11 Example Street", "4210011")],
        contacts: &[named("tomas", "Tomas Example", "tomas@spruce.example", "+44 20 5550 0111", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "aspen",
        partner_id: "4210012",
        days_left: 40,
        level: "foundation",
        name: "Aspen Example EOOD",
        registration: "112233445",
        tax_id: "BG112233445",
        executive: ("Dimitar Example", "dimitar@aspen.example"),
        places: &[hq("BG", "Varna", "", "9000", "12 Example Street", "4210012")],
        contacts: &[named("dora", "Dora Example", "dora@aspen.example", "+359 2 555 0112", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "langenstein",
        partner_id: "4210009",
        days_left: 20,
        name: "Langenstein-Example Informationstechnologiedienstleistungs- und \
               Softwareentwicklungsgesellschaft mit beschränkter Haftung & Co. Kommanditgesellschaft",
        trading_name: "Langenstein-Example Informationstechnologiedienstleistungen",
        registration: "HRA 654321",
        tax_id: "DE987654321",
        executive: ("Leopold Example", "leopold@langenstein.example"),
        places: &[hq("DE", "Garmisch-Partenkirchen", "", "82467", "Straße der Beispielgenossenschaft 9", "4210009")],
        contacts: &[named(
            "lena",
            "Leopoldina-Magdalena von und zu Langenstein-Example",
            "lena@langenstein.example",
            "+49 30 555 0109",
            &[PRIMARY],
        )],
        ..USUAL
    },
    Company {
        slug: "cypress",
        partner_id: "4210013",
        days_left: 33,
        name: "Cypress Example GmbH",
        registration: "HRB 234567",
        tax_id: "DE234567891",
        executive: ("Ines Example", "ines@cypress.example"),
        places: &[hq("DE", "Hamburg", "", "20095", "Beispielallee 13", "4210013")],
        contacts: &[named("ines", "Ines Example", "ines@cypress.example", "+49 40 555 0113", &[PRIMARY, "executive"])],
        ..USUAL
    },
    Company {
        slug: "juniper",
        partner_id: "4210014",
        days_left: 34,
        name: "Juniper Example AB",
        registration: "556234-5678",
        tax_id: "SE556234567801",
        executive: ("Nils Example", "nils@juniper.example"),
        places: &[hq("SE", "Gothenburg", "", "411 03", "Exempelgatan 14", "4210014")],
        contacts: &[named("nils", "Nils Example", "nils@juniper.example", "+46 31 555 0114", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "laurel",
        partner_id: "4210015",
        days_left: 36,
        name: "Laurel Example OOD",
        registration: "223344556",
        tax_id: "BG223344556",
        executive: ("Vesela Example", "vesela@laurel.example"),
        places: &[hq("BG", "Burgas", "", "8000", "15 Example Street", "4210015")],
        contacts: &[named("vesela", "Vesela Example", "vesela@laurel.example", "+359 56 555 015", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "myrtle",
        partner_id: "4210016",
        days_left: 37,
        name: "Myrtle Example Ltd",
        registration: "R0000123",
        tax_id: "XI 123 456 789",
        executive: ("Orla O'Example", "orla@myrtle.example"),
        places: &[hq("GB", "Belfast", "", "BT1 1AA", "16 Example Street", "4210016")],
        contacts: &[named("orla", "Orla O'Example", "orla@myrtle.example", "+44 28 5550 0116", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "hawthorn",
        partner_id: "4210017",
        days_left: 38,
        name: "Hawthorn Example SH.P.K.",
        registration: "811234567",
        tax_id: "330123456",
        executive: ("Arta Example", "arta@hawthorn.example"),
        places: &[hq("XK", "Pristina", "", "10000", "17 Example Street", "4210017")],
        contacts: &[named("arta", "Arta Example", "arta@hawthorn.example", "+383 38 555 017", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "elder",
        partner_id: "4210018",
        days_left: 39,
        verification: "rejected",
        held_for: Some(6),
        name: "Elder Example AB",
        registration: "556345-6789",
        tax_id: "SE556345678901",
        executive: ("Ronja Example", "ronja@elder.example"),
        places: &[hq("SE", "Malmö", "", "211 20", "Exempelgatan 18", "4210018")],
        contacts: &[
            named("ronja", "Ronja Example", "ronja@elder.example", "+46 40 555 0118", &[PRIMARY]),
            named("ebba", "Ebba Example", "ebba@elder.example", "", &["technical"]),
        ],
        ..USUAL
    },
    Company {
        slug: "larch",
        partner_id: "4210019",
        days_left: 25,
        name: "Larch Example OOD",
        registration: "334455667",
        tax_id: "BG334455667",
        executive: ("Milena Example", "milena@larch.example"),
        places: &[hq("BG", "Ruse", "", "7000", "19 Example Street", "4210019")],
        contacts: &[named("milena", "Milena Example", "milena@larch.example", "+359 82 555 019", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "walnut",
        partner_id: "4210020",
        days_left: 28,
        name: "Walnut Example GmbH",
        registration: "FN 234567 b",
        tax_id: "ATU23456789",
        executive: ("Edgar Example", "edgar@walnut.example"),
        places: &[hq("AT", "Graz", "", "8010", "Beispielgasse 20", "4210020")],
        contacts: &[named("edgar", "Edgar Example", "edgar@walnut.example", "+43 316 555 020", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "chestnut",
        partner_id: "4210031",
        days_left: 48,
        competencies: Competencies::EveryKind,
        name: "Chestnut Example GmbH",
        registration: "HRB 345678",
        tax_id: "DE345678912",
        executive: ("Ilse Example", "ilse@chestnut.example"),
        places: &[hq("DE", "Leipzig", "", "04109", "Beispielplatz 31", "4210031")],
        contacts: &[named("ilse", "Ilse Example", "ilse@chestnut.example", "+49 341 555 031", &[PRIMARY, "executive"])],
        ..USUAL
    },
    Company {
        slug: "hornbeam",
        partner_id: "4210032",
        days_left: 44,
        competencies: Competencies::Many,
        name: "Hornbeam Example AD",
        registration: "445566778",
        tax_id: "BG445566778",
        executive: ("Boyan Example", "boyan@hornbeam.example"),
        places: &[hq("BG", "Sofia", "", "1000", "32 Example Street", "4210032")],
        contacts: &[named(
            "boyan",
            "Boyan Example",
            "boyan@hornbeam.example",
            "+359 2 555 0132",
            &[PRIMARY, "executive"],
        )],
        ..USUAL
    },
    Company {
        slug: "yew",
        partner_id: "4210024",
        days_left: 36,
        verification: "rejected",
        held_for: Some(6),
        name: "Yew Example GmbH",
        registration: "FN 345678 c",
        tax_id: "ATU34567890",
        executive: ("Kaspar Example", "kaspar@yew.example"),
        places: &[hq("AT", "Linz", "", "4020", "Beispielstraße 24", "4210024")],
        contacts: &[named("kaspar", "Kaspar Example", "kaspar@yew.example", "+43 732 555 0123", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "magnolia",
        partner_id: "4210034",
        days_left: 38,
        exemption: Some(("charity", None)),
        name: "Magnolia Example gGmbH",
        registration: "FN 456789 d",
        tax_id: "ATU45678901",
        executive: ("Amalie Example", "amalie@magnolia.example"),
        places: &[hq("AT", "Salzburg", "", "5020", "Beispielgasse 34", "4210034")],
        contacts: &[named("amalie", "Amalie Example", "amalie@magnolia.example", "+43 662 555 034", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "tamarack",
        partner_id: "4210035",
        days_left: 41,
        exemption: Some(("public_body", Some("The certificate names another company."))),
        name: "Tamarack Example Ltd",
        registration: "BC3456789",
        tax_id: "345678901",
        executive: ("Desmond Example", "desmond@tamarack.example"),
        places: &[
            hq("CA", "Vancouver", "BC", "V6B 1A1", "35 Example Street", "4210035"),
            CompanyLocation {
                addition: " branch",
                ..hq("BH", "Manama", "", "317", "Building 36, Road 1900", "4210036")
            },
        ],
        contacts: &[named("desmond", "Desmond Example", "desmond@tamarack.example", "+1 604 555 0135", &[PRIMARY])],
        ..USUAL
    },
    Company {
        slug: "mulberry",
        partner_id: "4210037",
        days_left: 37,
        name: "Mulberry Example B.V.",
        registration: "37456789",
        tax_id: "NL123456789B01",
        executive: ("Joost Example", "joost@mulberry.example"),
        places: &[hq("NL", "Utrecht", "", "3511 AB", "Voorbeeldstraat 37", "4210037")],
        contacts: &[
            named("joost", "Joost Example", "joost@mulberry.example", "+31 30 555 0137", &[PRIMARY]),
            named("anneke", "Anneke Example", "anneke@mulberry.example", "+31 30 555 0138", &["technical"]),
        ],
        ..USUAL
    },
    Company {
        slug: "quince",
        partner_id: "4210038",
        days_left: 19,
        name: "Quince Example SAS",
        registration: "384567891",
        tax_id: "FR12384567891",
        executive: ("Odile Example", "odile@quince.example"),
        places: &[hq("FR", "Lyon", "", "69001", "38 rue de l\u{2019}Exemple", "4210038")],
        contacts: &[named("odile", "Odile Example", "odile@quince.example", "+33 4 55 50 01 38", &[PRIMARY])],
        ..USUAL
    },
];
