//! Answers that came beside the answer to a step: each is given out once, instead of a request, to whoever asks for it
//! right after. They hold until anything is written, and for a few seconds at most.
use crate::ports::{Reply, Request};
use crate::wire::next::EarlyAnswer;
use std::cell::{Cell, RefCell};

/// How long they are used, in milliseconds: the next page asks at once.
const VALID_MS: i64 = 10_000;

struct Kept {
    at_ms: i64,
    answers: Vec<EarlyAnswer>,
}

/// The answers that are kept.
#[derive(Default)]
pub(super) struct EarlyAnswers {
    kept: RefCell<Option<Kept>>,
    /// How often they were forgotten.
    generation: Cell<u32>,
}

impl EarlyAnswers {
    /// Forgets them, and those that are on their way.
    pub(super) fn forget(&self) {
        self.kept.take();
        self.generation.set(self.generation.get().wrapping_add(1));
    }

    /// How often they were forgotten: every write does so when it begins.
    pub(super) fn generation(&self) -> u32 {
        self.generation.get()
    }

    /// Keeps them, unless they were forgotten since the write began that they came with. An answer without any leaves those
    /// that came with the one beside it.
    pub(super) fn keep(&self, generation: u32, answers: Vec<EarlyAnswer>, now_ms: i64) {
        if !answers.is_empty() && generation == self.generation.get() {
            self.kept.replace(Some(Kept { at_ms: now_ms, answers }));
        }
    }

    /// The answer to this request, if it is there and still holds. They are answers to requests that say nothing: a price
    /// that is asked for with a promotion code is another one.
    pub(super) fn take(&self, request: &Request, now_ms: i64) -> Option<Reply> {
        request.body.as_deref().is_none_or(|body| body == "{}").then_some(())?;
        let mut kept = self.kept.borrow_mut();
        let Kept { at_ms, answers } = kept.as_mut()?;
        // A clock that was set back tells no age.
        if !(0..VALID_MS).contains(&(now_ms - *at_ms)) {
            *kept = None;
            return None;
        }
        let at = answers.iter().position(|one| one.method == request.method && one.path == request.path)?;
        Some(answers.swap_remove(at).reply)
    }
}
