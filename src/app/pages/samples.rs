//! What the page of all components shows: forms, answers and answers of the API in every state. Only in a build with the
//! feature `styles`.
use super::PageContext;
use super::answer::Answer;
use crate::app::App;
use crate::app::form::{FieldError, Form};
use crate::app::page_scope::PageScope;
use crate::domain::competency::Competency;
use crate::domain::confirmation::Confirmation;
use crate::domain::draft::AnswerKey;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::membership::Membership;
use crate::domain::profile::{FieldId, FieldProblem};
use crate::domain::proof::ProofProblem;
use crate::domain::renewal::{OfferedLevel, Renewal};
use crate::domain::route::Page;
use crate::ports::Reply;
use crate::wire::{self, Call};
use std::rc::Rc;

/// Everything that the page is drawn with. The answers of the API are the golden bodies of the contract.
pub struct Samples {
    pub plain: Form,
    /// A form with something wrong in it.
    pub wrong: Form,
    /// A form whose request is under way.
    pub busy: Form,
    /// An answer that is chosen.
    pub chosen: Rc<Answer>,
    pub memberships: Vec<Membership>,
    pub competencies: Vec<Competency>,
    pub levels: Vec<OfferedLevel>,
    /// Paid, and waiting for a transfer and for an order.
    pub confirmations: Vec<Confirmation>,
    pub failures: Vec<Failure>,
}

const MEMBERSHIPS: [&str; 10] = [
    include_str!("../../../tests/contract/golden/get-membership.not_due.200.json"),
    include_str!("../../../tests/contract/golden/get-membership.due.200.json"),
    include_str!("../../../tests/contract/golden/get-membership.due.continue.200.json"),
    include_str!("../../../tests/contract/golden/get-membership.due.not-primary-contact.200.json"),
    include_str!("../../../tests/contract/golden/get-membership.due.requirement-short.200.json"),
    include_str!("../../../tests/contract/golden/get-membership.due.awaiting_payment.200.json"),
    include_str!("../../../tests/contract/golden/get-membership.grace.200.json"),
    include_str!("../../../tests/contract/golden/get-membership.lapsed.200.json"),
    include_str!("../../../tests/contract/golden/get-membership.suspended.200.json"),
    include_str!("../../../tests/contract/golden/get-membership.not_due.renewed.200.json"),
];
const COMPETENCIES: [&str; 3] = [
    include_str!("../../../tests/contract/golden/get-competencies.200.json"),
    include_str!("../../../tests/contract/golden/get-competencies.short.200.json"),
    include_str!("../../../tests/contract/golden/get-competencies.unknown.200.json"),
];
const CONFIRMATIONS: [&str; 3] = [
    include_str!("../../../tests/contract/golden/get-confirmation.paid.200.json"),
    include_str!("../../../tests/contract/golden/get-confirmation.pending.200.json"),
    include_str!("../../../tests/contract/golden/get-confirmation.pending-purchase-order.200.json"),
];
const RENEWAL: &str = include_str!("../../../tests/contract/golden/get-renewal.signed-level.200.json");
const LEVELS: &str = include_str!("../../../tests/contract/golden/get-levels.200.json");

fn read<T>(call: &Call<T>, body: &str) -> Option<T> {
    let reply = Reply {
        status: 200,
        content_type: "application/json".to_owned(),
        etag: "\"sample\"".to_owned(),
        request_id: String::new(),
        retry_after: None,
        body: body.to_owned(),
    };
    // The contract's tests read the same bodies; what is missing here is seen on the page.
    (call.read)(&reply).ok()
}

impl App {
    /// The samples, which live as long as this page.
    #[must_use]
    pub fn samples(self: &Rc<Self>) -> Samples {
        let scope = PageScope::new(Rc::clone(&self.services.ports));
        let context = PageContext::new(Rc::clone(&self.services), scope.clone(), Page::Start);
        let wrong = Form::new(scope.clone());
        wrong.refuse(vec![
            FieldError::Profile(FieldId::City, FieldProblem::Missing),
            FieldError::LocationMissing,
            FieldError::RequirementsNotConfirmed,
            FieldError::Proof(ProofProblem::Missing),
        ]);
        let busy = Form::new(scope.clone());
        busy.set_busy(true);
        let chosen = Answer::new(&context, AnswerKey::Location);
        chosen.show("advanced".to_owned());
        let renewal: Option<Renewal> = read(&wire::renewal::get("r"), RENEWAL);
        let levels = renewal.and_then(|renewal| read(&wire::renewal::levels(&renewal), LEVELS));
        let failed = |kind| Failure { kind, reference: "req-1001".to_owned() };
        Samples {
            plain: Form::new(scope),
            wrong,
            busy,
            chosen,
            memberships: MEMBERSHIPS.iter().filter_map(|body| read(&wire::membership::get("o"), body)).collect(),
            competencies: COMPETENCIES
                .iter()
                .filter_map(|body| read(&wire::competencies::get("o"), body))
                .flatten()
                .collect(),
            levels: levels.unwrap_or_default(),
            confirmations: CONFIRMATIONS.iter().filter_map(|body| read(&wire::confirmation::get("r"), body)).collect(),
            failures: vec![
                failed(FailureKind::Offline),
                failed(FailureKind::Unexpected(500)),
                failed(FailureKind::NotDownloaded),
            ],
        }
    }
}
