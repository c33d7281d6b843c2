//! What the steps have in common: saving one, and what the server refuses.
use super::PageContext;
use crate::app::form::Form;
use crate::domain::failure::Failure;
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::ports::HistoryEntry;
use crate::wire::Call;

/// The call that saves a step of a renewal as it is now.
pub(super) type SaveCall = Box<dyn Fn(&Renewal) -> Call<Renewal>>;

/// Saves a step and goes on. A failure is told in the form; nothing typed is lost.
pub(super) fn save(context: &PageContext, form: &Form, step: Step, opened_with: Renewal, call: SaveCall) {
    let (context, failed_form) = (context.clone(), form.clone());
    form.run(async move {
        match context.services.renewals.save(&opened_with, &*call).await {
            Ok(renewal) => saved(&context, step, renewal).await,
            Err(failure) => refused(&context, &failed_form, failure).await,
        }
    });
}

/// The server has the step: goes on.
pub(super) async fn saved(context: &PageContext, step: Step, renewal: Renewal) {
    let next = context.services.renewals.step_saved(step, renewal).await;
    context.scope.go(&next, HistoryEntry::Push);
}

/// What the server refused: some refusals lead to another page, the others are told in the form.
pub(super) async fn refused(context: &PageContext, form: &Form, failure: Failure) {
    if !context.leads_elsewhere(&failure).await {
        form.fail(failure);
    }
}
