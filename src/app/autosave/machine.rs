//! Saving a draft as a pure machine: what happened goes in, the next state and what to do come out. The runner beside it
//! carries the effects out. The rules: a draft is called saved only after its write has committed; a write whose end is
//! not known is read back before anything else is written or said; a tab that was overtaken stops.
use crate::ports::StoreError;

/// How long a keystroke may wait to be written, in milliseconds.
pub const SAVE_WITHIN_MS: u32 = 300;
/// How long nothing is typed before it is told that all is saved, in milliseconds: what is told does not change at every
/// pause between two keys.
pub const TELL_SAVED_MS: u32 = 300;
/// After how long a failed write or read is tried again, in milliseconds.
pub const RETRY_MS: u32 = 2_000;

/// Why this tab no longer saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Another tab wrote a newer draft.
    Superseded,
    /// A newer build of the site wrote the draft.
    NewerBuild,
}

/// Where saving stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No draft is loaded.
    Unloaded,
    /// What is stored is being read.
    Reading,
    /// What is stored could not be read yet, so nothing may be written over it.
    Unread,
    /// Everything typed is stored.
    Clean,
    /// Something typed waits to be written.
    Waiting,
    /// A write is under way. `again`: something was typed since it began.
    Writing {
        again: bool,
    },
    /// It is not known how a write ended: what is stored is being read. `again` as above.
    ReadingBack {
        again: bool,
    },
    /// The last write failed; it is tried again after a while.
    Failed,
    Stopped(Stopped),
}

/// The state of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Autosave {
    pub phase: Phase,
    /// Revision of the stored record, as far as this tab knows; 0 for none.
    pub rev: u64,
    /// Has something been written since the draft was loaded?
    saved: bool,
    /// Was nothing typed for a moment since all was saved?
    pause: bool,
    /// Did the last attempt to read or write fail?
    failing: bool,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A draft is to be loaded.
    Open,
    /// The stored draft was read. `pending`: the draft in memory holds more than what is stored.
    Loaded { rev: u64, pending: bool },
    /// The stored draft could not be read.
    LoadFailed,
    /// The stored draft is of a newer build.
    LoadedNewer,
    /// The draft in memory changed.
    Typed,
    /// The timer that was started ran out.
    TimerFired,
    /// What is due is to be written now.
    Flush,
    /// The write ended.
    Written(Result<(), StoreError>),
    /// What is stored was read after a write whose end was not known.
    ReadBack(Stored),
    /// Another tab says that it has stored this revision.
    OtherTabSaved { rev: u64 },
    /// The page is hidden or left.
    Unloading,
    /// The draft is let go of.
    Unload,
}

/// What is stored, compared with what this tab has sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// The last text sent.
    Latest,
    /// A text sent before the last one.
    Earlier,
    /// What was there before, or nothing.
    Unchanged,
    /// What was there before, written once more under this revision by a page that has ended since.
    Rewritten { rev: u64 },
    /// Something that this tab has not sent.
    Foreign,
    /// It cannot be read.
    Unreadable,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Start the timer, unless it runs.
    StartTimer(u32),
    StopTimer,
    /// Read the stored draft and report how it went.
    Load,
    /// Write the draft in memory under the next revision and report how it ended.
    Write,
    /// Read what is stored and compare it with what was sent.
    ReadBack,
    /// Tell the other tabs which revision is stored.
    Announce,
    /// Keep the draft in the one way that needs nothing to happen afterwards.
    KeepOnUnload,
}

impl Default for Autosave {
    fn default() -> Self {
        Autosave { phase: Phase::Unloaded, rev: 0, saved: false, pause: false, failing: false }
    }
}

impl Autosave {
    /// Has what is stored not been read yet?
    #[must_use]
    pub fn is_unread(&self) -> bool {
        matches!(self.phase, Phase::Reading | Phase::Unread)
    }

