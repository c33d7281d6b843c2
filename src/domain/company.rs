//! The people, organizations and locations of an account.
use super::named_enum::named_enum;
use chrono::NaiveDate;
use std::rc::Rc;

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Full name; empty where the provider told none.
    pub name: String,
}

named_enum! {
    /// What a person may do for an organization.
    pub enum ContactRole (name, from_name) {
        /// Primary Program Contact: renews the membership.
        PrimaryProgramContact = "primary_program_contact",
        /// Executive contact.
        Executive = "executive",
        /// Sales and marketing contact.
        SalesMarketing = "sales_marketing",
        /// Technical contact.
        Technical = "technical",
        ;
        /// A role this build does not know.
        Other,
    }
}

/// One organization of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Opaque id.
    pub id: String,
    /// Legal name.
    pub name: String,
    /// The number the program knows the company by.
    pub partner_id: String,
    /// The membership date, where the account tells it.
    pub membership_date: Option<NaiveDate>,
}

/// Who is signed in, and for which companies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The person.
    pub person: Person,
    /// Organizations, in the order of the API.
    pub organizations: Vec<Organization>,
}

/// How to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactDetails {
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Phone number as written by its owner; may be empty.
    pub phone: String,
}

/// A contact of an organization with the roles they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Opaque id.
    pub id: String,
    /// Name, e-mail, phone.
    pub details: ContactDetails,
    /// Roles held.
    pub roles: Vec<ContactRole>,
    /// Is it the signed-in person?
    pub is_you: bool,
    /// Are they invited, and have not come yet?
    pub is_invited: bool,
    /// Can the signed-in person offer them the role of the Primary Program Contact?
    pub can_take_over: bool,
}

/// The contacts of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contacts {
    /// In the order of the API. Shared: thousands of them are looked through for each letter that is typed.
    pub list: Vec<Rc<Contact>>,
    /// The offer of the role of the Primary Program Contact, where it concerns the signed-in person.
    pub offer: Option<RoleOffer>,
    /// Who asks for that role, as far as it concerns the signed-in person.
    pub role_requests: Vec<RoleRequest>,
    /// May the signed-in person ask for it now?
    pub can_request_role: bool,
    /// When they may ask again, after a request that was ended: an RFC 3339 instant in UTC.
    pub request_from: Option<String>,
    /// May the signed-in person invite contacts, change their roles and remove them?
    pub can_change: bool,
    /// Roles that can be given; the Primary Program Contact's is handed over.
    pub roles: Vec<ContactRole>,
    /// Roles that are never left empty, once somebody holds them.
    pub required_roles: Vec<ContactRole>,
}

/// The offer of the role of the Primary Program Contact: its holder has agreed, its successor has not yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleOffer {
    /// Name of the holder.
    pub from: String,
    /// Name of the successor.
    pub to: String,
    /// Is the signed-in person the successor?
    pub is_to_you: bool,
    /// When the offer ends by itself: an RFC 3339 instant in UTC.
    pub until: String,
}

/// A request for the role of the Primary Program Contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRequest {
    /// Id of the contact who asks.
    pub contact: String,
    /// Their name.
    pub name: String,
    /// Is it the signed-in person?
    pub is_you: bool,
    /// When they asked: an RFC 3339 instant in UTC.
    pub at: String,
}

named_enum! {
    /// What a location is.
    pub enum LocationKind (name, from_name) {
        /// Headquarters.
        Headquarters = "hq",
        /// A branch.
        Branch = "branch",
        ;
        /// A kind this build does not know.
        Other,
    }
}

/// A location of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Opaque id.
    pub id: String,
    /// What it is.
    pub kind: LocationKind,
    /// Name of the location.
    pub name: String,
    /// Address lines, ready to show.
    pub address: Vec<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Names of the levels offered there, lowest first; empty where the program does not tell.
    pub levels: Vec<String>,
    /// Its prices, where the program tells of them.
    pub prices: Option<Prices>,
}

/// What the prices at a location are like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// ISO 4217.
    pub currency: String,
    /// Name and rate, in hundredths of a percent, of the tax that is added; `None` where none is.
    pub tax: Option<(String, i64)>,
}
