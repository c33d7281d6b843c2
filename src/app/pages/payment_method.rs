//! How do you want to pay? The method and its instructions.
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
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
    /// Name of the method chosen; may be empty.
    chosen: Observable<String>,
    /// Purchase order number as typed.
    order_number: Observable<String>,
}

impl PaymentMethodPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<PaymentMethodPage> {
        let page = Rc::new(PaymentMethodPage {
            context: context.clone(),
            form: Form::new(context.scope.clone()),
            state: Observable::new(Load::Loading),
            chosen: Observable::new(String::new()),
            order_number: Observable::new(String::new()),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let find = find(self.context.clone(), self.chosen.clone(), self.order_number.clone());
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

    /// Name of the method chosen; may be empty.
    #[must_use]
    pub fn chosen(&self) -> String {
        self.chosen.get()
    }

    /// Does the method chosen ask for a purchase order number?
    #[must_use]
    pub fn needs_order_number(&self) -> bool {
        self.chosen.with(|chosen| PaymentMethod::from_slug(chosen).is_some_and(PaymentMethod::asks_for_order_number))
    }

    /// Purchase order number as typed. Whoever draws with it is drawn again when it changes by other means than typing.
    #[must_use]
    pub fn order_number(&self) -> String {
        self.context.services.autosave.track_shown_late();
        self.order_number.now()
    }

    pub fn choose(&self, method: String) {
        self.chosen.set(method.clone());
        self.context.services.autosave.set(AnswerKey::Method, method);
    }

    pub fn type_order_number(&self, number: String) {
        self.order_number.set(number.clone());
        self.context.services.autosave.set(AnswerKey::PurchaseOrder, number);
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
        let number = self.order_number.peek(|number| number.trim().to_owned());
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

async fn find(context: PageContext, chosen: Observable<String>, order_number: Observable<String>) -> PageResult<Shown> {
    let services = &context.services;
    Ok(match services.renewals.load_for(Step::Payment).await? {
        Found::Elsewhere(page) => Found::Elsewhere(page),
        Found::Here(renewal) => {
            let methods = services.api.call(wire::renewal::methods(&renewal)).await?;
            let saved = renewal.method.clone();
            let method = saved.as_ref().map(|saved| saved.method.slug().to_owned());
            context.show_answer(AnswerKey::Method, &chosen, method);
            let number = saved.and_then(|saved| saved.purchase_order);
            context.show_answer(AnswerKey::PurchaseOrder, &order_number, number);
            Found::Here(Shown { renewal, methods })
        }
    })
}
