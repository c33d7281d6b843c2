//! Membership status, the renewal window and its verdict.
use super::calendar;
use super::company::{ContactDetails, Organization};
use super::level::LevelName;
use super::money::Money;
use super::named_enum::named_enum;
use super::renewal::{Phase, RenewalStatus};
use super::step::Step;
use chrono::NaiveDate;

named_enum! {
    /// Where the membership stands, decided by the server.
    pub enum MembershipStatus (name, from_name) {
        /// The window has not opened.
        NotDue = "not_due",
        /// The window is open.
        Due = "due",
        /// The membership date has passed, benefits go on for the grace period.
        Grace = "grace",
        /// The grace period is over.
        Lapsed = "lapsed",
        /// Suspended by the program.
        Suspended = "suspended",
    }
}

named_enum! {
    /// Why the renewal cannot start or finish now.
    pub enum BlockerCode (name, from_name) {
        /// The person is not the Primary Program Contact.
        NotPrimaryContact = "not_primary_contact",
        /// Too early.
        WindowNotOpen = "window_not_open",
        /// Too late.
        Lapsed = "lapsed",
        /// Suspended.
        Suspended = "suspended",
        /// A competency requirement is short or unknown.
        RequirementShort = "requirement_short",
        /// The company's verification is not finished.
        VerificationPending = "verification_pending",
        /// The company's verification was rejected.
        VerificationRejected = "verification_rejected",
        /// Renewed, or paid and waiting for the money.
        AlreadyRenewed = "already_renewed",
        ;
        /// A reason this build does not know.
        Other,
    }
}

named_enum! {
    /// What the person can do about something in the way.
    pub enum BlockerAction (name, from_name) {
        ContactPrimary = "contact_primary",
        Wait = "wait",
        ContactSupport = "contact_support",
        Competencies = "competencies",
        Profile = "profile",
        Confirmation = "confirmation",
        /// See how the verification stands, correct, appeal.
        Verification = "verification",
        /// Ask to enroll again.
        Enrollment = "enrollment",
        /// See the request to enroll again.
        EnrollmentRequested = "enrollment_requested",
        ;
        /// Something this build does not know.
        Other,
    }
}

impl MembershipStatus {
    /// May a membership of this status be renewed, as far as the date goes?
    #[must_use]
    pub fn is_renewable(self) -> bool {
        match self {
            MembershipStatus::Due | MembershipStatus::Grace => true,
            MembershipStatus::NotDue | MembershipStatus::Lapsed | MembershipStatus::Suspended => false,
        }
    }
}

/// Something in the way of the renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// What it is.
    pub code: BlockerCode,
    /// Why, in words of the program; empty where the code says all.
    pub reason: String,
    /// First day on which it stood in the way.
    pub since: Option<NaiveDate>,
    /// Who of the program can help.
    pub contact: Option<ContactDetails>,
    /// How many working days it usually takes at most, where it is waited for.
    pub working_days: Option<i64>,
    /// What the person can do.
    pub action: BlockerAction,
}

impl From<BlockerCode> for Blocker {
    /// One of which no more is known.
    fn from(code: BlockerCode) -> Self {
        let action = BlockerAction::Other;
        Blocker { code, reason: String::new(), since: None, contact: None, working_days: None, action }
    }
}

/// Who began a renewal, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// Full name.
    pub name: String,
    /// Is it the signed-in person?
    pub is_you: bool,
    /// RFC 3339 instant in UTC.
    pub at: String,
}

/// The renewal that is under way, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentRenewal {
    /// Opaque id.
    pub id: String,
    /// Its status.
    pub status: RenewalStatus,
    /// First step that is not complete; `None` once nothing is left to do.
    pub next_step: Option<Step>,
    /// Who began it; `None` where the program does not say.
    pub beginning: Option<Beginning>,
    /// When a step was last saved: an RFC 3339 instant in UTC.
    pub saved_at: Option<String>,
    /// What has still to arrive for a transfer or purchase order, and the last day for it.
    pub awaited: Option<(Money, NaiveDate)>,
    /// Is a refund asked for, and not made?
    pub refund_requested: bool,
}

/// What the membership page tells of an organization beside its membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// How many requirements of its competencies are met.
    pub requirements_met: i64,
    /// How many of them apply.
    pub requirements: i64,
    /// Day of the last change of the profile, in the program's zone.
    pub profile_changed: NaiveDate,
    /// Full name of who asks this person for the role that renews; empty where nobody does.
    pub role_requested_by: String,
}

/// The membership of one organization, as the server sees it today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Whose membership.
    pub organization: Organization,
    /// The anniversary.
    pub membership_date: NaiveDate,
    /// The server's today in the program's zone.
    pub as_of: NaiveDate,
    /// Length of the window in days: renewal opens when fewer are left.
    pub window_days: i64,
    /// Days after the membership date in which renewal is still possible.
    pub grace_days: i64,
    /// Status decided by the server.
    pub status: MembershipStatus,
    /// Present level.
    pub level: LevelName,
    /// May this person renew now? `None` if the answer does not say so in a way that can be read.
    pub may_renew: Option<bool>,
    /// The Primary Program Contact.
    pub primary_contact: Option<ContactDetails>,
    /// What stands in the way.
    pub blockers: Vec<Blocker>,
    /// A renewal under way or just done.
    pub current_renewal: Option<CurrentRenewal>,
    /// What else there is to tell; `None` where the answer does not say.
    pub overview: Option<Overview>,
}

