// What the collection does not know of a country: labels, numbers of authorities, examples; and where the form of the
// program differs from it. In the order of the program; a new country comes last.
//
// `address` says more about a field that the address has; what is left out comes from the collection. `fmt` replaces the
// order of the collection, in its own letters (%A address lines, %C city, %S region, %Z postcode, %n new line); `also` are
// fields that stand in the form and not on an envelope. `legalSuffixes` are legal forms, which are no name alone. A number is required where each company of the country has one.

const registration = (label, shapes, example, required = true) => ({ label, required, shapes, example });
const tax = (label, shapes, example, required = false) => ({ label, required, shapes, example });

export const COUNTRIES = [
  {
    country: "AT",
    legalSuffixes: ["GmbH", "AG", "KG", "OG", "FlexCo"],
    registration: registration("ust_firmenbuch", ["999999A", "FN999999A", "99999A", "FN99999A"], "FN 123456 a"),
    tax: tax("vat_id", ["ATU99999999", "U99999999"], "ATU12345678"),
    address: { addressLine1: { example: "Beispielgasse 2" }, postalCode: { example: "1010" }, city: { example: "Wien" } },
    phone: "+43 1 555 0100",
  },
  {
    country: "BG",
    legalSuffixes: ["ЕООД", "ООД", "АД", "ЕАД", "ЕТ", "EOOD", "OOD", "AD", "EAD"],
    registration: registration("eik", ["999999999", "9999999999999"], "123456789"),
    tax: tax("vat_id", ["BG999999999", "BG9999999999", "999999999", "9999999999"], "BG123456789"),
    also: ["region"],
    address: {
      addressLine1: { example: "1 Example Boulevard", required: true },
      postalCode: { example: "1000", required: true },
      city: { example: "Sofia", required: true },
      region: { label: "region" },
    },
    phone: "+359 2 555 0100",
  },
  {
    country: "CZ",
    legalSuffixes: ["s.r.o.", "a.s.", "v.o.s.", "k.s."],
    registration: registration("registration_number", ["99999999"], "12345678"),
    tax: tax("vat_id", ["CZ99999999", "CZ999999999", "CZ9999999999", "99999999", "999999999", "9999999999"], "CZ12345678"),
    address: { addressLine1: { example: "Příkladová 3" }, postalCode: { example: "602 00" }, city: { example: "Brno" } },
    phone: "+420 555 010 100",
  },
  {
    country: "DE",
    legalSuffixes: ["GmbH", "UG", "AG", "KG", "OHG", "e.K.", "GmbH & Co. KG"],
    registration: registration("registration_number", [], "HRB 123456"),
    tax: tax("vat_id", ["DE999999999", "999999999"], "DE123456789"),
    address: { addressLine1: { example: "Beispielstraße 4" }, postalCode: { example: "10115" }, city: { example: "Berlin" } },
    phone: "+49 30 555 0100",
  },
  {
    country: "GB",
    legalSuffixes: ["Ltd", "Limited", "PLC", "LLP"],
    registration: registration("companies_house", ["99999999", "AA999999", "A9999999", "AA99999A"], "01234567"),
    tax: tax(
      "vat_id",
      ["GB999999999", "GB999999999999", "XI999999999", "XI999999999999", "GBGD999", "GBHA999", "999999999", "999999999999"],
      "GB123456789",
    ),
    // Many still write the county.
    fmt: "%A%n%C%n%S%n%Z",
    address: {
      addressLine1: { example: "5 Example Street" },
      city: { example: "Leeds" },
      region: { label: "county" },
      // Those of the collection, without the one of a bank and those of the forces.
      postalCode: { shapes: ["A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"], example: "SW1A 1AA" },
    },
    phone: "+44 20 5550 0100",
  },
  {
    country: "IE",
    legalSuffixes: ["Ltd", "Limited", "DAC", "PLC", "CLG"],
    registration: registration("registration_number", ["99999", "999999"], "123456"),
    tax: tax("vat_id", ["IE9999999A", "IE9999999AA", "9999999A", "9999999AA"], "IE1234567A"),
    address: {
      addressLine1: { example: "6 Example Quay", required: true },
      city: { example: "Dublin", required: true },
      region: { example: "Dublin" },
      postalCode: { shapes: ["A9*****"], example: "D02 AF30" },
    },
    phone: "+353 1 555 0100",
  },
  {
    country: "SE",
    legalSuffixes: ["AB", "HB", "KB"],
    registration: registration("registration_number", ["9999999999"], "556123-4567"),
    tax: tax("vat_id", ["SE999999999999", "999999999999"], "SE556123456701"),
    address: { addressLine1: { example: "Exempelgatan 7" }, postalCode: { example: "111 20" }, city: { example: "Stockholm" } },
    phone: "+46 8 555 0100",
  },
  {
    country: "US",
    legalSuffixes: ["Inc.", "LLC", "Corp.", "Corporation", "LLP"],
    registration: registration("registration_number", [], "", false),
    tax: tax("ein", ["999999999"], "12-3456789", true),
    address: {
      addressLine1: { example: "800 Example Avenue" },
      city: { example: "Seattle" },
      region: { shapes: ["AA"], example: "WA" },
      postalCode: { example: "98101" },
    },
    phone: "+1 206 555 0100",
  },
  {
    country: "HK",
    legalSuffixes: ["Ltd", "Limited"],
    registration: registration("registration_number", ["9999999", "99999999"], "12345678"),
    tax: tax("tax_id", ["99999999"], "12345678"),
    // In English from small to big; the area is clear from the district.
    fmt: "%A%n%C",
    address: { addressLine1: { example: "9 Example Road" }, city: { label: "city", example: "Kowloon", required: true } },
    phone: "+852 5550 0100",
  },
  {
    country: "CA",
    legalSuffixes: ["Inc.", "Ltd", "Limited", "Corp."],
    registration: registration("registration_number", [], "", false),
    // Nine digits, with the account of a program (RT0001) or without.
    tax: tax("business_number", ["999999999", "999999999AA9999"], "123456789 RT0001", true),
    address: {
      addressLine1: { example: "10 Example Street" },
      city: { example: "Ottawa" },
      region: { example: "ON" },
      postalCode: { label: "postal_code", example: "K1A 0B1" },
    },
    phone: "+1 613 555 0100",
  },
  {
    country: "FR",
    legalSuffixes: ["SARL", "SAS", "SASU", "SA", "EURL"],
    registration: registration("siren", ["999999999", "99999999999999"], "123 456 789"),
    tax: tax("vat_id", ["FR**999999999", "**999999999"], "FR12123456789"),
    address: { addressLine1: { example: "11 rue de l'Exemple" }, postalCode: { example: "75001" }, city: { example: "Paris" } },
    phone: "+33 1 55 50 01 00",
  },
  {
    country: "NL",
    legalSuffixes: ["B.V.", "N.V.", "V.O.F."],
    registration: registration("kvk_number", ["99999999"], "12345678"),
    tax: tax("vat_id", ["NL999999999B99", "999999999B99"], "NL123456789B01"),
    address: {
      addressLine1: { example: "Voorbeeldstraat 12" },
      postalCode: { example: "1012 AB" },
      city: { example: "Amsterdam" },
    },
    phone: "+31 20 555 0100",
  },
  {
    country: "ES",
    legalSuffixes: ["S.L.", "S.A.", "S.L.U."],
    registration: registration("registration_number", [], "", false),
    // A letter and eight characters for a company, eight digits and a letter for a person.
    tax: tax("nif", ["A9999999*", "99999999A", "ESA9999999*", "ES99999999A"], "B12345678", true),
    address: {
      addressLine1: { example: "Calle Ejemplo 13" },
      postalCode: { example: "28001" },
      city: { example: "Madrid" },
      region: { example: "Madrid" },
    },
    phone: "+34 915 550 100",
  },
  {
    country: "PL",
    legalSuffixes: ["sp. z o.o.", "S.A.", "sp. j.", "sp. k."],
    // The court register has ten digits, the register of the statistical office nine or fourteen.
    registration: registration("krs_regon", ["9999999999", "999999999", "99999999999999"], "0000123456"),
    tax: tax("nip", ["9999999999", "PL9999999999"], "123-456-78-90", true),
    address: {
      addressLine1: { example: "ul. Przykładowa 14" },
      postalCode: { example: "00-950" },
      city: { example: "Warszawa" },
    },
    phone: "+48 22 555 01 00",
  },
  {
    country: "CH",
    legalSuffixes: ["GmbH", "AG", "SA", "Sàrl"],
    registration: registration("uid", ["CHE999999999", "999999999"], "CHE-123.456.789"),
    // The same number, followed by the name of the tax in German, French or Italian.
    tax: tax("vat_id", ["CHE999999999MWST", "CHE999999999TVA", "CHE999999999IVA", "CHE999999999"], "CHE-123.456.789 MWST"),
    address: { addressLine1: { example: "Beispielweg 15" }, postalCode: { example: "8001" }, city: { example: "Zürich" } },
    phone: "+41 44 555 01 00",
  },
  {
    country: "TR",
    legalSuffixes: ["A.Ş.", "Ltd. Şti."],
    registration: registration("mersis", ["9999999999999999"], "0123456789012345"),
    // Ten digits for a company, eleven for a person.
    tax: tax("tax_id", ["9999999999", "99999999999"], "1234567890", true),
    address: {
      addressLine1: { example: "Örnek Sokak 16" },
      postalCode: { example: "34710" },
      city: { example: "Kadıköy" },
      region: { example: "İstanbul" },
    },
    phone: "+90 212 555 01 00",
  },
  {
    country: "AE",
    legalSuffixes: ["LLC", "FZE", "FZCO"],
    registration: registration("trade_licence", [], "123456"),
    tax: tax("trn", ["999999999999999"], "100123456789012"),
    address: { addressLine1: { example: "17 Example Street" }, region: { example: "Dubai" } },
    phone: "+971 4 555 0100",
  },
  {
    country: "IN",
    legalSuffixes: ["Pvt. Ltd.", "Private Limited", "Ltd", "LLP"],
    // That of a company, or that of a limited liability partnership.
    registration: registration("cin", ["A99999AA9999AAA999999", "AAA9999"], "U12345MH2020PTC123456"),
    tax: tax("gstin", ["99AAAAA9999A***"], "27ABCDE1234F1Z5"),
    address: {
      addressLine1: { example: "18 Example Road" },
      city: { example: "Mumbai" },
      postalCode: { example: "400001" },
      region: { example: "Maharashtra" },
    },
    phone: "+91 22 5550 0100",
  },
  {
    country: "JP",
    legalSuffixes: ["株式会社", "合同会社", "K.K.", "G.K."],
    registration: registration("corporate_number", ["9999999999999"], "1234567890123"),
    tax: tax("invoice_issuer_number", ["T9999999999999"], "T1234567890123"),
    // The collection has city and street in one; forms there ask for each.
    fmt: "〒%Z%n%S %C%n%A",
    address: {
      postalCode: { label: "postal_code", example: "100-0001" },
      region: { example: "Tokyo" },
      city: { label: "city_or_ward", example: "Chiyoda-ku", required: true },
      addressLine1: { example: "Example-cho 1-9-1" },
    },
    phone: "+81 3 5555 0100",
  },
  {
    country: "CN",
    legalSuffixes: ["有限公司", "有限责任公司", "Co., Ltd."],
    registration: registration("uscc", ["******************"], "91110000123456789X"),
    // The same code since 2015; before, fifteen characters and sometimes twenty.
    tax: tax("tax_id", ["******************", "***************", "********************"], "91110000123456789X"),
    address: {
      postalCode: { label: "postal_code", example: "518000" },
      region: { example: "Guangdong" },
      city: { example: "Shenzhen" },
      addressLine1: { example: "Example Road 20" },
    },
    phone: "+86 755 5550 0100",
  },
  {
    country: "KR",
    legalSuffixes: ["주식회사", "유한회사", "Co., Ltd."],
    registration: registration("corporate_registration_number", ["9999999999999"], "110111-1234567"),
    tax: tax("business_registration_number", ["9999999999"], "123-45-67890", true),
    address: {
      region: { example: "Seoul" },
      city: { label: "city_or_district", example: "Jongno-gu" },
      addressLine1: { example: "Example-ro 21" },
      postalCode: { label: "postal_code", example: "03051" },
    },
    phone: "+82 2 555 0100",
  },
  {
    country: "BR",
    legalSuffixes: ["Ltda.", "S.A.", "EIRELI"],
    registration: registration("nire", ["99999999999"], "35123456789", false),
    // Letters too since 2026; the last two are digits.
    tax: tax("cnpj", ["************99"], "12345678000190", true),
    address: {
      addressLine1: { example: "Avenida Exemplo, 22" },
      addressLine2: { label: "neighbourhood", example: "Bela Vista" },
      city: { example: "São Paulo" },
      region: { example: "SP" },
      postalCode: { label: "cep", example: "01310-100" },
    },
    phone: "+55 11 5555 0100",
  },
  {
    country: "MX",
    legalSuffixes: ["S.A. de C.V.", "S. de R.L. de C.V.", "S.A.S."],
    registration: registration("registration_number", [], "", false),
    // Three letters for a company, four for a person.
    tax: tax("rfc", ["AAA999999***", "AAAA999999***"], "ABC123456AB1", true),
    address: {
      addressLine1: { example: "Calle Ejemplo 23" },
      addressLine2: { label: "neighbourhood", example: "Centro" },
      postalCode: { label: "postal_code", example: "06000" },
      city: { example: "Ciudad de México" },
      region: { example: "CDMX" },
    },
    phone: "+52 55 5555 0100",
  },
  {
    country: "AU",
    legalSuffixes: ["Pty Ltd", "Ltd", "Limited"],
    registration: registration("acn", ["999999999"], "123 456 789"),
    tax: tax("abn", ["99999999999"], "12 345 678 901"),
    address: {
      addressLine1: { example: "24 Example Street" },
      city: { example: "Sydney" },
      region: { example: "NSW" },
      postalCode: { example: "2000" },
    },
    phone: "+61 2 5550 0100",
  },
  {
    country: "BH",
    legalSuffixes: ["W.L.L.", "WLL", "B.S.C.", "S.P.C."],
    registration: registration("registration_number", [], "12345-1"),
    tax: tax("vat_id", ["999999999999999"], "200001234500002"),
    address: {
      addressLine1: { example: "Building 19, Road 1900", required: true },
      city: { example: "Manama", required: true },
      postalCode: { example: "317", shapes: ["999", "9999"] },
    },
    phone: "+973 1755 5010",
  },
];
