//! The form of a list: what the person is about to do with it, what is typed for that, and what was done last.
use super::PageContext;
use crate::app::form::Form;
use crate::app::observable::Observable;

/// `Task` is what can be done, `Done` what was done, `Typed` what is typed for it (`()` where nothing is).
pub(super) struct TaskForm<Task, Typed, Done> {
    pub form: Form,
    pub task: Observable<Option<Task>>,
    pub typed: Observable<Typed>,
    pub done: Observable<Option<Done>>,
}

impl<Task: Clone + 'static, Typed: Default + 'static, Done: 'static> TaskForm<Task, Typed, Done> {
    pub fn new(context: &PageContext) -> TaskForm<Task, Typed, Done> {
        TaskForm {
            form: Form::new(context.scope.clone()),
            task: Observable::new(None),
            typed: Observable::new(Typed::default()),
            done: Observable::new(None),
        }
    }

    /// The person wants to do something. `false` while something is being sent.
    pub fn begin(&self, task: Task, typed: Typed) -> bool {
        if self.form.is_sending() {
            return false;
        }
        self.form.clear();
        self.done.clear();
        self.typed.set(typed);
        self.task.set(Some(task));
        true
    }

    /// The person does nothing any more.
    pub fn end(&self) {
        self.form.clear();
        self.task.clear();
    }
}
