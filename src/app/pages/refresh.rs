//! What a page shows, asked for again without taking it away.
use super::Load;
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::domain::failure::Failure;
use std::cell::Cell;
use std::future::Future;

/// Asks again for what is shown. An answer that was overtaken by a later question, or by what the person has done, is an
/// old one, and changes nothing.
pub(super) struct Refresh<T> {
    shown: Observable<Load<T>>,
    last_question: Cell<u32>,
}

impl<T: PartialEq> Refresh<T> {
    pub(super) fn new(shown: &Observable<Load<T>>) -> Refresh<T> {
        Refresh { shown: shown.clone(), last_question: Cell::new(0) }
    }

    /// Is there something to ask again for, and nothing being sent that decides it?
    pub(super) fn is_due(&self, form: &Form) -> bool {
        !form.is_sending() && self.shown.peek(|state| state.ready().is_some())
    }

    fn begin(&self) -> u32 {
        let question = self.last_question.get().wrapping_add(1);
        self.last_question.set(question);
        question
    }

    /// Shows what `find` finds. Where it finds nothing, what is shown stays.
    ///
    /// # Errors
    /// Why nobody knows; what is shown stays then, too.
    pub(super) async fn ask(&self, find: impl Future<Output = Result<Option<T>, Failure>>) -> Result<(), Failure> {
        let question = self.begin();
        let found = find.await?;
        if let Some(now) = found.filter(|_| self.last_question.get() == question) {
            self.shown.set_if_new(Load::Ready(now));
        }
        Ok(())
    }

    /// Shows what the server has answered to what the person did.
    pub(super) fn show(&self, now: T) {
        self.begin();
        self.shown.set(Load::Ready(now));
    }
}
