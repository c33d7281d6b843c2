//! Which fields a company profile has in each country, in which order, and what may stand in them.

use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::Answer;
use super::extract::Caller;
use super::problem::Problem;

/// Countries in which companies take part in the program.
pub const COUNTRIES: [&str; 9] = ["AT", "BG", "CZ", "DE", "GB", "IE", "SE", "US", "HK"];
const PARTNER_TYPES: &[&str] = &["reseller", "isv", "integrator", "csp", "trainer"];
const EMPLOYEES: &[&str] = &["1-9", "10-49", "50-249", "250-999", "1000+"];
const FOCUS: &[&str] = &["consulting", "resale", "managed_services", "software", "training"];

/// A field of the profile in a country.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in the profile.
    pub id: &'static str,
    /// Word key of its label there.
    pub label: &'static str,
    /// How it is entered.
    pub kind: &'static str,
    /// Must it be given?
    pub required: bool,
    /// Shapes it usually has, or must have where `has_fixed_shape`; any text when empty.
    pub shapes: &'static [&'static str],
    /// An example.
    pub example: &'static str,
    /// What can be chosen.
    pub options: &'static [&'static str],
    /// Longest text, in characters.
    pub max_length: usize,
}

impl Field {
    /// Whether nothing but its shapes is accepted. The numbers that authorities give have shapes nobody knows all of:
    /// whether such a number exists is for a later check to say.
    pub fn has_fixed_shape(&self) -> bool {
        !matches!(self.id, "registrationNumber" | "taxId")
    }

    const fn text(id: &'static str, label: &'static str, required: bool, max_length: usize) -> Self {
        Self { id, label, kind: "text", required, shapes: &[], example: "", options: &[], max_length }
    }

    const fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    const fn shaped(self, shapes: &'static [&'static str], example: &'static str) -> Self {
        Self { shapes, example, ..self }
    }

    const fn select(id: &'static str, label: &'static str, options: &'static [&'static str]) -> Self {
        Self { kind: "select", options, ..Self::text(id, label, true, 100) }
    }
}

/// What differs between countries.
struct Local {
    registration: Field,
    tax: Field,
    line1: &'static str,
    /// City, region and postcode, in the order they are written in.
    place: Vec<Field>,
    phone: &'static str,
}

fn city(example: &'static str) -> Field {
    Field::text("city", "city", true, 100).shaped(&[], example)
}

fn region(label: &'static str, required: bool) -> Field {
    Field::text("region", label, required, 100)
}

