//! Where is your company located? The location sets the country, and with it levels, currency and tax.
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::domain::company::Location;
use crate::domain::draft::AnswerKey;
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::wire;
use std::rc::Rc;

/// What the page shows.
pub struct Shown {
    renewal: Renewal,
    pub locations: Vec<Location>,
}

pub struct LocationPage {
    context: PageContext,
    form: Form,
    state: Observable<Load<Shown>>,
    /// Id of the location chosen; may be empty.
    chosen: Observable<String>,
}

impl LocationPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<LocationPage> {
        let page = Rc::new(LocationPage {
            context: context.clone(),
            form: Form::new(context.scope.clone()),
            state: Observable::new(Load::Loading),
            chosen: Observable::new(String::new()),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        self.context.load(&self.state, Box::pin(find(self.context.clone(), self.chosen.clone())));
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Shown>) -> R) -> R {
        self.state.with(read)
    }

    /// Id of the location chosen; may be empty.
    #[must_use]
    pub fn chosen(&self) -> String {
        self.chosen.get()
    }

    pub fn choose(&self, id: String) {
        self.chosen.set(id.clone());
        self.context.services.autosave.set(AnswerKey::Location, id);
    }

    /// Saves the step.
    pub fn send(&self) {
        let id = self.chosen.now();
        let renewal = self.state.peek(|state| {
            let shown = state.ready()?;
            shown.locations.iter().any(|location| location.id == id).then(|| shown.renewal.clone())
        });
        match renewal {
            Some(renewal) => step::save(
                &self.context,
                &self.form,
                Step::Location,
                renewal,
                Box::new(move |renewal| wire::renewal::choose_location(renewal, &id)),
            ),
            None => self.form.refuse(vec![FieldError::LocationMissing]),
        }
    }
}

async fn find(context: PageContext, chosen: Observable<String>) -> PageResult<Shown> {
    let services = &context.services;
    Ok(match services.renewals.load_for(Step::Location).await? {
        Found::Elsewhere(page) => Found::Elsewhere(page),
        Found::Here(renewal) => {
            let locations = services.api.call(wire::organization::locations(&renewal.organization.id)).await?;
            let saved = renewal.location.as_ref().map(|location| location.id.clone());
            context.show_answer(AnswerKey::Location, &chosen, saved);
            Found::Here(Shown { renewal, locations })
        }
    })
}
