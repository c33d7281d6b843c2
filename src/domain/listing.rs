//! Long lists are drawn in parts: ten thousand rows at once would stop the page for seconds.

/// Rows drawn at first, and with each further part: more than fit on a screen, and few enough to be there within 50 ms.
pub const ROWS: usize = 100;
/// The same of cards that hold lists themselves.
pub const CARDS: usize = 10;

/// How much of a list is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// Rows that are drawn, from the first.
    pub shown: usize,
    /// Rows that the next part would add; none if all are drawn.
    pub next: usize,
}

/// The portion of a list of so many rows after the person asked for `more` further parts of this size.
#[must_use]
pub fn portion(rows: usize, size: usize, more: usize) -> Portion {
    let shown = more.saturating_add(1).saturating_mul(size).min(rows);
    Portion { shown, next: rows.saturating_sub(shown).min(size) }
}
