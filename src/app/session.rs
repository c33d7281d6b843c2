//! Who is signed in.
use super::observable::Observable;
use crate::domain::route::Page;
use crate::ports::{Ports, SignInOutcome, SignInProblem, SignInReason, SignedIn};
use std::cell::Cell;
use std::rc::Rc;

/// Who is signed in. The token itself stays behind the `Session` port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Partition of everything stored for this account.
    pub account_key: String,
    /// Full name, for the header; may be empty where the provider tells none.
    pub name: String,
}

/// Where the sign-in stands on this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInState {
    /// Nobody is signed in; a page that needs somebody leads to the sign-in.
    Nobody,
    /// The sign-in page could not be gone to.
    Failed(SignInProblem),
    SignedIn(Identity),
    /// The person has signed out, here or in another tab.
    SignedOut(SignOut),
}

/// What is known of a sign-out besides that nobody is signed in any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOut {
    /// It is under way, here or in another tab.
    UnderWay,
    /// Nothing of the person is left in this browser.
    Emptied,
    /// What was typed could not be removed from this browser.
    NotEmptied,
    /// Nothing is left here, but the provider could not be told: its own session may go on.
    ProviderNotTold,
}

/// The sign-in page is being asked for, until this is dropped: by who asked, or with the page that did.
pub(super) struct Leaving<'a>(&'a Cell<bool>);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// The one owner of the sign-in state.
pub struct Sessions {
    ports: Rc<Ports>,
    state: Observable<SignInState>,
    arrival: Observable<SignInOutcome>,
    /// The sign-in page is being asked for.
    is_leaving: Cell<bool>,
    /// Until the API has taken the token once.
    token_unused: Cell<bool>,
    ends_soon: Observable<bool>,
}

/// So long before the sign-in ends the person is warned, in milliseconds; of a short one in its last quarter.
const WARNING_MS: u32 = 120_000;

impl Sessions {
    #[must_use]
    pub fn new(ports: Rc<Ports>) -> Sessions {
        Sessions {
            ports,
            state: Observable::new(SignInState::Nobody),
            arrival: Observable::new(SignInOutcome::Plain),
            is_leaving: Cell::new(false),
            token_unused: Cell::new(false),
            ends_soon: Observable::new(false),
        }
    }

    /// Where the sign-in stands.
    #[must_use]
    pub fn state(&self) -> SignInState {
        self.state.get()
    }

    /// Is somebody signed in?
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.state.with(|state| matches!(state, SignInState::SignedIn(_)))
    }

    /// Has the person signed out, here or in another tab?
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        self.state.peek(|state| matches!(state, SignInState::SignedOut(_)))
    }

    /// Whoever calls this is drawn again when somebody signs in or out.
    pub(super) fn track_sign_in(&self) {
        self.state.with(|_| ());
    }

    /// Who is signed in, without following it.
    #[must_use]
    pub fn identity(&self) -> Option<Identity> {
        match self.state.now() {
            SignInState::SignedIn(identity) => Some(identity),
            SignInState::Nobody | SignInState::Failed(_) | SignInState::SignedOut(_) => None,
        }
    }

    /// What there is to say about the way back from the sign-in page.
    #[must_use]
    pub fn arrival(&self) -> SignInOutcome {
        self.arrival.get()
    }

    /// The person has gone on: what is to be done again needs no word any more.
    pub(super) fn forget_arrival(&self) {
        match self.arrival.now() {
            SignInOutcome::Recent | SignInOutcome::Interrupted => self.arrival.set(SignInOutcome::Plain),
            SignInOutcome::Plain | SignInOutcome::OtherAccount => {}
        }
    }

    pub(super) fn note_token_used(&self) {
        self.token_unused.set(false);
    }

    /// Is the token one that the API has never taken? True once.
    pub(super) fn take_token_unused(&self) -> bool {
        self.token_unused.replace(false)
    }

    /// Of two who ask for the sign-in page at once one leads to it: each would take the other's way back. `None` if somebody
    /// else is asking.
    pub(super) fn leave(&self) -> Option<Leaving<'_>> {
        (!self.is_leaving.replace(true)).then(|| Leaving(&self.is_leaving))
    }

    /// Leaves for the sign-in page; the person returns to `page`. A failure is told by `state`.
    pub(super) async fn begin(&self, page: &Page) {
        // The page that comes where nobody is signed in any more asks too.
        let Some(_leaving) = self.leave() else { return };
        self.state.set_if_new(SignInState::Nobody);
        if let Err(why) = self.ports.session.begin(page, SignInReason::Page).await {
            self.state.set(SignInState::Failed(why));
        }
    }

    /// Finishes the sign-in that the address of this page belongs to.
    ///
    /// # Errors
    /// If it is refused.
    pub(super) async fn finish(&self) -> Result<(), SignInProblem> {
        let SignedIn { account_key, name, arrival } = self.ports.session.finish().await?;
        self.token_unused.set(true);
        self.arrival.set_if_new(arrival);
        self.state.set(SignInState::SignedIn(Identity { account_key, name }));
        Ok(())
    }

    /// Is the sign-in about to end?
    #[must_use]
    pub fn ends_soon(&self) -> bool {
        self.ends_soon.get() && self.is_signed_in()
    }

    /// Warns before the sign-in that was just finished ends. It goes on from page to page, as the sign-in does.
    pub(super) fn watch_end(&self) {
        let (ports, ends_soon) = (Rc::clone(&self.ports), self.ends_soon.clone());
        let warning = WARNING_MS.min(ports.session.left_ms() / 4);
        self.ports.spawner.spawn(Box::pin(async move {
            loop {
                // A device that slept is late: what is left is asked for again.
                let left = ports.session.left_ms();
                ends_soon.set_if_new((1..=warning).contains(&left));
                if left == 0 {
                    return;
                }
                ports.timer.sleep(if left > warning { left - warning } else { left }).await;
            }
        }));
    }

    /// The page to return to after the sign-in.
    #[must_use]
    pub fn return_page(&self) -> Page {
        self.ports.session.return_page()
    }

    pub(super) fn forget(&self) {
        self.ports.session.forget();
        self.state.set(SignInState::SignedOut(SignOut::UnderWay));
    }

    /// The sign-out has come so far; unless somebody signs in again already.
    pub(super) fn note_sign_out(&self, sign_out: SignOut) {
        if self.is_signed_out() {
            self.state.set(SignInState::SignedOut(sign_out));
        }
    }
}
