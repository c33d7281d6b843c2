//! One way to call the partner API: access token, retries with backoff, and the way to a new sign-in when the API asks
//! for one.
use super::drafts::Drafts;
use super::early_answers::EarlyAnswers;
use super::session::Sessions;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::retry;
use crate::domain::route::Page;
use crate::ports::{Credentials, Ports, Reply, Request, RetryClass, SignInReason, Task};
use crate::wire::{Call, next, problem};
use std::cell::Cell;
use std::future::{Future, poll_fn, ready};
use std::rc::Rc;

/// Age of a sign-in that is recent, in seconds, where the API has not said it yet.
const RECENT_S: u32 = 900;
/// A pause the server asks for that is taken without telling, in seconds; a longer one is told, with a countdown.
const MAX_SILENT_RETRY_AFTER_S: u32 = 3;

/// Why the person is sent to sign in where the session has ended before this request.
pub(super) fn interrupted(request: &Request) -> SignInReason {
    match (request.credentials, request.is_action) {
        // Signing and paying want a recent sign-in too: asked for at once, it is one way and not two.
        (Credentials::RecentSignIn, _) => SignInReason::Recent(RECENT_S),
        (Credentials::AccessToken, true) => SignInReason::Interrupted,
        (Credentials::AccessToken | Credentials::Anonymous, _) => SignInReason::Page,
    }
}

/// Calls to the partner API.
pub struct Api {
    ports: Rc<Ports>,
    sessions: Rc<Sessions>,
    drafts: Rc<Drafts>,
    early_answers: EarlyAnswers,
    /// Counts sign-outs, so that a request that waits to be sent again is given up too.
    generation: Cell<u32>,
}

impl Api {
    #[must_use]
    pub fn new(ports: Rc<Ports>, sessions: Rc<Sessions>, drafts: Rc<Drafts>) -> Api {
        let early_answers = EarlyAnswers::default();
        Api { ports, sessions, drafts, early_answers, generation: Cell::new(0) }
    }

    /// Sends the call and reads its answer. When the API asks for a new sign-in, the draft is saved and the person is
    /// sent to sign in; they come back to the same page.
    ///
    /// # Errors
    /// Whatever kept a usable answer from coming.
    pub fn call<'a, T: 'a>(&'a self, call: Call<T>) -> impl Future<Output = Result<T, Failure>> + 'a {
        let Call { request, read } = call;
        let mut asked = self.ask(request);
        poll_fn(move |context| asked.as_mut().poll(context).map(|reply| reply.and_then(|reply| read(&reply))))
    }

    /// Asks for what may turn out not to be wanted, before it is known. A failure is no answer: who wants it asks again.
    pub(super) fn ask_early<T: 'static>(&self, call: Option<Call<T>>) -> Task<'_, Option<T>> {
        let Some(Call { request, read }) = call else { return Box::pin(ready(None)) };
        let mut asked = self.send(request);
        Box::pin(poll_fn(move |context| {
            asked.as_mut().poll(context).map(|reply| reply.and_then(|reply| read(&reply)).ok())
        }))
    }

    // The parts of `call` that are the same for every call are compiled once, and what remains is no `async` block: one of
    // those for every answer would weigh as much as all the rest.

    fn ask(&self, request: Request) -> Task<'_, Result<Reply, Failure>> {
        Box::pin(async move {
            let interrupted = interrupted(&request);
            // What is asked without a sign-in says nothing of it, and never leads to one.
            let is_anonymous = request.credentials == Credentials::Anonymous;
            let result = self.send(request).await;
            if !is_anonymous {
                let refusal = match &result {
                    Ok(reply) if matches!(reply.status, 200..=299) => None,
                    Ok(reply) => Some(problem::refused(reply)),
                    Err(failure) => Some(failure.clone()),
                };
                self.begin_sign_in_if_required(refusal.as_ref(), interrupted).await;
            }
            result
        })
    }

