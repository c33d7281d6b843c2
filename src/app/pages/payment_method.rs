//! How do you want to pay? The method and its instructions.
use super::answer::Answer;
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::draft::AnswerKey;
use crate::domain::payment::{OfferedMethod, OrderNumber};
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::wire;
use std::rc::Rc;

/// Longest purchase order number the program accepts, in characters.
pub const ORDER_NUMBER_MAX: usize = 35;

/// What the page shows.
pub struct Shown {
    renewal: Renewal,
    pub methods: Vec<OfferedMethod>,
}

impl Shown {
    /// What is offered under this name.
    fn offer(&self, slug: &str) -> Option<&OfferedMethod> {
        self.methods.iter().find(|offer| offer.method.slug() == slug)
    }
}

pub struct PaymentMethodPage {
    context: PageContext,
    form: Form,
    state: Observable<Load<Shown>>,
    /// Name of the method chosen.
    chosen: Rc<Answer>,
    order_number: Rc<Answer>,
}

impl PaymentMethodPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<PaymentMethodPage> {
        let page = Rc::new(PaymentMethodPage {
            context: context.clone(),
            form: Form::new(context.scope.clone()),
            state: Observable::new(Load::Loading),
            chosen: Answer::new(context, AnswerKey::Method),
            order_number: Answer::new(context, AnswerKey::PurchaseOrder),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let services = Rc::clone(&self.context.services);
        let find = find(services, Rc::clone(&self.chosen), Rc::clone(&self.order_number));
        self.context.load(&self.state, Box::pin(find));
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Shown>) -> R) -> R {
        self.state.with(read)
    }

    /// Name of the method chosen.
    #[must_use]
    pub fn chosen(&self) -> &Rc<Answer> {
        &self.chosen
    }

    /// Whether the company's order number is sent with the method chosen.
    #[must_use]
    pub fn order_number_rule(&self) -> OrderNumber {
        let chosen = self.chosen.get();
        let rule = self.state.with(|state| Some(state.ready()?.offer(&chosen)?.order_number));
        rule.unwrap_or(OrderNumber::NotTaken)
    }

    /// The number that the company gave to the order.
    #[must_use]
    pub fn order_number(&self) -> &Rc<Answer> {
        &self.order_number
    }

    /// Saves the step.
    pub fn send(&self) {
        let chosen = self.chosen.now();
        let found = self.state.peek(|state| {
            let shown = state.ready()?;
            Some((shown.offer(&chosen)?.clone(), shown.renewal.clone()))
        });
        let Some((OfferedMethod { method, order_number: rule, .. }, renewal)) = found else {
            return self.form.refuse(vec![FieldError::MethodMissing]);
        };
        let number = self.order_number.now().trim().to_owned();
        if number.is_empty() && rule == OrderNumber::Required {
            return self.form.refuse(vec![FieldError::PurchaseOrderMissing]);
        }
        let number = Some(number).filter(|number| !number.is_empty() && rule != OrderNumber::NotTaken);
        if number.as_ref().is_some_and(|number| number.chars().count() > ORDER_NUMBER_MAX) {
            return self.form.refuse(vec![FieldError::PurchaseOrderTooLong]);
        }
        step::save(
            &self.context,
            &self.form,
            Step::Payment,
            renewal,
            Box::new(move |renewal| wire::renewal::choose_method(renewal, method, number.clone())),
        );
    }
}

async fn find(services: Services, chosen: Rc<Answer>, order_number: Rc<Answer>) -> PageResult<Shown> {
    Ok(match services.renewals.load_for(Step::Payment).await? {
        Found::Elsewhere(page) => Found::Elsewhere(page),
        Found::Here(renewal) => {
            let methods = services.api.call(wire::renewal::methods(&renewal)).await?;
            let saved = renewal.method.clone();
            let method = saved.as_ref().map(|saved| saved.method.slug().to_owned());
            chosen.show_kept(method);
            order_number.show_kept(saved.and_then(|saved| saved.purchase_order));
            Found::Here(Shown { renewal, methods })
        }
    })
}
