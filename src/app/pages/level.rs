//! Choose your renewal level, among those offered at the location.
use super::answer::Answer;
use super::{Load, PageContext, step};
use crate::app::form::{FieldError, Form};
use crate::app::observable::Observable;
use crate::app::renewals::{Found, PageResult};
use crate::app::services::Services;
use crate::domain::draft::AnswerKey;
use crate::domain::renewal::{OfferedLevel, Renewal};
use crate::domain::step::Step;
use crate::wire;
use std::rc::Rc;

/// What the page shows.
pub struct Shown {
    pub renewal: Renewal,
    pub levels: Vec<OfferedLevel>,
}

impl Shown {
    fn offers(&self, id: &str) -> bool {
        self.levels.iter().any(|offer| offer.unavailable.is_none() && offer.level.id == id)
    }
}

pub struct LevelPage {
    context: PageContext,
    form: Form,
    state: Observable<Load<Shown>>,
    /// Id of the level chosen.
    chosen: Rc<Answer>,
}

impl LevelPage {
    #[must_use]
    pub(super) fn open(context: &PageContext) -> Rc<LevelPage> {
        let page = Rc::new(LevelPage {
            context: context.clone(),
            form: Form::new(context.scope.clone()),
            state: Observable::new(Load::Loading),
            chosen: Answer::new(context, AnswerKey::Level),
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

    /// Id of the level chosen.
    #[must_use]
    pub fn chosen(&self) -> &Rc<Answer> {
        &self.chosen
    }

    /// Saves the step.
    pub fn send(&self) {
        let id = self.chosen.now();
        let renewal =
            self.state.peek(|state| state.ready().filter(|shown| shown.offers(&id)).map(|shown| shown.renewal.clone()));
        match renewal {
            Some(renewal) => step::save(
                &self.context,
                &self.form,
                Step::Level,
                renewal,
                Box::new(move |renewal| wire::renewal::choose_level(renewal, &id)),
            ),
            None => self.form.refuse(vec![FieldError::LevelMissing]),
        }
    }
}

async fn find(services: Services, chosen: Rc<Answer>) -> PageResult<Shown> {
    Ok(match services.renewals.load_for(Step::Level).await? {
        Found::Elsewhere(page) => Found::Elsewhere(page),
        Found::Here(renewal) => {
            let levels = services.api.call(wire::renewal::levels(&renewal)).await?;
            let shown = Shown { renewal, levels };
            let saved = shown.renewal.level.as_ref().map(|chosen| chosen.level.id.clone());
            chosen.show_kept(saved);
            if !shown.offers(&chosen.now()) {
                chosen.show(String::new());
            }
            Found::Here(shown)
        }
    })
}
