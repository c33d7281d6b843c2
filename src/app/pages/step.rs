//! What the steps have in common: saving one, and what the server refuses.
use super::PageContext;
use crate::app::form::Form;
use crate::domain::draft::AnswerKey;
use crate::domain::failure::Failure;
use crate::domain::renewal::Renewal;
use crate::domain::step::Step;
use crate::domain::texts::Texts;
use crate::ports::HistoryEntry;
use crate::wire::Call;

/// The call that saves a step of a renewal as it is now.
pub(super) type SaveCall = Box<dyn Fn(&Renewal) -> Call<Renewal>>;

/// Saves a step and goes on. A failure is told in the form; nothing typed is lost.
pub(super) fn save(context: &PageContext, form: &Form, step: Step, opened_with: Renewal, call: SaveCall) {
    let (context, form_in_task) = (context.clone(), form.clone());
    form.run(async move {
        let sent = answers(&context, step);
        match context.services.renewals.save(&opened_with, &*call).await {
            Ok(renewal) => saved(&context, &form_in_task, step, &sent, renewal).await,
            Err(failure) => refused(&context, &form_in_task, failure).await,
        }
    });
}

/// What the draft has for a step at the moment in which it is sent.
pub(super) fn answers(context: &PageContext, step: Step) -> Texts<AnswerKey> {
    context.services.autosave().with_draft(|draft| draft.of_step(step))
}

/// The server has the step as it was sent: goes on, or stays for what was changed since.
pub(super) async fn saved(context: &PageContext, form: &Form, step: Step, sent: &Texts<AnswerKey>, renewal: Renewal) {
    context.services.tell_progress(&renewal.id);
    match context.services.renewals.step_saved(step, sent, renewal).await {
        Some(next) => context.scope.go(&next, HistoryEntry::Push),
        None => form.set_changed_since(),
    }
}

/// What the server refused: some refusals lead to another page, the others are told in the form.
pub(super) async fn refused(context: &PageContext, form: &Form, failure: Failure) {
    if !context.leads_elsewhere(&failure).await {
        form.fail(failure);
    }
}