fn postcode(label: &'static str, shapes: &'static [&'static str], example: &'static str) -> Field {
    Field::text("postalCode", label, true, 12).shaped(shapes, example)
}

fn local(country: &str) -> Local {
    let registration =
        |label, shapes, example| Field::text("registrationNumber", label, true, 30).shaped(shapes, example);
    let tax = |label, shapes, example| Field::text("taxId", label, false, 30).shaped(shapes, example);
    match country {
        "AT" => Local {
            registration: registration(
                "ust_firmenbuch",
                &["999999A", "FN999999A", "99999A", "FN99999A"],
                "FN 123456 a",
            ),
            tax: tax("vat_id", &["ATU99999999", "U99999999"], "ATU12345678"),
            line1: "Beispielgasse 2",
            place: vec![postcode("postcode", &["9999"], "1010"), city("Wien")],
            phone: "+43 1 555 0100",
        },
        "BG" => Local {
            registration: registration("eik", &["999999999", "9999999999999"], "123456789"),
            tax: tax("vat_id", &["BG999999999", "BG9999999999", "999999999", "9999999999"], "BG123456789"),
            line1: "1 Example Boulevard",
            place: vec![postcode("postcode", &["9999"], "1000"), city("Sofia"), region("region", false)],
            phone: "+359 2 555 0100",
        },
        "CZ" => Local {
            registration: registration("registration_number", &["99999999"], "12345678"),
            tax: tax(
                "vat_id",
                &["CZ99999999", "CZ999999999", "CZ9999999999", "99999999", "999999999", "9999999999"],
                "CZ12345678",
            ),
            line1: "Příkladová 3",
            place: vec![postcode("postcode", &["99999"], "602 00"), city("Brno")],
            phone: "+420 555 010 100",
        },
        "DE" => Local {
            registration: registration("registration_number", &[], "HRB 123456"),
            tax: tax("vat_id", &["DE999999999", "999999999"], "DE123456789"),
            line1: "Beispielstraße 4",
            place: vec![postcode("postcode", &["99999"], "10115"), city("Berlin")],
            phone: "+49 30 555 0100",
        },
        "GB" => Local {
            registration: registration(
                "companies_house",
                &["99999999", "AA999999", "A9999999", "AA99999A"],
                "01234567",
            ),
            tax: tax(
                "vat_id",
                &[
                    "GB999999999",
                    "GB999999999999",
                    "XI999999999",
                    "XI999999999999",
                    "GBGD999",
                    "GBHA999",
                    "999999999",
                    "999999999999",
                ],
                "GB123456789",
            ),
            line1: "5 Example Street",
            place: vec![
                city("Leeds"),
                region("county", false),
                postcode("postcode", &["A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"], "SW1A 1AA"),
            ],
            phone: "+44 20 5550 0100",
        },
        "IE" => Local {
            registration: registration("registration_number", &["99999", "999999"], "123456"),
            tax: tax("vat_id", &["IE9999999A", "IE9999999AA", "9999999A", "9999999AA"], "IE1234567A"),
            line1: "6 Example Quay",
            place: vec![
                city("Dublin"),
                region("county", false).shaped(&[], "Dublin"),
                Field { required: false, ..postcode("eircode", &["A9*****"], "D02 AF30") },
            ],
            phone: "+353 1 555 0100",
        },
        "SE" => Local {
            registration: registration("registration_number", &["9999999999"], "556123-4567"),
            tax: tax("vat_id", &["SE999999999999", "999999999999"], "SE556123456701"),
            line1: "Exempelgatan 7",
            place: vec![postcode("postcode", &["99999"], "111 20"), city("Stockholm")],
            phone: "+46 8 555 0100",
        },
        "US" => Local {
            registration: Field { required: false, ..registration("registration_number", &[], "") },
            tax: Field { required: true, ..tax("ein", &["999999999"], "12-3456789") },
            line1: "800 Example Avenue",
            place: vec![
                city("Seattle"),
                region("state", true).shaped(&["AA"], "WA"),
                postcode("zip_code", &["99999", "999999999"], "98101"),
            ],
            phone: "+1 206 555 0100",
        },
        _ => Local {
            registration: registration("registration_number", &["9999999", "99999999"], "12345678"),
            tax: tax("tax_id", &["99999999"], "12345678"),
            line1: "9 Example Road",
            place: vec![city("Kowloon")],
            phone: "+852 5550 0100",
        },
    }
}

/// The sections of the profile in a country, each with its fields in order; none when the country is unknown.
pub fn sections(country: &str) -> Option<[(&'static str, Vec<Field>); 4]> {
    let country = COUNTRIES.into_iter().find(|c| *c == country)?;
    let local = local(country);
    let email = |id, label| Field::text(id, label, true, 200).kind("email").shaped(&[], "name@company.example");
    let identity = vec![
        Field::text("legalName", "legal_name", true, 200),
        Field::text("tradingName", "trading_name", false, 200),
        local.registration,
        local.tax,
        Field::text("website", "website", false, 200).kind("url").shaped(&[], "https://cedar.example"),
    ];
    let mut address = vec![
        Field::text("country", "country", true, 2).kind("country").shaped(&[], country),
        Field::text("addressLine1", "address_line1", true, 100).shaped(&[], local.line1),
        Field::text("addressLine2", "address_line2", false, 100),
    ];
    address.extend(local.place);
    let contacts = vec![
        Field::text("contactName", "contact_name", true, 100),
        email("contactEmail", "contact_email"),
        Field::text("contactPhone", "contact_phone", true, 30).kind("tel").shaped(&[], local.phone),
        Field::text("executiveName", "executive_name", true, 100),
        email("executiveEmail", "executive_email"),
    ];
    let business = vec![
        Field::select("partnerType", "partner_type", PARTNER_TYPES),
        Field::select("employees", "employees", EMPLOYEES),
        Field::text("customers", "customers", false, 7).kind("number").shaped(&[], "40"),
        Field::select("businessFocus", "business_focus", FOCUS),
    ];
    Some([("identity", identity), ("address", address), ("contacts", contacts), ("business", business)])
}

/// The countries.
pub async fn list(_: Caller) -> Answer {
    Ok(Json(json!({"countries": COUNTRIES})).into_response())
}

/// The fields of a country.
pub async fn read(_: Caller, Path(country): Path<String>) -> Answer {
    let sections = sections(&country).ok_or_else(Problem::not_found)?;
    let sections: Vec<Value> = sections
        .into_iter()
        .map(|(id, fields)| json!({"id": id, "fields": fields.iter().map(described).collect::<Vec<_>>()}))
        .collect();
    Ok(Json(json!({"country": country, "sections": sections})).into_response())
}

fn described(field: &Field) -> Value {
    json!({
        "id": field.id, "label": field.label, "kind": field.kind, "required": field.required, "shapes": field.shapes,
        "example": field.example, "options": field.options, "maxLength": field.max_length,
    })
}