    /// Is a write, or the question how one ended, under way?
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Writing { .. } | Phase::ReadingBack { .. })
    }

    /// What the person is told, where the store keeps things beyond the page.
    #[must_use]
    pub fn save_state(&self) -> super::SaveState {
        use super::SaveState;
        match self.phase {
            Phase::Stopped(Stopped::Superseded) => SaveState::Stale,
            Phase::Stopped(Stopped::NewerBuild) => SaveState::Newer,
            _ if self.failing => SaveState::NotKept,
            Phase::Waiting | Phase::Writing { .. } | Phase::ReadingBack { .. } => SaveState::Saving,
            Phase::Clean if self.saved && self.pause => SaveState::Saved,
            Phase::Clean if self.saved => SaveState::Saving,
            Phase::Unloaded | Phase::Reading | Phase::Unread | Phase::Clean | Phase::Failed => SaveState::Idle,
        }
    }

    fn to(self, phase: Phase) -> Autosave {
        Autosave { phase, ..self }
    }

    fn failed(self) -> (Autosave, Vec<Effect>) {
        let next = Autosave { failing: true, ..self.to(Phase::Failed) };
        (next, vec![Effect::StartTimer(RETRY_MS)])
    }

    /// A text of this tab is stored. Was it the last one sent, and was nothing typed since?
    fn stored(self, complete: bool) -> (Autosave, Vec<Effect>) {
        let next = Autosave { rev: self.rev.saturating_add(1), saved: true, pause: false, failing: false, ..self };
        if complete {
            (next.to(Phase::Clean), vec![Effect::Announce, Effect::StartTimer(TELL_SAVED_MS)])
        } else {
            (next.to(Phase::Writing { again: false }), vec![Effect::Announce, Effect::Write])
        }
    }

    /// The next state, and what to do.
    #[must_use]
    pub fn step(self, event: Event) -> (Autosave, Vec<Effect>) {
        match (self.phase, event) {
            (_, Event::Unload) => (Autosave::default(), vec![Effect::StopTimer]),
            // Not the page's own task: the next page needs the draft too, and would wait for a read that ended with this one.
            (Phase::Unloaded, Event::Open) => (self.to(Phase::Reading), vec![Effect::Load]),
            (Phase::Reading | Phase::Unread, Event::Loaded { rev, pending }) => {
                let next = Autosave { rev, failing: false, ..self };
                if pending {
                    (next.to(Phase::Waiting), vec![Effect::StartTimer(SAVE_WITHIN_MS)])
                } else {
                    (next.to(Phase::Clean), Vec::new())
                }
            }
            (Phase::Reading | Phase::Unread, Event::LoadedNewer) => {
                (self.to(Phase::Stopped(Stopped::NewerBuild)), Vec::new())
            }
            (Phase::Reading | Phase::Unread, Event::LoadFailed) => {
                let next = Autosave { failing: true, ..self.to(Phase::Unread) };
                (next, vec![Effect::StartTimer(RETRY_MS)])
            }
            (Phase::Unread, Event::TimerFired | Event::Flush) => (self, vec![Effect::Load]),
            (Phase::Clean, Event::Typed) => {
                (self.to(Phase::Waiting), vec![Effect::StopTimer, Effect::StartTimer(SAVE_WITHIN_MS)])
            }
            (Phase::Clean, Event::TimerFired | Event::Flush) => (Autosave { pause: true, ..self }, Vec::new()),
            (Phase::Writing { .. }, Event::Typed) => (self.to(Phase::Writing { again: true }), Vec::new()),
            (Phase::ReadingBack { .. }, Event::Typed) => (self.to(Phase::ReadingBack { again: true }), Vec::new()),
            (Phase::Waiting | Phase::Failed, Event::TimerFired | Event::Flush) => {
                (self.to(Phase::Writing { again: false }), vec![Effect::StopTimer, Effect::Write])
            }
            (Phase::Writing { again }, Event::Written(Ok(()))) => self.stored(!again),
            // Another tab may have been first, or this tab's own write ended without a word: what is stored tells.
            (Phase::Writing { again }, Event::Written(Err(StoreError::Conflict | StoreError::Unknown))) => {
                (self.to(Phase::ReadingBack { again }), vec![Effect::ReadBack])
            }
            (Phase::Writing { .. }, Event::Written(Err(_))) => self.failed(),
            (Phase::ReadingBack { again }, Event::ReadBack(Stored::Latest)) => self.stored(!again),
            (Phase::ReadingBack { .. }, Event::ReadBack(Stored::Earlier)) => self.stored(false),
            // It holds nothing that this tab does not know: what is due goes over it.
            (Phase::ReadingBack { .. }, Event::ReadBack(Stored::Rewritten { rev })) => {
                let next = Autosave { rev, ..self };
                (next.to(Phase::Writing { again: false }), vec![Effect::Write])
            }
            (Phase::ReadingBack { .. }, Event::ReadBack(Stored::Foreign)) => {
                (self.to(Phase::Stopped(Stopped::Superseded)), Vec::new())
            }
            (Phase::ReadingBack { .. }, Event::ReadBack(Stored::Unchanged | Stored::Unreadable)) => self.failed(),
            (Phase::Clean | Phase::Waiting | Phase::Failed, Event::OtherTabSaved { rev }) if rev > self.rev => {
                (self.to(Phase::Stopped(Stopped::Superseded)), vec![Effect::StopTimer])
            }
            (Phase::Waiting | Phase::Failed, Event::Unloading) => {
                let effects = vec![Effect::KeepOnUnload, Effect::StopTimer, Effect::Write];
                (self.to(Phase::Writing { again: false }), effects)
            }
            (Phase::Writing { .. } | Phase::ReadingBack { .. }, Event::Unloading) => (self, vec![Effect::KeepOnUnload]),
            (Phase::Reading, Event::Unloading) => (self, vec![Effect::KeepOnUnload]),
            (Phase::Unread, Event::Unloading) => (self, vec![Effect::KeepOnUnload, Effect::Load]),
            // Anything else changes nothing: a report that comes late, a keystroke that waits already.
            (_, _) => (self, Vec::new()),
        }
    }
}
