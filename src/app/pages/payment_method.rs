//! How do you want to pay? The method and its instructions.
use super::answer::Answer;
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::draft::AnswerKey;
use crate::domain::payment::{OfferedMethod, PaymentMethod};
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

    /// Does the method chosen ask for a purchase order number?
    #[must_use]
    pub fn needs_order_number(&self) -> bool {
        PaymentMethod::from_slug(&self.chosen.get()).is_some_and(PaymentMethod::asks_for_order_number)
    }

    /// Purchase order number.
    #[must_use]
    pub fn order_number(&self) -> &Rc<Answer> {
        &self.order_number
    }

    /// Saves the step.
    pub fn send(&self) {
        let chosen = self.chosen.now();
        let found = self.state.peek(|state| {
            let shown = state.ready()?;
            let method = shown.methods.iter().map(|offer| offer.method).find(|method| method.slug() == chosen)?;
            Some((method, shown.renewal.clone()))
        });
        let Some((method, renewal)) = found else { return self.form.refuse(vec![FieldError::MethodMissing]) };
        let number = self.order_number.now().trim().to_owned();
        let number = method.asks_for_order_number().then_some(number);
        let length = number.as_ref().map(|number| number.chars().count());
        if length == Some(0) {
            return self.form.refuse(vec![FieldError::PurchaseOrderMissing]);
        }
        if length.is_some_and(|length| length > ORDER_NUMBER_MAX) {
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
