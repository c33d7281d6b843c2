//! What a page shows, asked for again without taking it away.
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::domain::failure::Failure;
use crate::ports::Task;
use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::rc::Rc;

/// Asks again for what is shown. An answer that was overtaken by a later question, or by what the person has done, is an
/// old one, and changes nothing.
pub(super) struct Refresh<T> {
    shown: Observable<Load<T>>,
    last_question: Rc<Cell<u32>>,
}

impl<T> Clone for Refresh<T> {
    fn clone(&self) -> Refresh<T> {
        Refresh { shown: self.shown.clone(), last_question: Rc::clone(&self.last_question) }
    }
}

impl<T: PartialEq + 'static> Refresh<T> {
    pub(super) fn new(shown: &Observable<Load<T>>) -> Refresh<T> {
        Refresh { shown: shown.clone(), last_question: Rc::new(Cell::new(0)) }
    }

    /// Is there something to ask again for, and nothing being sent that decides it?
    pub(super) fn is_due(&self, form: &Form) -> bool {
        !form.is_sending() && self.shown.peek(|state| state.ready().is_some())
    }

    /// Asks again while the page is open; where that fails, what is shown stays.
    pub(super) fn ask_beside(&self, context: &PageContext, mut find: Task<'static, Result<Option<T>, Failure>>) {
        let (this, question) = (self.clone(), self.begin());
        context.scope.spawn(poll_fn(move |task| {
            find.as_mut().poll(task).map(|found| {
                // Without an answer it is asked for again when the page is shown the next time.
                if let Ok(found) = found {
                    this.take(question, found);
                }
            })
        }));
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
        self.take(question, find.await?);
        Ok(())
    }

    fn take(&self, question: u32, found: Option<T>) {
        if let Some(now) = found.filter(|_| self.last_question.get() == question)
            && self.shown.peek(|shown| shown.ready() != Some(&now))
        {
            self.shown.set(Load::Ready(now));
        }
    }

    /// Shows what the server has answered to what the person did.
    pub(super) fn show(&self, now: T) {
        self.begin();
        self.shown.set(Load::Ready(now));
    }
}