/// What the membership page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The window opens on that day.
    NotYet {
        /// First day on which renewal is possible.
        opens: NaiveDate,
    },
    /// The window is open.
    Open {
        /// Days until the membership date, at least 1.
        days_left: i64,
    },
    /// The membership date is today.
    LastDay,
    /// The date has passed, renewal is still possible.
    Grace {
        /// Days since the membership date, at least 1.
        days_over: i64,
        /// Last day on which renewal is possible.
        ends: NaiveDate,
    },
    /// The grace period is over.
    Lapsed {
        /// First day after the grace period.
        since: NaiveDate,
    },
    /// Suspended by the program.
    Suspended,
    /// Renewed for the coming year.
    Renewed {
        /// The order stands, the money has not arrived.
        pending: bool,
    },
}

impl Membership {
    /// Days from the server's today to the membership date; negative once it has passed.
    #[must_use]
    pub fn days_left(&self) -> i64 {
        calendar::days_between(self.as_of, self.membership_date)
    }

    /// The status that the dates alone give: for an answer whose status this build does not know.
    #[must_use]
    pub fn status_by_date(&self) -> MembershipStatus {
        let left = self.days_left();
        if left >= self.window_days {
            MembershipStatus::NotDue
        } else if left >= 0 {
            MembershipStatus::Due
        } else if left >= self.grace_days.saturating_neg() {
            MembershipStatus::Grace
        } else {
            MembershipStatus::Lapsed
        }
    }

    /// Does this stand in the way?
    #[must_use]
    pub fn is_blocked_by(&self, code: BlockerCode) -> bool {
        self.blockers.iter().any(|blocker| blocker.code == code)
    }

    /// Does nothing stand in the way of renewing but who asks, and requirements that can still be met?
    #[must_use]
    pub fn is_renewable_by_primary(&self) -> bool {
        let can_be_met = |code| matches!(code, BlockerCode::NotPrimaryContact | BlockerCode::RequirementShort);
        self.status.is_renewable() && self.blockers.iter().all(|blocker| can_be_met(blocker.code))
    }

    /// Who has begun a renewal that is not finished and that this person may not go on with, and the step it is at.
    #[must_use]
    pub fn with_colleague(&self) -> Option<(&Beginning, Step)> {
        let current = self.current_renewal.as_ref().filter(|_| !self.offers_renewal())?;
        let beginning = current.beginning.as_ref().filter(|beginning| !beginning.is_you)?;
        Some((beginning, current.next_step?))
    }

    /// Has the provider not decided yet about a payment for the renewal? Until then nobody pays again, or starts over.
    #[must_use]
    pub fn is_being_paid(&self) -> bool {
        let status = self.current_renewal.as_ref().map(|current| current.status);
        self.status.is_renewable() && status == Some(RenewalStatus::Processing)
    }

    /// Is renewing offered to this person? Where the answer does not say, it is unless something stands in the way: the
    /// server decides again at each step.
    #[must_use]
    pub fn offers_renewal(&self) -> bool {
        self.may_renew.unwrap_or(self.blockers.is_empty())
    }

    /// What to tell the person. The server's status decides; the dates only fill in the numbers.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if let Some(pending) = self.renewed() {
            return Verdict::Renewed { pending };
        }
        let left = self.days_left();
        let ends = calendar::grace_ends(self.membership_date, self.grace_days);
        match self.status {
            MembershipStatus::NotDue => {
                Verdict::NotYet { opens: calendar::window_opens(self.membership_date, self.window_days) }
            }
            MembershipStatus::Due if left > 0 => Verdict::Open { days_left: left },
            MembershipStatus::Due => Verdict::LastDay,
            MembershipStatus::Grace => Verdict::Grace { days_over: left.saturating_neg().max(1), ends },
            MembershipStatus::Lapsed => Verdict::Lapsed { since: calendar::shifted(ends, 1) },
            MembershipStatus::Suspended => Verdict::Suspended,
        }
    }

    /// Has it been renewed already, and is the money still to come?
    fn renewed(&self) -> Option<bool> {
        let phase = self.current_renewal.as_ref().map_or(Phase::Steps, |renewal| renewal.status.phase());
        let blocked = self.is_blocked_by(BlockerCode::AlreadyRenewed);
        let renewed = match self.status {
            MembershipStatus::Suspended => false,
            MembershipStatus::NotDue => blocked || phase != Phase::Steps,
            MembershipStatus::Due | MembershipStatus::Grace | MembershipStatus::Lapsed => blocked,
        };
        renewed.then_some(phase == Phase::Payment)
    }
}
