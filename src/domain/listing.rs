//! Long lists are drawn in parts: ten thousand rows at once would stop the page for seconds.

/// How long the parts of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Drawn at first: more than fit on a screen, and few enough to be there within 50 ms, however long the list is.
    pub first: usize,
    /// Drawn with each further part.
    pub further: usize,
}

/// Of rows.
pub const ROWS: Parts = Parts { first: 30, further: 100 };
/// Of cards that hold lists themselves.
pub const CARDS: Parts = Parts { first: 4, further: 10 };

/// How much of a list is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// Rows that are drawn, from the first.
    pub shown: usize,
    /// Rows that the next part would add; none if all are drawn.
    pub next: usize,
}

impl Parts {
    /// The portion of a list of so many rows after the person asked for `more` further parts.
    #[must_use]
    pub fn portion(self, rows: usize, more: usize) -> Portion {
        let shown = more.saturating_mul(self.further).saturating_add(self.first).min(rows);
        Portion { shown, next: rows.saturating_sub(shown).min(self.further) }
    }

    /// How many further parts it takes until the row with this number, counted from 0, is drawn.
    #[must_use]
    pub fn until(self, row: usize) -> usize {
        row.saturating_add(1).saturating_sub(self.first).div_ceil(self.further)
    }
}
