//! What a page shows and changes: one answer of the API, which every change is answered with anew.
use super::refresh::Refresh;
use super::{Load, PageContext};
use crate::app::form::Form;
use crate::app::observable::Observable;
use crate::app::renewals::Found;
use crate::wire::Call;
use std::rc::Rc;

pub(super) struct Resource<T> {
    context: PageContext,
    /// Asks for it.
    get: Box<dyn Fn() -> Call<T>>,
    state: Observable<Load<T>>,
    refresh: Refresh<T>,
    form: Form,
}

impl<T: PartialEq + 'static> Resource<T> {
    /// Asks for it at once.
    pub fn open(context: &PageContext, get: impl Fn() -> Call<T> + 'static) -> Rc<Resource<T>> {
        let state = Observable::new(Load::Loading);
        let resource = Rc::new(Resource {
            context: context.clone(),
            get: Box::new(get),
            refresh: Refresh::new(&state),
            state,
            form: Form::new(context.scope.clone()),
        });
        resource.load();
        resource
    }

    /// Asks for it; the page shows that it loads.
    pub fn load(&self) {
        let (services, call) = (Rc::clone(&self.context.services), (self.get)());
        let find = async move { services.api.call(call).await.map(Found::Here) };
        self.context.load(&self.state, Box::pin(find));
    }

    /// The page is shown again, or another tab has told something: asks for it as it is now. Where that fails, what is
    /// shown stays.
    pub fn recheck(&self) {
        if self.refresh.is_due(&self.form) {
            let (services, call) = (Rc::clone(&self.context.services), (self.get)());
            self.refresh.ask_beside(&self.context, Box::pin(async move { services.api.call(call).await.map(Some) }));
        }
    }

    /// Reads it; whoever draws with it is drawn again when it changes.
    pub fn with<R>(&self, read: impl FnOnce(&Load<T>) -> R) -> R {
        self.state.with(read)
    }

    /// Reads it without following it.
    pub fn peek<R>(&self, read: impl FnOnce(&Load<T>) -> R) -> R {
        self.state.peek(read)
    }

    /// The form that changes it.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// Shows what the server has answered to what the person did.
    pub fn show(&self, now: T) {
        self.form.clear();
        self.refresh.show(now);
        self.context.scope.focus_heading();
    }

    /// Changes it, and shows what that is answered with.
    pub fn change(self: &Rc<Self>, call: Call<T>) {
        let this = Rc::clone(self);
        self.form.run(async move {
            match this.context.services.api.call(call).await {
                Ok(now) => this.show(now),
                Err(failure) => this.form.fail(failure),
            }
        });
    }
}
