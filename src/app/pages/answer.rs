//! One answer of a step: what was chosen or typed, kept in the draft at once.
use super::PageContext;
use crate::app::observable::Observable;
use crate::domain::draft::AnswerKey;
use std::rc::Rc;

/// An answer as the person gives it; empty where there is none.
pub struct Answer {
    context: PageContext,
    key: AnswerKey,
    value: Observable<String>,
}

impl Answer {
    #[must_use]
    pub(super) fn new(context: &PageContext, key: AnswerKey) -> Rc<Answer> {
        Rc::new(Answer { context: context.clone(), key, value: Observable::new(String::new()) })
    }

    /// The answer; whoever draws with it is drawn again when it changes.
    #[must_use]
    pub fn get(&self) -> String {
        self.value.get()
    }

    /// The answer, without following it.
    #[must_use]
    pub fn now(&self) -> String {
        self.value.now()
    }

    /// The answer of a field. Whoever draws with it is drawn again when it changes by other means than typing.
    #[must_use]
    pub fn typed(&self) -> String {
        self.context.services.autosave().track_shown_late();
        self.value.now()
    }

    /// The person answers.
    pub fn set(&self, value: String) {
        self.value.set(value.clone());
        self.context.services.autosave().set(self.key, value);
    }

    /// Shows another answer, which is not the person's.
    pub(super) fn show(&self, value: String) {
        self.value.set(value);
    }

    /// Shows what the draft holds, else `saved`. Where the draft could not be read in time, its answer is shown once it
    /// is.
    pub(super) fn show_kept(self: &Rc<Self>, saved: Option<String>) {
        let kept = |answer: &Answer| answer.context.services.autosave().answer(answer.key);
        self.show(kept(self).or(saved).unwrap_or_default());
        let this = Rc::clone(self);
        self.context.when_read_late(Box::new(move || {
            if let Some(answer) = kept(&this) {
                this.show(answer);
            }
        }));
    }
}
