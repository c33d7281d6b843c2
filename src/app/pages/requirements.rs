//! Check your requirements.
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::competency::Competency;
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::wire;
use std::rc::Rc;

/// What the page shows.
pub struct Shown {
    renewal: Renewal,
    pub competencies: Vec<Competency>,
}

pub struct RequirementsPage {
    context: PageContext,
    form: Form,
    state: Observable<Load<Shown>>,
    confirmed: Observable<bool>,
}

impl RequirementsPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<RequirementsPage> {
        let page = Rc::new(RequirementsPage {
            context: context.clone(),
            form: Form::new(context.scope.clone()),
            state: Observable::new(Load::Loading),
            confirmed: Observable::new(false),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        let find = find(Rc::clone(&self.context.services), self.confirmed.clone());
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

    /// Is the box ticked?
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.confirmed.get()
    }

    pub fn confirm(&self, confirmed: bool) {
        self.confirmed.set_if_new(confirmed);
    }

    /// Saves the step.
    pub fn send(&self) {
        if !self.confirmed.now() {
            return self.form.refuse(vec![FieldError::RequirementsNotConfirmed]);
        }
        let renewal = self.state.peek(|state| state.ready().map(|shown| shown.renewal.clone()));
        if let Some(renewal) = renewal {
            step::save(
                &self.context,
                &self.form,
                Step::Requirements,
                renewal,
                Box::new(wire::renewal::confirm_requirements),
            );
        }
    }
}

async fn find(services: Services, confirmed: Observable<bool>) -> PageResult<Shown> {
    Ok(match services.renewals.load_for(Step::Requirements).await? {
        Found::Elsewhere(page) => Found::Elsewhere(page),
        Found::Here(renewal) => {
            let competencies = services.api.call(wire::competencies::get(&renewal.organization.id)).await?;
            // Where nothing is required there is nothing to tick either.
            let is_given = renewal.requirements.is_some() || competencies.is_empty();
            confirmed.set_if_new(confirmed.now() || is_given);
            Found::Here(Shown { renewal, competencies })
        }
    })
}
