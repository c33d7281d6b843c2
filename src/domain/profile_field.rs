//! The fields of the profile and what can be wrong with one.
use super::named_enum::named_enum;

named_enum! {
    /// A field of the profile. Its name is also the id of its control in the page.
    #[allow(missing_docs)] // The names are those of the contract and say it all.
    pub enum FieldId (name, from_name) {
        LegalName = "legalName",
        TradingName = "tradingName",
        RegistrationNumber = "registrationNumber",
        TaxId = "taxId",
        Website = "website",
        Country = "country",
        AddressLine1 = "addressLine1",
        AddressLine2 = "addressLine2",
        City = "city",
        Region = "region",
        PostalCode = "postalCode",
        ContactName = "contactName",
        ContactEmail = "contactEmail",
        ContactPhone = "contactPhone",
        ExecutiveName = "executiveName",
        ExecutiveEmail = "executiveEmail",
        PartnerType = "partnerType",
        Employees = "employees",
        Customers = "customers",
        BusinessFocus = "businessFocus",
    }
}

/// What is wrong with a field's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// Nothing was entered.
    Missing,
    /// Does not have the country's shape.
    Shape,
    /// A number of an authority in a shape that is not known here, or a name that hardly is one. It is a question: the
    /// person may say that it is right, and the authority's own check decides later.
    UnusualShape,
    /// A legal form alone, or not even two letters or digits, in the place of a name.
    PartOfName,
    /// A number that its authority does not know.
    NotRegistered,
    /// Longer than the limit.
    TooLong,
    /// Not one of the options.
    UnknownOption,
    /// Not an e-mail address.
    Email,
    /// Not a phone number.
    Phone,
    /// Not a web address.
    Url,
    /// Not a whole number.
    Number,
}

impl FieldProblem {
    /// The problem behind a code of the contract.
    #[must_use]
    pub fn from_code(code: &str) -> FieldProblem {
        match code {
            "required" => FieldProblem::Missing,
            "too_long" => FieldProblem::TooLong,
            "unknown_option" => FieldProblem::UnknownOption,
            "not_registered" => FieldProblem::NotRegistered,
            "too_short" | "legal_suffix" => FieldProblem::PartOfName,
            _ => FieldProblem::Shape,
        }
    }
}
