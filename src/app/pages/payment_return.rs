//! Back from the hosted payment page, or come to see how a payment stands. The address proves nothing: the server is
//! asked, and asked again when another tab tells of a payment and when the page is shown again.
use super::{Load, PageContext};
use crate::app::observable::Observable;
use crate::app::payment::{PaymentClaim, PaymentController};
use crate::app::renewals::Found;
use crate::domain::money::Money;
use crate::domain::payment_machine::Event;
use std::rc::Rc;

pub struct PaymentReturnPage {
    context: PageContext,
    /// Id of the renewal.
    state: Observable<Load<String>>,
    payment: Rc<PaymentController>,
}

impl PaymentReturnPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<PaymentReturnPage> {
        let page = Rc::new(PaymentReturnPage {
            context: context.clone(),
            state: Observable::new(Load::Loading),
            payment: PaymentController::new(Rc::clone(&context.services), context.scope.clone()),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let (services, payment) = (Rc::clone(&self.context.services), Rc::clone(&self.payment));
        let find = async move {
            let found = services.renewals.load_fresh().await?.map(|renewal| renewal.id);
            services.renewals.invalidate();
            if let Found::Here(renewal) = &found {
                payment.resume(renewal);
            }
            Ok(found)
        };
        self.context.load(&self.state, Box::pin(find));
    }

    /// Reads whether the renewal is known; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<String>) -> R) -> R {
        self.state.with(read)
    }

    /// What to say about the payment, and what to offer.
    #[must_use]
    pub fn claim(&self) -> PaymentClaim {
        if self.state.with(|state| state.ready().is_none()) {
            return PaymentClaim::Asking;
        }
        self.payment.claim()
    }

    /// The amount of the payment, once it is known.
    #[must_use]
    pub fn amount(&self) -> Option<Money> {
        self.payment.amount()
    }

    /// Is somebody else paying, by the payment link?
    #[must_use]
    pub fn is_by_link(&self) -> bool {
        self.payment.is_by_link()
    }

    /// The person goes on to the hosted page.
    pub fn continue_paying(&self) {
        self.payment.act(Event::Leave);
    }

    /// The person asks to check again.
    pub fn check_again(&self) {
        self.payment.act(Event::CameBack);
    }

    /// The person cancels the payment.
    pub fn cancel(&self) {
        self.payment.act(Event::Cancel);
    }

    /// Something may have happened to the payment elsewhere.
    pub fn recheck(&self) {
        if self.state.peek(|state| state.ready().is_some()) {
            self.payment.recheck();
        }
    }
}
