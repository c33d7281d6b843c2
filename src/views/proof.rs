//! Proof of a bank transfer: a file from whoever has sent the money already. It decides nothing; it helps people find
//! a transfer that came with another amount or reference.
use super::parts::dynamic::fresh;
use super::parts::field::{Field, file};
use super::parts::form::{Form, failure_box, sent_form};
use super::parts::problem;
use super::parts::prose::{h2, p};
use crate::app::screen;
use crate::app::session::App;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::payment::{Payment, UploadedProof};
use crate::domain::proof::{ACCEPTED, ProofFile, ProofProblem, fits, kilobytes};
use crate::i18n::words;
use crate::wire;
use leptos::prelude::*;

/// Id of the control.
const FILE: &str = "proof";
/// Id of the line that says what has arrived.
const SENT: &str = "proof-sent";

/// The part of the page with the form. `settled` is called when the transfer waits for no money any more.
pub fn section(app: App, form: Form, payment: &Payment, settled: Callback<()>) -> AnyView {
    let sent = RwSignal::new(payment.proof.clone());
    let id = payment.id.clone();
    let send = Callback::new(move |()| {
        let id = id.clone();
        form.run(async move {
            let refuse = |problem| form.refuse(vec![(FILE.to_owned(), problem::proof(problem))]);
            let file = match chosen().await {
                Ok(file) => file,
                Err(problem) => return refuse(problem),
            };
            match app.ask(wire::payment::send_proof(&id, file)).await {
                Ok(payment) => {
                    form.clear();
                    sent.set(payment.proof);
                    request_animation_frame(|| screen::focus_by_id(SENT));
                }
                Err(Failure { kind: FailureKind::Proof(problem), .. }) => refuse(problem),
                Err(Failure { kind: FailureKind::TransferSettled, .. }) => {
                    screen::focus_heading();
                    settled.run(());
                }
                Err(failure) => form.fail(failure),
            }
        });
    });
    view! {
        <section class="no-print">
            {h2(words::proof_title())}
            {p(words::proof_lead())}
            {fresh(move || inside(form, sent.get(), send))}
        </section>
    }
    .into_any()
}

/// The file that is chosen, if it may be sent.
async fn chosen() -> Result<ProofFile, ProofProblem> {
    let chosen = screen::chosen_file(FILE).ok_or(ProofProblem::Missing)?;
    fits(chosen.size)?;
    let bytes = chosen.bytes().await.ok_or(ProofProblem::Unreadable)?;
    ProofFile::new(chosen.name, bytes)
}

fn inside(form: Form, sent: Option<UploadedProof>, send: Callback<()>) -> AnyView {
    let label = if sent.is_some() { words::proof_replace() } else { words::proof_send() };
    let sent = sent.map(|proof| {
        let size = screen::number(kilobytes(proof.size));
        let text = words::proof_sent(&proof.name, &size, &screen::date_time_long(&proof.received_at));
        view! { <p class="inset" id=SENT tabindex="-1">{text}</p> }
    });
    let field =
        Field { id: FILE.to_owned(), label: words::proof_label(), hint: words::proof_hint(), ..Field::default() };
    let control = file(form, field, ACCEPTED);
    view! {
        {sent}
        {failure_box(form)}
        {sent_form(form, "button button--secondary", label, control, Box::new(move || send.run(())))}
    }
    .into_any()
}
