//! Where is your company located? The location sets the country, and with it levels, currency and tax.
use super::answer::Answer;
use super::search::{Search, location_texts};
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::company::Location;
use crate::domain::draft::AnswerKey;
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::wire;
use std::rc::Rc;

/// What the page shows.
pub struct Shown {
    renewal: Renewal,
    locations: Vec<Location>,
}

pub struct LocationPage {
    context: PageContext,
    form: Form,
    state: Observable<Load<Shown>>,
    search: Search,
    /// Id of the location chosen.
    chosen: Rc<Answer>,
}

impl LocationPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<LocationPage> {
        let page = Rc::new(LocationPage {
            context: context.clone(),
            form: Form::new(context.scope.clone()),
            state: Observable::new(Load::Loading),
            search: Search::new(),
            chosen: Answer::new(context, AnswerKey::Location),
        });
        page.load();
        page
    }

    pub fn load(&self) {
        self.context.load(&self.state, Box::pin(find(Rc::clone(&self.context.services), Rc::clone(&self.chosen))));
    }

    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Reads what the page shows; whoever draws with it is drawn again when it changes.
    pub fn with_state<R>(&self, read: impl FnOnce(&Load<Shown>) -> R) -> R {
        self.state.with(read)
    }

    /// What the person looks for among the locations.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// How many locations can be chosen, found or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.state.peek(|state| state.ready().map_or(0, |shown| shown.locations.len()))
    }

    /// Draws the locations that have what is looked for. The chosen one is always among them: what is saved is shown.
    pub fn draw_offered<T>(&self, draw: fn(&Location) -> T) -> Vec<T> {
        let (wanted, chosen) = (self.search.wanted(), self.chosen.now());
        let is_offered = |one: &&Location| one.id == chosen || wanted.is_in(|| location_texts(one));
        let all = |shown: &Shown| shown.locations.iter().filter(is_offered).map(draw).collect();
        self.state.peek(|state| state.ready().map(all).unwrap_or_default())
    }

    /// Id of the location chosen.
    #[must_use]
    pub fn chosen(&self) -> &Rc<Answer> {
        &self.chosen
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

async fn find(services: Services, chosen: Rc<Answer>) -> PageResult<Shown> {
    Ok(match services.renewals.load_for(Step::Location).await? {
        Found::Elsewhere(page) => Found::Elsewhere(page),
        Found::Here(renewal) => {
            let locations = services.api.call(wire::organization::locations(&renewal.organization.id)).await?;
            let saved = renewal.location.as_ref().map(|location| location.id.clone());
            chosen.show_kept(saved);
            Found::Here(Shown { renewal, locations })
        }
    })
}