    /// Sends a request, keeps what comes beside its answer, and leads nowhere: `begin_sign_in_if_required` comes after,
    /// once all is in order for that.
    ///
    /// # Errors
    /// Whatever kept an answer from coming.
    pub(super) fn send(&self, request: Request) -> Task<'_, Result<Reply, Failure>> {
        Box::pin(async move {
            if request.is_action {
                self.early_answers.forget();
            } else if let Some(reply) = self.early_answers.take(&request, self.ports.clock.now_ms()) {
                return Ok(reply);
            }
            let generation = self.early_answers.generation();
            let reply = self.send_with_retry(&request).await;
            let reply = reply.map_err(|kind| Failure { kind, reference: String::new() })?;
            if request.leads_on {
                self.early_answers.keep(generation, next::early_answers(&reply), self.ports.clock.now_ms());
            }
            Ok(reply)
        })
    }

    /// Answers that came beside others, for who asks next.
    pub(super) fn early_answers(&self) -> &EarlyAnswers {
        &self.early_answers
    }

    async fn send_with_retry(&self, request: &Request) -> Result<Reply, FailureKind> {
        let generation = self.generation.get();
        let mut attempt = 0;
        // Why nobody knows whether an attempt before this one was carried out.
        let mut unknown_outcome = None;
        loop {
            let authorization = match request.credentials {
                Credentials::AccessToken | Credentials::RecentSignIn => self.ports.session.authorization(),
                Credentials::Anonymous => None,
            };
            let result = self.ports.transport.send(request.clone(), authorization).await;
            let pause =
                if request.retry == RetryClass::Never { None } else { self.pause_before_retry(&result, attempt) };
            let Some(pause) = pause else {
                // Whoever limits the rate, or wants a sign-in, says nothing of an attempt whose answer was lost.
                return match (result, unknown_outcome) {
                    (Ok(Reply { status: 401 | 429, .. }), Some(kind)) => Err(kind),
                    (result, _) => result,
                };
            };
            if request.retry != RetryClass::Safe {
                unknown_outcome = match &result {
                    Err(kind) => Some(kind.clone()),
                    Ok(reply) if reply.status != 429 => Some(FailureKind::Timeout),
                    Ok(_) => unknown_outcome,
                };
            }
            self.ports.timer.sleep(pause).await;
            if self.generation.get() != generation {
                return Err(FailureKind::Aborted);
            }
            attempt += 1;
        }
    }

    /// Milliseconds after which to send once more, if that may help.
    fn pause_before_retry(&self, result: &Result<Reply, FailureKind>, attempt: u32) -> Option<u32> {
        let asked_for = match result {
            Ok(reply) if matches!(reply.status, 429 | 502..=504) => reply.retry_after,
            Err(FailureKind::Offline | FailureKind::Timeout) => None,
            _ => return None,
        };
        let backoff = retry::delay_ms(attempt, self.ports.random.below_thousand())?;
        match asked_for {
            Some(seconds) if seconds > MAX_SILENT_RETRY_AFTER_S => None,
            Some(seconds) => Some(backoff.max(seconds * 1000)),
            None => Some(backoff),
        }
    }

    /// Leaves for a new sign-in if the API wants one; `interrupted` is the reason where the session has ended.
    pub(super) fn begin_sign_in_if_required(
        &self,
        failure: Option<&Failure>,
        interrupted: SignInReason,
    ) -> Task<'_, ()> {
        let reason = match failure.map(|failure| &failure.kind) {
            None => {
                self.sessions.note_token_used();
                return Box::pin(async {});
            }
            // A token that the API never took is not replaced by another without being asked.
            Some(FailureKind::SignInRequired) if self.sessions.take_token_unused() => return Box::pin(async {}),
            Some(FailureKind::SignInRequired) => interrupted,
            Some(FailureKind::RecentSignIn(max_age)) => SignInReason::TooOld(*max_age),
            Some(_) => return Box::pin(async {}),
        };
        Box::pin(async move {
            let Some(_leaving) = self.sessions.leave() else { return };
            self.drafts.flush().await;
            let page = Page::parse(&self.ports.navigator.path());
            if self.ports.session.begin(&page, reason).await.is_err() {
                // The failed call itself is shown, with a way to try again.
            }
        })
    }

    /// Gives up everything under way and everything that waits to be sent again.
    pub fn abort_all(&self) {
        self.early_answers.forget();
        self.generation.set(self.generation.get().wrapping_add(1));
        self.ports.transport.abort_all();
    }
}
